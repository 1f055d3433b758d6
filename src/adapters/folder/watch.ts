/**
 * Watches a folder and gives each file once it has been written in full. The system's events (chokidar) only say where
 * to look soon; what is true is looked up: a listing now and then finds whatever no event told of.
 */
import { lstat } from 'node:fs/promises';
import { basename, relative } from 'node:path';
import { type FSWatcher, watch } from 'chokidar';
import { errorCode } from '../../document/error-code.js';
import { WAYS_IN } from '../../document/ways-in.js';
import type { FolderWatch, SettledFile, Taken } from '../../ports/folder.js';
import { isPassedOver } from './names.js';
import { openForWriting } from './open-files.js';
import { walkFolder } from './walk.js';

export interface WatchOptions {
  /** Absolute, symbolic links resolved. */
  readonly folder: string;
  /** Folders in it (absolute) that are left alone. */
  readonly without: readonly string[];
  /** List again and again instead of waiting for events: for folders that other machines write into. */
  readonly poll: boolean;
  /** The folder itself is gone; nothing is given any more. */
  readonly onGone: () => void;
  readonly onFault: (what: string, error: unknown) => void;
  /** {@link WAYS_IN} unless a test is in a hurry. */
  readonly times?: Partial<Times>;
}

interface Times {
  readonly settleMs: number;
  readonly emptyMs: number;
  readonly lookMs: number;
  readonly rescanMs: number;
  readonly pollMs: number;
}

/** Starts watching; files that are already there are given as well. `take` runs for a few files at a time. */
export function watchFolder(options: WatchOptions, take: (file: SettledFile) => Promise<Taken>): FolderWatch {
  const watcher = new Watcher(options, take);
  watcher.start();
  return watcher;
}

interface Waiting {
  size: number;
  mtimeMs: number;
  /** Since when it has looked as it does now. */
  since: number;
  notBefore: number;
}

/** The system has no watches left (inotify) or no descriptors. */
const EXHAUSTED = new Set(['ENOSPC', 'EMFILE', 'ENFILE']);

class Watcher implements FolderWatch {
  readonly #options: WatchOptions;
  readonly #take: (file: SettledFile) => Promise<Taken>;
  readonly #times: Times;
  readonly #waiting = new Map<string, Waiting>();
  /** What was dealt with and still lies there, as it was then. */
  readonly #dealtWith = new Map<string, string>();
  /** Settled, waiting for their turn. */
  #ready: string[] = [];
  readonly #underWay = new Map<string, Promise<void>>();
  #events: FSWatcher | null = null;
  #polls: boolean;
  #rescanAt = 0;
  #timer: NodeJS.Timeout | null = null;
  #looking: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(options: WatchOptions, take: (file: SettledFile) => Promise<Taken>) {
    this.#options = options;
    this.#take = take;
    this.#times = { ...WAYS_IN.folder, ...options.times };
    this.#polls = options.poll;
  }

  start(): void {
    const { folder, without } = this.#options;
    if (!this.#polls) {
      this.#events = watch(folder, {
        ignored: (path) => path !== folder && (isPassedOver(basename(path)) || without.includes(path)),
        followSymlinks: false,
        ignoreInitial: true,
        ignorePermissionErrors: true,
      });
      this.#events.on('add', (path) => this.#notice(path));
      this.#events.on('change', (path) => this.#notice(path));
      this.#events.on('unlink', (path) => this.#forget(path));
      this.#events.on('error', (error) => this.#eventsFailed(error));
    }
    this.#next(0);
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#looking;
    await Promise.all(this.#underWay.values());
    await this.#events?.close();
  }

  #next(ms: number): void {
    if (this.#closed) return;
    this.#timer = setTimeout(() => {
      this.#looking = this.#round();
    }, ms);
  }

  async #round(): Promise<void> {
    try {
      if (Date.now() >= this.#rescanAt) await this.#rescan();
      if (!this.#closed) await this.#look();
    } catch (error) {
      this.#options.onFault('look', error);
    }
    this.#next(this.#times.lookMs);
  }

  /** Lists everything; also what tells that the folder itself is gone. */
  async #rescan(): Promise<void> {
    const { folder, without, onFault, onGone } = this.#options;
    const there = new Set<string>();
    try {
      const onUnreadable = (_path: string, error: unknown) => onFault('list a sub-folder', error);
      for await (const path of walkFolder(folder, { without, onUnreadable })) {
        there.add(path);
        this.#notice(path);
      }
    } catch (error) {
      if (errorCode(error) !== 'ENOENT' && errorCode(error) !== 'ENOTDIR') throw error;
      this.#closed = true;
      onGone();
      return;
    }
    for (const path of this.#dealtWith.keys()) if (!there.has(path)) this.#forget(path);
    this.#rescanAt = Date.now() + (this.#polls ? this.#times.pollMs : this.#times.rescanMs);
  }

  #eventsFailed(error: unknown): void {
    this.#options.onFault('events', error);
    if (!EXHAUSTED.has(String(errorCode(error)))) return;
    this.#polls = true;
    this.#rescanAt = 0;
    const events = this.#events;
    this.#events = null;
    events?.close().catch((fault: unknown) => this.#options.onFault('events', fault));
  }

  #notice(path: string): void {
    if (this.#waiting.has(path) || this.#underWay.has(path)) return;
    this.#waiting.set(path, { size: -1, mtimeMs: -1, since: Date.now(), notBefore: 0 });
  }

  #forget(path: string): void {
    this.#waiting.delete(path);
    this.#dealtWith.delete(path);
  }

  /** Looks at those that have waited longest since they were looked at; those that have settled get their turn. */
  async #look(): Promise<void> {
    const settled: string[] = [];
    const ready = new Set(this.#ready);
    for (const [path, waiting] of [...this.#waiting].slice(0, WAYS_IN.folder.looks)) {
      if (!ready.has(path) && (await this.#settled(path, waiting)) !== null) settled.push(path);
      // To the end of the queue, unless it was forgotten.
      if (this.#waiting.delete(path)) this.#waiting.set(path, waiting);
    }
    if (settled.length === 0) return;
    const written = await openForWriting(this.#options.folder);
    this.#ready.push(...settled.filter((path) => !written.has(path)));
    for (let free = WAYS_IN.folder.atOnce - this.#underWay.size; free > 0; free -= 1) this.#startNext();
  }

  /** The file when it looks as it did a while ago; forgotten when it is gone, no file, or dealt with as it is. */
  async #settled(path: string, waiting: Waiting): Promise<SettledFile | null> {
    const found = await lstatOrNull(path);
    const now = Date.now();
    if (found === null || !found.isFile()) {
      this.#forget(path);
      // Old archivers write names in GBK: what is listed is then not what is there, and nothing can be opened by it.
      if (found === null && path.includes('\uFFFD'))
        this.#options.onFault(
          'look',
          new Error(`${path}: 文件名不是 UTF-8 / the name is not UTF-8: rename it`),
        );
      return null;
    }
    const { size, mtimeMs } = found;
    if (this.#dealtWith.get(path) === signature(size, mtimeMs)) {
      this.#waiting.delete(path);
      return null;
    }
    if (size !== waiting.size || mtimeMs !== waiting.mtimeMs) {
      Object.assign(waiting, { size, mtimeMs, since: now });
      return null;
    }
    const quiet = size === 0 ? this.#times.emptyMs : this.#times.settleMs;
    if (now - waiting.since < quiet || now < waiting.notBefore) return null;
    return { path, relative: relative(this.#options.folder, path), size, mtimeMs };
  }

  #startNext(): void {
    const path = this.#ready.shift();
    if (path === undefined || this.#closed) return;
    const deal = this.#deal(path)
      .catch((error: unknown) => this.#options.onFault('take', error))
      .finally(() => {
        this.#underWay.delete(path);
        this.#startNext();
      });
    this.#underWay.set(path, deal);
  }

  async #deal(path: string): Promise<void> {
    const waiting = this.#waiting.get(path);
    // Its turn came late: it may have changed, or gone, since.
    const file = waiting === undefined ? null : await this.#settled(path, waiting);
    if (file === null) return;
    this.#waiting.delete(path);
    const { size, mtimeMs } = file;
    let againMs: number | null = WAYS_IN.folder.retryMs;
    try {
      againMs = (await this.#take(file))?.againMs ?? null;
    } finally {
      if (againMs === null) this.#dealtWith.set(path, signature(size, mtimeMs));
      else this.#waiting.set(path, { size, mtimeMs, since: 0, notBefore: Date.now() + againMs });
    }
  }
}

const signature = (size: number, mtimeMs: number): string => `${size} ${mtimeMs}`;

async function lstatOrNull(path: string) {
  try {
    return await lstat(path);
  } catch (error) {
    // Its folder may have become a file, or ours no more to look into: gone, as far as we can tell.
    if (['ENOENT', 'ENOTDIR', 'EACCES'].includes(String(errorCode(error)))) return null;
    throw error;
  }
}
