import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusal } from '../../src/document/refusal.js';
import { formatInvoiceQr } from '../../src/invoice/qr.js';
import { reading, slip } from '../contract/samples.js';
import { bearer, multipart, type Server } from './fixture.js';
import { DIGITAL, digital, startServerWithLedger } from './ledger-fixture.js';

let server: Server;
let finance: Record<string, string>;
beforeAll(async () => {
  ({ server, finance } = await startServerWithLedger());
});
afterAll(() => server.close());

const get = (url: string, headers = finance) => server.app.inject({ url: `/api/v1${url}`, headers });
const ask = (body: object, headers = finance) =>
  server.app.inject({ method: 'POST', url: '/api/v1/queries', payload: body, headers });
const upload = (
  url: string,
  name: string,
  bytes: Uint8Array | string,
  app = server.app,
  headers = finance,
) => {
  const form = multipart([{ name, bytes }]);
  return app.inject({
    method: 'POST',
    url: `/api/v1${url}`,
    payload: form.payload,
    headers: { ...form.headers, ...headers },
  });
};

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

  it('says of a number that has lost a digit that it is none', async () => {
    const { outcome, remedy } = (await ask({ number: DIGITAL.slice(0, 19) })).json();
    expect(outcome).toBe('unverified');
    expect(remedy).toContain('这里有 19 位');
    expect(remedy).not.toContain('发票代码');
  });

  it('shows no entries to who may not read the ledger', async () => {
    const user = bearer(await server.key('user'));
    const answer = (await ask({ number: DIGITAL }, user)).json();
    expect(answer).toMatchObject({ missing: ['issueDate', 'grossTotal'], entries: [] });
  });

  it('says 查无此票', async () => {
    const answer = await ask({ number: '24442000000999999999', date: '2024-05-28', amount: '106.00' });
    expect(answer.json()).toMatchObject({ outcome: 'not_found', ledgerId: null });
  });

  it.each([
    [{}, 'body'],
    [{ amount: '12' }, 'body'],
    [{ number: DIGITAL, date: 'yesterday' }, 'body/date'],
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

/** Nobody else in this file asks about it. */
const ASKED_OFTEN = '24442000000555555555';

describe('the quota', () => {
  it('gives the same question the same answer for nothing, and the sixth other one none', async () => {
    const first = (await ask({ number: ASKED_OFTEN, date: '2024-05-28', amount: '1' })).json();
    expect(first).toMatchObject({
      outcome: 'not_found',
      cachedFrom: null,
      quota: { perInvoice: 5, left: 4 },
    });
    const again = (await ask({ invoiceNumber: ASKED_OFTEN, issueDate: '2024/5/28', amount: '1.00' })).json();
    expect(again).toMatchObject({ outcome: 'not_found', quota: { left: 4 } });
    expect(again.cachedFrom).toBe((await get('/queries?number=0555555555')).json().items.at(-1).askedAt);
    for (const amount of ['2', '3', '4', '5'])
      expect((await ask({ number: ASKED_OFTEN, date: '2024-05-28', amount })).json().outcome).toBe(
        'not_found',
      );
    const sixth = (await ask({ number: ASKED_OFTEN, date: '2024-05-28', amount: '6' })).json();
    expect(sixth).toMatchObject({
      outcome: 'limited',
      official: { code: '002' },
      entries: [],
      quota: { left: 0 },
    });
    expect(Date.parse(sixth.quota.againAt)).toBeGreaterThan(Date.now());
    expect((await ask({ number: ASKED_OFTEN, date: '2024-05-28', amount: '1' })).json().outcome).toBe(
      'not_found',
    );
    const stranger = bearer(await server.key('owner', '2'));
    expect(
      (await ask({ number: ASKED_OFTEN, date: '2024-05-28', amount: '6' }, stranger)).json().outcome,
    ).toBe('not_found');
  });

  it('asks again once the ledger is another', async () => {
    const number = '24442000000666666666';
    const body = { number, date: '2024-05-28', amount: '106' };
    expect((await ask(body)).json().outcome).toBe('not_found');
    await server.store.ledger.upsert('1', [{ ...digital, invoiceNumber: number }], {
      ...{ kind: 'import', id: null, name: 'b.xlsx' },
    });
    expect((await ask(body)).json()).toMatchObject({
      outcome: 'match',
      cachedFrom: null,
      quota: { left: 3 },
    });
  });

  it('can be without a limit', async () => {
    const app = await server.again({ questionsPerInvoice: 0 });
    const payload = { number: ASKED_OFTEN, date: '2024-05-28', amount: '7' };
    const answer = await app.inject({ method: 'POST', url: '/api/v1/queries', payload, headers: finance });
    expect(answer.json()).toMatchObject({ outcome: 'not_found', quota: null });
  });
});

describe('GET /queries/inputs', () => {
  it('says what a form has to ask for', async () => {
    const { perInvoice, kinds } = (await get('/queries/inputs')).json();
    expect(perInvoice).toBe(5);
    const of = (kind: string) => kinds.find((one: { kind: string }) => one.kind === kind);
    expect(of('digital_general')).toMatchObject({
      required: ['invoiceNumber', 'issueDate', 'grossTotal'],
      ...{ amount: 'grossTotal', checkCodeDigits: null },
    });
    expect(of('vat_general_e')).toMatchObject({ amount: null, checkCodeDigits: 6 });
    expect(of('blockchain_general')).toMatchObject({ amount: 'netTotal', checkCodeDigits: 5 });
    expect(of('used_vehicle_paper')).toMatchObject({ amount: 'carTotal' });
    expect(of('taxi_paper')).toMatchObject({ required: [], amount: null });
  });
});

describe('the history', () => {
  it('is filtered, paged and exported, and belongs to its organisation', async () => {
    const own = bearer(await server.key('finance', '2'));
    for (const amount of ['1', '2', '3']) await ask({ number: DIGITAL, date: '2024-05-28', amount }, own);
    await ask({ code: '4400214130', number: '01234567' }, own);
    const { items, next } = (await get('/queries?limit=3', own)).json();
    expect(items).toHaveLength(3);
    expect((await get(`/queries?limit=3&cursor=${next}`, own)).json().items.length).toBeGreaterThan(0);
    expect((await get('/queries?way=number', own)).json().items).toMatchObject([
      { invoiceCode: '4400214130', invoiceNumber: '01234567', outcome: 'unverified' },
    ]);
    const csv = await get('/queries/export.csv?outcome=not_found&number=0123456789', own);
    expect(csv.headers['content-type']).toContain('text/csv');
    expect(csv.body.startsWith('\uFEFF查验时间,')).toBe(true);
    expect(csv.body.trimEnd().split('\r\n')).toHaveLength(4);
    expect((await get('/queries?dateFrom=x', own)).statusCode).toBe(400);
    expect((await get('/queries?cursor=x', own)).statusCode).toBe(400);
  });

  it('shows those who may not read the ledger what they asked themselves', async () => {
    const user = bearer(await server.key('user'));
    expect((await get('/queries?mine=false', user)).json().items).toEqual([]);
    await ask({ number: '24442000000777777777' }, user);
    expect((await get('/queries', user)).json().items).toHaveLength(1);
    expect((await get('/queries/export.csv', user)).body.trimEnd().split('\r\n')).toHaveLength(2);
    expect((await get('/queries?mine=true')).json().items.length).toBeGreaterThan(1);
  });
});

describe('POST /queries/picture', () => {
  const read = (answer: object, seen: string[] = []) =>
    server.again({
      reading: {
        begin: async (path) => {
          seen.push(path, await readFile(path, 'latin1'));
          return { contents: null, parts: [], reading: null, ...answer };
        },
      },
    });

  it('judges what was read as in a document, and keeps nothing of the file', async () => {
    const sure = slip('1', { invoiceNumber: DIGITAL, issueDate: '2024-05-28', grossTotal: '106.00' });
    const wrong = {
      ...sure.fields,
      grossTotal: { ...slip('2', { grossTotal: '160.00' }).fields.grossTotal, accepted: false },
    };
    const seen: string[] = [];
    const app = await read(
      { reading: reading([sure, { ...sure, id: '2', fields: wrong } as typeof sure]) },
      seen,
    );
    const answer = await upload('/queries/picture', 'a.jpg', 'a picture', app);
    expect(answer.statusCode).toBe(200);
    const { refusal: none, slips } = answer.json();
    expect(none).toBeNull();
    expect(slips).toMatchObject([
      {
        outcome: 'match',
        pages: [1],
        missing: [],
        fields: { grossTotal: { value: '106.00', accepted: true } },
      },
      { outcome: 'unverified', missing: ['grossTotal'], fields: { grossTotal: { accepted: false } } },
    ]);
    expect((await get('/queries?way=picture')).json().items).toHaveLength(2);
    expect(seen[1]).toBe('a picture');
    await expect(readFile(seen[0] ?? '')).rejects.toThrow('ENOENT');
  });

  it('says why nothing can be read, and refuses what is too long or too large', async () => {
    const refused = await read({ reading: { ...reading([]), refusal: refusal('damaged_file') } });
    expect((await upload('/queries/picture', 'a.jpg', 'x', refused)).json()).toMatchObject({
      refusal: { code: 'damaged_file' },
      slips: [],
    });
    expect((await upload('/queries/picture', 'a.pdf', 'x', await read({}))).json().refusal.code).toBe(
      'too_many_pages',
    );
    const large = await upload('/queries/picture', 'a.pdf', 'x'.repeat(60_001), refused);
    expect([large.statusCode, large.json().code]).toEqual([413, 'too_large']);
  });
});

describe('GET /search', () => {
  it('looks through what one may read, the closest first, and says what it found', async () => {
    const { searched, items } = (await get(`/search?q=${DIGITAL}`)).json();
    expect(searched).toEqual(['ledger', 'slips']);
    expect(items[0]).toMatchObject({
      ...{ in: 'ledger', similarity: 1, matched: [{ field: 'invoiceNumber', value: DIGITAL }] },
      invoice: { grossTotal: '106.00' },
    });
    const byAmount = (await get(`/search?q=${encodeURIComponent('云栖样例 106.00')}&in=ledger`)).json();
    expect(byAmount.items[0].matched).toEqual([
      { field: 'grossTotal', value: '106.00' },
      { field: 'sellerName', value: '云栖样例有限公司' },
    ]);
    const user = bearer(await server.key('user'));
    expect((await get(`/search?q=${DIGITAL}`, user)).json()).toEqual({ searched: ['slips'], items: [] });
    expect((await get(`/search?q=${DIGITAL}&in=ledger`, user)).statusCode).toBe(403);
    expect((await get('/search?q=%20')).statusCode).toBe(400);
    expect((await get('/search?q=a&in=all')).statusCode).toBe(400);
  });

  it('logs nothing of what was asked', () => {
    const log = server.log.join('');
    expect(log).not.toContain(DIGITAL);
    expect(log).not.toContain('云栖');
  });
});

// Last in this file: a ledger that has changed answers anew what was asked before, which counts towards the quota.
describe('a question whose kind the ledger knows better', () => {
  it('asks by what the kind of the entry is checked by, and by the number where the ledger does not know the kind', async () => {
    const paper = { code: '4400214130', number: '07654321', digital: '24442000000700000001' };
    await server.store.ledger.upsert(
      '1',
      [
        {
          ...{ ...digital, kind: 'digital_special_paper', invoiceNumber: paper.digital },
          alias: `${paper.code}${paper.number}`,
        },
        { ...digital, kind: 'other', invoiceNumber: '24442000000700000002' },
      ],
      { kind: 'import', id: null, name: 'b.xlsx' },
    );
    const { code, number } = paper;
    const printed = (await ask({ code, number, date: '2024-05-28', netTotal: '100.00' })).json();
    expect(printed).toMatchObject({ kind: 'digital_special_paper', missing: ['grossTotal'] });
    const whole = { code, number, date: '2024-05-28', grossTotal: '106.00' };
    expect((await ask(whole)).json().outcome).toBe('match');
    const together = { number: `${code}${number}`, date: '2024-05-28', amount: '106.00' };
    expect((await ask(together)).json()).toMatchObject({ outcome: 'match', kind: 'digital_special_paper' });
    const other = { number: '24442000000700000002', date: '2024-05-28', amount: '106.00' };
    expect((await ask(other)).json()).toMatchObject({ outcome: 'match', kind: 'digital_general' });
  });
});
