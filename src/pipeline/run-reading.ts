/** The work that turns an original into slips: `read`, and for a long one `part` and `join`. */
import type { PartyList } from '../document/ledger.js';
import { refusal } from '../document/refusal.js';
import type { Announcement } from '../ports/queue.js';
import type { WorkItem } from '../ports/work.js';
import { BUDGETS } from './budgets.js';
import { joinParts, looseEnds, refusedPart, type Tied } from './join/parts.js';
import { pageCount, stepsWorthTelling } from './progress.js';
import type { RunnerTools } from './runner.js';

/** `read`: the original is opened. A short one becomes slips at once and `match` follows, a long one becomes parts. */
export async function runRead(tools: RunnerTools, work: WorkItem): Promise<readonly Announcement[]> {
  const { documents, work: works } = tools.store;
  const document = await documents.get(work.organisationId, work.subjectId);
  if (document === null || !(await works.start(work.id))) return [];
  const told = stepsWorthTelling((progress) => note(tools, documents.progress(document.id, progress)));
  const { contents, parts, reading } = await withOriginal(tools, work, document.sha256, (path, known) =>
    tools.reader.begin(path, told, known),
  );
  if (reading !== null) return works.finishRead(work.id, reading);
  if (contents === null) throw new Error('the reader opened nothing and refused nothing');
  return works.finishOpening(work.id, contents, parts);
}

/**
 * `part`: some pages of a long document. Where they cost the reader they are tried one by one, and the page that did it is
 * refused; after {@link BUDGETS.lostPages} of those the document is given no more readers to lose.
 */
export async function runPart(tools: RunnerTools, work: WorkItem): Promise<readonly Announcement[]> {
  const { documents, work: works } = tools.store;
  const { organisationId, subjectId, part: number } = work;
  const found = number === null ? null : await documents.partToRead(organisationId, subjectId, number);
  if (found === null || !(await works.start(work.id))) return [];
  const { sha256, part, lostPages } = found;
  if (lostPages >= BUDGETS.lostPages)
    return works.finishPart(work.id, refusedPart(part, refusal('out_of_time')));
  const told = pageCount((pages) => note(tools, documents.partProgress(subjectId, part.number, pages)));
  const reading = await withOriginal(tools, work, sha256, (path, known) =>
    tools.reader.readPart(path, part, told, known),
  );
  if (!('refusal' in reading)) return works.finishPart(work.id, reading);
  const isSingle = part.pieces.length === 1 && part.pieces.every(({ from, to }) => from === to);
  return isSingle ? works.finishPart(work.id, refusedPart(part, reading.refusal)) : works.splitPart(work.id);
}

/** `join`: what the parts said is put together; an invoice whose pages lie in several parts is judged from all of them. */
export async function runJoin(tools: RunnerTools, work: WorkItem): Promise<readonly Announcement[]> {
  const { documents, work: works } = tools.store;
  const { organisationId, subjectId } = work;
  const document = await documents.get(organisationId, subjectId);
  if (document === null || !(await works.start(work.id))) return [];
  const { carrier, pages, members } = document;
  if (carrier === null) throw new Error('a document in parts that was never opened');
  const parts = (await documents.parts(organisationId, subjectId)).flatMap(({ reading }) => reading ?? []);
  const known = await partiesOr(tools, organisationId);
  const tied: Tied[] = [];
  for (const end of looseEnds(parts)) {
    const sheets = await documents.sheets(organisationId, subjectId, end.pages);
    const slips = await tools.reader.judge(sheets, known);
    // Where that cannot be done, what each part said by itself stands.
    if (slips !== null) tied.push({ pages: end.pages, slips });
  }
  return works.finishRead(work.id, joinParts({ carrier, pages, members }, parts, tied));
}

/** Runs `read` with the original on this machine's disk. */
async function withOriginal<T>(
  tools: RunnerTools,
  { organisationId }: WorkItem,
  sha256: string,
  read: (path: string, known: PartyList | null) => Promise<T>,
): Promise<T> {
  const file = await tools.blobs.localFile(organisationId, sha256);
  try {
    return await read(file.path, await partiesOr(tools, organisationId));
  } finally {
    await file.release();
  }
}

/** `null` when the ledger cannot be asked: a file is read without it as well. */
async function partiesOr(
  { parties, onFault }: RunnerTools,
  organisationId: string,
): Promise<PartyList | null> {
  try {
    return await parties.of(organisationId);
  } catch (error) {
    onFault('known parties', error);
    return null;
  }
}

/** Progress is for the eye: reading never waits for it, nor fails by it. */
function note({ onFault }: RunnerTools, written: Promise<void>): void {
  written.catch((error) => onFault('progress', error));
}
