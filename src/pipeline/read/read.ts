/**
 * read: from pages to what stands on them. The cheapest true source first: a PDF's text layer where it has one, the QR
 * always, recognition only where there is no text, and a second look only where the first left doubt.
 */
import { type Refusal, RefusalError } from '../../document/refusal.js';
import type { ReadProgress } from '../../document/report.js';
import type { CodeFound, Sheet } from '../../document/sheet.js';
import type { StructuredInvoice } from '../../document/structured.js';
import type { Originals, PageSource, SourcePage } from '../intake/member.js';
import { type ReadTools, Stopwatch } from '../tools.js';
import { withEvidence } from './evidence.js';
import { hiddenTexts } from './hidden-text.js';
import { invoicesIn, type LaidOut, type LookHooks, layOut } from './lay-out.js';
import { readPicture, turnsOfPicture, type Wishes } from './picture.js';
import type { Provisional } from './provisional.js';
import { withEditor } from './signs/editor.js';
import { savedAs } from './signs/history.js';
import { withTextSigns } from './signs/text.js';
import { structuredIn } from './structured/index.js';
import { taggedInvoice } from './structured/tags.js';
import { isBorneOut } from './text-layer.js';
import { type Turns, turnedQuad, turnsByText } from './turns.js';

/** Asked once a page was recognised: which places on it were overlooked, and which deserve a second look. */
export interface Listener extends Wishes {
  readonly onProgress: (progress: ReadProgress) => void;
  /** What the codes of earlier pages said, to be told again. */
  readonly provisional: Provisional;
}

/** The pages of a source that are wanted, and where they stand in the document. */
export interface Wanted {
  readonly member: string | null;
  /** Within the source, from 1, both included. */
  readonly from: number;
  readonly to: number;
  /** Number in the document of page `from`. */
  readonly first: number;
}

/**
 * Page after page, each closed before the next is opened; closes the source at the end. A page that cannot be read is a
 * sheet with its refusal. Throws RefusalError where the source itself cannot tell its originals.
 */
export async function readSheets(
  pages: PageSource,
  wanted: Wanted,
  tools: ReadTools,
  watch: Stopwatch,
  { onProgress, provisional, doubts, blanks }: Listener,
): Promise<Sheet[]> {
  const sheets: Sheet[] = [];
  const { from, to, first } = wanted;
  const tell = (step: ReadProgress['step'], page: number) =>
    onProgress({ step, page, pages: first + to - from, ...provisional.told });
  try {
    tell('open', first);
    for (let number = from; number <= to; number++) {
      const shown = first + number - from;
      const read = () =>
        readPage(pages, number, shown, tools, watch, {
          wishes: { doubts, blanks },
          onStep: (step) => tell(step, shown),
          onCodes: (codes) => provisional.add(codes, shown),
        });
      sheets.push(...(await orRefused(shown, read)));
    }
    tell('extract', first + to - from);
    const told = withOriginals(sheets, from === 1 ? pages.originals : undefined);
    return withMember(await watch.time('decode', () => withEvidence(told, pages)), wanted.member);
  } finally {
    await pages.close();
  }
}

interface PageHooks extends LookHooks {
  readonly wishes: Wishes;
}

async function readPage(
  pages: PageSource,
  number: number,
  shown: number,
  tools: ReadTools,
  watch: Stopwatch,
  { wishes, ...hooks }: PageHooks,
): Promise<Sheet[]> {
  const page = await watch.time('decode', () => pages.page(number));
  try {
    const laid = await layOut(page, tools, watch, hooks);
    const sheets =
      laid.pixels === null
        ? [textSheet(page, shown, laid)]
        : orBorneOut(
            page,
            shown,
            laid.codes,
            await readPicture({ ...laid, saved: savedAs(page, laid.pixels) }, shown, tools, watch, wishes),
          );
    const told = withEditor(page, shown, withHidden(page, shown, sheets));
    return await watch.time('decode', () => withTextSigns(page, shown, told));
  } finally {
    page.close();
  }
}

/** The text layer after all where it was put aside because it says another number than the code, and so does the page. */
function orBorneOut(page: SourcePage, number: number, codes: readonly CodeFound[], sheets: Sheet[]): Sheet[] {
  const drawn = sheets.flatMap(({ lines }) => lines);
  return isBorneOut(page.lines, drawn, invoicesIn(codes))
    ? [textSheet(page, number, { codes, text: page.lines, pixels: null })]
    : sheets;
}

/** What the page's hidden text says otherwise than the page, on its first sheet. */
function withHidden({ hidden = [] }: SourcePage, page: number, sheets: readonly Sheet[]): Sheet[] {
  const texts = hiddenTexts(hidden, page, sheets);
  return texts.length === 0
    ? [...sheets]
    : sheets.map((sheet, index) => (index === 0 ? { ...sheet, hidden: texts } : sheet));
}

/** What a page holds, or the refusal that stands for it. */
async function orRefused(page: number, read: () => Promise<Sheet[]>): Promise<Sheet[]> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    return [refusedSheet(page, error.refusal)];
  }
}

const refusedSheet = (page: number, refusal: Refusal): Sheet => ({
  page,
  width: 1,
  height: 1,
  turns: 0,
  lines: [],
  codes: [],
  refusal,
});

/** The sheets of pages whose member could not be opened. */
export function refusedSheets({ member, from, to, first }: Wanted, refusal: Refusal): Sheet[] {
  const sheets = Array.from({ length: to - from + 1 }, (_, nth) => refusedSheet(first + nth, refusal));
  return withMember(sheets, member);
}

const withMember = (sheets: readonly Sheet[], member: string | null): Sheet[] =>
  member === null ? [...sheets] : sheets.map((sheet) => ({ ...sheet, member }));

/** What the original says in words made for machines, on the member's first sheet. */
function withOriginals(sheets: readonly Sheet[], originals: Originals | undefined): Sheet[] {
  const structured = originals === undefined ? [] : structuredOf(originals);
  if (structured.length === 0) return [...sheets];
  return sheets.map((sheet, index) => (index === 0 ? { ...sheet, structured } : sheet));
}

/** Of each XML, and of the tags that an OFD puts to its print. */
function structuredOf({ trees, tags, data }: Originals): StructuredInvoice[] {
  const tagged = taggedInvoice(tags, data);
  return [...trees.flatMap((tree) => structuredIn(tree)), ...(tagged === null ? [] : [tagged])];
}

/** A page whose text layer stands for it. */
function textSheet(
  page: SourcePage,
  number: number,
  { text, codes, blank }: Extract<LaidOut, { pixels: null }>,
): Sheet {
  const turns = turnsByText(text, page.width, page.height);
  const [width, height] = turns % 2 === 0 ? [page.width, page.height] : [page.height, page.width];
  return {
    page: number,
    width,
    height,
    turns,
    lines: text.map((line) => ({ ...line, quad: turnedQuad(line.quad, turns) })),
    codes: codes.map((code) => ({ ...code, quad: code.quad && turnedQuad(code.quad, turns) })),
    ...(blank === true ? { blank } : {}),
  };
}

/** One page (from 1) upright, as {@link readSheets} saw it, at most `maxSide` pixels, as a JPEG; `null` where there is none. Closes the source. */
export async function drawSheet(
  pages: PageSource,
  number: number,
  maxSide: number,
  tools: ReadTools,
): Promise<Uint8Array | null> {
  try {
    if (!Number.isInteger(number) || number < 1 || number > pages.count) return null;
    const page = await pages.page(number);
    try {
      if (page.pixels === null) return null;
      const turns = await turnsOf(page, tools);
      const pixels = await page.pixels(DRAWN_DPI, maxSide);
      return await tools.image.encode(await tools.image.turn(pixels, turns), 'jpeg');
    } finally {
      page.close();
    }
  } finally {
    await pages.close();
  }
}

async function turnsOf(page: SourcePage, tools: ReadTools): Promise<Turns> {
  const deaf = { onStep: () => undefined, onCodes: () => undefined };
  const laid = await layOut(page, tools, new Stopwatch(), deaf);
  return laid.pixels === null
    ? turnsByText(laid.text, page.width, page.height)
    : turnsOfPicture(laid.pixels, laid.codes, tools);
}

/** More than any screen shows: `maxSide` is what limits. */
const DRAWN_DPI = 300;
