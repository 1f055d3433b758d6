/** What damage yields: a file, and where in it the truth stands. */
import type { Point, Quad } from '../../src/document/geometry.js';
import type { FieldName } from '../../src/invoice/fields.js';
import type { FormTruth } from '../forms/form.js';

/** Where a value stands in a picture: corners in the reading order of the text, in fractions of the picture. */
export interface PicturedPlace {
  readonly field: FieldName;
  readonly quad: Quad;
}

/** One form in a picture. */
export interface PicturedSlip {
  readonly truth: FormTruth;
  readonly places: readonly PicturedPlace[];
  /** Corners of the paper as one reads it, from its top left, in fractions of the picture; outside of it where it is cut off. */
  readonly corners: Quad;
}

/** `width` and `height` are the picture's, EXIF orientation applied; fractions refer to it so, too. */
export interface Picture {
  readonly bytes: Uint8Array;
  readonly type: 'jpg' | 'png';
  readonly width: number;
  readonly height: number;
  readonly slips: readonly PicturedSlip[];
}

/** One form and nothing else of interest: the truth at hand, as for any other picture in `slips`. */
export interface Single extends Picture, PicturedSlip {}

export const single = (picture: Omit<Picture, 'slips'>, slip: PicturedSlip): Single => ({
  ...picture,
  ...slip,
  slips: [slip],
});

/** Four corners of a box, each taken through a map. */
export function quadThrough(
  [x0, y0, x1, y1]: readonly [number, number, number, number],
  through: (point: Point) => Point,
): Quad {
  return [through([x0, y0]), through([x1, y0]), through([x1, y1]), through([x0, y1])];
}
