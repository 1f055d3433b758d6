/**
 * One process on a data folder: the embedded database has no lock of its own, and two processes on it lose rows
 * silently (STACK, row 1).
 */
import { mkdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lock } from 'proper-lockfile';
import { errorCode } from '../../document/error-code.js';

/** Another process of ours works on this folder. */
export class DataFolderInUse extends Error {
  readonly code = 'data_folder_in_use';
  readonly folder: string;
  readonly remedy: string;
  constructor(folder: string) {
    super(`another Yanpiao is running on ${folder}`);
    this.name = 'DataFolderInUse';
    this.folder = folder;
    this.remedy = `Stop it, or give this one a folder of its own with YANPIAO_DATA（该数据目录已被另一个验票进程占用，请先停止它，或用 YANPIAO_DATA 另指定目录）`;
  }
}

export interface FolderLock {
  release(): Promise<void>;
}

export interface LockOptions {
  /** Name of the lock in the folder; each is a lock of its own. */
  readonly name?: string;
  /** The lock was taken away (this process did not run for longer than {@link STALE_MS}): it has to end at once. */
  readonly onLost: (error: Error) => void;
}

/** A lock not renewed for so long belongs to a dead process. Five renewals, so that a busy machine does not lose it. */
const STALE_MS = 8_000;
const RENEW_MS = 1_600;
const RETRY_MS = 400;

/**
 * Makes the folder where it is missing and takes it. Right after a kill -9 this waits until the dead process's lock has
 * gone stale, eight seconds at most. Throws DataFolderInUse as soon as the holder is seen to renew its lock.
 */
export async function lockDataFolder(folder: string, options: LockOptions): Promise<FolderLock> {
  const path = resolve(folder);
  const lockfilePath = join(path, options.name ?? '.lock');
  await mkdir(path, { recursive: true });
  let firstSeen: number | null = null;
  for (;;) {
    try {
      const settings = { lockfilePath, stale: STALE_MS, update: RENEW_MS, onCompromised: options.onLost };
      return { release: await lock(path, settings) };
    } catch (error) {
      if (errorCode(error) !== 'ELOCKED') throw error;
    }
    const renewed = await renewedAt(lockfilePath);
    if (renewed !== null) {
      firstSeen ??= renewed;
      if (renewed !== firstSeen) throw new DataFolderInUse(path);
    }
    await sleep(RETRY_MS);
  }
}

/** When the holder last renewed its lock; `null` when it has just let go. */
async function renewedAt(lockfilePath: string): Promise<number | null> {
  try {
    return (await stat(lockfilePath)).mtimeMs;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}
