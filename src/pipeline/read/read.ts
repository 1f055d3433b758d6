/**
 * read: from pages to what stands on them. The cheapest true source first: a PDF's text layer where it has one, the QR
 * always, recognition only where there is no text, and a second look only where the first left doubt.
 */
import type { ReadProgress } from '../../document/report.js';
import type { Sheet, TextLine } from '../../document/sheet.js';
import type { StructuredInvoice } from '../../document/structured.js';
import type { Originals, PageSource, SourcePage } from '../intake/intake.js';
import { type ReadTools, Stopwatch } from '../tools.js';
import { noBlanks } from './blanks.js';
import { layOut } from './lay-out.js';
import { readPicture, turnsOfPicture, type Wishes } from './picture.js';
import { Provisional } from './provisional.js';
import { noDoubts } from './second-look.js';
import { structuredIn } from './structured/index.js';
import { taggedInvoice } from './structured/tags.js';
import { type Turns, turnedQuad, turnsByText } from './turns.js';

/** Asked once a page was recognised: which places on it were overlooked, and which deserve a second look. */
export interface Listener extends Wishes {
  readonly onProgress: (progress: ReadProgress) => void;
}

/** Page after page, each closed before the next is opened; closes the source at the end. Throws RefusalError. */
export async function readSheets(
  pages: PageSource,
  tools: ReadTools,
  watch: Stopwatch,
  { onProgress, doubts = noDoubts, blanks = noBlanks }: Partial<Listener> = {},
): Promise<Sheet[]> {
  const sheets: Sheet[] = [];
  const provisional = new Provisional();
  const tell = (step: ReadProgress['step'], page: number) =>
    onProgress?.({ step, page, pages: pages.count, ...provisional.told });
  try {
    tell('open', 1);
    for (let number = 1; number <= pages.count; number++) {
      const page = await watch.time('decode', () => pages.page(number));
      try {
        const laid = await layOut(page, tools, watch, {
          onStep: (step) => tell(step, number),
          onCodes: (codes) => provisional.add(codes, number),
        });
        if (laid.pixels === null) sheets.push(textSheet(page, number, laid.text, laid.codes));
        else sheets.push(...(await readPicture(laid, number, tools, watch, { doubts, blanks })));
      } finally {
        page.close();
      }
    }
    tell('extract', pages.count);
    return withOriginals(sheets, pages.originals);
  } finally {
    await pages.close();
  }
}

/** What the original says in words made for machines, on the first sheet. */
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
  text: readonly TextLine[],
  codes: Sheet['codes'],
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
