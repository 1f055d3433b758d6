/** What an editor may have left in a page's text, with the places where it is. */
import type { EditSign } from '../../document/evidence.js';
import type { FileBytes } from '../../document/file-bytes.js';
import { type Box, boxOf } from '../../document/geometry.js';
import type { TextLine } from '../../document/sheet.js';
import { byteSource } from './bytes.js';
import { markedFigures } from './figures.js';
import type { Library } from './library.js';
import type { PageMarks } from './marks.js';
import type { Frame } from './plane.js';
import { replacedTexts } from './revisions.js';
import { openSession } from './session.js';
import { type FontStyle, fractionOf, type PageFrame, type TextRun, textLines } from './text.js';

type PageSign = Omit<EditSign, 'page'>;

/** Revisions that a page is compared with: each is opened as a file of its own, so a long document's pages are left out. */
const EARLIER = 3;
const LAST_COMPARED = 8;

/** `ends`: of the earlier revisions, the newest first. */
export async function signsOfRevisions(
  file: FileBytes,
  ends: readonly number[],
  number: number,
  now: readonly TextLine[],
  pdf: Library,
): Promise<PageSign[]> {
  if (number > LAST_COMPARED) return [];
  const found: PageSign[] = [];
  for (const end of ends.slice(0, EARLIER))
    found.push(...replacedSigns(await linesBefore(file, end, number, pdf), now));
  return found;
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
  try {
    const session = await openSession(await bytesUpTo(file, end), end, pdf);
    try {
      if (number > session.document.numPages) return [];
      const page = await session.held(session.document.getPage(number));
      const content = await session.held(page.getTextContent({ includeMarkedContent: false }));
      const runs = content.items.filter((item): item is typeof item & TextRun => 'str' in item);
      return textLines(runs, content.styles as Record<string, FontStyle>, page.getViewport({ scale: 1 }));
    } finally {
      await session.close();
    }
  } catch (error) {
    // What was cut off need not be a PDF: the one that is read takes no harm from that.
    if (error instanceof Error) return [];
    throw error;
  }
}

async function bytesUpTo(file: FileBytes, end: number): Promise<Uint8Array> {
  const source = await byteSource(file);
  try {
    return await source.at(0, end);
  } finally {
    await source.close();
  }
}
