/** What pdfjs's operators set, one value each, and where they begin. Names are those of the PDF reference (8.4, 9.3). */
import { type Frame, IDENTITY, type Matrix } from './plane.js';

/** What a colour is against white paper. */
export type Tone = 'white' | 'coloured';

export type Colour = readonly [red: number, green: number, blue: number];

/** Brightness, of 255, from which a colour cannot be told from paper. */
const WHITISH = 247;
export interface Values {
  matrix: Matrix;
  clip: Frame;
  fillTone: Tone;
  strokeTone: Tone;
  /** Red, green, blue, 0 to 255, of what is filled; a pattern keeps the colour before it. */
  fillColour: Colour;
  fillAlpha: number;
  strokeAlpha: number;
  blends: boolean;
  soft: boolean;
  isMasked: boolean;
  font: string;
  size: number;
  direction: 1 | -1;
  mode: number;
  charSpacing: number;
  wordSpacing: number;
  scale: number;
  leading: number;
  rise: number;
  text: Matrix;
  x: number;
  y: number;
  lineX: number;
  lineY: number;
}

/** At the beginning of a page. */
export const initial = (view: Frame): Values => ({
  matrix: IDENTITY,
  clip: view,
  fillTone: 'coloured',
  strokeTone: 'coloured',
  fillColour: [0, 0, 0],
  fillAlpha: 1,
  strokeAlpha: 1,
  blends: false,
  soft: false,
  isMasked: false,
  font: '',
  size: 0,
  direction: 1,
  mode: 0,
  charSpacing: 0,
  wordSpacing: 0,
  scale: 1,
  leading: 0,
  rise: 0,
  text: IDENTITY,
  x: 0,
  y: 0,
  lineX: 0,
  lineY: 0,
});

export const toneOf = (colour: readonly number[]): Tone =>
  colour.length >= 3 && colour.every((part) => part >= WHITISH) ? 'white' : 'coloured';

/** pdfjs writes a colour as `#rrggbb`, or as its three parts. */
export function colourOf(args: readonly unknown[]): Colour {
  const [first] = args;
  const [red = 0, green = 0, blue = 0] =
    typeof first === 'string'
      ? [1, 3, 5].map((from) => Number.parseInt(first.slice(from, from + 2), 16))
      : args.map(Number);
  return [red, green, blue];
}
