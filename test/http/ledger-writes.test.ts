/** What programs do with the ledger: writing to it, following it, importing files and reading what came of them. */
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearer, multipart, type Server, startServer } from './fixture.js';

/** Fictional: region 44, year 2024. */
const told = (tail: number, patch: object = {}) => ({
  kind: 'digital_general',
  invoiceNumber: `244420000001234${String(tail).padStart(5, '0')}`,
  issueDate: '2024-05-28',
  sellerName: '云栖样例有限公司',
  sellerTaxId: '91440300MA5SAMPLE1',
  buyerName: '青禾测试有限公司',
  buyerTaxId: '91440300MA5SAMPLE2',
  netTotal: '100.00',
  taxTotal: '6.00',
  state: 'normal',
  ...patch,
});

let server: Server;
let finance: Record<string, string>;
beforeAll(async () => {
  server = await startServer();
  finance = bearer(await server.key('finance'));
});
afterAll(() => server.close());

const get = (url: string, headers = finance) => server.app.inject({ url: `/api/v1${url}`, headers });
const put = (invoices: unknown, headers: Record<string, string> = finance) =>
  server.app.inject({ method: 'PUT', url: '/api/v1/ledger/invoices', payload: { invoices }, headers });
const upload = (fields: Readonly<Record<string, string>>) => {
  const boundary = 'yanpiao-test';
  const parts = Object.entries(fields).map(
    ([name, text]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${text}\r\n`,
  );
  const file = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\nx\r\n--${boundary}--\r\n`;
  return server.app.inject({
    method: 'POST',
    url: '/api/v1/ledger/import',
    payload: parts.join('') + file,
    headers: { ...finance, 'content-type': `multipart/form-data; boundary=${boundary}` },
  });
};

describe('PUT /ledger/invoices', () => {
  it('tells what became of each item, and judges each by itself', async () => {
    const items = [
      told(1),
      told(2, { netTotal: '12.3' }),
      told(1, { state: 'void' }),
      told(3, { invoiceNumber: 2.44420000001234e19 }),
      told(4, { issueDate: '2024-02-30' }),
      told(5, { netTotal: '1,000.00' }),
      told(6, { kind: 'vat' }),
      told(7, { colour: 'red' }),
      { kind: 'vat_special_paper', invoiceNumber: '01234567', issueDate: '2022-03-01' },
      'nonsense',
    ];
    const answer = await put(items);
    expect(answer.statusCode).toBe(200);
    const { items: results, ...counts } = answer.json();
    expect(counts).toEqual({ added: 2, updated: 0, unchanged: 0, refused: 8 });
    expect(
      results.map((one: { result: string; problem: { code: string; path: string | null } | null }) => [
        one.result,
        one.problem?.code,
        one.problem?.path,
      ]),
    ).toEqual([
      ['added', undefined, undefined],
      ['added', undefined, undefined],
      ['refused', 'duplicate', null],
      ['refused', 'id_damaged', 'invoiceNumber'],
      ['refused', 'bad_date', 'issueDate'],
      ['refused', 'bad_amount', 'netTotal'],
      ['refused', 'unknown_kind', 'kind'],
      ['refused', 'invalid_item', null],
      ['refused', 'no_number', 'invoiceCode'],
      ['refused', 'invalid_item', null],
    ]);
    const entry = (await get(`/ledger/invoices/${results[0].id}`)).json();
    expect(entry).toMatchObject({ netTotal: '100.00', grossTotal: '106.00', state: 'normal', states: [] });
  });

  it('takes no amount that was a number on its way, whatever its digits', async () => {
    const amounts = [12.3, 106, 0.1 + 0.2, '1e3', '1.005', '12345678901234.00'];
    const items = amounts.map((netTotal, at) => told(60 + at, { netTotal }));
    const { items: results, refused } = (await put(items)).json();
    expect(refused).toBe(amounts.length);
    for (const { problem } of results)
      expect(problem).toMatchObject({
        code: 'bad_amount',
        path: 'netTotal',
        message: expect.stringContaining('文本'),
      });
    expect(results[0].problem.message).toContain('浮点数');
    const deduction = { deductibleTax: 6 };
    expect((await put([told(70, { deduction })])).json().items[0].problem).toMatchObject({
      ...{ code: 'bad_amount', path: 'deduction.deductibleTax' },
    });
  });

  it('takes back what GET tells, changes nothing then, and keeps changes of state with their source', async () => {
    const [{ id }] = (await put([told(20)])).json().items;
    const { states: _, ...entry } = (await get(`/ledger/invoices/${id}`)).json();
    expect((await put([entry])).json()).toMatchObject({ unchanged: 1, items: [{ id, result: 'unchanged' }] });
    expect((await put([{ ...entry, state: 'red_full' }])).json()).toMatchObject({ updated: 1 });
    const { states } = (await get(`/ledger/invoices/${id}`)).json();
    expect(states).toMatchObject([{ before: 'normal', after: 'red_full', source: { kind: 'api' } }]);
  });

  it('answers the same key and body as the first time, and refuses the key with another body', async () => {
    const headers = { ...finance, 'idempotency-key': 'nightly-1' };
    const first = await put([told(30)], headers);
    expect(first.json()).toMatchObject({ added: 1 });
    expect((await put([told(30)], headers)).json()).toEqual(first.json());
    expect((await put([told(30)])).json()).toMatchObject({ unchanged: 1 });
    const other = await put([told(31)], headers);
    expect([other.statusCode, other.json().code]).toEqual([409, 'idempotency_conflict']);
    expect((await get(`/ledger/invoices?invoiceNumber=${told(31).invoiceNumber}`)).json().items).toEqual([]);
  });

  it('takes a thousand at a time and no more, and only from who may', async () => {
    const many = Array.from({ length: 1001 }, (_, at) => told(10_000 + at));
    expect((await put(many)).statusCode).toBe(400);
    expect((await put(many.slice(0, 1000))).json()).toMatchObject({ added: 1000, refused: 0 });
    expect((await put([])).statusCode).toBe(400);
    const member = bearer(await server.key('user'));
    expect((await put([told(40)], member)).statusCode).toBe(403);
  });
});

describe('GET /ledger/changes', () => {
  it('brings everything once, then what is new, and tells nothing to strangers', async () => {
    const seen: string[] = [];
    let cursor = '';
    for (;;) {
      const { items, next } = (await get(`/ledger/changes?limit=400${cursor && `&cursor=${cursor}`}`)).json();
      cursor = next;
      if (items.length === 0) break;
      seen.push(...items.map((item: { id: string }) => item.id));
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThan(1000);
    await put([told(50), told(1, { state: 'void' })]);
    const { items } = (await get(`/ledger/changes?cursor=${cursor}`)).json();
    expect(items.map((item: { invoiceNumber: string }) => item.invoiceNumber).sort()).toEqual(
      [told(1).invoiceNumber, told(50).invoiceNumber].sort(),
    );
    const stranger = bearer(await server.key('owner', '2'));
    expect((await get('/ledger/changes', stranger)).json().items).toEqual([]);
    expect((await get('/ledger/changes?cursor=x')).statusCode).toBe(400);
  });
});

describe('GET /ledger/invoices', () => {
  it('tells purchases from sales once the own companies are named', async () => {
    const before = await get('/ledger/invoices?direction=sale');
    expect([before.statusCode, before.json().code]).toEqual([409, 'no_own_companies']);
    const { edition } = await server.store.rules.get('1');
    const principal = {
      organisationId: '1',
      role: 'owner',
      personId: null,
      apiKeyId: null,
      name: 'x',
    } as const;
    const own = [{ name: '云栖样例有限公司', taxId: '91440300MA5SAMPLE1', aliases: [] }];
    await server.store.rules.setOwnCompanies(principal, own, edition);
    expect((await get('/ledger/invoices?direction=sale&limit=1')).json().items).toHaveLength(1);
    expect((await get('/ledger/invoices?direction=purchase')).json().items).toEqual([]);
    const voided = (await get('/ledger/invoices?direction=sale&state=void')).json().items;
    expect(voided.map((item: { invoiceNumber: string }) => item.invoiceNumber)).toEqual([
      told(1).invoiceNumber,
    ]);
  });
});

describe('imports', () => {
  it('keep what was asked for, and are listed newest first', async () => {
    const mapping = JSON.stringify({ 流水: 'invoiceNumber', Datum: 'issueDate', x: '' });
    const { importId } = (await upload({ dryRun: 'true', mapping })).json();
    await upload({});
    const { items } = (await get('/ledger/imports')).json();
    expect(items).toHaveLength(2);
    expect(items[1]).toMatchObject({
      id: importId,
      dryRun: true,
      mapping: { 流水: 'invoiceNumber', Datum: 'issueDate', x: '' },
      progress: null,
    });
    const { items: page, next } = (await get('/ledger/imports?limit=1')).json();
    expect(page).toHaveLength(1);
    expect((await get(`/ledger/imports?limit=1&cursor=${next}`)).json().items[0].id).toBe(importId);
  });

  it.each([
    ['a field nobody knows', { dryrun: 'true' }],
    ['a dry run that is neither', { dryRun: 'maybe' }],
    ['a mapping that is no JSON', { mapping: '{' }],
    ['a mapping to no field of ours', { mapping: '{"x":"colour"}' }],
  ])('refuse %s', async (_, fields) => {
    const answer = await upload(fields);
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'invalid_request']);
  });

  it('tell how far they are, and hand out all that was left out', async () => {
    server.queue.announced.length = 0;
    const { importId } = (await upload({})).json();
    await server.store.ledger.importProgress(importId, { rows: 3, of: 10 });
    expect((await get(`/ledger/imports/${importId}`)).json()).toMatchObject({
      state: 'running',
      progress: { rows: 3, of: 10 },
    });
    const early = await get(`/ledger/imports/${importId}/report.csv`);
    expect([early.statusCode, early.json().code]).toEqual([409, 'not_read_yet']);
    const workId = server.queue.announced[0]?.workId ?? '';
    const skipped = [{ where: '第 2 行', code: 'bad_date', message: '=1+1' }] as const;
    const counts = { rows: 1, added: 0, updated: 0, unchanged: 0, skippedCount: 1 };
    await server.store.work.finishImport(workId, { format: 'table', ...counts, skipped });
    expect((await get(`/ledger/imports/${importId}`)).json().report).toMatchObject({
      format: 'table',
      skipped,
    });
    const report = await get(`/ledger/imports/${importId}/report.csv`);
    expect(report.headers['content-disposition']).toContain('attachment');
    expect(report.body).toBe("\uFEFF位置 Where,原因 Code,说明 Message\r\n第 2 行,bad_date,'=1+1\r\n");
    const stranger = bearer(await server.key('owner', '2'));
    expect((await get(`/ledger/imports/${importId}/report.csv`, stranger)).statusCode).toBe(404);
  });

  it('hand out the file of skipped rows where the report does not list all', async () => {
    server.queue.announced.length = 0;
    const form = multipart([{ name: 'b.csv', bytes: 'x' }]);
    const { importId } = (
      await server.app.inject({
        method: 'POST',
        url: '/api/v1/ledger/import',
        payload: form.payload,
        headers: { ...form.headers, ...finance },
      })
    ).json();
    const skippedFile = await server.blobs.put('1', Readable.from(['all of them']), 1000);
    const counts = { rows: 2000, added: 0, updated: 0, unchanged: 0, skippedCount: 2000 };
    await server.store.work.finishImport(server.queue.announced[0]?.workId ?? '', {
      ...counts,
      skipped: [],
      skippedFile,
    });
    expect((await get(`/ledger/imports/${importId}/report.csv`)).body).toBe('all of them');
    expect((await get(`/ledger/imports/${importId}`)).json().report).not.toHaveProperty('skippedFile');
  });
});
