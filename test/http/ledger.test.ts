import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LedgerInvoice } from '../../src/document/ledger.js';
import { formatInvoiceQr } from '../../src/invoice/qr.js';
import { bearer, multipart, type Server, startServer } from './fixture.js';

/** Fictional: region 44, year 2024. */
const DIGITAL = '24442000000123456789';
const invoice: LedgerInvoice = {
  kind: 'digital_general',
  invoiceCode: null,
  invoiceNumber: DIGITAL,
  alias: null,
  issueDate: '2024-05-28',
  checkCode: null,
  buyerName: '青禾测试有限公司',
  buyerTaxId: null,
  sellerName: '云栖样例有限公司',
  sellerTaxId: null,
  netTotal: 10000n,
  taxTotal: 600n,
  grossTotal: 10600n,
  state: 'normal',
  risk: '正常',
  drawer: '张三',
  note: null,
  lines: [{ name: '*信息技术服务*测试', amount: '100.00', taxRate: '6%', taxAmount: '6.00' }],
};
const legacy: LedgerInvoice = {
  ...invoice,
  kind: 'vat_special_paper',
  invoiceCode: '4400214130',
  invoiceNumber: '01234567',
  issueDate: '2022-03-01',
};

let server: Server;
let finance: Record<string, string>;
beforeAll(async () => {
  server = await startServer();
  finance = bearer(await server.key('finance'));
  await server.store.ledger.upsert('1', [invoice, legacy]);
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
    expect((await get(`/ledger/invoices/${entry.id}`)).json()).toEqual(entry);
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

describe('POST /queries', () => {
  it('says 一致 when everything agrees that the kind is checked by', async () => {
    const answer = await ask({ invoiceNumber: DIGITAL, issueDate: '2024年5月28日', amount: '¥106.00' });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({
      outcome: 'match',
      state: 'normal',
      kind: 'digital_general',
      missing: [],
      entries: [],
    });
  });

  it('says 不一致 and where', async () => {
    const { outcome, reasons } = (
      await ask({ number: DIGITAL, date: '2024-05-28', amount: '160.00' })
    ).json();
    expect(outcome).toBe('mismatch');
    expect(reasons).toContainEqual(
      expect.objectContaining({ field: 'grossTotal', ours: '160.00', theirs: '106.00', agree: false }),
    );
  });

  it('takes the text of a QR', async () => {
    const qr = formatInvoiceQr({
      type: '01',
      code: '4400214130',
      number: '01234567',
      amount: 10000n,
      date: '2022-03-01',
      checkCode: '',
    });
    expect((await ask({ qr })).json()).toMatchObject({ outcome: 'match', kind: 'vat_special_paper' });
  });

  it('names what is missing and what it could be', async () => {
    const byNumber = (await ask({ number: DIGITAL })).json();
    expect(byNumber).toMatchObject({ outcome: 'unverified', missing: ['issueDate', 'grossTotal'] });
    expect(byNumber.entries.map((entry: { invoiceNumber: string }) => entry.invoiceNumber)).toEqual([
      DIGITAL,
    ]);
    expect(byNumber.remedy).toContain('开票日期、价税合计');
    const byCode = (await ask({ code: '4400214130' })).json();
    expect(byCode).toMatchObject({ outcome: 'unverified', kind: 'vat_special_paper' });
    expect(byCode.entries).toHaveLength(1);
    const unknown = (await ask({ number: '99999917' })).json();
    expect(unknown).toMatchObject({
      outcome: 'unverified',
      kind: null,
      missing: ['invoiceCode'],
      entries: [],
    });
  });

  it('says 查无此票', async () => {
    const answer = await ask({ number: '24442000000999999999', date: '2024-05-28', amount: '106.00' });
    expect(answer.json()).toMatchObject({ outcome: 'not_found', ledgerId: null });
  });

  it.each([
    [{}, 'body'],
    [{ amount: '12' }, 'body'],
    [{ number: DIGITAL, date: 'yesterday' }, 'body/issueDate'],
    [{ number: DIGITAL, amount: 'much' }, 'body/amount'],
    [{ qr: 'https://example.test/' }, 'body/qr'],
    [{ number: DIGITAL, nubmer: '1' }, 'body'],
    [{ code: '4400214130', number: '01234567', checkCode: '1234' }, 'body/checkCode'],
    [{ number: '2444\u00002' }, 'body/number'],
    [{ number: DIGITAL, sellerName: '云栖\u0000' }, 'body/sellerName'],
  ])('refuses %j', async (body, path) => {
    const answer = await ask(body);
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'invalid_request']);
    expect(answer.json().errors[0].path).toContain(path);
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
    const reopen = (headers: Record<string, string>) =>
      server.app.inject({ method: 'POST', url: `/api/v1/work/${workId}/reopen`, headers });
    expect((await reopen(bearer(await server.key('owner', '2')))).statusCode).toBe(409);
    expect((await reopen(finance)).statusCode).toBe(202);
    expect(server.queue.announced.at(-1)).toMatchObject({ workId, announcement: 2 });
    expect((await reopen(finance)).json().code).toBe('not_reopenable');
  });
});
