/** Reads files in child processes that can be killed: a hostile file costs one of them, never the program. */
import { type Contents, type Part, singlePages } from '../../document/contents.js';
import type { PartyList } from '../../document/ledger.js';
import { type RefusalCode, refusal } from '../../document/refusal.js';
import type { Beginning, DocumentReading, ReadProgress } from '../../document/report.js';
import type { PackedSheet } from '../../document/sheet.js';
import { readApart } from '../../pipeline/read-apart.js';
import type { Reader } from '../../ports/reader.js';
import { carrierOfFile } from './carrier.js';
import type { Outcome } from './child.js';
import { Pool, type PoolSettings } from './children.js';
import type { Request, Result } from './messages.js';

export type { PoolSettings } from './children.js';

type OnProgress = (progress: ReadProgress) => void;

/** Children are started when there is work and end after a while without, unless they are to be kept warm. */
export function openReaderPool(settings: PoolSettings): Reader {
  const pool = new Pool(settings);
  return {
    read: async (path, onProgress, known = null) => {
      const [outcome, pages] = await counted(
        pool,
        { do: 'read', path, known: known?.id ?? null },
        onProgress,
        known,
      );
      return said(outcome, 'reading')?.reading ?? readAgain(pool, path, outcome, pages, onProgress, known);
    },
    begin: async (path, onProgress, known = null) => {
      const [outcome, pages] = await counted(
        pool,
        { do: 'begin', path, known: known?.id ?? null },
        onProgress,
        known,
      );
      return said(outcome, 'beginning')?.beginning ?? beginAgain(pool, path, outcome, pages);
    },
    readPart: (path, part, onProgress, known = null) => readPart(pool, path, part, onProgress, known),
    judge: (sheets, known = null) => judge(pool, sheets, known),
    picture: async (path, place, maxSide) => {
      const outcome = await pool.do({ do: 'picture', path, place, maxSide });
      return said(outcome, 'picture')?.picture ?? null;
    },
    member: async (path, name, to) => {
      const outcome = await pool.do({ do: 'member', path, name, to });
      if (outcome.end === 'fault') throw outcome.error;
      return said(outcome, 'member')?.written ?? false;
    },
    keepWarm: () => pool.keepWarm(),
    close: () => pool.close(),
  };
}

async function readPart(
  pool: Pool,
  path: string,
  part: Part,
  onProgress: OnProgress | undefined,
  known: PartyList | null,
): ReturnType<Reader['readPart']> {
  const request: Request = { do: 'part', path, part, known: known?.id ?? null };
  const outcome = await pool.do(request, onProgress, known);
  return said(outcome, 'part')?.reading ?? { refusal: refusal(codeOf(outcome)) };
}

async function judge(
  pool: Pool,
  sheets: readonly PackedSheet[],
  known: PartyList | null,
): ReturnType<Reader['judge']> {
  const outcome = await pool.do({ do: 'judge', sheets, known: known?.id ?? null }, undefined, known);
  return said(outcome, 'slips')?.slips ?? null;
}

/** What a child answered, when it answered this. */
function said<S extends Result['say']>(outcome: Outcome, say: S): Extract<Result, { say: S }> | null {
  if (outcome.end !== 'answer' || outcome.answer.say !== say) return null;
  return outcome.answer as Extract<Result, { say: S }>;
}

const codeOf = (outcome: Outcome): RefusalCode =>
  outcome.end === 'killed' ? outcome.code : 'reader_crashed';

/** How work on a whole file ended, and how many pages it was said to have. */
async function counted(
  pool: Pool,
  request: Request,
  onProgress: OnProgress | undefined,
  known: PartyList | null,
): Promise<[Outcome, number]> {
  let pages = 0;
  const told = (progress: ReadProgress) => {
    pages = progress.pages;
    onProgress?.(progress);
  };
  return [await pool.do(request, told, known), pages];
}

/** What a file of several pages holds, of which one cost its reader. `null`: it is a single page, or cannot be opened. */
async function contentsOf(pool: Pool, path: string, pages: number): Promise<Contents | null> {
  const opened = pages > 1 ? said(await pool.do({ do: 'open', path }), 'beginning')?.beginning : undefined;
  return opened?.contents ?? null;
}

/** A file of several pages of which one cost its reader: part by part, so that the others are read. */
async function readAgain(
  pool: Pool,
  path: string,
  lost: Outcome,
  pages: number,
  onProgress: OnProgress = () => undefined,
  known: PartyList | null,
): Promise<DocumentReading> {
  const contents = await contentsOf(pool, path, pages);
  if (contents === null) return refused(path, lost, pages);
  const told = (progress: ReadProgress) => onProgress({ ...progress, pages: contents.pages });
  const { ms, cpuSeconds, ...reading } = await readApart(
    contents,
    (part) => readPart(pool, path, part, told, known),
    (sheets) => judge(pool, sheets, known),
  );
  const first = spentOn(lost);
  return {
    ...reading,
    ms: { ...ms, total: ms.total + first.ms.total },
    cpuSeconds: Math.round((cpuSeconds + first.cpuSeconds) * 1000) / 1000,
  };
}

/** The same of a file that is to be read in parts: each page by itself. */
async function beginAgain(pool: Pool, path: string, outcome: Outcome, pages: number): Promise<Beginning> {
  const contents = await contentsOf(pool, path, pages);
  if (contents === null) return { contents: null, parts: [], reading: await refused(path, outcome, pages) };
  const single = contents.members.flatMap(({ name, first, pages: to }) =>
    singlePages({ member: name, from: 1, to, first }),
  );
  const parts = single.map((piece, index) => ({ number: index + 1, pieces: [piece] }));
  return { contents, parts, reading: null };
}

async function refused(path: string, outcome: Outcome, pages: number): Promise<DocumentReading> {
  return {
    carrier: await carrierOfFile(path),
    pages,
    refusal: refusal(codeOf(outcome)),
    ...{ slips: [], members: [], pageFacts: [] },
    ...spentOn(outcome),
  };
}

/** What a reader that was killed had cost by then; of one that died by itself nobody knows. */
function spentOn(outcome: Outcome): Pick<DocumentReading, 'ms' | 'cpuSeconds'> {
  const [wallMs, cpuMs] = outcome.end === 'killed' ? [outcome.wallMs, outcome.cpuMs] : [0, 0];
  return {
    ms: { total: Math.round(wallMs), decode: 0, qr: 0, ocr: 0 },
    cpuSeconds: Math.round(cpuMs) / 1000,
  };
}
