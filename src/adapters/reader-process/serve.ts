/** The child's side: reads files one at a time and answers the pool. */
import { readFile, stat } from 'node:fs/promises';
import { FILE_LIMITS } from '../../document/file-kind.js';
import { RefusalError } from '../../document/refusal.js';
import type { DocumentReading } from '../../document/report.js';
import { intake } from '../../pipeline/intake/intake.js';
import { type KnownParties, knownParties, MOST_LISTS } from '../../pipeline/known-parties.js';
import { readDocument } from '../../pipeline/line.js';
import { drawSheet } from '../../pipeline/read/read.js';
import type { ReadTools } from '../../pipeline/tools.js';
import { carrierOfFile } from './carrier.js';
import type { Answer, ChildSettings, Request, Told } from './messages.js';
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
  const known = request.do === 'read' && request.known !== null ? lists.get(request.known) : undefined;
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
    if (request.do === 'read') say({ say: 'reading', reading: await read(request.path, tools) });
    else say({ say: 'picture', picture: await draw(request, tools) });
  } catch (error) {
    say({ say: 'fault', stack: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

async function read(path: string, tools: ReadTools): Promise<DocumentReading> {
  const bytes = await load(path);
  if (bytes instanceof RefusalError) {
    const ms = { total: 0, decode: 0, qr: 0, ocr: 0 };
    const carrier = await carrierOfFile(path);
    return { carrier, pages: 0, refusal: bytes.refusal, slips: [], ms, cpuSeconds: 0 };
  }
  return readDocument(bytes, tools, (progress) => say({ say: 'progress', progress }));
}

async function draw(
  request: Extract<Request, { do: 'picture' }>,
  tools: ReadTools,
): Promise<Uint8Array | null> {
  try {
    const bytes = await load(request.path);
    if (bytes instanceof RefusalError) return null;
    const { pages } = await intake(bytes, tools);
    say({ say: 'progress', progress: { step: 'open', page: request.page, pages: pages.count } });
    return await drawSheet(pages, request.page, request.maxSide, tools);
  } catch (error) {
    if (error instanceof RefusalError) return null;
    throw error;
  }
}

/** The file's bytes, or why they cannot be had. The size is asked first: what no budget allows is never loaded. */
async function load(path: string): Promise<Uint8Array | RefusalError> {
  try {
    const { size } = await stat(path);
    if (size > FILE_LIMITS.other) return new RefusalError('too_large', `${Math.ceil(size / 1024 ** 2)} MB`);
    return await readFile(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ENOENT' || code === 'ENOTDIR') return new RefusalError('not_found');
    if (code === 'EACCES' || code === 'EPERM' || code === 'EISDIR') return new RefusalError('not_readable');
    throw error;
  }
}
