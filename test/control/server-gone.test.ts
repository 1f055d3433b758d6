/** A server that dies while it runs somebody's command. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { askServer, ServerGone } from '../../src/control/client.js';
import { controlPlace } from '../../src/control/place.js';
import { tell } from '../../src/run-process.js';
import { recorder } from '../support/recorder.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yp-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('is told in two lines, of which the second says what to do', async () => {
  const dying = createServer((socket) => socket.once('data', () => socket.destroy()));
  await new Promise<void>((resolve) => dying.listen(controlPlace(folder), resolve));
  try {
    const asked = askServer(folder, { command: 'ping', options: {} }, recorder().io);
    const fault = await asked.catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(ServerGone);
    expect(tell(fault).split('\n')).toEqual([expect.any(String), expect.stringContaining('重新执行')]);
  } finally {
    await new Promise((resolve) => dying.close(resolve));
  }
});
