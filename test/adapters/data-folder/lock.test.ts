/** One process on a data folder, and the next one after it was killed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DataFolderInUse, lockDataFolder } from '../../../src/adapters/data-folder/lock.js';
import { builtEntry } from '../../../src/entry.js';
import { temporaryFolder } from '../../support/program.js';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
const lost: Error[] = [];
const options = { onLost: (error: Error) => lost.push(error) };

beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(async () => {
  await folder.remove();
  expect(lost).toEqual([]);
});

/** Another process that takes the folder and keeps it. */
async function holder(path: string) {
  const entry = pathToFileURL(builtEntry('src/adapters/data-folder/lock')).href;
  const script = `import { lockDataFolder } from ${JSON.stringify(entry)};
    await lockDataFolder(${JSON.stringify(path)}, { onLost: (error) => { throw error; } });
    console.log('held');
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}

it('refuses a second process and takes the folder when the first has let go', async () => {
  const child = await holder(folder.path);
  try {
    const refused = lockDataFolder(folder.path, options);
    await expect(refused).rejects.toBeInstanceOf(DataFolderInUse);
    await expect(refused).rejects.toMatchObject({ code: 'data_folder_in_use', folder: folder.path });
  } finally {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  const lock = await lockDataFolder(folder.path, options);
  await lock.release();
});

it('waits for the lock of a process that was killed and then goes on', async () => {
  const child = await holder(folder.path);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const lock = await lockDataFolder(folder.path, options);
  await lock.release();
});

it('makes the folder, and can be taken again after its release', async () => {
  const path = `${folder.path}/deep/new`;
  await (await lockDataFolder(path, options)).release();
  await (await lockDataFolder(path, options)).release();
});
