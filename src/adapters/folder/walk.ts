/** The files in a folder and its sub-folders. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../../document/error-code.js';
import { isPassedOver } from './names.js';

export interface WalkOptions {
  /** Sub-folders, too; as it is by default. */
  readonly recursive?: boolean;
  /** Folders (absolute) that are left out. */
  readonly without?: readonly string[];
  /** Told of a sub-folder that cannot be read; it is passed over. Without it the error is thrown. */
  readonly onUnreadable?: (path: string, error: unknown) => void;
}

/**
 * Absolute paths of ordinary files, folder by folder in the order of their names (2 before 10). Symbolic links are not
 * followed: they may lead anywhere. Throws when `folder` itself cannot be read.
 */
export async function* walkFolder(folder: string, options: WalkOptions = {}): AsyncGenerator<string> {
  const entries = await readdir(folder, { withFileTypes: true });
  entries.sort((a, b) => byName.compare(a.name, b.name));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (isPassedOver(entry.name) || options.without?.includes(path)) continue;
    if (entry.isFile()) yield path;
    else if (entry.isDirectory() && options.recursive !== false) yield* subFolder(path, options);
  }
}

const byName = new Intl.Collator('zh-CN', { numeric: true });

async function* subFolder(path: string, options: WalkOptions): AsyncGenerator<string> {
  try {
    yield* walkFolder(path, options);
  } catch (error) {
    // Deleted since it was listed.
    if (errorCode(error) === 'ENOENT') return;
    if (options.onUnreadable === undefined) throw error;
    options.onUnreadable(path, error);
  }
}
