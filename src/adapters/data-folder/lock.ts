/**
 * One process on a data folder: the embedded database has no lock of its own, and two processes on it lose rows
 * silently (STACK, row 1).
 */
import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { lock } from 'proper-lockfile';

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
  /** The lock was taken away (this process did not run for longer than {@link STALE_MS}): it has to end at once. */
  readonly onLost: (error: Error) => void;
  /** Milliseconds to wait for a process that was just killed; by default a little more than its lock lives on. */
  readonly patienceMs?: number;
}

/** A lock not renewed for so long belongs to a dead process. Five renewals, so that a busy machine does not lose it. */
export const STALE_MS = 8_000;
const RENEW_MS = 1_600;
const RETRY_MS = 400;

/**
 * Makes the folder where it is missing and takes it. Right after a kill -9 this waits until the dead process's lock has
 * gone stale. Throws DataFolderInUse when someone alive holds it.
 */
export async function lockDataFolder(folder: string, options: LockOptions): Promise<FolderLock> {
  const path = resolve(folder);
  await mkdir(path, { recursive: true });
  const retries = Math.ceil((options.patienceMs ?? STALE_MS + 1_500) / RETRY_MS);
  try {
    const release = await lock(path, {
      lockfilePath: `${path}/.lock`,
      stale: STALE_MS,
      update: RENEW_MS,
      retries: { retries, factor: 1, minTimeout: RETRY_MS, maxTimeout: RETRY_MS },
      onCompromised: options.onLost,
    });
    return { release };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ELOCKED')
      throw new DataFolderInUse(path);
    throw error;
  }
}
