/** Earlier revisions of a PDF: an incremental update (ISO 32000, 7.5.6) is appended, and leaves what it replaces in the file. */
import type { FileBytes } from '../../document/file-bytes.js';
import type { TextLine } from '../../document/sheet.js';
import { squash } from '../../invoice/text.js';
import { BUDGETS } from '../../pipeline/budgets.js';
import { byteSource, latin1, placesOf } from './bytes.js';

const END = '%%EOF';
/** Where a file says that it is set for the web, which takes two ends from the start. */
const HEAD = 1024;

/** Bytes up to the end of each earlier revision, the newest first; empty where there is but one, or the file is too large to search. */
export async function earlierEnds(file: FileBytes): Promise<number[]> {
  const source = await byteSource(file);
  try {
    if (source.size > BUDGETS.signatureScanBytes) return [];
    const places = await placesOf(source, END, BUDGETS.editSigns.ends);
    const isForWeb = latin1(await source.at(0, HEAD)).includes('/Linearized');
    return places
      .slice(isForWeb ? 1 : 0, -1)
      .map((place) => place + END.length)
      .reverse();
  } finally {
    await source.close();
  }
}

/** Numbers of an invoice that somebody would change: amounts, dates, codes. */
const VALUE = /\d[\d,]*\.\d{2}(?!\d)|\d{4}年\d{1,2}月\d{1,2}日|\d{8,}/gu;
/** How near to its old place the new text stands, in fractions of the page. */
const NEAR = 0.015;

export interface ReplacedText {
  readonly before: string;
  readonly now: TextLine;
}

/**
 * Values that stand on the page fewer times than in an earlier revision of it, where something else stands now in the
 * place of one. Counted, since the amount of a single line is the total as well.
 */
export function replacedTexts(before: readonly TextLine[], now: readonly TextLine[]): ReplacedText[] {
  const [had, has] = [textOf(before), textOf(now)];
  if (Math.max(had.length, has.length) > BUDGETS.editSigns.chars) return [];
  const gone = before.filter(({ text }) =>
    (squash(text).match(VALUE) ?? []).some((value) => times(value, had) > times(value, has)),
  );
  return gone
    .flatMap((line) => {
      const near = now.filter(({ quad }) => isNear(line, quad));
      if (near.some(({ text }) => squash(text) === squash(line.text))) return [];
      // Of a value that was parted the part that is a value says most.
      const there = near.find(({ text }) => squash(text).search(VALUE) !== -1) ?? near[0];
      return there === undefined ? [] : [{ before: line.text, now: there }];
    })
    .slice(0, BUDGETS.editSigns.told);
}

const textOf = (lines: readonly TextLine[]): string => lines.map(({ text }) => squash(text)).join(' ');

const times = (value: string, text: string): number => text.split(value).length - 1;

/** Starts at the same place, or ends there: amounts stand flush right. */
function isNear({ quad }: TextLine, other: TextLine['quad']): boolean {
  return [0, 1].some((corner) => {
    const [x, y] = quad[corner] ?? [0, 0];
    const [u, v] = other[corner] ?? [1, 1];
    return Math.abs(x - u) < NEAR && Math.abs(y - v) < NEAR;
  });
}
