/** OFD: a ZIP of XML parts that name each other. Whatever is optional and damaged costs only itself. */
import { RefusalError } from '../../document/refusal.js';
import { normalise } from '../../invoice/text.js';
import { BUDGETS } from '../../pipeline/budgets.js';
import type { BoardPicture } from '../../ports/drawing.js';
import type { OfdDocument, OfdReader, OfdTag } from '../../ports/ofd.js';
import type { SignatureVerifier } from '../../ports/signing.js';
import type { XmlElement, XmlReader } from '../../ports/xml.js';
import type { ZipReader } from '../../ports/zip.js';
import { drawItems } from './draw.js';
import { after, moved, scaled } from './matrix.js';
import { child, childrenOf, OfdPackage, type Part, textIn } from './package.js';
import {
  asOfdPage,
  type OpenDocument,
  type PageContent,
  type PagePlace,
  type PageTools,
  picturesOf,
  readPage,
} from './page.js';
import { decodedPicture, type PictureTools, pictureRaster } from './pictures.js';
import { readResources } from './resources.js';
import { signaturesOf } from './signatures.js';
import { pictureFace, readStamps, type SealFace, type SealPicture } from './stamps.js';
import { readTags, type TextOf } from './tags.js';

export interface OfdTools extends PictureTools {
  readonly zip: ZipReader;
  readonly xml: XmlReader;
  readonly signing: SignatureVerifier;
}

/** Opens OFDs with the tools handed in. Stateless: one serves a whole process. */
export function ofdReader(tools: OfdTools): OfdReader {
  return { open: (bytes) => open(bytes, tools) };
}

async function open(bytes: Uint8Array, tools: OfdTools): Promise<OfdDocument> {
  const { files, root, documents } = await openPackage(bytes, tools, true);
  const places = documents.flatMap(placesOf);
  if (places.length === 0) throw new RefusalError('damaged_file', 'OFD 没有页');
  const content = keeping(readPage);
  const tags: OfdTag[] = [];
  for (const document of documents)
    tags.push(
      ...(await readTags(files, document.part, textsOf(placesOfDocument(document, places), content))),
    );
  const toolsFor = (document: OpenDocument): PageTools => {
    const bytesOf = async (resource: string) => {
      const name = document.resources.pictures.get(resource);
      return name === undefined ? null : files.bytes(name);
    };
    return {
      drawing: tools.drawing,
      picture: async (resource) => {
        const picture = await bytesOf(resource);
        return picture === null ? null : decodedPicture(picture, tools);
      },
      raster: async (resource, maxSide) => {
        const picture = await bytesOf(resource);
        return picture === null ? null : pictureRaster(picture, maxSide, tools);
      },
    };
  };
  return {
    pages: places.length,
    page: async (number) => {
      const place = places[number - 1];
      if (place === undefined) throw new RangeError(`there is no page ${number}`);
      return asOfdPage(await content(place), place, toolsFor(place.document));
    },
    tags,
    data: customData(root.tree),
    attachments: (await Promise.all(documents.map((document) => attachmentsOf(files, document.part)))).flat(),
    signatures: () => signaturesOf(files, signatureLists(root.tree), tools.signing),
  };
}

interface Opened {
  readonly files: OfdPackage;
  readonly root: Part;
  readonly documents: readonly OpenDocument[];
}

/** `stamped`: whether seals are looked for; a seal that is itself an OFD has none. */
async function openPackage(bytes: Uint8Array, tools: OfdTools, stamped: boolean): Promise<Opened> {
  const files = new OfdPackage(await tools.zip.open(bytes), tools.xml);
  if (!files.has(ROOT)) throw new RefusalError('unsupported_type', 'ZIP');
  const root = await files.part(ROOT);
  const documents: OpenDocument[] = [];
  for (const body of childrenOf(root.tree, 'DocBody')) {
    const name = files.find(textIn(body, 'DocRoot') ?? '', root.name);
    if (name === null || documents.some((document) => document.part.name === name)) continue;
    const part = await files.part(name);
    const faceOf = (seal: SealPicture) => faceOfSeal(seal, tools);
    documents.push({
      files,
      part,
      resources: await readResources(files, part),
      annotations: await annotationsOf(files, part),
      stamps: stamped ? await readStamps(files, textIn(body, 'Signatures'), faceOf) : [],
    });
  }
  return { files, root, documents };
}

const ROOT = 'OFD.xml';

/** Pages whose part is there; a page that is only promised is left out. */
function placesOf(document: OpenDocument): PagePlace[] {
  const { files, part } = document;
  return childrenOf(child(part.tree, 'Pages'), 'Page').flatMap(({ attributes }) => {
    const name = files.find(attributes.BaseLoc ?? '', part.name);
    return name === null ? [] : [{ document, id: attributes.ID ?? '', name }];
  });
}

async function annotationsOf(files: OfdPackage, document: Part): Promise<Map<string, Part[]>> {
  const list = await files.optional(textIn(document.tree, 'Annotations'), document.name);
  const found = new Map<string, Part[]>();
  const parts = new Map<string, Part>();
  for (const page of childrenOf(list?.tree, 'Page')) {
    const location = textIn(page, 'FileLoc') ?? '';
    const part = parts.get(location) ?? (list === null ? null : await files.optional(location, list.name));
    if (part === null) continue;
    parts.set(location, part);
    const id = page.attributes.PageID ?? '';
    const known = found.get(id);
    if (known === undefined) found.set(id, [part]);
    else known.push(part);
  }
  return found;
}

async function attachmentsOf(files: OfdPackage, document: Part) {
  const list = await files.optional(textIn(document.tree, 'Attachments'), document.name);
  const names = childrenOf(list?.tree, 'Attachment').flatMap((attachment) => {
    const name = list === null ? null : files.find(textIn(attachment, 'FileLoc') ?? '', list.name);
    return name === null ? [] : [name];
  });
  const found: { name: string; bytes: Uint8Array }[] = [];
  for (const name of [...new Set(names)].slice(0, BUDGETS.embeddedFiles)) {
    const bytes = await files.optionalBytes(name);
    if (bytes !== null) found.push({ name: name.slice(name.lastIndexOf('/') + 1), bytes });
  }
  return found;
}

function customData(root: XmlElement): Record<string, string> {
  const data: Record<string, string> = Object.create(null);
  for (const body of childrenOf(root, 'DocBody'))
    for (const item of childrenOf(child(child(body, 'DocInfo'), 'CustomDatas'), 'CustomData'))
      data[item.attributes.Name ?? ''] ??= item.text;
  return data;
}

const signatureLists = (root: XmlElement): string[] => {
  const lists = childrenOf(root, 'DocBody').map((body) => textIn(body, 'Signatures') ?? '');
  return [...new Set(lists.filter((location) => location !== ''))];
};

/** The pages by their id; of two with the same one the first counts. */
function placesOfDocument(document: OpenDocument, places: readonly PagePlace[]): Map<string, PagePlace> {
  const own = places.filter((place) => place.document === document).reverse();
  return new Map(own.map((place) => [place.id, place]));
}

/** Texts of objects by page and object. Each page is gone through once, for a tag of every object asks for it. */
function textsOf(
  places: ReadonlyMap<string, PagePlace>,
  content: (place: PagePlace) => Promise<PageContent>,
): TextOf {
  const known = new Map<string, ReadonlyMap<string, string>>();
  return async (page, object) => {
    const place = places.get(page);
    if (place === undefined) return null;
    const texts = known.get(page) ?? textsById(await content(place));
    known.set(page, texts);
    const text = texts.get(object);
    return text === undefined ? null : normalise(text);
  };
}

/** All text of each object on the page. */
function textsById({ items }: PageContent): Map<string, string> {
  const texts = new Map<string, string>();
  for (const item of items) {
    if (item.type !== 'text' || item.id === null) continue;
    const text = item.glyphs.glyphs.map((glyph) => glyph.text).join('');
    texts.set(item.id, `${texts.get(item.id) ?? ''}${text}`);
  }
  return texts;
}

/** The last pages ({@link BUDGETS.ofdKept}) that were asked for, so that none is put together twice in a row. */
function keeping(
  read: (place: PagePlace) => Promise<PageContent>,
): (place: PagePlace) => Promise<PageContent> {
  const kept = new Map<PagePlace, Promise<PageContent>>();
  return (place) => {
    const content = kept.get(place) ?? read(place);
    kept.delete(place);
    kept.set(place, content);
    const [oldest] = kept.keys();
    if (kept.size > BUDGETS.ofdKept.pages && oldest !== undefined) kept.delete(oldest);
    return content;
  };
}

/** A seal's picture as something to draw: a picture, or the first page of an OFD. */
async function faceOfSeal({ type, bytes }: SealPicture, tools: OfdTools): Promise<SealFace | null> {
  if (type !== 'ofd') {
    const picture = await decodedPicture(bytes, tools);
    return picture === null ? null : pictureFace(picture);
  }
  try {
    return await faceOfOfd(bytes, tools);
  } catch (error) {
    // A seal that cannot be read is no reason to refuse the invoice under it.
    if (error instanceof RefusalError) return null;
    throw error;
  }
}

async function faceOfOfd(bytes: Uint8Array, tools: OfdTools): Promise<SealFace | null> {
  const { files, documents } = await openPackage(bytes, tools, false);
  const place = documents.flatMap(placesOf)[0];
  if (place === undefined) return null;
  const { box, items } = await readPage(place);
  const pictures: ReadonlyMap<string, BoardPicture> = await picturesOf(items, async (resource) => {
    const name = place.document.resources.pictures.get(resource);
    return name === undefined ? null : decodedPicture(await files.bytes(name), tools);
  });
  const toUnit = after(moved(-box.x, -box.y), scaled(1 / box.width, 1 / box.height));
  return (unit, board, clips) => drawItems(items, after(toUnit, unit), pictures, board, clips);
}
