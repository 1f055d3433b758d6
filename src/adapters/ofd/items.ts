/** A page as a flat list of what is put on it, in order, each with its way to the page. */
import { RefusalError } from '../../document/refusal.js';
import { BUDGETS } from '../../pipeline/budgets.js';
import type { Matrix } from '../../ports/drawing.js';
import type { XmlElement } from '../../ports/xml.js';
import { type Glyphs, glyphsOf } from './glyphs.js';
import { after, IDENTITY, matrixOf, moved, rectOf } from './matrix.js';
import { child, childrenOf } from './package.js';
import type { Resources } from './resources.js';
import { alphaOf, type Style, styleOf } from './style.js';

/** An outline that limits what is drawn; its matrix leads to the page's millimetres. */
export interface Clip {
  readonly data: string;
  readonly evenOdd: boolean;
  readonly matrix: Matrix;
}

interface Common {
  /** `null`: the object has none. */
  readonly id: string | null;
  /** From the object's own coordinates to the page's millimetres. */
  readonly matrix: Matrix;
  readonly clips: readonly Clip[];
  readonly alpha: number;
  readonly darken: boolean;
}

export interface TextItem extends Common {
  readonly type: 'text';
  readonly glyphs: Glyphs;
  readonly style: Style;
}

export interface PathItem extends Common {
  readonly type: 'path';
  readonly data: string;
  readonly evenOdd: boolean;
  readonly filled: boolean;
  readonly stroked: boolean;
  readonly style: Style;
}

export interface PictureItem extends Common {
  readonly type: 'picture';
  /** The unit square in the object's coordinates is the picture: `matrix` takes it to the page. */
  readonly resource: string;
}

export type Item = TextItem | PathItem | PictureItem;

/** Where a list of objects stands. */
interface Setting {
  readonly outer: Matrix;
  readonly clips: readonly Clip[];
  readonly alpha: number;
  readonly layer: XmlElement | null;
  readonly depth: number;
}

const OPEN_PAGE: Setting = { outer: IDENTITY, clips: [], alpha: 1, layer: null, depth: 0 };
/** Characters of an outline that cost as much as an object: a rule has some 20. */
const OUTLINE_CHARS = 100;

/** Collects the items of one page from its template, its own content, annotations and stamps. */
export class ItemList {
  readonly items: Item[] = [];
  readonly #resources: Resources;
  readonly #glyphs = new Map<XmlElement, Glyphs>();
  readonly #outlines = new Map<XmlElement, string>();
  #count = 0;

  constructor(resources: Resources) {
    this.#resources = resources;
  }

  /** The layers of a page or template, backgrounds first. Throws RefusalError `too_large` past the budget of objects. */
  addContent(content: XmlElement | undefined): void {
    const layers = childrenOf(content, 'Layer');
    const order = ({ attributes }: XmlElement) => LAYER_ORDER.indexOf(attributes.Type ?? 'Body');
    for (const layer of [...layers].sort((a, b) => order(a) - order(b)))
      this.#addAll(layer.children, { ...OPEN_PAGE, layer });
  }

  /** Objects of an annotation, in the frame of its appearance. */
  addAppearance(appearance: XmlElement): void {
    const { x, y } = rectOf(appearance.attributes.Boundary) ?? { x: 0, y: 0 };
    this.#addAll(appearance.children, { ...OPEN_PAGE, outer: moved(x, y) });
  }

  #addAll(objects: readonly XmlElement[], setting: Setting): void {
    if (setting.depth > BUDGETS.ofdDepth) throw new RefusalError('damaged_file', '页面对象互相嵌套');
    for (const object of objects) {
      if (object.attributes.Visible === 'false') continue;
      this.#spend(1);
      this.#add(object, setting);
    }
  }

  #spend(count: number): void {
    this.#count += count;
    if (this.#count > BUDGETS.pageObjects) throw new RefusalError('too_large', '页面对象太多');
  }

  #add(object: XmlElement, setting: Setting): void {
    if (object.name === 'PageBlock') {
      this.#addAll(object.children, { ...setting, depth: setting.depth + 1 });
      return;
    }
    const common = placed(object, setting, (path) => this.#outlineOf(path));
    if (object.name === 'CompositeObject') this.#addComposite(object, common, setting);
    const style = () => styleOf(object, setting.layer, this.#resources);
    if (object.name === 'TextObject') {
      const glyphs = this.#glyphsOf(object);
      this.items.push({ ...common, type: 'text', glyphs, style: style() });
    }
    if (object.name === 'PathObject')
      this.items.push({
        ...common,
        type: 'path',
        data: this.#outlineOf(object),
        evenOdd: isEvenOdd(object),
        filled: object.attributes.Fill === 'true',
        stroked: object.attributes.Stroke !== 'false',
        style: style(),
      });
    if (object.name === 'ImageObject')
      this.items.push({ ...common, type: 'picture', resource: object.attributes.ResourceID ?? '' });
  }

  /** Counted before they are made: one object may hold a whole file of text. */
  #glyphsOf(object: XmlElement): Glyphs {
    for (const { text } of childrenOf(object, 'TextCode')) this.#spend(text.length);
    return this.#once(this.#glyphs, object, glyphsOf);
  }

  #outlineOf(path: XmlElement): string {
    const data = child(path, 'AbbreviatedData')?.text ?? '';
    this.#spend(Math.ceil(data.length / OUTLINE_CHARS));
    return this.#once(this.#outlines, path, () => svgPath(data));
  }

  /** Composite units are used over and over: what they hold is put together once. */
  #once<T>(made: Map<XmlElement, T>, element: XmlElement, make: (element: XmlElement) => T): T {
    const result = made.get(element) ?? make(element);
    made.set(element, result);
    return result;
  }

  #addComposite(object: XmlElement, { matrix, clips, alpha }: Common, setting: Setting): void {
    const unit = this.#resources.composites.get(object.attributes.ResourceID ?? '');
    this.#addAll(child(unit, 'Content')?.children ?? [], {
      outer: matrix,
      clips,
      alpha,
      layer: setting.layer,
      depth: setting.depth + 1,
    });
  }
}

const LAYER_ORDER = ['Background', 'Body', 'Foreground', 'Custom'];

/** The outline of a path, in the words of SVG. */
type OutlineOf = (path: XmlElement) => string;

function placed(object: XmlElement, { outer, clips, alpha }: Setting, outlineOf: OutlineOf): Common {
  const { x, y } = rectOf(object.attributes.Boundary) ?? { x: 0, y: 0 };
  const frame = after(moved(x, y), outer);
  const own = matrixOf(object.attributes.CTM);
  return {
    id: object.attributes.ID ?? null,
    matrix: after(own, frame),
    clips: [...clips, ...clipsOf(object, own, frame, outlineOf)],
    alpha: alpha * alphaOf(object),
    darken: /^(Darken|Multiply)$/.test(object.attributes.BlendMode ?? ''),
  };
}

/** An object's clips; a clip made of several areas, which is their union, is left open. */
function clipsOf(object: XmlElement, own: Matrix, frame: Matrix, outlineOf: OutlineOf): Clip[] {
  const list = child(object, 'Clips');
  const outer = list?.attributes.TransFlag === 'false' ? frame : after(own, frame);
  return childrenOf(list, 'Clip').flatMap((clip): Clip[] => {
    const areas = childrenOf(clip, 'Area');
    const path = child(areas[0], 'Path');
    if (areas.length !== 1 || path === undefined) return [];
    const { x, y } = rectOf(path.attributes.Boundary) ?? { x: 0, y: 0 };
    const inner = after(matrixOf(path.attributes.CTM), moved(x, y));
    return [
      {
        data: outlineOf(path),
        evenOdd: isEvenOdd(path),
        matrix: after(after(inner, matrixOf(areas[0]?.attributes.CTM)), outer),
      },
    ];
  });
}

const isEvenOdd = ({ attributes }: XmlElement): boolean => /^even-?odd$/i.test(attributes.Rule ?? '');

/** OFD's commands in SVG's letters (GB/T 33190, table 35); anything else is left out. */
const LETTERS: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({ S: 'M', M: 'M', L: 'L', Q: 'Q', B: 'C', A: 'A', C: 'Z' }),
);

export const svgPath = (data: string): string =>
  data
    .split(/[\s,]+/)
    .map((word) => LETTERS.get(word) ?? (Number.isFinite(Number(word)) ? word : ''))
    .filter((word) => word !== '')
    .join(' ');
