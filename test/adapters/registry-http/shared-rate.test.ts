/** Two processes on one Redis keep one rate limit. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openRedisClient } from '../../../src/adapters/queue-bullmq/redis.js';
import { parseMapping } from '../../../src/adapters/registry-http/mapping.js';
import { openRegistry } from '../../../src/adapters/registry-http/provider.js';
import { root } from '../../support/program.js';
import { type FakeRegister, startFakeRegister } from './fake-register.js';

const url = inject('redis');

describe.skipIf(url === null)('a rate limit in Redis', () => {
  let fake: FakeRegister;
  beforeAll(async () => {
    fake = await startFakeRegister();
    fake.answer('baidu', 'match');
  });
  afterAll(() => fake?.close());

  const clients: Awaited<ReturnType<typeof openRedisClient>>[] = [];
  afterAll(() => {
    for (const client of clients) client.disconnect();
  });

  async function process() {
    const redis = await openRedisClient(url ?? '');
    clients.push(redis);
    const sample = JSON.parse(readFileSync(join(root, 'samples/registries/baidu-style.json'), 'utf8'));
    const rate = { requests: 3, seconds: 3600 };
    const mapping = { ...sample, name: `shared-${globalThis.process.pid}`, rate };
    mapping.request.url = `${fake.origin}/`;
    const env = { YANPIAO_REGISTRY_BAIDU_TOKEN: 't' };
    const register = openRegistry(parseMapping('m', JSON.stringify(mapping)), { redis, env });
    return { register, redis };
  }
  const question = { kind: 'digital_general', fields: { invoiceNumber: '26312000000012345678' } } as const;

  it('holds for both together, and each keeps it alone while Redis is away', async () => {
    const [one, two] = [await process(), await process()];
    const answers = await Promise.all(
      [one, two, one, two, one].map(({ register }) => register.check(question)),
    );
    expect(answers.filter(({ outcome }) => outcome === 'match')).toHaveLength(3);
    expect(answers.filter(({ rawCode }) => rawCode === 'no_turn')).toHaveLength(2);
    two.redis.disconnect();
    expect(await two.register.check(question)).toMatchObject({ outcome: 'match' });
  });
});
