/** What an editor may have left in a page's text, with the places where it is. */
import type { EditSign } from '../../document/evidence.js';
import type { FileBytes } from '../../document/file-bytes.js';
import { type Box, boxOf } from '../../document/geometry.js';
import { RefusalError } from '../../document/refusal.js';
import type { TextLine } from '../../document/sheet.js';
import { BUDGETS } from '../../pipeline/budgets.js';
import { byteSource } from './bytes.js';
import { markedFigures } from './figures.js';
import type { Library } from './library.js';
import type { PageMarks } from './marks.js';
import type { Frame } from './plane.js';
import { replacedTexts } from './revisions.js';
import { openSession } from './session.js';
import { type FontStyle, fractionOf, type PageFrame, type TextRun, textLines } from './text.js';

type PageSign = Omit<EditSign, 'page'>;

/** `ends`: of the earlier revisions, the newest first. */
export async function signsOfRevisions(
  file: FileBytes,
  ends: readonly number[],
  number: number,
  now: readonly TextLine[],
  pdf: Library,
): Promise<PageSign[]> {
  if (number > BUDGETS.editSigns.pages) return [];
  const found = new Map<string, PageSign>();
  for (const end of ends.slice(0, BUDGETS.editSigns.revisions))
    for (const sign of replacedSigns(await linesBefore(file, end, number, pdf), now))
      found.set(`${sign.text} ${sign.boxes}`, sign);
  return [...found.values()];
}

/** `view`: what is shown of the page, in its own units. */
export function signsAmong(marks: PageMarks, view: Frame, frame: PageFrame): PageSign[] {
  return markedFigures(marks, view).map(({ what, text, frame: [x0, y0, x1, y1] }) => {
    const [one, other] = [fractionOf(x0, y0, frame), fractionOf(x1, y1, frame)];
    const box: Box = [
      Math.min(one[0], other[0]),
      Math.min(one[1], other[1]),
      Math.max(one[0], other[0]),
      Math.max(one[1], other[1]),
    ];
    return { what, text, boxes: [box] };
  });
}

const replacedSigns = (before: readonly TextLine[], now: readonly TextLine[]): PageSign[] =>
  replacedTexts(before, now).map(({ before: text, now: { text: instead, quad } }) => ({
    what: 'replaced',
    text: `${text} → ${instead}`,
    boxes: [boxOf(quad)],
  }));

/** The text of a page as the file was up to `end`; empty where that is no whole file, or had no such page. */
async function linesBefore(file: FileBytes, end: number, number: number, pdf: Library): Promise<TextLine[]> {
  const bytes = await bytesUpTo(file, end);
  const session = await orBroken(() => openSession(bytes, end, pdf));
  if (session === null) return [];
  try {
    if (number > session.document.numPages) return [];
    const held = await orBroken(async () => {
      const page = await session.document.getPage(number);
      return { page, content: await page.getTextContent({ includeMarkedContent: false }) };
    });
    if (held === null) return [];
    const { page, content } = held;
    const runs = content.items.filter((item): item is typeof item & TextRun => 'str' in item);
    return textLines(runs, content.styles as Record<string, FontStyle>, page.getViewport({ scale: 1 }));
  } finally {
    await session.close();
  }
}

/** `null` where pdfjs says that it cannot read it: what was cut off need not be a whole PDF, and the file itself takes no harm from that. */
async function orBroken<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (isBroken(error)) return null;
    throw error;
  }
}

/** What opening refuses, and what pdfjs's other half hands over of a damaged page: by name, for it exports no class of it. */
const isBroken = (error: unknown): boolean =>
  (error instanceof RefusalError && BROKEN_FILE.has(error.refusal.code)) ||
  (error instanceof Error && BROKEN_PAGE.has(error.name));
const BROKEN_FILE: ReadonlySet<string> = new Set(['damaged_file', 'encrypted_pdf']);
const BROKEN_PAGE: ReadonlySet<string> = new Set([
  'UnknownErrorException',
  'InvalidPDFException',
  'FormatError',
]);

async function bytesUpTo(file: FileBytes, end: number): Promise<Uint8Array> {
  const source = await byteSource(file);
  try {
    return await source.at(0, end);
  } finally {
    await source.close();
  }
}
