/** kill -9 of a process that writes and works: what was committed stays, and the job under way goes to the next one. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { openDatabase } from '../../src/adapters/postgres/open.js';
import { openPostgresQueue } from '../../src/adapters/queue-bullmq/postgres.js';
import { openRedisQueue } from '../../src/adapters/queue-bullmq/redis.js';
import { builtEntry } from '../../src/entry.js';
import type { Attempt, Queue } from '../../src/ports/queue.js';
import { newPostgresUrl, openTestPglite } from '../support/database.js';
import { eventually, temporaryFolder } from '../support/program.js';

/** Short, so that the test does not wait long for a job to count as lost. */
const SHORT = { lockMs: 2_000, stalledCheckMs: 500 };

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
const children: ChildProcess[] = [];

beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await folder.remove();
});

const built = (name: string) => JSON.stringify(pathToFileURL(builtEntry(`src/adapters/${name}`)).href);

/** Runs a script over the built adapters; `line` resolves with the next line it prints. */
function run(script: string) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    line: async () => (await lines.next()).value as string,
    kill: async () => {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

const workItem = () => ({ workId: randomUUID(), kind: 'read' as const, announcement: 1 });

/** A worker that takes one job and never comes back from it. */
const stuckWorker = (open: string) => `
  ${open}
  await queue.work(['read'], 1, async ({ workId }) => { console.log(workId); await new Promise(() => setInterval(() => 0, 1000)); });`;

/** The job comes again to a worker of this process, as the try it was. */
async function expectRecovered(queue: Queue, workId: string): Promise<void> {
  const seen: Attempt[] = [];
  const worker = await queue.work(['read'], 1, async (attempt) => {
    seen.push(attempt);
  });
  await eventually('the lost job', 40, async () => (seen.length > 0 ? true : undefined));
  await worker.close();
  expect(seen).toMatchObject([{ workId, kind: 'read', announcement: 1 }]);
}

describe('kill -9', { timeout: 240_000 }, () => {
  it('loses no committed row of PGlite, round after round', async () => {
    const path = join(folder.path, 'database');
    await (await openTestPglite(path)).close();
    const acknowledged: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const child = run(`
        import { openDatabase } from ${built('postgres/open')};
        const { store } = await openDatabase({ kind: 'pglite', folder: ${JSON.stringify(path)} });
        for (;;) console.log(await store.accounts.createOrganisation('x'));`);
      for (let count = 0; count < 40 + round * 13; count += 1) acknowledged.push(await child.line());
      await child.kill();
    }
    const database = await openDatabase({ kind: 'pglite', folder: path });
    for (const id of acknowledged) expect(await database.store.accounts.organisationExists(id)).toBe(true);
    await database.close();
  });

  it('hands the job of a killed program on PGlite to the next start', async () => {
    const path = join(folder.path, 'database');
    const first = await openTestPglite(path);
    const item = workItem();
    const before = await openPostgresQueue(await first.bullmqPool(), SHORT);
    await before.announce([item]);
    await before.close();
    await first.close();
    const child = run(
      stuckWorker(`
        import { openDatabase } from ${built('postgres/open')};
        import { openPostgresQueue } from ${built('queue-bullmq/postgres')};
        const database = await openDatabase({ kind: 'pglite', folder: ${JSON.stringify(path)} });
        const queue = await openPostgresQueue(await database.bullmqPool(), ${JSON.stringify(SHORT)});`),
    );
    expect(await child.line()).toBe(item.workId);
    await child.kill();
    const database = await openDatabase({ kind: 'pglite', folder: path });
    const queue = await openPostgresQueue(await database.bullmqPool(), SHORT);
    await expectRecovered(queue, item.workId);
    await queue.close();
    await database.close();
  });

  it.skipIf(inject('redis') === null)(
    'hands the job of a killed worker on Redis to another one',
    async () => {
      const url = inject('redis') ?? '';
      const options = { ...SHORT, prefix: `test-${randomUUID()}` };
      const queue = await openRedisQueue(url, options);
      const item = workItem();
      await queue.announce([item]);
      const child = run(
        stuckWorker(`
        import { openRedisQueue } from ${built('queue-bullmq/redis')};
        const queue = await openRedisQueue(${JSON.stringify(url)}, ${JSON.stringify(options)});`),
      );
      expect(await child.line()).toBe(item.workId);
      await child.kill();
      await expectRecovered(queue, item.workId);
      await queue.close();
    },
  );

  it.skipIf(inject('postgres') === null)(
    'hands the job of a killed worker on PostgreSQL to another one',
    async () => {
      const url = await newPostgresUrl();
      const database = await openDatabase({ kind: 'postgres', url });
      const queue = await openPostgresQueue(await database.bullmqPool(), SHORT);
      const item = workItem();
      await queue.announce([item]);
      const child = run(
        stuckWorker(`
        import { openDatabase } from ${built('postgres/open')};
        import { openPostgresQueue } from ${built('queue-bullmq/postgres')};
        const database = await openDatabase({ kind: 'postgres', url: ${JSON.stringify(url)} });
        const queue = await openPostgresQueue(await database.bullmqPool(), ${JSON.stringify(SHORT)});`),
      );
      expect(await child.line()).toBe(item.workId);
      await child.kill();
      await expectRecovered(queue, item.workId);
      await queue.close();
      await database.close();
    },
  );
});
