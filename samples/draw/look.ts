/** How one printed form differs from another of its kind: what the printer, the stamp and the stationer did. */
import type { SampleSet } from '../forms/form.js';
import type { Ink } from './canvas.js';

export interface Look {
  readonly set: SampleSet;
  /** How far right and down the print lies off the form, in mm, and how far it is turned against it, in radians. */
  readonly shift: readonly [number, number];
  readonly lean: number;
  /** The form before 2017: 购货单位 and 销货单位. */
  readonly old: boolean;
  /** Colour of the paper form's rules, which differs from copy to copy; the kind's own otherwise. */
  readonly ink?: Ink;
  /** Colour of the ribbon, or of what the carbon left on a lower copy. */
  readonly ribbon?: Ink;
  /** Labels that the form lacks, by their printed text without white space. */
  readonly lost: readonly string[];
  /** Centre of the seller's seal in mm. */
  readonly seal?: readonly [number, number];
  /** Long names are broken over two lines instead of set smaller. */
  readonly wrap: boolean;
  /** Whether the mark that this is a specimen stands below the form, apart from what the invoice itself says. */
  readonly markBelow: boolean;
  /** Lines of goods on one page of a 数电票 of several pages; none otherwise. */
  readonly linesPerPage?: number;
}

export const plainLook = (set: SampleSet): Look => ({
  set,
  shift: [0, 0],
  lean: 0,
  old: false,
  lost: [],
  wrap: false,
  markBelow: false,
});
