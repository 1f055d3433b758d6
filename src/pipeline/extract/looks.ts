/**
 * Other ways to read a line, as testimony: the sheets are gathered from once more with each way's readings in place of
 * the first ones, so that every form takes part without knowing of it.
 */
import { type Box, boxOf } from '../../document/geometry.js';
import type { LineAlternative, Sheet, TextLine } from '../../document/sheet.js';
import type { LineItem } from '../../document/slip.js';
import { squash } from '../../invoice/text.js';
import type { Candidate } from './candidates/candidate.js';
import { lineSumCandidates } from './candidates/line-sums.js';
import { isDifferential } from './differential.js';
import { chosenLines } from './line-choice.js';

type Way = LineAlternative['how'];

/** What a gathering must have to be given more testimony. */
interface WithCandidates {
  readonly pages: readonly number[];
  readonly candidates: readonly Candidate[];
  readonly lines: readonly LineItem[];
}

/** Second looks of a line that are heard; and less likely paths: further ones are hardly ever right. Each costs a gathering. */
const LOOKS = 3;
const PATHS = 1;

/** Less likely than this beside the first path: not worth another gathering (the share of rights falls below a tenth). */
const LEAST_PATH = 0.05;

/**
 * The slips that `gather` finds on the sheets, each with the testimony of the other ways to read its lines. The slips
 * themselves are those of the first readings, but for lines of goods that make sense only in another.
 */
export function withLooks<T extends WithCandidates>(
  sheets: readonly Sheet[],
  gather: (sheets: readonly Sheet[]) => T[],
): T[] {
  const slips = gather(sheets);
  if (slips.length === 0) return slips;
  const more = variantsOf(sheets).map(({ sheets: seen, changed }) => {
    const others = gather(seen);
    return slips.map((slip, index) => {
      const other = others.length === slips.length ? others[index] : likest(slip, others);
      const candidates = (other?.candidates ?? []).filter(isRead).flatMap((candidate): Candidate[] => {
        const look = lookAt(candidate, changed);
        return look === null ? [] : [{ ...candidate, look }];
      });
      return { candidates, lines: other?.lines ?? [] };
    });
  });
  return slips.map((slip, index) => {
    const others = more.flatMap((each) => each[index] ?? []);
    const settled = withLines(
      slip,
      others.map(({ lines }) => lines),
    );
    return {
      ...settled,
      candidates: [...settled.candidates, ...others.flatMap(({ candidates }) => candidates)],
    };
  });
}

/** The slip with the readings of its lines that make sense, and with what those add up to. */
function withLines<T extends WithCandidates>(slip: T, others: readonly (readonly LineItem[])[]): T {
  const lines = chosenLines(slip.lines, others, isDifferential(slip.candidates));
  if (lines.every((line, index) => line === slip.lines[index])) return slip;
  const rest = slip.candidates.filter((candidate) => !isLineSum(candidate));
  const summed = rest.length < slip.candidates.length ? lineSumCandidates(lines, rest) : [];
  return { ...slip, lines, candidates: [...rest, ...summed] };
}

const isLineSum = ({ channel, field }: Candidate): boolean =>
  channel === 'sum' && (field === 'netTotal' || field === 'taxTotal');

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
  readonly sheets: readonly Sheet[];
  /** Where lines were put in the place of others, and how those were read. */
  readonly changed: readonly { readonly page: number; readonly box: Box; readonly how: Way }[];
}

/** The sheets with every line's first second look in its place, then its second, and so on; then less likely paths. */
function variantsOf(sheets: readonly Sheet[]): Variant[] {
  const variants = [
    ...Array.from({ length: LOOKS }, (_, nth) => variantOf(sheets, (line) => looksOf(line)[nth])),
    ...Array.from({ length: PATHS }, (_, nth) => variantOf(sheets, (line) => pathsOf(line)[nth])),
  ];
  return variants.filter(({ changed }) => changed.length > 0);
}

function variantOf(
  sheets: readonly Sheet[],
  choose: (line: TextLine) => LineAlternative | undefined,
): Variant {
  const changed: { page: number; box: Box; how: Way }[] = [];
  const seen = sheets.map((sheet) => ({
    ...sheet,
    lines: sheet.lines.map((line) => {
      const other = choose(line);
      if (other === undefined) return line;
      changed.push({ page: sheet.page, box: boxOf(line.quad), how: other.how });
      return replaced(line, other);
    }),
  }));
  return { sheets: seen, changed };
}

const looksOf = ({ alternatives = [] }: TextLine): readonly LineAlternative[] =>
  alternatives.filter(({ how }) => how !== 'path');

/** A line's less likely paths; such as say the same but for spaces and brackets are none. */
function pathsOf({ text, score, alternatives = [] }: TextLine): readonly LineAlternative[] {
  return alternatives.filter(
    (other) =>
      other.how === 'path' && other.score >= LEAST_PATH * score && squash(other.text) !== squash(text),
  );
}

function replaced(
  { chars: _, sure: __, ...line }: TextLine,
  { text, score, chars }: LineAlternative,
): TextLine {
  return { ...line, text, score, ...(chars === undefined ? {} : { chars }) };
}

/** How a reading was read when it came from a line that was put in the place of another; the rest says nothing new. */
function lookAt({ page, box }: Candidate, changed: Variant['changed']): Way | null {
  if (box === null) return null;
  const line = changed.find((each) => each.page === page && overlap(each.box, box) > LEAST_PART);
  return line?.how ?? null;
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
