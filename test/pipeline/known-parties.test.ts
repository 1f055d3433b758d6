import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { drawPdf } from '../../samples/draw/document.js';
import { png, rasterOf } from '../../samples/draw/picture.js';
import { invoiceOf } from '../../samples/recipes.js';
import { openDiskBlobs } from '../../src/adapters/blobs-disk/blobs.js';
import type { OpenDatabase } from '../../src/adapters/postgres/open.js';
import { openReaderPool } from '../../src/adapters/reader-process/pool.js';
import type { Slip } from '../../src/document/slip.js';
import { knownParties, MOST_LISTS, PartyLists } from '../../src/pipeline/known-parties.js';
import { runRead } from '../../src/pipeline/run-reading.js';
import type { RunnerTools } from '../../src/pipeline/runner.js';
import type { Reader } from '../../src/ports/reader.js';
import { invoice, principal } from '../contract/samples.js';
import { openTestPglite } from '../support/database.js';

/** 粱, which the recogniser takes for 梁 again and again. */
const NAME = '宁波样例黄粱信息技术有限公司';
const ORG = '1';

let folder: string;
let database: OpenDatabase;
let reader: Reader;
const faults: unknown[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yanpiao-parties-'));
  database = await openTestPglite();
  await database.store.accounts.createOrganisation('One', ORG);
  reader = openReaderPool({ processes: 1, ocrEngine: 'auto', onFault: (...fault) => faults.push(fault) });
});
afterAll(async () => {
  await reader.close();
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

/** An import that brought these entries, finished as the line finishes it. */
async function imported(org: string, ...entries: Parameters<typeof invoice>[0][]): Promise<void> {
  const { ledger, work } = database.store;
  const file = { file: 'ledger.xlsx', sha256: '0'.repeat(64), size: 1 };
  const { announcements } = await ledger.openImport(principal(org), file);
  const { added, updated, unchanged } = await ledger.upsert(org, entries.map(invoice), {
    kind: 'import',
    id: null,
    name: file.file,
  });
  const [{ workId } = { workId: '' }] = announcements;
  await work.start(workId);
  const rows = entries.length;
  await work.finishImport(workId, { rows, added, updated, unchanged, skippedCount: 0, skipped: [] });
}

const entry = (number: number, sellerName: string, sellerTaxId: string) => ({
  invoiceNumber: `2631200000001234${String(number).padStart(4, '0')}`,
  sellerName,
  sellerTaxId,
  buyerName: null,
  buyerTaxId: null,
});

test('a name that was misread beside its tax id is set right once the ledger knows the company, and says so', async () => {
  const recipe = {
    id: 'known',
    kind: 'digital_special',
    date: '2025-03-14',
    lines: 1,
    rates: 'one',
    buyer: 'company',
  };
  const drawn = invoiceOf(recipe as Parameters<typeof invoiceOf>[0], 1);
  const { taxId } = drawn.seller;
  const bytes = await png(
    await rasterOf(await drawPdf({ ...drawn, seller: { ...drawn.seller, name: NAME } }), 150),
  );

  const { store } = database;
  const blobs = await openDiskBlobs(folder);
  const { sha256, size } = await blobs.put(ORG, Readable.from([bytes]), bytes.length);
  const tools: RunnerTools = {
    store,
    blobs,
    reader,
    queue: { announce: async () => undefined, work: () => expect.fail() },
    parties: new PartyLists(store.ledger),
    now: () => new Date(),
    onFault: (...fault) => faults.push(fault),
  };
  const seller = async (): Promise<Slip['fields']['sellerName']> => {
    const { documents, announcements } = await store.documents.accept(principal(ORG), [
      { file: 'a.png', sha256, size },
    ]);
    const work = await store.work.get(announcements[0]?.workId ?? '');
    if (work === null) throw new Error('no work');
    await runRead(tools, work);
    const read = await store.documents.get(ORG, documents[0]?.id ?? '');
    return read?.slips[0]?.fields.sellerName;
  };

  const misread = await seller();
  expect(misread?.value).toBe(NAME.replace('粱', '梁'));

  await imported(ORG, entry(1, NAME, taxId));
  const mended = await seller();
  expect(mended).toMatchObject({ value: NAME, repaired: true });
  expect(mended?.rivals).toContainEqual(expect.objectContaining({ value: misread?.value }));
  expect(faults).toEqual([]);
}, 120_000);

test('lists are loaded anew after an import, and only then', async () => {
  const { store } = database;
  await store.accounts.createOrganisation('Two', '2');
  let loads = 0;
  const lists = new PartyLists({
    edition: (org) => store.ledger.edition(org),
    parties: (org, limit) => {
      loads += 1;
      return store.ledger.parties(org, limit);
    },
  });
  const [none, same] = await Promise.all([lists.of('2'), lists.of('2')]);
  expect([none.parties, loads <= 2]).toEqual([[], true]);
  expect(same.id).toBe(none.id);
  const before = loads;
  await lists.of('2');
  expect(loads).toBe(before);

  await imported('2', entry(1, NAME, 'A'), entry(2, '成都样例木牛贸易有限公司', 'B'), entry(3, NAME, 'A'));
  const list = await lists.of('2');
  expect(list.parties).toEqual([
    { name: NAME, taxId: 'A' },
    { name: '成都样例木牛贸易有限公司', taxId: 'B' },
  ]);
  expect(list.id).not.toBe(none.id);
  expect(await store.ledger.parties('2', 1)).toHaveLength(1);
  expect((await lists.of(ORG)).parties).not.toEqual(list.parties);

  const after = loads;
  for (let org = 0; org < MOST_LISTS; org++) await lists.of(`other ${org}`);
  await lists.of('2');
  expect(loads).toBe(after + MOST_LISTS + 1);
});

test('a ledger that cannot be asked is told of, and asked again', async () => {
  let away = true;
  const lists = new PartyLists({
    edition: async () => '1',
    parties: async () => {
      if (away) throw new Error('away');
      return [{ name: NAME, taxId: 'A' }];
    },
  });
  await expect(lists.of('1')).rejects.toThrow('away');
  away = false;
  expect((await lists.of('1')).parties).toHaveLength(1);
});

test('companies are found by either half, however it is spaced and bracketed', () => {
  const party = { name: '样例（厦门）贸易有限公司', taxId: 'A1' };
  const known = knownParties([party, { name: '另一公司', taxId: 'A1' }]);
  expect(known.byName('样例(厦门) 贸易有限公司')).toEqual([party]);
  expect(known.byId('A1')).toHaveLength(2);
  expect(known.byId('A2')).toEqual([]);
});
