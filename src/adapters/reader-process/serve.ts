/** The child's side: reads files one at a time and answers the pool. */
import type { FileOnDisk } from '../../document/file-bytes.js';
import { RefusalError } from '../../document/refusal.js';
import type { DocumentReading, ReadProgress } from '../../document/report.js';
import { openPages } from '../../pipeline/intake/contents.js';
import { fileOnDisk } from '../../pipeline/intake/file.js';
import { type KnownParties, knownParties, MOST_LISTS } from '../../pipeline/known-parties.js';
import { beginDocument, judgeSheets, openDocument, readDocument, readPart } from '../../pipeline/line.js';
import { drawSheet } from '../../pipeline/read/read.js';
import type { ReadTools } from '../../pipeline/tools.js';
import { writeMember } from './member.js';
import type { Answer, ChildSettings, Request, Result, Told } from './messages.js';
import { packed, unpacked } from './packing.js';
import { Recent } from './recent.js';
import { canLook, ownUsage } from './usage.js';

/** Where the parent cannot look by itself, this often. */
const REPORT_MS = 500;

/** What the pool gave this process to start with. */
export function childSettings(): ChildSettings {
  return JSON.parse(process.argv[2] ?? '{}') as ChildSettings;
}

/** Takes requests until the pool is gone. */
export function serveReader(tools: ReadTools): void {
  // Ctrl-C goes to the whole group: the parent decides what becomes of a file under way.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => undefined);
  process.on('disconnect', () => process.exit(0));
  const lists = new Recent<KnownParties>(MOST_LISTS);
  process.on('message', (message: Request | Told) => {
    if (message.do === 'know') lists.put(message.list.id, knownParties(message.list.parties));
    else void serve(message, toolsFor(message, tools, lists));
  });
  if (!canLook) setInterval(() => say({ say: 'usage', usage: ownUsage() }), REPORT_MS).unref();
  say({ say: 'ready' });
}

/** The tools, with the companies that are known for this file. */
function toolsFor(request: Request, tools: ReadTools, lists: Recent<KnownParties>): ReadTools {
  const id = 'known' in request ? request.known : null;
  const known = id === null ? undefined : lists.get(id);
  return known === undefined ? tools : { ...tools, knownParties: known };
}

/** A picture as large as loads everything that reads one, and no larger. */
const WARM_UP = { width: 64, height: 64, data: new Uint8Array(64 * 64 * 3).fill(255) };

/** Loads what reading a picture needs. What cannot be loaded shows with the first file that needs it, as without this. */
export async function warmUp({ ocr, image, codes }: ReadTools): Promise<void> {
  await Promise.allSettled([
    ocr(),
    image.encode(WARM_UP, 'jpeg').then((bytes) => image.decode(bytes)),
    codes.read(WARM_UP, 1),
  ]);
}

export function say(answer: Answer): void {
  process.send?.(answer);
}

async function serve(request: Request, tools: ReadTools): Promise<void> {
  try {
    say(await perform(request, tools));
  } catch (error) {
    say({ say: 'fault', stack: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

const onProgress = (progress: ReadProgress) => say({ say: 'progress', progress });

async function perform(request: Request, tools: ReadTools): Promise<Result> {
  switch (request.do) {
    case 'read': {
      const reading = await onFile(request.path, (file) => readDocument(file, tools, onProgress));
      return { say: 'reading', reading: isReached(reading) ? reading : unread(reading) };
    }
    case 'begin': {
      const beginning = await onFile(request.path, (file) => beginDocument(file, tools, onProgress));
      if (isReached(beginning)) return { say: 'beginning', beginning };
      return { say: 'beginning', beginning: { contents: null, parts: [], reading: unread(beginning) } };
    }
    case 'open': {
      const contents = await onFile(request.path, (file) => openDocument(file, tools));
      if (isReached(contents)) return { say: 'beginning', beginning: { contents, parts: [], reading: null } };
      return { say: 'beginning', beginning: { contents: null, parts: [], reading: unread(contents) } };
    }
    case 'part': {
      const { path, part } = request;
      const reading = await onFile(path, (file) => readPart(file, part, tools, onProgress));
      if (!isReached(reading)) return { say: 'part', reading: { refusal: reading.refusal } };
      return { say: 'part', reading: { ...reading, sheets: reading.sheets.map(packed) } };
    }
    case 'judge':
      return { say: 'slips', slips: judgeSheets(request.sheets.map(unpacked), tools) };
    case 'picture': {
      const picture = await onFile(request.path, (file) => draw(file, request, tools));
      return { say: 'picture', picture: picture instanceof RefusalError ? null : picture };
    }
    case 'member': {
      const { path, name, to } = request;
      const refused = await onFile(path, (file) => writeMember(file, name, to, tools));
      return { say: 'member', written: !(refused instanceof RefusalError) };
    }
  }
}

/** What came of a file, or why it cannot be opened. It stays on its disk: as much as is needed is loaded of it. */
async function onFile<T>(path: string, work: (file: FileOnDisk) => Promise<T>): Promise<T | RefusalError> {
  try {
    return await work(await fileOnDisk(path));
  } catch (error) {
    if (error instanceof RefusalError) return error;
    throw error;
  }
}

function isReached<T extends object>(found: T | RefusalError): found is T {
  return !(found instanceof RefusalError);
}

/** Of a file that nobody could open. */
function unread({ refusal }: RefusalError): DocumentReading {
  const nothing = { carrier: null, pages: 0, slips: [], members: [], pageFacts: [] };
  return { ...nothing, refusal, ms: { total: 0, decode: 0, qr: 0, ocr: 0 }, cpuSeconds: 0 };
}

async function draw(
  file: FileOnDisk,
  { place: { member, page }, maxSide }: Extract<Request, { do: 'picture' }>,
  tools: ReadTools,
): Promise<Uint8Array | null> {
  const pages = await openPages(file, member, tools);
  onProgress({ step: 'open', page, pages: pages.count });
  return drawSheet(pages, page, maxSide, tools);
}
