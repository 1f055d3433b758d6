/**
 * What a page puts on the paper, told from pdfjs's operators without drawing it: every character and whether an eye
 * sees it, the pictures, and what covers what. Places are in the page's own units, before its rotation.
 */
import { BUDGETS } from '../../pipeline/budgets.js';
import { type FontFacts, Graphics } from './graphics.js';
import type { Colour, Tone } from './graphics-values.js';
import { boxesOf } from './outlines.js';
import { boxThrough, type Frame, type Matrix, meet } from './plane.js';

/** Operators by pdfjs's names, and the other way round. */
export type Operators = Readonly<Record<string, number>>;

export interface OperatorList {
  readonly fnArray: readonly number[];
  readonly argsArray: readonly unknown[];
}

/** One code point where it is set. */
export interface Mark {
  readonly char: string;
  /** Where its advance begins and ends on the baseline. */
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  /** Height of an em. */
  readonly size: number;
  /** The font's name without the six letters of a subset; pdfjs's own where the file names none. */
  readonly font: string;
  /** The font itself, by pdfjs's name of it: a typeface that was embedded twice is two. */
  readonly face: string;
  /** What it is filled with. */
  readonly colour: Colour;
  /** Whether an eye sees it. */
  readonly seen: boolean;
}

/** A picture: the unit square through `matrix`. */
export interface PlacedImage {
  readonly matrix: Matrix;
  /** pdfjs's name of its pixels, or the pixels of one that stands in the page's own stream. */
  readonly source: unknown;
  /** A stencil of one colour: of its pixels only the dark ones are painted. */
  readonly stencil: boolean;
  /** What can be seen of it: the upright box around it, cut by clips. */
  readonly box: Frame;
  /** Whether nothing shows through. */
  readonly opaque: boolean;
}

export interface PageMarks {
  readonly marks: readonly Mark[];
  readonly images: readonly PlacedImage[];
  /** The picture that was painted last, where neither a line nor an area was painted after it. */
  readonly onTop: PlacedImage | null;
  /** Whether nothing but text is painted: no picture and no line. */
  readonly onlyText: boolean;
  /** Dark rectangles: what a code is drawn of, module by module or row by row. */
  readonly boxes: readonly Frame[];
  /** Pale opaque rectangles of a few lines' height: what lies under one was painted over. */
  readonly patches: readonly Frame[];
  /** Corners of other filled outlines: a code drawn of anything else has hundreds. */
  readonly filledCorners: number;
}

/** What the walk asks of the page around the operators. */
export interface Surroundings {
  /** What is shown of the page. */
  readonly view: Frame;
  readonly ops: Operators;
  /** Whether content that belongs to an optional layer is shown. */
  isShown(layer: unknown): boolean;
  /** What pdfjs knows of a font by its name; `undefined`: nothing yet. */
  fontOf(name: string): FontFacts | undefined;
}

/** A filled area, in the order of painting. */
interface Cover {
  readonly order: number;
  readonly frame: Frame;
  readonly tone: Tone;
  /** Whether nothing shows through. */
  readonly opaque: boolean;
}

/** Points; a rule hides no character. */
const THINNEST_COVER = 4;
/** Points; smaller print is a dot to the eye. */
const SMALLEST_PRINT = 0.8;
/** Points: three lines of print. */
const HIGHEST_PATCH = 48;
/** Of 255, in each channel: paper as scanners and cameras see it. */
const PALE = 200;
/** More than anybody's bound. */
const MANY_CORNERS = 10_000;
/** Numbers that describe a rectangle in pdfjs's paths: four corners of three, and the closing. */
const RECTANGLE = 13;

interface SetMark extends Omit<Mark, 'seen'> {
  readonly order: number;
  readonly painted: boolean;
  readonly tone: Tone;
}

/** Goes through a page's operators once. */
export function marksOf({ fnArray, argsArray }: OperatorList, around: Surroundings): PageMarks {
  const walk = new Walk(around);
  for (const [order, code] of fnArray.entries()) walk.step(order, code, argsArray[order]);
  return walk.done();
}

class Walk {
  readonly #around: Surroundings;
  readonly #names: ReadonlyMap<number, string>;
  readonly #graphics: Graphics;
  readonly #marks: SetMark[] = [];
  readonly #covers: Cover[] = [];
  readonly #images: PlacedImage[] = [];
  #onTop: PlacedImage | null = null;
  #onlyText = true;
  readonly #boxes: Frame[] = [];
  readonly #patches: Frame[] = [];
  #filledCorners = 0;

  constructor(around: Surroundings) {
    this.#around = around;
    this.#names = new Map(Object.entries(around.ops).map(([name, code]) => [code, name]));
    this.#graphics = new Graphics(around.view, (layer) => around.isShown(layer));
  }

  step(order: number, code: number, given: unknown): void {
    const name = this.#names.get(code) ?? '';
    const args: readonly unknown[] = Array.isArray(given) ? given : [];
    if (this.#graphics.take(name, args)) return;
    if (name === 'showText') this.#show(order, args[0]);
    else if (name === 'constructPath') this.#path(order, args);
    else if (name.startsWith('paint')) this.#picture(order, name, args);
    else if (name === 'shadingFill' || name === 'rawFillPath') {
      this.#onlyText = false;
      this.#onTop = null;
      this.#cover(order, this.#graphics.state.clip, 'coloured', false);
    }
  }

  done(): PageMarks {
    return {
      marks: this.#marks.map(({ order, painted, tone, ...mark }) => ({
        ...mark,
        seen: painted && this.#shows(mark, order, tone),
      })),
      images: this.#images,
      onTop: this.#onTop,
      onlyText: this.#onlyText,
      boxes: this.#boxes,
      patches: this.#patches,
      filledCorners: this.#filledCorners,
    };
  }

  /** Whether a painted character shows on what was painted before it, and from under what was painted after it. */
  #shows({ from, to, size }: Pick<Mark, 'from' | 'to' | 'size'>, order: number, tone: Tone): boolean {
    const isOn = (cover: Cover) => isInside(from, to, size, cover.frame);
    const [x, y] = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
    if (
      tone === 'white' &&
      !this.#covers.some((cover) => cover.order < order && cover.tone !== 'white' && isOn(cover))
    )
      return false;
    return !this.#covers.some(
      ({ order: later, opaque, frame: [x0, y0, x1, y1] }) =>
        opaque && later > order && x > x0 && x < x1 && y > y0 && y < y1,
    );
  }

  #show(order: number, glyphs: unknown): void {
    const { state } = this.#graphics;
    const font = this.#around.fontOf(state.font);
    const name = (font?.name ?? state.font).replace(/^[A-Z]{6}\+/u, '');
    const { font: face, fillColour: colour } = state;
    for (const { text, from, to, size } of this.#graphics.advance(
      Array.isArray(glyphs) ? glyphs : [],
      font,
    )) {
      if (this.#marks.length >= BUDGETS.pageObjects) return;
      const painted =
        this.#graphics.isShown &&
        state.paintsText &&
        size >= SMALLEST_PRINT &&
        isInside(from, to, size, state.clip);
      // Of several characters in one glyph all stand where it does.
      for (const char of text)
        this.#marks.push({
          char,
          from,
          to,
          size,
          font: name,
          face,
          colour,
          order,
          painted,
          tone: state.textTone,
        });
    }
  }

  #path(order: number, [painting, data, bounds]: readonly unknown[]): void {
    const { state } = this.#graphics;
    const name = this.#names.get(Number(painting)) ?? '';
    const length = lengthOf(Array.isArray(data) ? data[0] : null);
    const frame = isFrame(bounds) ? boxThrough(bounds, state.matrix) : null;
    this.#graphics.endPath(frame);
    if (name === 'endPath' || frame === null || !this.#graphics.isShown) return;
    this.#onlyText = false;
    this.#onTop = null;
    if (!/fill/iu.test(name)) return;
    if (state.fillTone !== 'white') this.#fill(Array.isArray(data) ? data[0] : null, state.matrix);
    const box = meet(frame, state.clip);
    if (box === null) return;
    const hides = length <= RECTANGLE && state.isOpaque;
    this.#cover(order, box, state.fillTone, hides);
    if (hides && isPatch(box, state.fillColour) && this.#patches.length < BUDGETS.covers)
      this.#patches.push(box);
  }

  #fill(path: unknown, matrix: Matrix): void {
    const room = BUDGETS.pageObjects - this.#boxes.length;
    const boxes = path instanceof Float32Array && path.length <= room * RECTANGLE ? boxesOf(path) : null;
    if (boxes === null) this.#filledCorners += lengthOf(path) / 3;
    else for (const box of boxes) this.#boxes.push(boxThrough(box, matrix));
  }

  #picture(order: number, name: string, args: readonly unknown[]): void {
    this.#onlyText = false;
    if (!this.#graphics.isShown) return;
    // Small pictures that repeat: pdfjs puts many into one operator, and a code may be set of them.
    if (/Group|Repeat/u.test(name)) this.#filledCorners += MANY_CORNERS;
    const { state } = this.#graphics;
    const box = meet(boxThrough([0, 0, 1, 1], state.matrix), state.clip);
    if (box === null) return;
    const stencil = name.includes('Mask');
    const opaque = !stencil && state.isOpaque && !state.isMasked;
    const image = { matrix: state.matrix, source: args[0], stencil, box, opaque };
    if (this.#images.length < BUDGETS.pageObjects) this.#images.push(image);
    this.#onTop = name === 'paintImageXObject' ? image : null;
    this.#cover(order, box, stencil ? state.fillTone : 'coloured', opaque);
  }

  #cover(order: number, frame: Frame, tone: Tone, opaque: boolean): void {
    const [x0, y0, x1, y1] = frame;
    if (Math.min(x1 - x0, y1 - y0) < THINNEST_COVER) return;
    if (this.#covers.length < BUDGETS.covers) this.#covers.push({ order, frame, tone, opaque });
  }
}

const isPatch = ([, y0, , y1]: Frame, colour: Colour): boolean =>
  y1 - y0 >= THINNEST_COVER && y1 - y0 <= HIGHEST_PATCH && colour.every((part) => part >= PALE);

/** Whether a character's middle lies in what is shown. */
function isInside(
  from: readonly [number, number],
  to: readonly [number, number],
  size: number,
  [x0, y0, x1, y1]: Frame,
): boolean {
  const [x, y, off] = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2, size / 2];
  return x > x0 - off && x < x1 + off && y > y0 - off && y < y1 + off;
}

const lengthOf = (data: unknown): number =>
  typeof data === 'object' && data !== null && 'length' in data ? Number(data.length) : 0;

const isFrame = (bounds: unknown): bounds is Frame =>
  typeof bounds === 'object' && bounds !== null && lengthOf(bounds) === 4;
