import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { describe, expect, inject, it } from 'vitest';
import { openRedisQueue, QueueUnreachable } from '../../src/adapters/queue-bullmq/redis.js';
import { available } from '../support/available.js';
import { eventually } from '../support/program.js';
import { startRedis } from '../support/services.js';
import { queueContract } from './queue.js';

const url = inject('redis');

describe.skipIf(url === null)('Redis', () => {
  const redis = url ?? '';
  queueContract('BullMQ on Redis', async () => {
    const prefix = `test-${randomUUID()}`;
    return {
      open: (options) => openRedisQueue(redis, { ...options, prefix }),
      close: async () => undefined,
    };
  });

  it('warns when Redis may throw jobs away', async () => {
    const client = new Redis(redis);
    const warnings: string[] = [];
    const open = () =>
      openRedisQueue(redis, { prefix: 'warn', onWarning: (message) => warnings.push(message) });
    await (await open()).close();
    expect(warnings).toEqual([]);
    await client.config('SET', 'maxmemory-policy', 'allkeys-lru');
    try {
      await (await open()).close();
    } finally {
      await client.config('SET', 'maxmemory-policy', 'noeviction');
      client.disconnect();
    }
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('noeviction');
  });
});

describe.skipIf(available().redis === null)('Redis that goes away', () => {
  it('makes announcing fail instead of wait, and works again when it is back', async () => {
    const program = available().redis ?? '';
    const folder = join(inject('scratch'), `redis-${randomUUID()}`);
    const first = await startRedis(program, folder);
    const faults: string[] = [];
    const queue = await openRedisQueue(first.url, { onFault: (what) => faults.push(what) });
    const announce = () => queue.announce([{ workId: randomUUID(), kind: 'read', announcement: 1 }]);
    await announce();
    await first.stop();
    await expect(announce()).rejects.toThrow();
    await expect.poll(() => faults).toContain('redis');
    const second = await startRedis(program, folder, Number(new URL(first.url).port));
    try {
      await eventually('an announcement', 30, () =>
        announce().then(
          () => true,
          () => undefined,
        ),
      );
      expect((await queue.counts()).read.waiting).toBe(1);
    } finally {
      await queue.close();
      await second.stop();
    }
  });
});

it('says in plain words that Redis is not there', async () => {
  const attempt = openRedisQueue('redis://127.0.0.1:1');
  await expect(attempt).rejects.toBeInstanceOf(QueueUnreachable);
  await expect(attempt).rejects.toMatchObject({
    code: 'queue_unreachable',
    remedy: expect.stringContaining('REDIS_URL'),
  });
});
