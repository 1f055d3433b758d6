/** The SQL of the migrations says what schema/ says, and the ledger's look-ups use its indexes. */
import { execFileSync } from 'node:child_process';
import { cp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type SQL, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Database, rowsOf } from '../../../src/adapters/postgres/database.js';
import { nearIds } from '../../../src/adapters/postgres/ledger-near.js';
import type { OpenDatabase } from '../../../src/adapters/postgres/open.js';
import { invoice } from '../../contract/samples.js';
import { openTestPglite } from '../../support/database.js';
import { root, temporaryFolder } from '../../support/program.js';

it('has a migration for everything in schema/', async () => {
  const folder = await temporaryFolder();
  try {
    const out = join(folder.path, 'migrations');
    await cp(join(root, 'src/adapters/postgres/migrations'), out, { recursive: true });
    const before = await readdir(out);
    const schema = join(root, 'src/adapters/postgres/schema/index.ts');
    const kit = join(root, 'node_modules/drizzle-kit/bin.cjs');
    const args = ['generate', '--dialect', 'postgresql', '--schema', schema, '--out', 'migrations'];
    const said = execFileSync(process.execPath, [kit, ...args], { cwd: folder.path, encoding: 'utf8' });
    expect(said).toContain('No schema changes');
    expect(await readdir(out)).toEqual(before);
  } finally {
    await folder.remove();
  }
});

let database: OpenDatabase;
beforeAll(async () => {
  database = await openTestPglite();
});
afterAll(() => database?.close());

it('walks indexes, not the ledger, to find near candidates', async () => {
  const { store, drizzle } = database;
  await store.accounts.createOrganisation('甲公司', 'plan');
  const many = Array.from({ length: 4000 }, (_, index) =>
    invoice({
      invoiceNumber: `2631200000${String(index).padStart(10, '0')}`,
      sellerTaxId: `SELLER${index % 400}`,
      sellerName: `云杉样本${index % 400}科技有限公司`,
      netTotal: BigInt(index * 100),
      grossTotal: BigInt(index * 113),
      lines: [],
    }),
  );
  await store.ledger.upsert('plan', many, { kind: 'import', id: null, name: 'plan.xlsx' });
  await drizzle.execute(sql`analyze ledger_invoices, ledger_parties`);
  /** The plans of all statements that one look-up makes. */
  const plan = async (probe: Parameters<typeof nearIds>[2]) => {
    const lines: string[] = [];
    // Stands between nearIds and the database, to ask for the plan of each statement before it runs.
    const explaining = {
      execute: async (statement: Parameters<Database['execute']>[0] & SQL) => {
        const rows = await rowsOf<{ 'QUERY PLAN': string }>(drizzle, sql`explain ${statement}`);
        lines.push(...rows.map((row) => row['QUERY PLAN']));
        return drizzle.execute(statement);
      },
    };
    await nearIds(explaining as unknown as Database, 'plan', probe, 5);
    return lines.join('\n');
  };
  const probe = {
    invoiceNumber: '26312000000000000001',
    totals: [11300n],
    issueDate: '2026-03-15',
    days: 10,
  };
  const misread = { sellerTaxId: 'SELLE?7', sellerName: '云衫样本7科技有限公司' };
  for (const seller of [{ sellerTaxId: 'SELLER7' }, { sellerName: '云杉样本7科技有限公司' }, misread]) {
    const text = await plan({ ...probe, ...seller });
    for (const name of ['ledger_seller', 'ledger_gross', 'ledger_net', 'ledger_tail', 'ledger_key'])
      expect(text).toContain(name);
    expect(text).not.toContain('Seq Scan on ledger_invoices');
  }
});
