/**
 * Other ways to read a line, as testimony: the sheets are gathered from once more with each way's readings in place of
 * the first ones, so that every form takes part without knowing of it.
 */
import { type Box, boxOf } from '../../document/geometry.js';
import type { LineAlternative, Sheet, TextLine } from '../../document/sheet.js';
import { squash } from '../../invoice/text.js';
import type { Candidate } from './candidates/candidate.js';

type Way = LineAlternative['how'];

/** What a gathering must have to be given more testimony. */
interface WithCandidates {
  readonly pages: readonly number[];
  readonly candidates: readonly Candidate[];
}

/** Less likely paths that are tried, one at a time; further ones are hardly ever right. */
const PATHS = 2;

/** Less likely than this beside the first path: not worth another gathering (the share of rights falls below a tenth). */
const LEAST_PATH = 0.05;

/**
 * The slips that `gather` finds on the sheets, each with the testimony of the other ways to read its lines. The slips
 * themselves are those of the first readings.
 */
export function withLooks<T extends WithCandidates>(
  sheets: readonly Sheet[],
  gather: (sheets: readonly Sheet[]) => T[],
): T[] {
  const slips = gather(sheets);
  if (slips.length === 0) return slips;
  const more = variantsOf(sheets).map(({ how, sheets: seen, changed }) => {
    const others = gather(seen);
    return slips.map((slip, index) => {
      const other = others.length === slips.length ? others[index] : likest(slip, others);
      return (other?.candidates ?? [])
        .filter((candidate) => isRead(candidate) && touches(candidate, changed))
        .map((candidate): Candidate => ({ ...candidate, look: how }));
    });
  });
  return slips.map((slip, index) => ({
    ...slip,
    candidates: [...slip.candidates, ...more.flatMap((each) => each[index] ?? [])],
  }));
}

const isRead = ({ source }: Candidate): boolean => source.startsWith('ocr:');

/** The slip of the same pages that shares most values. */
function likest<T extends WithCandidates>(slip: T, others: readonly T[]): T | undefined {
  const values = new Set(slip.candidates.map(({ field, value }) => `${field}|${value}`));
  const shared = ({ candidates }: T) =>
    candidates.filter(({ field, value }) => values.has(`${field}|${value}`)).length;
  const same = others.filter(({ pages }) => pages.some((page) => slip.pages.includes(page)));
  return [...same].sort((a, b) => shared(b) - shared(a))[0];
}

interface Variant {
  readonly how: Way;
  readonly sheets: readonly Sheet[];
  /** Where lines were put in the place of others, by page. */
  readonly changed: readonly { readonly page: number; readonly box: Box }[];
}

/** The sheets with all lines that were read in one other way; those without any are not among them. */
function variantsOf(sheets: readonly Sheet[]): Variant[] {
  const ways = new Set(
    sheets.flatMap(({ lines }) =>
      lines.flatMap(({ alternatives = [] }) => alternatives.map(({ how }) => how)),
    ),
  );
  const looks = [...ways].filter((how) => how !== 'path').map((how) => variantOf(sheets, how, 0));
  const paths = ways.has('path')
    ? Array.from({ length: PATHS }, (_, nth) => variantOf(sheets, 'path', nth))
    : [];
  return [...looks, ...paths].filter(({ changed }) => changed.length > 0);
}

function variantOf(sheets: readonly Sheet[], how: Way, nth: number): Variant {
  const changed: { page: number; box: Box }[] = [];
  const seen = sheets.map((sheet) => ({
    ...sheet,
    lines: sheet.lines.map((line) => {
      const other = otherOf(line, how)[nth];
      if (other === undefined) return line;
      changed.push({ page: sheet.page, box: boxOf(line.quad) });
      return replaced(line, other);
    }),
  }));
  return { how, sheets: seen, changed };
}

/** A line's readings of one way. Paths that say the same but for spaces and brackets are none. */
function otherOf(line: TextLine, how: Way): readonly LineAlternative[] {
  const all = (line.alternatives ?? []).filter((other) => other.how === how);
  if (how !== 'path') return all;
  return all.filter(
    ({ text, score }) => score >= LEAST_PATH * line.score && squash(text) !== squash(line.text),
  );
}

function replaced(
  { chars: _, sure: __, ...line }: TextLine,
  { text, score, chars }: LineAlternative,
): TextLine {
  return { ...line, text, score, ...(chars === undefined ? {} : { chars }) };
}

/** Whether a reading came from a line that was put in the place of another: the rest says nothing new. */
function touches({ page, box }: Candidate, changed: Variant['changed']): boolean {
  if (box === null) return false;
  return changed.some((line) => line.page === page && overlap(line.box, box) > LEAST_PART);
}

/** The least part of a reading that must lie in a line for it to be of that line. */
const LEAST_PART = 0.3;

/** The part of the second box that lies in the first. */
function overlap(a: Box, b: Box): number {
  const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  const area = (b[2] - b[0]) * (b[3] - b[1]);
  return width <= 0 || height <= 0 || area <= 0 ? 0 : (width * height) / area;
}
