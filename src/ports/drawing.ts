/** Paper to draw on. A port because the canvas is native, and one canvas serves all who draw pages. */
import type { Raster } from '../document/raster.js';

/** `[a, b, c, d, e, f]`: x' = a·x + c·y + e, y' = b·x + d·y + f. */
export type Matrix = readonly [number, number, number, number, number, number];

/** A decoded picture; only the board knows what it is made of. */
export interface BoardPicture {
  readonly width: number;
  readonly height: number;
}

/** An outline, in the words of an SVG path. */
export interface Outline {
  readonly path: string;
  readonly rule: 'nonzero' | 'evenodd';
  /** From the outline's coordinates to pixels. */
  readonly matrix: Matrix;
}

export interface Stroke {
  /** In the outline's coordinates; drawn one pixel wide at least. */
  readonly width: number;
  readonly dashes: readonly number[];
  readonly cap: 'butt' | 'round' | 'square';
  readonly join: 'miter' | 'round' | 'bevel';
}

/** How a thing is put on the paper. */
export interface Manner {
  /** 0..1. */
  readonly alpha: number;
  /** Darker of what is there and what comes, as a watermark or seal wants it. */
  readonly darken: boolean;
  /** Only inside all of these. */
  readonly clips: readonly Outline[];
}

/** A sheet being drawn on. Colours are CSS colours. */
export interface Board {
  fill(outline: Outline, colour: string, manner: Manner): void;
  stroke(outline: Outline, colour: string, stroke: Stroke, manner: Manner): void;
  /**
   * Text that starts at the origin of `matrix` on its baseline, one unit of `matrix` an em high, no wider than
   * `width` ems: wider faces are pressed together.
   */
  write(text: string, matrix: Matrix, width: number, colour: string, manner: Manner): void;
  /** Fills the unit square of `matrix`. */
  place(picture: BoardPicture, matrix: Matrix, manner: Manner): void;
}

export interface Drawing {
  /** White paper of the given size in pixels, drawn on by `draw`, as pixels. */
  sheet(width: number, height: number, draw: (board: Board) => Promise<void>): Promise<Raster>;
  /** A PNG that this program wrote: bytes from outside may bring the canvas down. */
  picture(png: Uint8Array): Promise<BoardPicture>;
}
