/** Opening: what is checked, and several programs at once. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { describe, expect, inject, it } from 'vitest';
import { DatabaseFault, DatabaseUnfit } from '../../../src/adapters/postgres/errors.js';
import { openDatabase } from '../../../src/adapters/postgres/open.js';
import { openPostgresQueue } from '../../../src/adapters/queue-bullmq/postgres.js';
import { newPostgresUrl, snapshot } from '../../support/database.js';

describe.skipIf(inject('postgres') === null)('opening PostgreSQL', () => {
  it('lets API and workers start together on an empty database', async () => {
    const url = await newPostgresUrl();
    const open = async () => {
      const database = await openDatabase({ kind: 'postgres', url });
      const queue = await openPostgresQueue(await database.bullmqPool());
      return { database, queue };
    };
    const all = await Promise.all([open(), open(), open()]);
    const [first, second] = all;
    await first?.database.store.accounts.createOrganisation('甲公司', '1');
    expect(await second?.database.store.accounts.organisationName('1')).toBe('甲公司');
    for (const { queue, database } of all) {
      await queue.close();
      await database.close();
    }
  });

  it('refuses a database whose locale knows no Chinese, and says how to make a better one', async () => {
    const url = await newPostgresUrl('C');
    const fault = await openDatabase({ kind: 'postgres', url }).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(DatabaseUnfit);
    expect(fault).toMatchObject({ code: 'no_chinese_trigrams', remedy: expect.stringContaining('C.UTF-8') });
  });
});

it('tells that PostgreSQL cannot be reached, without its password', async () => {
  const url = 'postgres://someone:secret@127.0.0.1:1/nothing';
  const fault = await openDatabase({ kind: 'postgres', url }).catch((error: unknown) => error);
  expect(fault).toBeInstanceOf(DatabaseFault);
  expect(fault).toMatchObject({ code: 'ECONNREFUSED' });
  expect(String(fault)).not.toContain('secret');
});

it('only reads in PGlite while the disk is about to be full', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'yanpiao-full-'));
  const place = { kind: 'pglite', folder: join(folder, 'database'), snapshot: await snapshot() } as const;
  const { store, drizzle, bullmqPool, close } = await openDatabase({
    ...place,
    leastFree: Number.MAX_SAFE_INTEGER,
  });
  try {
    // What stands in a block is not seen.
    await drizzle.execute(sql`do $$ begin
      insert into organisations (id, name) values ('1', '乙公司');
      insert into api_keys (id, organisation_id, role, label, prefix, digest)
        values (gen_random_uuid(), '1', 'finance', 'a', 'b', 'digest');
    end $$`);
    const writing = store.accounts.createOrganisation('甲公司', '1');
    await expect(writing).rejects.toMatchObject({ code: '53100' });
    // Nobody is kept waiting by what was refused, and who has a key can look.
    expect(await store.accounts.byApiKey('digest')).toMatchObject({ organisationId: '1', role: 'finance' });
    const pool = await bullmqPool();
    const added = pool.query('-- Several at once.\nSELECT id FROM add_jobs_bulk($1, $2::jsonb) AS t(id)', [
      'read',
      '[]',
    ]);
    await expect(added).rejects.toMatchObject({ code: '53100' });
    expect((await pool.query('-- One.\nSELECT * FROM job WHERE queue = $1', ['read'])).rows).toEqual([]);
  } finally {
    await close();
    await rm(folder, { recursive: true });
  }
});
