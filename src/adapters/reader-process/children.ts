/** The children of a pool, and whose turn it is. */
import type { PartyList } from '../../document/ledger.js';
import type { ReadProgress } from '../../document/report.js';
import { BUDGETS } from '../../pipeline/budgets.js';
import { type Outcome, ReaderChild } from './child.js';
import type { ChildSettings, Request } from './messages.js';
import type { Limits } from './watchdog.js';

export interface PoolSettings extends Omit<ChildSettings, 'warm'> {
  /** Files read at the same time. */
  readonly processes: number;
  /** Told of faults of ours and of fall-backs. `error` holds no content of a document. */
  readonly onFault: (what: string, error: unknown) => void;
  /** For tests; the budgets of pipeline/budgets.ts otherwise. */
  readonly limits?: Partial<Limits>;
  readonly idleMs?: number;
}

type OnProgress = (progress: ReadProgress) => void;

interface Task {
  readonly request: Request;
  readonly onProgress: OnProgress;
  readonly known: PartyList | null;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
  /** Whether it has already failed once, which may have been the child's fault and not the file's. */
  again: boolean;
}

/**
 * What is done first, of all that waits. A person waits for a picture or a download; of files, one that was just handed in is one
 * person's photo more often than a pile, whose parts would keep it waiting for minutes; and judging takes no time.
 */
const TURNS: Readonly<Record<Request['do'], number>> = {
  picture: 0,
  member: 0,
  begin: 1,
  read: 1,
  open: 1,
  judge: 2,
  part: 3,
};

/** Does work in children, as many at a time as it may have. */
export class Pool {
  readonly #settings: PoolSettings;
  readonly #limits: Limits;
  readonly #waiting: Task[] = [];
  readonly #idle: ReaderChild[] = [];
  readonly #all = new Set<ReaderChild>();
  #busy = 0;
  #warm = false;
  #closed = false;
  #idleTimer: NodeJS.Timeout | undefined;

  constructor(settings: PoolSettings) {
    this.#settings = settings;
    this.#limits = { ...BUDGETS, ...settings.limits };
  }

  /** Rejects when no child can be started, and when the pool is closed before the end. */
  do(
    request: Request,
    onProgress: OnProgress = () => undefined,
    known: PartyList | null = null,
  ): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      if (this.#closed) return reject(closedError());
      this.#queue({ request, onProgress, known, resolve, reject, again: false });
      this.#next();
    });
  }

  /** Behind what is of the same turn; before it when it is tried again. */
  #queue(task: Task): void {
    const turn = TURNS[task.request.do];
    const at = this.#waiting.findIndex(({ request }) => {
      const other = TURNS[request.do];
      return task.again ? other >= turn : other > turn;
    });
    this.#waiting.splice(at < 0 ? this.#waiting.length : at, 0, task);
  }

  keepWarm(): void {
    this.#warm = true;
    this.#warmUp();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#idleTimer);
    for (const task of this.#waiting.splice(0)) task.reject(closedError());
    const all = [...this.#all];
    for (const child of all) child.kill();
    await Promise.all(all.map((child) => child.gone));
  }

  #next(): void {
    while (this.#busy < this.#settings.processes) {
      const task = this.#waiting.shift();
      if (!task) break;
      this.#busy++;
      clearTimeout(this.#idleTimer);
      this.#perform(task)
        .catch(task.reject)
        .finally(() => {
          this.#busy--;
          this.#next();
        });
    }
    this.#warmUp();
    if (this.#busy === 0) this.#sendHomeLater();
  }

  /** Fills the places of children that ended or never began. */
  #warmUp(): void {
    if (!this.#warm || this.#closed) return;
    while (this.#idle.length + this.#busy < this.#settings.processes) this.#idle.push(this.#start());
  }

  async #perform(task: Task): Promise<void> {
    const child = this.#idle.pop() ?? this.#start();
    await child.ready;
    const outcome = await child.run(task.request, task.onProgress, task.known);
    if (this.#closed) throw closedError();
    await this.#keepOrReplace(child, outcome);
    if (outcome.end !== 'fault') return task.resolve(outcome);
    if (task.again) {
      this.#settings.onFault('the reader failed twice on a file', outcome.error);
      return task.resolve(outcome);
    }
    // Closed while the failed child ended: nobody would end the next one.
    if (this.#closed) throw closedError();
    task.again = true;
    this.#queue(task);
  }

  #start(): ReaderChild {
    const { ocrEngine, modelsFolder, onFault } = this.#settings;
    const child = new ReaderChild(
      { ocrEngine, warm: this.#warm, ...(modelsFolder && { modelsFolder }) },
      this.#limits,
      (message) => onFault(message, null),
    );
    this.#all.add(child);
    void child.gone.then(() => {
      this.#all.delete(child);
      const index = this.#idle.indexOf(child);
      if (index >= 0) this.#idle.splice(index, 1);
    });
    return child;
  }

  /** After a fault, many files, or with much memory held, a fresh child is cheaper than trust. */
  async #keepOrReplace(child: ReaderChild, outcome: Outcome): Promise<void> {
    const fit =
      outcome.end === 'answer' &&
      child.files < BUDGETS.readerFiles &&
      child.bytes() < BUDGETS.readerIdleBytes;
    if (fit && !child.ended && !this.#closed) {
      this.#idle.push(child);
      return;
    }
    child.kill();
    await child.gone;
  }

  #sendHomeLater(): void {
    clearTimeout(this.#idleTimer);
    this.#idleTimer = setTimeout(() => {
      for (const child of this.#idle.splice(0)) {
        // One that has read nothing holds no more than a fresh one.
        if (this.#warm && child.files === 0) this.#idle.push(child);
        else child.kill();
      }
      this.#warmUp();
    }, this.#settings.idleMs ?? BUDGETS.readerIdleMs);
    this.#idleTimer.unref();
  }
}

const closedError = () => new Error('the reader was closed');
