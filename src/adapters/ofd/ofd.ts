/** OFD: a ZIP of XML parts that name each other. Whatever is optional and damaged costs only itself. */
import { RefusalError } from '../../document/refusal.js';
import { normalise } from '../../invoice/text.js';
import type { BoardPicture } from '../../ports/drawing.js';
import type { OfdDocument, OfdReader } from '../../ports/ofd.js';
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
import { pictureFace, readStamps, type SealFace, type SealPicture } from './stamps.js';
import { readTags } from './tags.js';

export interface OfdTools extends PictureTools {
  readonly zip: ZipReader;
  readonly xml: XmlReader;
}

/** Pages kept once they were put together: tags and pages ask for the same ones, and an invoice has few. */
const KEPT_PAGES = 8;

/** Opens OFDs with the tools handed in. Stateless: one serves a whole process. */
export function ofdReader(tools: OfdTools): OfdReader {
  return { open: (bytes) => open(bytes, tools) };
}

async function open(bytes: Uint8Array, tools: OfdTools): Promise<OfdDocument> {
  const { files, root, documents } = await openPackage(bytes, tools, true);
  const places = documents.flatMap(placesOf);
  if (places.length === 0) throw new RefusalError('damaged_file', 'OFD 没有页');
  const content = keeping(readPage);
  const textOf = (document: OpenDocument) => async (page: string, object: string) => {
    const place = places.find((one) => one.document === document && one.id === page);
    return place === undefined ? null : textOfObject(await content(place), object);
  };
  const tags = await Promise.all(
    documents.map((document) => readTags(files, document.part, textOf(document))),
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
    tags: tags.flat(),
    data: customData(root.tree),
    attachments: (await Promise.all(documents.map((document) => attachmentsOf(files, document.part)))).flat(),
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
    if (name === null) continue;
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
  for (const page of childrenOf(list?.tree, 'Page')) {
    const part = list === null ? null : await files.optional(textIn(page, 'FileLoc'), list.name);
    const id = page.attributes.PageID ?? '';
    if (part !== null) found.set(id, [...(found.get(id) ?? []), part]);
  }
  return found;
}

async function attachmentsOf(files: OfdPackage, document: Part) {
  const list = await files.optional(textIn(document.tree, 'Attachments'), document.name);
  const found: { name: string; bytes: Uint8Array }[] = [];
  for (const { children } of childrenOf(list?.tree, 'Attachment')) {
    const location = children.find(({ name }) => name === 'FileLoc')?.text ?? '';
    const name = list === null ? null : files.find(location, list.name);
    if (name !== null)
      found.push({ name: name.slice(name.lastIndexOf('/') + 1), bytes: await files.bytes(name) });
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

/** All text of the object on the page; `null` where there is none. */
function textOfObject({ items }: PageContent, id: string): string | null {
  const texts = items.flatMap((item) =>
    item.type === 'text' && item.id === id ? [item.glyphs.glyphs.map(({ text }) => text).join('')] : [],
  );
  return texts.length === 0 ? null : normalise(texts.join(''));
}

/** The last {@link KEPT_PAGES} pages that were asked for, so that none is put together twice in a row. */
function keeping(
  read: (place: PagePlace) => Promise<PageContent>,
): (place: PagePlace) => Promise<PageContent> {
  const kept = new Map<PagePlace, Promise<PageContent>>();
  return (place) => {
    const content = kept.get(place) ?? read(place);
    kept.delete(place);
    kept.set(place, content);
    const [oldest] = kept.keys();
    if (kept.size > KEPT_PAGES && oldest !== undefined) kept.delete(oldest);
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
