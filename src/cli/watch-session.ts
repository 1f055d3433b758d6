/** A watched folder from the file that has settled to the original that is put away with its report. */
import { createHash } from 'node:crypto';
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { putAway } from '../adapters/folder/put-away.js';
import { type WatchOptions, watchFolder } from '../adapters/folder/watch.js';
import type { HandedIn } from '../control/commands/hand-in.js';
import type { CommandRequest } from '../control/commands.js';
import { EXIT, type Io, line } from '../control/io.js';
import { OUTCOMES, STATES } from '../control/outcomes.js';
import { errorCode } from '../document/error-code.js';
import type { Mapping } from '../document/ledger-file.js';
import type { Refusal } from '../document/refusal.js';
import { WAYS_IN } from '../document/ways-in.js';
import type { DocumentAnswer } from '../http/contract/documents.js';
import type { ImportAnswer } from '../http/contract/ledger.js';
import { todayInShanghai } from '../invoice/dates.js';
import { KINDS } from '../invoice/kinds.js';
import type { FolderWatch, SettledFile, Taken } from '../ports/folder.js';

export interface Answer {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Whoever runs commands on the stores: a server, or this process. */
export interface Desk {
  /** `null`: nobody listens just now. */
  ask(request: CommandRequest): Promise<Answer | null>;
  close(): Promise<void>;
}

export interface SessionOptions {
  readonly folder: string;
  readonly done: string;
  readonly failed: string;
  readonly org: string;
  readonly json: boolean;
  readonly poll: boolean;
  readonly times?: WatchOptions['times'];
  /** The files are ledger files: each is imported, and put away when that is done. */
  readonly ledger?: boolean;
  readonly mapping?: Mapping;
}

/** A file whose document is being read. */
interface UnderWay {
  readonly file: SettledFile;
  readonly id: string;
  notBefore: number;
}

/** What a file is put away with. */
interface Result {
  readonly good: boolean;
  /** One line for people. */
  readonly summary: string;
  readonly report: object;
  /** Stands in the report and tells it from others. */
  readonly id: string;
}

export class WatchSession {
  readonly #options: SessionOptions;
  readonly #desk: Desk;
  readonly #io: Io;
  readonly #watch: FolderWatch;
  readonly #underWay = new Map<string, UnderWay>();
  /** Troubles told already: each once, until it is over. */
  readonly #told = new Set<string>();
  #asking: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | null = null;
  #closed = false;

  /** Begins at once. `onGone`: the folder is not there any more. */
  constructor(options: SessionOptions, desk: Desk, io: Io, onGone: () => void) {
    this.#options = options;
    this.#desk = desk;
    this.#io = io;
    const { folder, done, failed, poll, times } = options;
    const onFault = (what: string, error: unknown) => this.#trouble(`${what}: ${nameOf(error)}`);
    const watching = { folder, without: [done, failed], poll, times, onGone, onFault };
    const take = options.ledger === true ? this.#import : this.#take;
    this.#watch = watchFolder(watching, (file) => take.call(this, file));
    this.#askLater();
  }

  /** Finishes the file under way. What is still being read is recognised by the next watch. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#watch.close();
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#asking;
    const { size } = this.#underWay;
    if (size === 0) return;
    this.#io.err(
      line(
        `${size} 份文件仍在识别，下次监视时移走 / ${size} files are still being read; the next watch puts them away`,
      ),
    );
  }

  async #take(file: SettledFile): Promise<Taken> {
    if (this.#underWay.size >= WAYS_IN.folder.underWay) return { againMs: WAYS_IN.folder.askEveryMs };
    const { path, size, mtimeMs } = file;
    const options = { path, org: this.#options.org, seen: { size, mtimeMs }, key: keyOf(file) };
    const answer = await this.#ask({ command: 'hand-in', options });
    if (answer === null || answer.out === '') return { againMs: WAYS_IN.folder.retryMs };
    const told = JSON.parse(answer.out) as HandedIn;
    if ('changed' in told) return { againMs: WAYS_IN.folder.settleMs };
    if ('refusal' in told) return this.#refused(file, told.refusal);
    this.#underWay.set(path, { file, id: told.id, notBefore: 0 });
    const { id, duplicateOf } = told;
    const same = duplicateOf === null ? '' : ` · 重复 same as ${duplicateOf}`;
    this.#say({ event: 'accepted', path, id, duplicateOf }, `${path}: 已提交 handed in · ${id}${same}`);
    return null;
  }

  /** A ledger file: the answer comes when it is imported. Importing one again that was put in anew changes nothing. */
  async #import(file: SettledFile): Promise<Taken> {
    const { path, size, mtimeMs, relative } = file;
    const { org, mapping } = this.#options;
    const request = { files: [path], org, json: true, dryRun: false, mapping, seen: { size, mtimeMs } };
    const answer = await this.#ask({ command: 'import', options: request });
    if (answer === null || answer.out === '') return { againMs: WAYS_IN.folder.retryMs };
    const told = JSON.parse(answer.out) as ImportAnswer | { refusal: Refusal } | { changed: true };
    if ('changed' in told) return { againMs: WAYS_IN.folder.settleMs };
    if ('refusal' in told) return this.#refused(file, told.refusal);
    const good = told.state === 'done';
    const report = { ...told, file: relative };
    const ended = await this.#end(file, { good, summary: importSummary(told), report, id: told.id });
    return ended ? null : { againMs: WAYS_IN.folder.retryMs };
  }

  /** Not taken in at all. One that may not be read cannot be judged: it stays where it is. */
  async #refused(file: SettledFile, refusal: Refusal): Promise<Taken> {
    if (refusal.code === 'not_found') return null;
    if (refusal.code === 'not_readable') {
      this.#trouble(`${file.path}: ${refusal.message}`);
      return { againMs: WAYS_IN.folder.retryMs };
    }
    const summary = `${STATES.refused} [${refusal.code}] ${refusal.message} → ${refusal.remedy}`;
    const report = { file: file.relative, size: file.size, state: 'refused', refusal, key: keyOf(file) };
    const ended = await this.#end(file, { good: false, summary, report, id: keyOf(file) });
    return ended ? null : { againMs: WAYS_IN.folder.retryMs };
  }

  #askLater(): void {
    if (this.#closed) return;
    this.#timer = setTimeout(() => {
      this.#asking = this.#askAfter()
        .catch((error: unknown) => this.#trouble(nameOf(error)))
        .finally(() => this.#askLater());
    }, WAYS_IN.folder.askEveryMs);
  }

  /** Asks after those that have waited longest; what is final is put away. */
  async #askAfter(): Promise<void> {
    const due = [...this.#underWay.values()].filter(({ notBefore }) => notBefore <= Date.now());
    const asked = due.slice(0, WAYS_IN.folder.asked);
    if (asked.length === 0) return;
    const options = { org: this.#options.org, ids: asked.map(({ id }) => id) };
    const answer = await this.#ask({ command: 'documents', options });
    const documents = (answer?.out ?? '')
      .split('\n')
      .filter((text) => text !== '')
      .map((text) => JSON.parse(text) as DocumentAnswer);
    for (const document of documents) {
      const underWay = asked.find(({ id }) => id === document.id);
      if (underWay !== undefined) await this.#final(underWay, document);
    }
  }

  async #final(underWay: UnderWay, document: DocumentAnswer): Promise<void> {
    const { file, id } = underWay;
    const good = document.state === 'done' || document.state === 'review';
    const summary = summaryOf(document);
    const ended = await this.#end(file, { good, summary, report: document, id });
    if (!ended) underWay.notBefore = Date.now() + WAYS_IN.folder.retryMs;
    // Unless it was handed in anew meanwhile.
    else if (this.#underWay.get(file.path) === underWay) this.#underWay.delete(file.path);
  }

  /** Puts the original away. `false`: it could not be, and is to be tried again. */
  async #end(file: SettledFile, { good, summary, report, id }: Result): Promise<boolean> {
    const { path, relative, size, mtimeMs } = file;
    try {
      const now = await lstat(path);
      // Somebody has put another file in its place: that one is on its way, too.
      if (now.size !== size || now.mtimeMs !== mtimeMs) return true;
      const root = good ? this.#options.done : this.#options.failed;
      const to = await putAway({
        from: path,
        folder: join(root, todayInShanghai()),
        relative,
        report: `${JSON.stringify({ summary, ...report }, null, 2)}\n`,
        isOurs: (text) => idOf(text) === id,
      });
      this.#say({ event: good ? 'done' : 'failed', path, to, summary }, `${path}: ${summary}\n  → ${to}`);
      this.#told.clear();
      return true;
    } catch (error) {
      if (errorCode(error) === 'ENOENT' && (await isGone(path))) return true;
      this.#trouble(`${path}: 无法移走 / cannot be put away: ${nameOf(error)}`);
      return false;
    }
  }

  /** `null` when nobody could be asked or they had a fault; what it says goes to the terminal once. */
  async #ask(request: CommandRequest): Promise<Answer | null> {
    const answer = await this.#answerOf(request);
    if (answer === null) {
      this.#trouble('服务未运行，文件留在原处 / the server is away; files stay where they are');
      return null;
    }
    if (answer.code === EXIT.done || answer.code === EXIT.refused) return answer;
    this.#trouble(answer.err.trim());
    return null;
  }

  async #answerOf(request: CommandRequest): Promise<Answer | null> {
    try {
      return await this.#desk.ask(request);
    } catch (error) {
      this.#trouble(nameOf(error));
      return null;
    }
  }

  #say(event: object, text: string): void {
    this.#io.out(line(this.#options.json ? JSON.stringify(event) : text));
  }

  #trouble(text: string): void {
    if (this.#told.has(text)) return;
    this.#told.add(text);
    this.#io.err(line(text));
  }
}

/** Together with the bytes: the same file as it lay there before we were killed, or put in anew. */
function keyOf({ path, mtimeMs }: SettledFile): string {
  const digest = createHash('sha256').update(`${path}\0${mtimeMs}`).digest('hex');
  return `watch:${digest.slice(0, 32)}`;
}

function importSummary({ report, message }: ImportAnswer): string {
  if (report === null) return message ?? '导入未完成 not finished';
  const { format, rows, added, updated, unchanged, skippedCount } = report;
  return `${format ?? ''} · ${rows} 行 rows · 新增 ${added} · 更新 ${updated} · 未变 ${unchanged} · 跳过 ${skippedCount}`;
}

function summaryOf({ state, refusal, slips }: DocumentAnswer): string {
  if (refusal !== null) return `${STATES[state]} [${refusal.code}] ${refusal.message} → ${refusal.remedy}`;
  const told = slips.map(({ kind, fields, verdict }) =>
    [
      KINDS[kind].chinese,
      fields.invoiceNumber?.value,
      fields.grossTotal?.value,
      verdict === null ? undefined : OUTCOMES[verdict.outcome],
    ]
      .filter((part) => part !== undefined && part !== '')
      .join(' '),
  );
  return [`${STATES[state]} · ${slips.length} 张票 slips`, ...told].join('; ');
}

/** The document of a report, or the key of a file that became none; `null`: no report of ours. */
function idOf(text: string): string | null {
  try {
    const report = z
      .object({ id: z.string().optional(), key: z.string().optional() })
      .parse(JSON.parse(text));
    return report.id ?? report.key ?? null;
  } catch (error) {
    // Somebody else's file under our ending.
    if (error instanceof SyntaxError || error instanceof z.ZodError) return null;
    throw error;
  }
}

async function isGone(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return false;
  } catch (error) {
    return errorCode(error) === 'ENOENT';
  }
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
