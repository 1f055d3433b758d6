/** Whether a data folder can be worked in at all: told before anything is opened there, in words that say what to do. */
import { randomUUID } from 'node:crypto';
import { mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../../document/error-code.js';

/**
 * Bytes that must be free to start. The embedded database makes its journal in files of 16 MB and ends itself when there
 * is no room for the next; a new one takes 40 MB.
 */
const LEAST_FREE = 64 * 1024 ** 2;

/** The data folder cannot be written to, or its disk is full. */
export class DataFolderUnusable extends Error {
  readonly code: 'data_folder_not_writable' | 'data_folder_full';
  readonly remedy: string;
  constructor(code: DataFolderUnusable['code'], message: string, remedy: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'DataFolderUnusable';
    this.code = code;
    this.remedy = remedy;
  }
}

/** Makes the folder where it is missing. Throws DataFolderUnusable; `leastFree` is in bytes. */
export async function checkDataFolder(folder: string, leastFree = LEAST_FREE): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    const probe = join(folder, `.probe-${randomUUID()}`);
    await writeFile(probe, '', { flag: 'wx' });
    await rm(probe);
  } catch (error) {
    const code = errorCode(error) ?? '';
    if (code === 'ENOSPC' || code === 'EDQUOT') throw full(folder, error);
    throw new DataFolderUnusable(
      'data_folder_not_writable',
      `the data folder ${folder} cannot be written to (${code})`,
      'Let this user write there, or give another folder with YANPIAO_DATA（数据目录无法写入：请授予写权限，或用 YANPIAO_DATA 另指定目录）',
      error,
    );
  }
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < leastFree) throw full(folder);
}

function full(folder: string, cause?: unknown): DataFolderUnusable {
  return new DataFolderUnusable(
    'data_folder_full',
    `the disk of the data folder ${folder} is full`,
    `Make room of at least ${LEAST_FREE / 1024 ** 2} MB; what was accepted is then gone on with（磁盘空间不足：请至少腾出 ${LEAST_FREE / 1024 ** 2} MB，已受理的工作会继续）`,
    cause,
  );
}
