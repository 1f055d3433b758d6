import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { describe, expect, inject, it } from 'vitest';
import { openRedisQueue, QueueUnreachable } from '../../src/adapters/queue-bullmq/redis.js';
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

it('says in plain words that Redis is not there', async () => {
  const attempt = openRedisQueue('redis://127.0.0.1:1');
  await expect(attempt).rejects.toBeInstanceOf(QueueUnreachable);
  await expect(attempt).rejects.toMatchObject({
    code: 'queue_unreachable',
    remedy: expect.stringContaining('REDIS_URL'),
  });
});
