/** A data folder that nothing can be done in is told before anything is opened there. */
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkDataFolder, DataFolderUnusable } from '../../../src/adapters/data-folder/room.js';
import { tell } from '../../../src/run-process.js';
import { temporaryFolder } from '../../support/program.js';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder.remove());

/** What the person at the terminal reads. */
async function told(checking: Promise<void>): Promise<string> {
  const error: unknown = await checking.catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(DataFolderUnusable);
  return tell(error);
}

it('makes the folder and leaves nothing in it', async () => {
  const path = join(folder.path, 'deep', 'new');
  await checkDataFolder(path);
  expect(await readdir(path)).toEqual([]);
});

it('tells of a folder that cannot be made or written to, with what to do', async () => {
  const file = join(folder.path, 'file');
  await writeFile(file, '');
  const text = await told(checkDataFolder(join(file, 'data')));
  expect(text).toMatch(/cannot be written to \(ENOTDIR\)\n.*YANPIAO_DATA.*数据目录无法写入/);
});

it('tells of a disk without room', async () => {
  const text = await told(checkDataFolder(folder.path, Number.MAX_SAFE_INTEGER));
  expect(text).toMatch(/is full\n.*64 MB.*磁盘空间不足/);
});
