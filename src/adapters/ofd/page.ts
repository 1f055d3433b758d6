/** One page: its items gathered from template, content, annotations and stamps. */
import type { BoardPicture, Drawing } from '../../ports/drawing.js';
import type { Raster } from '../../ports/image.js';
import type { OfdPage } from '../../ports/ofd.js';
import type { XmlElement } from '../../ports/xml.js';
import { codePictures, LONG_OUTLINE, mayHoldOtherCodes } from './code-pictures.js';
import { partedItems } from './covered.js';
import { drawItems } from './draw.js';
import { type Item, ItemList } from './items.js';
import { linesOf } from './lines.js';
import { after, moved, type Rect, rectOf, scaled } from './matrix.js';
import { child, childrenOf, type OfdPackage, type Part, textIn } from './package.js';
import type { Resources } from './resources.js';
import type { DrawStamp, Stamp } from './stamps.js';

/** A document of the package: a package may hold several. */
export interface OpenDocument {
  readonly files: OfdPackage;
  readonly part: Part;
  readonly resources: Resources;
  /** Parts of the annotations, by the id of their page. */
  readonly annotations: ReadonlyMap<string, readonly Part[]>;
  readonly stamps: readonly Stamp[];
}

/** Where a page is to be found. */
export interface PagePlace {
  readonly document: OpenDocument;
  readonly id: string;
  /** Name of its part. */
  readonly name: string;
}

/** A page put together. */
export interface PageContent {
  readonly box: Rect;
  /** What the page itself draws, before annotations and stamps. */
  readonly items: readonly Item[];
}

const MILLIMETRES_PER_INCH = 25.4;
/** A4, for pages that say nothing. */
const USUAL_BOX: Rect = { x: 0, y: 0, width: 210, height: 297 };

/** Throws RefusalError `damaged_file` where the page's own part cannot be read. A template that is missing costs only itself. */
export async function readPage({ document, id, name }: PagePlace): Promise<PageContent> {
  const { files, part, resources, annotations } = document;
  const page = await files.part(name);
  const list = new ItemList(resources);
  const templates = await templatesOf(page, document);
  for (const { tree, behind } of templates) if (behind) list.addContent(child(tree, 'Content'));
  list.addContent(child(page.tree, 'Content'));
  for (const { tree, behind } of templates) if (!behind) list.addContent(child(tree, 'Content'));
  for (const { tree } of annotations.get(id) ?? [])
    for (const annotation of childrenOf(tree, 'Annot')) addAnnotation(annotation, list);
  return { box: boxOf(page.tree, part.tree), items: list.items };
}

async function templatesOf(
  page: Part,
  { files, part }: OpenDocument,
): Promise<{ tree: XmlElement; behind: boolean }[]> {
  const known = childrenOf(child(part.tree, 'CommonData'), 'TemplatePage');
  const found: { tree: XmlElement; behind: boolean }[] = [];
  for (const use of childrenOf(page.tree, 'Template')) {
    const template = known.find(({ attributes }) => attributes.ID === use.attributes.TemplateID);
    const read = await files.optional(template?.attributes.BaseLoc ?? null, part.name);
    const order = use.attributes.ZOrder ?? template?.attributes.ZOrder;
    if (read !== null) found.push({ tree: read.tree, behind: order !== 'Foreground' });
  }
  return found;
}

function addAnnotation(annotation: XmlElement, list: ItemList): void {
  if (annotation.attributes.Visible === 'false') return;
  for (const appearance of childrenOf(annotation, 'Appearance')) list.addAppearance(appearance);
}

function boxOf(page: XmlElement, document: XmlElement): Rect {
  const areas = [child(page, 'Area'), child(child(document, 'CommonData'), 'PageArea')];
  const boxes = areas.map((area) => rectOf(textIn(area, 'PhysicalBox') ?? undefined));
  return boxes.find((box) => box !== null && box.width > 0 && box.height > 0) ?? USUAL_BOX;
}

/** How a page comes by what it draws with. Pictures are named by their resource, `null` where there is none. */
export interface PageTools {
  readonly drawing: Drawing;
  picture(resource: string): Promise<BoardPicture | null>;
  raster(resource: string, maxSide: number): Promise<Raster | null>;
}

/** Pictures are decoded only when the page is drawn, or when they are asked for. */
export function asOfdPage(
  { box, items }: PageContent,
  { document, id }: PagePlace,
  { drawing, picture, raster }: PageTools,
): OfdPage {
  const stamps = document.stamps.filter(({ page }) => page === id);
  const { seen, hidden } = partedItems(items);
  return {
    width: box.width,
    height: box.height,
    lines: linesOf(seen, box),
    hidden: linesOf(hidden, box),
    paintsOnlyText: stamps.length === 0 && items.every(({ type }) => type === 'text'),
    hasLongOutline: items.some((item) => item.type === 'path' && item.data.length > LONG_OUTLINE),
    codePictures: () => codePictures(items, box, raster),
    mayHoldOtherCodes: () => mayHoldOtherCodes(items, raster),
    render: async (dpi, maxSide) => {
      const longer = Math.max(box.width, box.height);
      const scale = Math.min(dpi / MILLIMETRES_PER_INCH, maxSide / longer);
      const pixels = (side: number) => Math.max(1, Math.min(maxSide, Math.round(side * scale)));
      const toPixels = after(moved(-box.x, -box.y), scaled(scale, scale));
      const pictures = await picturesOf(items, picture);
      const drawnStamps: (DrawStamp | null)[] = [];
      for (const stamp of stamps) drawnStamps.push(await stamp.load());
      return drawing.sheet(pixels(box.width), pixels(box.height), async (board) => {
        drawItems(items, toPixels, pictures, board);
        for (const draw of drawnStamps) draw?.(toPixels, board);
      });
    },
  };
}

/** The pictures that items use, by their resource. */
export async function picturesOf(
  items: readonly Item[],
  pictureOf: (resource: string) => Promise<BoardPicture | null>,
): Promise<Map<string, BoardPicture>> {
  const pictures = new Map<string, BoardPicture>();
  for (const item of items) {
    if (item.type !== 'picture' || pictures.has(item.resource)) continue;
    const picture = await pictureOf(item.resource);
    if (picture !== null) pictures.set(item.resource, picture);
  }
  return pictures;
}
