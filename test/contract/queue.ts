/** The contract of src/ports/queue.ts: what BullMQ must do on every backend. Run by queue-*.test.ts. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { QueueOptions } from '../../src/adapters/queue-bullmq/queue.js';
import type { WorkKind } from '../../src/document/state.js';
import type { Announcement, Attempt, Queue, QueueWorker } from '../../src/ports/queue.js';
import { eventually } from '../support/program.js';
import { unknownId } from './samples.js';

/** Opens one more queue, as another process would, on the same backend. */
export type OpenQueue = (options: QueueOptions) => Promise<Queue>;

const announcement = (kind: WorkKind, workId = unknownId(), times = 1): Announcement => ({
  workId,
  kind,
  announcement: times,
});

const PATIENCE_SECONDS = 30;

export function queueContract(
  name: string,
  prepare: () => Promise<{ open: OpenQueue; close(): Promise<void> }>,
): void {
  describe(`queue over ${name}`, () => {
    let backend: Awaited<ReturnType<typeof prepare>>;
    let queue: Queue;
    const faults: string[] = [];

    beforeAll(async () => {
      backend = await prepare();
      queue = await backend.open({ onFault: (what, error) => faults.push(`${what}: ${String(error)}`) });
    });
    afterAll(async () => {
      await queue?.close();
      await backend?.close();
      expect(faults).toEqual([]);
    });

    /** Runs `body` with a worker that notes its attempts, and closes the worker. */
    async function withWorker(
      kinds: readonly WorkKind[],
      handler: (attempt: Attempt) => Promise<void>,
      body: (seen: readonly Attempt[]) => Promise<void>,
      concurrency = 1,
    ): Promise<void> {
      const seen: Attempt[] = [];
      const worker = await queue.work(kinds, concurrency, async (attempt) => {
        seen.push(attempt);
        await handler(attempt);
      });
      try {
        await body(seen);
      } finally {
        await worker.close();
      }
    }

    const until = (what: string, holds: () => boolean | Promise<boolean>) =>
      eventually(what, PATIENCE_SECONDS, async () => ((await holds()) ? true : undefined));
    const done = async () => undefined;

    it('hands announced work to a worker of its kind, ids and nothing else', async () => {
      const items = [announcement('read'), announcement('match'), announcement('import')];
      await queue.announce(items);
      expect(await queue.counts()).toMatchObject({
        read: { waiting: 1 },
        match: { waiting: 1 },
        import: { waiting: 1 },
      });
      await withWorker(['read', 'match', 'import'], done, async (seen) => {
        await until('three jobs', () => seen.length === 3);
        const sorted = (list: readonly Announcement[]) =>
          [...list].sort((a, b) => (a.kind < b.kind ? -1 : 1));
        expect(sorted(seen)).toEqual(sorted(items).map((item) => ({ ...item, attempt: 1, last: false })));
      });
    });

    it('leaves other kinds alone', async () => {
      await queue.announce([announcement('match'), announcement('read')]);
      await withWorker(['match'], done, async (seen) => {
        await until('the match', () => seen.length === 1);
        expect((await queue.counts()).read.waiting).toBe(1);
      });
      await withWorker(['read'], done, (seen) =>
        until('the read', () => seen.length === 1).then(() => undefined),
      );
    });

    it('wakes a waiting worker at once', async () => {
      await withWorker(['read'], done, async (seen) => {
        await queue.announce([announcement('read')]);
        await until('the first', () => seen.length === 1);
        await queue.announce([announcement('read'), announcement('read')]);
        await until('two more', () => seen.length === 3);
      });
    });

    it('tries three times with growing pauses, says which is the last, and keeps what failed for people', async () => {
      const before = (await queue.counts()).import.failed;
      const times: number[] = [];
      const item = announcement('import');
      await queue.announce([item]);
      const handler = async () => {
        times.push(performance.now());
        throw new RangeError('secret content of a document');
      };
      await withWorker(['import'], handler, async (seen) => {
        await until('the job in failed', async () => (await queue.counts()).import.failed === before + 1);
        expect(seen.map(({ attempt, last }) => [attempt, last])).toEqual([
          [1, false],
          [2, false],
          [3, true],
        ]);
        expect(seen.every((attempt) => attempt.workId === item.workId)).toBe(true);
        const [first = 0, second = 0, third = 0] = times;
        expect(third - second).toBeGreaterThan(second - first);
      });
    });

    it('knows what waits, and what was lost, given up or done', async () => {
      const waiting = announcement('import');
      const unknown = announcement('import');
      await queue.announce([waiting]);
      expect(await queue.lost([waiting, unknown])).toEqual([unknown]);
      const handler = async () => {
        throw new Error('always');
      };
      await withWorker(['import'], handler, async (seen) => {
        await until('the last try', () => seen.some(({ last }) => last));
        await until('given up', async () => (await queue.lost([waiting])).length === 1);
      });
    });

    it('goes on after a failed try that was followed by a good one', async () => {
      await queue.announce([announcement('match')]);
      const handler = async ({ attempt }: Attempt) => {
        if (attempt === 1) throw new Error('once');
      };
      await withWorker(['match'], handler, async (seen) => {
        await until('the second try', () => seen.length === 2);
        await until('nothing left', async () => {
          const { match } = await queue.counts();
          return match.waiting + match.active + match.delayed + match.failed === 0;
        });
      });
    });

    it('takes the same announcement once while it waits, and the next announcement of the same work anew', async () => {
      const item = announcement('match');
      await queue.announce([item]);
      await queue.announce([item, item]);
      expect((await queue.counts()).match.waiting).toBe(1);
      await queue.announce([{ ...item, announcement: 2 }]);
      await withWorker(['match'], done, async (seen) => {
        await until('both', () => seen.length === 2);
        expect(seen.map((attempt) => attempt.announcement).sort()).toEqual([1, 2]);
      });
    });

    it('runs as many at once as it was told', async () => {
      let running = 0;
      let most = 0;
      const handler = async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setTimeout(resolve, 100));
        running -= 1;
      };
      await queue.announce(Array.from({ length: 9 }, () => announcement('read')));
      await withWorker(
        ['read'],
        handler,
        (seen) => until('nine', () => seen.length === 9).then(() => undefined),
        3,
      );
      expect(most).toBe(3);
    });

    it('waits for the job under way when a worker closes', async () => {
      let finished = false;
      await queue.announce([announcement('read')]);
      const handler = async () => {
        await new Promise((resolve) => setTimeout(resolve, 500));
        finished = true;
      };
      await withWorker(['read'], handler, (seen) =>
        until('a start', () => seen.length === 1).then(() => undefined),
      );
      expect(finished).toBe(true);
    });

    it('shares work between processes, each job once', async () => {
      const other = await backend.open({});
      const items = Array.from({ length: 30 }, () => announcement('match'));
      const seen: string[] = [];
      const handler = async ({ workId }: Attempt) => {
        seen.push(workId);
      };
      const workers: QueueWorker[] = [
        await queue.work(['match'], 2, handler),
        await other.work(['match'], 2, handler),
      ];
      await queue.announce(items);
      await until('all of them', () => seen.length >= items.length);
      await Promise.all(workers.map((worker) => worker.close()));
      await other.close();
      expect([...seen].sort()).toEqual(items.map((item) => item.workId).sort());
    });
  });
}
