/**
 * Signs of editing on a recognised page, looked for only at the figures of values. Each asks for a look at the original
 * and has a threshold that clean pages do not reach (docs/decisions/0026-signs-of-editing.md); what a camera's own
 * smoothing or a second photograph has wiped out is not found.
 */
import type { EditSign } from '../../../document/evidence.js';
import type { Box } from '../../../document/geometry.js';
import type { Raster } from '../../../document/raster.js';
import type { TextLine } from '../../../document/sheet.js';
import { type Copy, grainOf, likest } from './copies.js';
import { type Figure, type Group, groupsIn } from './figures.js';
import type { Saved } from './history.js';
import { resavedIn } from './resaved.js';
import { type Odd, oddest } from './shape.js';
import { stripOf } from './strip.js';

/** A sign on the raster as it is, whichever way the page lies. */
export type PictureSign = Pick<EditSign, 'what' | 'boxes' | 'text'>;

/** Lines that are looked at. */
const FIGURES = /\d{2}/u;

/** Signs told of one page: one for each value and kind; who changes more is seen by these. */
const MOST = 6;

/** `lines` as they lie on the raster; `saved` where its pixels are a JPEG's own. */
export function signsOn(page: Raster, lines: readonly TextLine[], saved: Saved | null): PictureSign[] {
  const groups = lines.flatMap((line) => {
    const strip = FIGURES.test(line.text) ? stripOf(page, line.quad) : null;
    return strip === null ? [] : groupsIn(line, strip);
  });
  const ofGroups = groups.length === 0 ? [] : [...uneven(groups), ...copied(page, groups)];
  return [...resaved(page, lines, saved), ...ofGroups].slice(0, MOST);
}

/** Amounts and numbers; times and dates are printed with signs between that pass for figures. */
const ONE_PRINT = /^\d[\d,]*\.\d{2}$|^\d{8,}$/u;
/** A figure is odd by as many pixels at least: less is the grid of the pixels. */
const ODD_PIXELS = 2;
/** By this share of its height at least; at more than the second it was cut out wrongly. */
const ODD_SHARE = [0.095, 0.35] as const;
/** By so many times what the others of its value differ by. */
const ODD_TIMES = 4;
/** Characters that recognition is less sure of may be half covered. */
const SURE = 0.8;

function uneven(groups: readonly Group[]): PictureSign[] {
  const isOdd = ({ pixels, share, next }: Odd): boolean =>
    pixels >= ODD_PIXELS &&
    share >= ODD_SHARE[0] &&
    share <= ODD_SHARE[1] &&
    pixels >= ODD_TIMES * (next + 0.1);
  return groups
    .filter(({ text, figures }) => ONE_PRINT.test(text) && figures.every(({ sure }) => sure >= SURE))
    .flatMap((group) => {
      const odd = oddest(group).find(isOdd);
      return odd === undefined
        ? []
        : [{ what: 'uneven' as const, boxes: [boxOf(group, odd.figure)], text: group.line.text }];
    });
}

/** Two figures are copies where they differ by this share at most of what the next likest pairs do. */
const COPY_SHARE = 0.48;

/** Nothing of a page without grain: there the same figure is the same wherever it stands. */
function copied(page: Raster, groups: readonly Group[]): PictureSign[] {
  if (!grainOf(groups)) return [];
  const copy: Copy | null = likest(page, groups);
  if (copy === null || !(copy.share <= COPY_SHARE)) return [];
  const { one, other } = copy;
  const boxes = [boxOf(one.group, one.figure), boxOf(other.group, other.figure)];
  return [{ what: 'copied', boxes, text: `${one.group.line.text} / ${other.group.line.text}` }];
}

const resaved = (page: Raster, lines: readonly TextLine[], saved: Saved | null): PictureSign[] =>
  saved === null
    ? []
    : resavedIn(page, lines, saved).map(({ box, text }) => ({ what: 'resaved', boxes: [box], text }));

const boxOf = ({ strip }: Group, { left, right, top, bottom }: Figure, room = 1): Box =>
  strip.place(left - room, top - room, right + room, bottom + room);
