/** One reader process, seen from the pool. */
import { type ChildProcess, fork } from 'node:child_process';
import type { PartyList } from '../../document/ledger.js';
import type { RefusalCode } from '../../document/refusal.js';
import type { ReadProgress } from '../../document/report.js';
import { builtEntry } from '../../entry.js';
import { MOST_LISTS } from '../../pipeline/known-parties.js';
import type { Answer, ChildSettings, Request, Result, Told, Usage } from './messages.js';
import { Recent } from './recent.js';
import { canLook, Lookout } from './usage.js';
import { type Limits, Watchdog } from './watchdog.js';

/** How often a working child is looked at. It allocates at most some hundred megabytes in that time. */
const LOOK_MS = 100;
/** What a child that fails to start may say about it. */
const LAST_WORDS = 2000;

/**
 * What glibc's allocator needs to be told (others ignore it). Left alone it learns from large blocks that are freed to
 * keep them: pixels and tensors stay resident, in fragments. With fixed bounds, blocks of 4 MB and more go back to the
 * system at once. In one trial each, under varying load, a reader held 243 MB after a scanned page with these bounds and
 * 384 MB without; with 1 and 8 MB it held 209 MB, and page faults were several times as many (docs/speed.md).
 */
export const READER_ENV = {
  MALLOC_MMAP_THRESHOLD_: String(4 * 1024 ** 2),
  MALLOC_TRIM_THRESHOLD_: String(64 * 1024 ** 2),
  MALLOC_ARENA_MAX: '2',
} as const;

/** How a piece of work ended. */
export type Outcome =
  | { readonly end: 'answer'; readonly answer: Result }
  /** Killed for a spent budget. */
  | { readonly end: 'killed'; readonly code: RefusalCode; readonly wallMs: number; readonly cpuMs: number }
  /** Died, or failed by a fault of ours. */
  | { readonly end: 'fault'; readonly error: Error };

interface Work {
  readonly watchdog: Watchdog;
  readonly onProgress: (progress: ReadProgress) => void;
  readonly settle: (outcome: Outcome) => void;
}

/** A child that could not even start: nothing can be read on this machine. */
export class ReaderCannotStart extends Error {
  override readonly name = 'ReaderCannotStart';
  readonly remedy =
    '请运行 npx yanpiao doctor 查看缺少什么 / Run "npx yanpiao doctor" to see what is missing';
}

export class ReaderChild {
  readonly #process: ChildProcess;
  readonly #limits: Limits;
  readonly #onWarning: (message: string) => void;
  #work: Work | null = null;
  #reported: Usage | null = null;
  readonly #lookout: Lookout | null;
  #killed: RefusalCode | null = null;
  #lastWords = '';
  #ended = false;
  /** Told to end. Its answer may still be on the way and counts; it takes no further work, though it looks alive. */
  #dying = false;
  /** Lists it was told of, and still holds: it forgets in the same order. */
  readonly #told = new Recent<true>(MOST_LISTS);
  /** Files it has finished. */
  files = 0;
  /** Resolves when it takes requests; rejects with ReaderCannotStart. */
  readonly ready: Promise<void>;
  /** Resolves when the process is gone. */
  readonly gone: Promise<void>;

  constructor(settings: ChildSettings, limits: Limits, onWarning: (message: string) => void) {
    this.#limits = limits;
    this.#onWarning = onWarning;
    this.#process = fork(builtEntry('workers/reader'), [JSON.stringify(settings)], {
      serialization: 'advanced',
      execArgv: [],
      env: { ...READER_ENV, ...process.env },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    const { pid } = this.#process;
    this.#lookout = canLook && pid !== undefined ? new Lookout(pid) : null;
    this.#process.stderr?.on('data', (chunk: Buffer) => {
      this.#lastWords = (this.#lastWords + chunk.toString('utf8')).slice(-LAST_WORDS);
    });
    this.gone = new Promise((resolve) => {
      this.#process.once('close', () => {
        this.#lookout?.close();
        resolve();
      });
    });
    this.ready = new Promise((resolve, reject) => {
      this.#process.on('message', (answer: Answer) => {
        if (answer.say === 'ready') resolve();
        else this.#hear(answer);
      });
      this.#process.once('close', (code, signal) => {
        reject(
          new ReaderCannotStart(
            `the reader could not be started (${signal ?? code}): ${this.#lastWords.trim()}`,
          ),
        );
        this.#end(code, signal);
      });
      this.#process.once('error', reject);
    });
    // Whoever waits for it hears of its failure; without anyone waiting it must not end this process.
    void Promise.allSettled([this.ready]);
  }

  /** Whether it takes no more work: it is gone, or was told to go. */
  get ended(): boolean {
    return this.#ended || this.#dying;
  }

  /** Memory it holds now; 0 where nobody can tell. */
  bytes(): number {
    return this.#usage()?.bytes ?? 0;
  }

  /** Gives it one piece of work; it must be ready and idle. `known`: the list that the request names. */
  run(
    request: Request,
    onProgress: (progress: ReadProgress) => void,
    known: PartyList | null = null,
  ): Promise<Outcome> {
    const watchdog = new Watchdog(this.#limits);
    return new Promise((resolve) => {
      const timer = setInterval(() => this.#look(), LOOK_MS);
      const settle = (outcome: Outcome) => {
        clearInterval(timer);
        this.#work = null;
        this.files++;
        resolve(outcome);
      };
      this.#work = { watchdog, onProgress, settle };
      const send = (message: Request | Told) =>
        this.#process.send(message, (error) => {
          if (error) this.#work?.settle({ end: 'fault', error });
        });
      if (known !== null && this.#told.get(known.id) === undefined) {
        send({ do: 'know', list: known });
        this.#told.put(known.id, true);
      }
      send(request);
      // From here its CPU is counted.
      this.#look();
    });
  }

  /** Ends it at once, whatever it does. */
  kill(): void {
    this.#dying = true;
    this.#process.kill('SIGKILL');
  }

  #hear(answer: Answer): void {
    switch (answer.say) {
      case 'warning':
        this.#onWarning(answer.message);
        break;
      case 'usage':
        this.#reported = answer.usage;
        break;
      case 'progress':
        this.#work?.watchdog.progress(answer.progress);
        this.#work?.onProgress(answer.progress);
        break;
      case 'fault':
        this.#work?.settle({ end: 'fault', error: new Error(answer.stack) });
        break;
      case 'ready':
        break;
      default:
        this.#work?.settle({ end: 'answer', answer });
    }
  }

  #usage(): Usage | null {
    return this.#lookout === null ? this.#reported : this.#lookout.look();
  }

  #look(): void {
    if (this.#work === null || this.#killed !== null) return;
    this.#killed = this.#work.watchdog.check(this.#usage());
    if (this.#killed !== null) this.kill();
  }

  #end(code: number | null, signal: string | null): void {
    this.#ended = true;
    const work = this.#work;
    if (!work) return;
    if (this.#killed !== null) work.settle({ end: 'killed', code: this.#killed, ...work.watchdog.spent() });
    else
      work.settle({
        end: 'fault',
        error: new Error(`the reader ended (${signal ?? code}) in the middle of a file`),
      });
  }
}
