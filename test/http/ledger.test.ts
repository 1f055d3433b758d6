import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearer, multipart, type Server } from './fixture.js';
import { DIGITAL, startServerWithLedger } from './ledger-fixture.js';

let server: Server;
let finance: Record<string, string>;
beforeAll(async () => {
  ({ server, finance } = await startServerWithLedger());
});
afterAll(() => server.close());

const get = (url: string, headers = finance) => server.app.inject({ url: `/api/v1${url}`, headers });
const ask = (body: object, headers = finance) =>
  server.app.inject({ method: 'POST', url: '/api/v1/queries', payload: body, headers });

describe('the ledger', () => {
  it('lists and shows entries, money as decimal strings', async () => {
    const list = (await get('/ledger/invoices?name=云栖')).json();
    expect(list.items).toHaveLength(2);
    const [entry] = (await get(`/ledger/invoices?invoiceNumber=${DIGITAL}`)).json().items;
    expect(entry).toMatchObject({
      netTotal: '100.00',
      taxTotal: '6.00',
      grossTotal: '106.00',
      state: 'normal',
    });
    expect((await get(`/ledger/invoices/${entry.id}`)).json()).toEqual({ ...entry, states: [] });
  });

  it('is seen by its own organisation only', async () => {
    const stranger = bearer(await server.key('owner', '2'));
    const [entry] = (await get('/ledger/invoices')).json().items;
    expect((await get('/ledger/invoices', stranger)).json().items).toEqual([]);
    expect((await get(`/ledger/invoices/${entry.id}`, stranger)).statusCode).toBe(404);
    expect(
      (await ask({ invoiceNumber: DIGITAL, issueDate: '2024-05-28', amount: '106' }, stranger)).json()
        .outcome,
    ).toBe('not_found');
  });

  it.each([
    'dateFrom=28.5.2024',
    'dateTo=2024-13-45',
    'limit=x',
    'name=a%00b',
    'cursor=2024-99-99_00000000-0000-7000-8000-000000000000',
  ])('refuses ?%s', async (query) => {
    expect((await get(`/ledger/invoices?${query}`)).statusCode).toBe(400);
  });
});

describe('POST /ledger/import', () => {
  it('stores the file, opens an import and announces it', async () => {
    server.queue.announced.length = 0;
    const form = multipart([{ name: '底账.csv', bytes: '发票号码,开票日期\n' }]);
    const answer = await server.app.inject({
      method: 'POST',
      url: '/api/v1/ledger/import',
      payload: form.payload,
      headers: { ...form.headers, ...finance },
    });
    expect(answer.statusCode).toBe(202);
    const { importId } = answer.json();
    expect(server.queue.announced.map(({ kind }) => kind)).toEqual(['import']);
    expect((await get(`/ledger/imports/${importId}`)).json()).toMatchObject({
      id: importId,
      file: '底账.csv',
      state: 'queued',
      report: null,
    });
    await server.store.work.fail(server.queue.announced[0]?.workId ?? '', '文件中没有数据');
    expect((await get(`/ledger/imports/${importId}`)).json()).toMatchObject({
      state: 'failed',
      message: '文件中没有数据',
    });
    expect(
      (await get(`/ledger/imports/${importId}`, bearer(await server.key('owner', '2')))).statusCode,
    ).toBe(404);
  });

  it('takes one file a request', async () => {
    const form = multipart(['a.csv', 'b.csv'].map((name) => ({ name, bytes: name })));
    const answer = await server.app.inject({
      method: 'POST',
      url: '/api/v1/ledger/import',
      payload: form.payload,
      headers: { ...form.headers, ...finance },
    });
    expect([answer.statusCode, answer.json().code]).toEqual([413, 'too_many_files']);
  });
});

describe('failed work', () => {
  it('is listed, and runs again when a person says so', async () => {
    server.queue.announced.length = 0;
    const form = multipart([{ name: 'a.pdf', bytes: 'fails' }]);
    await server.app.inject({
      method: 'POST',
      url: '/api/v1/documents',
      payload: form.payload,
      headers: { ...form.headers, ...finance },
    });
    const workId = server.queue.announced[0]?.workId ?? '';
    await server.store.work.fail(workId, 'TypeError');
    const failed = (await get('/work/failed')).json().items;
    expect(failed).toContainEqual(
      expect.objectContaining({ id: workId, kind: 'read', message: 'TypeError' }),
    );
    const reopen = (headers: Record<string, string>, id = workId) =>
      server.app.inject({ method: 'POST', url: `/api/v1/work/${id}/reopen`, headers });
    const stranger = bearer(await server.key('owner', '2'));
    for (const unknown of [
      await reopen(stranger),
      await reopen(finance, randomUUID()),
      await reopen(finance, 'x'),
    ])
      expect([unknown.statusCode, unknown.json().code]).toEqual([404, 'not_found']);
    expect((await reopen(finance)).statusCode).toBe(202);
    expect(server.queue.announced.at(-1)).toMatchObject({ workId, announcement: 2 });
    expect((await reopen(finance)).json().code).toBe('not_reopenable');
  });
});
