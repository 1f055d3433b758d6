/** Where each character of a text object stands. */
import type { Matrix } from '../../ports/drawing.js';
import type { XmlElement } from '../../ports/xml.js';
import { scaled } from './matrix.js';
import { childrenOf } from './package.js';

/** One character at its place, in the coordinates of its object: millimetres, baseline at `y`, the pen at `x`. */
export interface Glyph {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  /** How far along the line it reaches. */
  readonly width: number;
}

/** A text object's characters. `size`: an em in millimetres. */
export interface Glyphs {
  readonly glyphs: readonly Glyph[];
  readonly size: number;
  /** `HScale`, as a matrix around each glyph's place. */
  readonly pressed: Matrix;
}

const USUAL_SIZE = 3.5;

export function glyphsOf(object: XmlElement): Glyphs {
  const size = positive(object.attributes.Size) ?? USUAL_SIZE;
  const press = positive(object.attributes.HScale) ?? 1;
  const glyphs: Glyph[] = [];
  let [x, y] = [0, 0];
  for (const code of childrenOf(object, 'TextCode')) {
    x = number(code.attributes.X) ?? x;
    y = number(code.attributes.Y) ?? y;
    const characters = [...code.text];
    const right = deltasOf(code.attributes.DeltaX, characters.length);
    const down = deltasOf(code.attributes.DeltaY, characters.length);
    let [penX, penY] = [x, y];
    for (const [index, text] of characters.entries()) {
      const natural = emOf(text) * size * press;
      const step = right[index];
      const width = step !== undefined && step > 0 ? Math.min(step, natural) : natural;
      glyphs.push({ text, x: penX, y: penY, width });
      // Without any distances the face's own advance counts; of a list that ends early the last one goes on.
      penX += step ?? right.at(-1) ?? (down.length === 0 ? natural : 0);
      penY += down[index] ?? (right.length === 0 ? (down.at(-1) ?? 0) : 0);
    }
  }
  return { glyphs, size, pressed: scaled(press, 1) };
}

/** `1.5 g 3 2.5 -4`: a distance after each character; `g n d` stands for n times d. `most`: `g 2000000000 1` would ask for as many. */
export function deltasOf(text: string | undefined, most: number): number[] {
  const words = (text ?? '').split(/[\s,]+/).filter((word) => word !== '');
  const deltas: number[] = [];
  for (let at = 0; at < words.length && deltas.length < most; at++) {
    if (words[at] !== 'g') {
      deltas.push(number(words[at]) ?? 0);
      continue;
    }
    const times = number(words[at + 1]) ?? 0;
    const delta = number(words[at + 2]) ?? 0;
    for (let time = 0; time < times && deltas.length < most; time++) deltas.push(delta);
    at += 2;
  }
  return deltas;
}

const number = (text: string | undefined): number | null => {
  const value = Number(text ?? Number.NaN);
  return Number.isFinite(value) ? value : null;
};

const positive = (text: string | undefined): number | null => {
  const value = number(text);
  return value !== null && value > 0 ? value : null;
};

/** Full width or half of it: the pitch of the Song face and nearly that of Courier. */
export const emOf = (char: string): number => (FULL_WIDTH.test(char) ? 1 : 0.5);
const FULL_WIDTH =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u;
