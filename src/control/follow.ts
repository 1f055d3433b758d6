/** Follows documents from being handed in until nothing more happens to them, and tells it as lines or as JSON. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Refusal } from '../document/refusal.js';
import { type DocumentState, FINAL_STATES } from '../document/state.js';
import { WAYS_IN } from '../document/ways-in.js';
import type { App } from '../http/deps.js';
import { presentRow } from '../http/present.js';
import { KINDS } from '../invoice/kinds.js';
import type { Announcement } from '../ports/queue.js';
import type { Accepted, DocumentSummary, SlipSummary } from '../ports/store.js';
import { EXIT, type ExitCode, type Io, line } from './io.js';
import { OUTCOMES, STATES } from './outcomes.js';
import { tableOf, wrapped } from './tables.js';

interface Followed {
  readonly path: string;
  /** As it was last seen; `null` before the first look. */
  row: DocumentSummary | null;
  state: DocumentState;
  final: boolean;
}

/** Columns of a file's name in the table at the end. */
const NAME_COLUMNS = 40;

export class Following {
  readonly #app: Pick<App, 'store' | 'queue' | 'perform' | 'log'>;
  readonly #organisationId: string;
  readonly #json: boolean;
  readonly #io: Io;
  readonly #readers: number;
  /** Documents by batch; batches leave when all of theirs are final. */
  readonly #open = new Map<string, Map<string, Followed>>();
  readonly #all: Followed[] = [];
  readonly #refused: { path: string; refusal: Refusal }[] = [];
  readonly #work: Announcement[] = [];

  constructor(
    app: Pick<App, 'store' | 'queue' | 'perform' | 'log'>,
    organisationId: string,
    json: boolean,
    io: Io,
    readers: number,
  ) {
    this.#app = app;
    this.#organisationId = organisationId;
    this.#json = json;
    this.#io = io;
    this.#readers = readers;
  }

  /** A file that did not become a document. */
  refused(path: string, refusal: Refusal): void {
    this.#refused.push({ path, refusal });
    if (this.#json) this.#tell({ event: 'refused', path, refusal });
    else
      this.#io.out(line(`${path}: 拒收 refused [${refusal.code}] ${refusal.message}\n  → ${refusal.remedy}`));
  }

  /** A batch in the order of `paths`; `work`: what is to be done here, by {@link toTheEnd}. */
  accepted(
    batchId: string,
    documents: Accepted['documents'],
    paths: readonly string[],
    work: readonly Announcement[],
  ): void {
    const batch = new Map<string, Followed>();
    for (const [index, { id, state, duplicateOf, file }] of documents.entries()) {
      const path = paths[index] ?? file;
      const followed = { path, row: null, state, final: false };
      batch.set(id, followed);
      this.#all.push(followed);
      if (this.#json) this.#tell({ event: 'accepted', path, id, batchId, state, duplicateOf });
      else
        this.#io.out(
          line(
            `${path}: 已提交 handed in · ${id}${duplicateOf === null ? '' : ` · 重复 same as ${duplicateOf}`}`,
          ),
        );
    }
    this.#open.set(batchId, batch);
    this.#work.push(...work);
  }

  /** 3 when a fault of ours failed a document, 1 when a file was refused – as far as is known. */
  get exitCode(): ExitCode {
    const ended = (wanted: DocumentState) => this.#all.some(({ state }) => state === wanted);
    if (ended('failed')) return EXIT.fault;
    return this.#refused.length > 0 || ended('refused') ? EXIT.refused : EXIT.done;
  }

  /** Does what is to be done here, tells results as they come, and sums up. Ends early when told to. */
  async toTheEnd(): Promise<void> {
    const { left, ending } = this.#io;
    const working = this.#doTheWork();
    try {
      while (this.#open.size > 0 && left?.aborted !== true && ending?.aborted !== true) {
        await this.#look();
        this.#show();
        if (this.#open.size === 0) break;
        const wake = AbortSignal.any([left, ending].filter((signal) => signal !== undefined));
        // Rejects only when it is woken early, which the loop's condition tells.
        await Promise.allSettled([sleep(WAYS_IN.follow.everyMs, undefined, { signal: wake })]);
      }
    } finally {
      await working;
      this.#io.progress?.(null);
    }
    if (left?.aborted === true) return;
    if (this.#open.size > 0) await this.#look();
    this.#sumUp();
  }

  /** A few documents at a time, in their order. What is left when the process is to end goes to the queue. */
  async #doTheWork(): Promise<void> {
    const turn = async () => {
      while (this.#io.ending?.aborted !== true) {
        const item = this.#work.shift();
        if (item === undefined) return;
        try {
          await this.#app.perform([item]);
        } catch (error) {
          // The document's state says so; the others are read all the same.
          this.#app.log.error({ err: error }, 'a document failed');
        }
      }
    };
    await Promise.all(Array.from({ length: this.#readers }, turn));
    if (this.#work.length > 0) await this.#app.queue.announce(this.#work.splice(0));
  }

  async #look(): Promise<void> {
    for (const [batchId, followed] of [...this.#open].slice(0, WAYS_IN.follow.batches)) {
      const batch = await this.#app.store.documents.batch(this.#organisationId, batchId);
      for (const row of batch?.documents ?? []) this.#saw(followed.get(row.id), row);
      if ([...followed.values()].every(({ final }) => final)) this.#open.delete(batchId);
    }
  }

  #saw(followed: Followed | undefined, row: DocumentSummary): void {
    if (followed === undefined || followed.final) return;
    const known = followed.row?.slips.length ?? 0;
    followed.row = row;
    followed.state = row.state;
    followed.final = FINAL_STATES.includes(row.state);
    if (followed.final) this.#ended(followed.path, row);
    // A long document tells what it has while the rest is being read.
    else if (row.state === 'reading' && row.slips.length > known && !this.#json) {
      this.#io.progress?.(null);
      for (const slip of row.slips.slice(known)) this.#io.out(line(`${followed.path}: … ${nameOf(slip)}`));
    }
  }

  #ended(path: string, row: DocumentSummary): void {
    this.#io.progress?.(null);
    if (this.#json) this.#tell({ event: 'final', path, document: presentRow(row) });
    else this.#io.out(describe(path, row));
  }

  /** By pages where they are known: one file may have a thousand. */
  #show(): void {
    let done = 0;
    let total = 0;
    let files = 0;
    let current = '';
    for (const { path, row, final } of this.#all) {
      const pages = Math.max(1, row?.progress?.pages ?? 0, row?.pages ?? 0);
      total += pages;
      if (final) files += 1;
      if (final) done += pages;
      else if (row?.state === 'reading' && row.progress !== null) {
        done += Math.min(pages, row.progress.page) - 1;
        if (current === '') current = `${path} ${row.progress.page}/${row.progress.pages}`;
      }
    }
    const what = `页 pages · ${files}/${this.#all.length} 文件 files  ${current}`;
    this.#io.progress?.({ done: Math.max(0, done), total, what });
  }

  #sumUp(): void {
    const waiting = this.#all.filter(({ final }) => !final).length;
    if (this.#json)
      this.#tell({ event: 'end', files: this.#all.length, refused: this.#refused.length, waiting });
    else this.#table(waiting);
  }

  #table(waiting: number): void {
    if (waiting > 0) {
      this.#io.err(
        line(
          `${waiting} 份文件已安全入队，服务运行时继续 / ${waiting} files are safely queued and go on as soon as the server runs`,
        ),
      );
    }
    const rows = [
      ...this.#all.flatMap(({ path, row }) => (row === null ? [] : rowsOf(path, row))),
      ...this.#refused.map(({ path, refusal }) => [
        short(path),
        '',
        '',
        '',
        `${STATES.refused} [${refusal.code}]`,
      ]),
    ];
    const head = ['文件 File', '票种 Kind', '号码 Number', '价税合计 Total', '结果 Outcome'];
    if (rows.length > 0) this.#io.out(line(tableOf(head, rows)));
  }

  #tell(event: object): void {
    this.#io.out(line(JSON.stringify(event)));
  }
}

function describe(path: string, { state, refusal, slips }: DocumentSummary): string {
  if (refusal !== null)
    return line(`${path}: ${STATES[state]} [${refusal.code}] ${refusal.message}\n  → ${refusal.remedy}`);
  const told = slips.map((slip) => `  ${nameOf(slip)} · ${outcomeOf(slip)}`);
  return [`${path}: ${STATES[state]} · ${slips.length} 张票 slips`, ...told].map(line).join('');
}

const short = (path: string): string => wrapped(path.split(/[/\\]/).at(-1) ?? path, NAME_COLUMNS);

function rowsOf(path: string, row: DocumentSummary): string[][] {
  const state = row.refusal === null ? STATES[row.state] : `${STATES[row.state]} [${row.refusal.code}]`;
  if (row.slips.length === 0) return [[short(path), '', '', '', state]];
  return row.slips.map((slip, index) => [
    index === 0 ? short(path) : '',
    KINDS[slip.kind].chinese,
    slip.invoiceNumber ?? '',
    slip.grossTotal ?? '',
    outcomeOf(slip),
  ]);
}

const nameOf = ({ kind, invoiceNumber, sellerName, grossTotal }: SlipSummary): string =>
  [KINDS[kind].chinese, invoiceNumber, sellerName, grossTotal].filter((part) => part !== null).join(' ');

const outcomeOf = ({ outcome }: SlipSummary): string => (outcome === null ? '' : OUTCOMES[outcome]);
