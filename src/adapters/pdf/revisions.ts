/** Earlier revisions of a PDF: an incremental update (ISO 32000, 7.5.6) is appended, and leaves what it replaces in the file. */
import type { FileBytes } from '../../document/file-bytes.js';
import type { TextLine } from '../../document/sheet.js';
import { squash } from '../../invoice/text.js';
import { BUDGETS } from '../../pipeline/budgets.js';
import { byteSource, latin1, placesOf } from './bytes.js';

/** Ends looked for: more saves than anybody's. */
const MOST_ENDS = 16;
const END = '%%EOF';
/** Where a file says that it is set for the web, which takes two ends from the start. */
const HEAD = 1024;

/** Bytes up to the end of each earlier revision, the newest first; empty where there is but one, or the file is too large to search. */
export async function earlierEnds(file: FileBytes): Promise<number[]> {
  const source = await byteSource(file);
  try {
    if (source.size > BUDGETS.signatureScanBytes) return [];
    const places = await placesOf(source, END, MOST_ENDS);
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
/** Places told. */
const MOST = 8;
/** How near to its old place the new text stands, in fractions of the page. */
const NEAR = 0.015;

export interface ReplacedText {
  readonly before: string;
  readonly now: TextLine;
}

/** Values of an earlier revision of a page that it does not say any more, where something else stands now in their place. */
export function replacedTexts(before: readonly TextLine[], now: readonly TextLine[]): ReplacedText[] {
  const said = now.map(({ text }) => squash(text)).join(' ');
  const gone = before.flatMap((line) => {
    const values = squash(line.text).match(VALUE) ?? [];
    return values.some((value) => !said.includes(value)) ? [line] : [];
  });
  return gone
    .flatMap((line) => {
      const there = now.find(({ text, quad }) => isNear(line, quad) && squash(text) !== squash(line.text));
      return there === undefined ? [] : [{ before: line.text, now: there }];
    })
    .slice(0, MOST);
}

/** Starts at the same place, or ends there: amounts stand flush right. */
function isNear({ quad }: TextLine, other: TextLine['quad']): boolean {
  return [0, 1].some((corner) => {
    const [x, y] = quad[corner] ?? [0, 0];
    const [u, v] = other[corner] ?? [1, 1];
    return Math.abs(x - u) < NEAR && Math.abs(y - v) < NEAR;
  });
}
