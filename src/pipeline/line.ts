/**
 * THE TABLE OF CONTENTS: what happens to an invoice.
 *
 *   upload → intake → read → extract → check → join → match → judge → (review) → notify / export
 *
 * A stage is a folder beside this file and a function from artefact to artefact; none of them touches the store or the
 * queue, or another stage. A long document is cut into parts that are read apart and joined. The files beside the stages
 * make the line durable: runner.ts takes work from the queue, run-*.ts say what each kind of work does (run-reading.ts
 * what stands here up to join, run-match.ts match and judge, run-checks.ts what the organisation's rules say then,
 * run-collapse.ts the same for all originals of an invoice), sweeper.ts finds what was lost and what is to be asked again.
 */
import type { Contents, Part, Piece } from '../document/contents.js';
import type { FileBytes } from '../document/file-bytes.js';
import { RefusalError } from '../document/refusal.js';
import type { Beginning, DocumentReading, PartReading, ReadProgress } from '../document/report.js';
import type { Sheet } from '../document/sheet.js';
import type { Slip } from '../document/slip.js';
import type { Verdict } from '../document/verdict.js';
import { checkSlip } from './check/check.js';
import { evidenceFor, seenOn } from './check/subject.js';
import { blankCells } from './extract/blanks.js';
import { doubtfulCells } from './extract/cell-doubts.js';
import { extractSlips } from './extract/extract.js';
import { doubtfulFields } from './extract/field-doubts.js';
import { looseLists } from './extract/goods-list.js';
import { carrierOfFile, type OpenedFile, openFile } from './intake/contents.js';
import { partsOf } from './intake/parts.js';
import { joinParts, looseEnds } from './join/parts.js';
import { pageFactsOf, sheetsByEntry } from './join/roles.js';
import { judgeMatch } from './judge/judge.js';
import { type LedgerLookup, matchSlip } from './match/match.js';
import type { MatchModel } from './match/model.js';
import { likenessFor } from './read/likeness.js';
import { Provisional } from './read/provisional.js';
import { type Listener, readSheets, refusedSheets } from './read/read.js';
import { type ReadTools, Stopwatch } from './tools.js';

type OnProgress = (progress: ReadProgress) => void;

const DEAF: OnProgress = () => undefined;

/** Reads one file: from bytes to slips with findings, part after part. The document's own fault comes back as `refusal`. */
export function readDocument(
  file: FileBytes,
  tools: ReadTools,
  onProgress: OnProgress = DEAF,
): Promise<DocumentReading> {
  return withFile(file, tools, async (opened, contents, watch) =>
    readParts(opened, contents, partsOf(contents), tools, watch, onProgress),
  );
}

/** Opens a file: what is one part is read at once, a longer document comes back as its parts. Never throws for the document's own fault. */
export async function beginDocument(
  file: FileBytes,
  tools: ReadTools,
  onProgress: OnProgress = DEAF,
): Promise<Beginning> {
  let begun: Beginning | null = null;
  const reading = await withFile(file, tools, async (opened, contents, watch) => {
    const parts = partsOf(contents);
    begun = { contents, parts, reading: null };
    return parts.length > 1 ? null : readParts(opened, contents, parts, tools, watch, onProgress);
  });
  const { contents, parts }: Beginning = begun ?? { contents: null, parts: [], reading: null };
  return { contents, parts, reading };
}

/** What a document holds. Throws RefusalError where nothing of it can be opened. */
export async function openDocument(file: FileBytes, tools: ReadTools): Promise<Contents> {
  const opened = await openFile(file, tools);
  try {
    return await opened.contents();
  } finally {
    await opened.close();
  }
}

/**
 * Reads one part of a document. A page or member that cannot be read is a refused page of it; throws RefusalError only
 * where the file itself cannot be opened any more. Of progress, `pages` counts up to the end of the part's own pages.
 */
export async function readPart(
  file: FileBytes,
  part: Part,
  tools: ReadTools,
  onProgress: OnProgress = DEAF,
): Promise<PartReading> {
  const watch = new Stopwatch();
  const opened = await openFile(file, tools);
  try {
    return await readPieces(opened, part, tools, watch, listenerOf(tools, onProgress));
  } finally {
    await opened.close();
  }
}

/** The slips on sheets, in whatever order, judged and checked: pages of one invoice put together within a member and between separators. */
export function judgeSheets(sheets: readonly Sheet[], tools: ReadTools): Slip[] {
  const inOrder = [...sheets].sort((a, b) => a.page - b.page);
  const slips = sheetsByEntry(inOrder).flatMap((entry) => slipsOn(entry, tools));
  return slips.map((slip, index) => ({ ...slip, id: String(index + 1) }));
}

/**
 * Holds one slip against the ledger: exact key first, then near candidates, then one verdict with its reasons.
 * `model`: of one's own; the shipped one otherwise.
 */
export async function verifySlip(
  slip: Slip,
  ledger: LedgerLookup,
  now: Date,
  model?: MatchModel,
): Promise<Verdict> {
  const match = await matchSlip(slip, ledger, model);
  return judgeMatch(slip, match, now);
}

/** All testimony in one file, before any of it is judged: what calibration is counted on. Throws RefusalError. */
export async function gatherSheets(file: FileBytes, tools: ReadTools): Promise<Sheet[]> {
  const opened = await openFile(file, tools);
  try {
    const pieces = partsOf(await opened.contents()).flatMap((part) => part.pieces);
    const [watch, listener] = [new Stopwatch(), listenerOf(tools, DEAF)];
    const sheets: Sheet[] = [];
    for (const piece of pieces) sheets.push(...(await readPiece(opened, piece, tools, watch, listener)));
    const refused = sheets.find(({ refusal }) => refusal !== undefined);
    if (refused?.refusal !== undefined && sheets.every(({ refusal }) => refusal !== undefined))
      throw new RefusalError(refused.refusal.code);
    return sheets;
  } finally {
    await opened.close();
  }
}

/** Opens a file, counts its pages and works with it; a refusal stands for all of it. */
async function withFile<T extends DocumentReading | null>(
  file: FileBytes,
  tools: ReadTools,
  work: (opened: OpenedFile, contents: Contents, watch: Stopwatch) => Promise<T>,
): Promise<T | DocumentReading> {
  const watch = new Stopwatch();
  try {
    const opened = await openFile(file, tools);
    try {
      return await work(opened, await opened.contents(), watch);
    } finally {
      await opened.close();
    }
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    const nothing = { pages: 0, slips: [], members: [], pageFacts: [] };
    return { carrier: await carrierOfFile(file), ...nothing, refusal: error.refusal, ...watch.stop() };
  }
}

/** All parts of a document, one after the other, and what they say together. `watch` runs since it was opened. */
async function readParts(
  opened: OpenedFile,
  contents: Contents,
  parts: readonly Part[],
  tools: ReadTools,
  watch: Stopwatch,
  onProgress: OnProgress,
): Promise<DocumentReading> {
  const listener = listenerOf(tools, (progress) => onProgress({ ...progress, pages: contents.pages }));
  const readings: PartReading[] = [];
  for (const part of parts) readings.push(await readPieces(opened, part, tools, watch, listener));
  const sheets = readings.flatMap((reading) => reading.sheets);
  const tied = looseEnds(readings).map(({ pages }) => ({
    pages,
    slips: judgeSheets(
      sheets.filter(({ page }) => pages.includes(page)),
      tools,
    ),
  }));
  return { ...joinParts(contents, readings, tied), ...watch.stop() };
}

async function readPieces(
  opened: OpenedFile,
  part: Part,
  tools: ReadTools,
  watch: Stopwatch,
  listener: Listener,
): Promise<PartReading> {
  const sheets: Sheet[] = [];
  for (const piece of part.pieces) sheets.push(...(await readPiece(opened, piece, tools, watch, listener)));
  const slips = judgeSheets(sheets, tools);
  const pageFacts = pageFactsOf(sheets, slips, looseLists(sheets, slips));
  return { part: part.number, pageFacts, slips, sheets, ...watch.stop() };
}

async function readPiece(
  opened: OpenedFile,
  piece: Piece,
  tools: ReadTools,
  watch: Stopwatch,
  listener: Listener,
): Promise<Sheet[]> {
  try {
    const pages = await watch.time('decode', () => opened.member(piece.member));
    return await readSheets(pages, piece, tools, watch, listener);
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    return refusedSheets(piece, error.refusal);
  }
}

/** The slips of one member and entry. */
function slipsOn(sheets: readonly Sheet[], tools: ReadTools): Slip[] {
  const member = sheets[0]?.member ?? null;
  const slips = extractSlips(sheets, tools.models, tools.knownParties);
  return slips.map((slip): Slip => {
    const likeness = likenessFor(slip, sheets);
    const whole = { ...slip, member, ...(likeness === null ? {} : { likeness }) };
    const others = slips.filter((other) => other !== slip);
    return checkSlip(whole, tools.today(), evidenceFor(slip, sheets), seenOn(slip, sheets, others));
  });
}

/** What reading asks while it goes on: overlooked cells are read, and fields in doubt looked at again. */
const listenerOf = (tools: ReadTools, onProgress: OnProgress): Listener => ({
  onProgress,
  provisional: new Provisional(),
  blanks: blankCells,
  // Fields first: what a second look may cost is bounded.
  doubts: (from: readonly Sheet[]) => {
    const first = from.map(atFirstSight);
    return [...doubtfulFields(slipsOn(first, tools)), ...doubtfulCells(first)];
  },
});

/** A sheet with the first reading of each line only: what is in doubt shows there, at a fraction of the time. */
const atFirstSight = (sheet: Sheet): Sheet => ({
  ...sheet,
  lines: sheet.lines.map(({ alternatives: _, ...line }) => line),
});
