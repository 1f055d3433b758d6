/** What a program gets wrong that knows no more of the interface than its description: told by name, and never a fault of ours. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearer, type Server, startServer } from './fixture.js';

let server: Server;
let owner: Record<string, string>;
beforeAll(async () => {
  server = await startServer();
  owner = bearer(await server.key('owner'));
});
afterAll(() => server.close());

const NUMBER = '24442000000123450001';
const NOBODY = '01890a5d-ac96-774b-bcce-b302099a8057';
const json = { 'content-type': 'application/json' };
const get = (url: string) => server.app.inject({ url: `/api/v1${url}`, headers: owner });
const send = (method: 'POST' | 'PUT', url: string, payload: string) =>
  server.app.inject({ method, url: `/api/v1${url}`, headers: { ...owner, ...json }, payload });
/** Where and why a request was refused. */
const refused = (answer: Awaited<ReturnType<typeof get>>) => {
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
  const { code, errors = [] } = answer.json();
  const [first] = errors;
  return [answer.statusCode, code, first?.path, first?.message];
};
const invalid = (path: string, message: RegExp) => [
  400,
  'invalid_request',
  path,
  expect.stringMatching(message),
];

describe('what stands in the address', () => {
  it.each([
    ['/ledger/invoices?limit=1&limit=2', 'querystring/limit', /more than once/],
    ['/queries?way=qr&way=qr', 'querystring/way', /more than once/],
    ['/claims?limit=0', 'querystring/limit', />=1/],
    ['/records?limit=1e9', 'querystring/limit', /<=200/],
    ['/ledger/changes?cursor=1:2', 'querystring/cursor', /not of this list/],
    ['/ledger/invoices?dateFrom=2023-02-30', 'querystring/dateFrom', /YYYY-MM-DD/],
    ['/queries?dateTo=0000-01-01', 'querystring/dateTo', /1900 to 9999/],
    ['/queries?dateTo=%2B12024-01-01', 'querystring/dateTo', /YYYY-MM-DD/],
    ['/search?q=%00', 'querystring/q', /NUL/],
    ['/registry/answers', 'querystring/key', /expected string/],
    ['/ledger/invoices/%ED%A0%80', 'url', /%/],
    [`/ledger/invoices/${'x'.repeat(150)}`, 'params/id', /<=100/],
    [`/ledger/invoices/${'x'.repeat(400)}`, 'url', /too long/],
  ])('%s', async (url, path, message) => {
    expect(refused(await get(url))).toEqual(invalid(path, message));
  });

  it.each([
    '/ledger/invoices?dateFrom=1900-01-01&dateTo=9999-12-31&cursor=',
    '/queries?dateFrom=1900-01-01&dateTo=9999-12-31&cursor=',
    '/ledger/changes?cursor=&limit=1000',
    '/queries?batchId=x&number=%25',
    '/verdict-changes?documentId=x',
    '/search?q=%25_%5C%27',
    '/claims?reference=%F0%9F%98%80',
  ])('%s is fine', async (url) => {
    const answer = await get(url);
    expect([answer.statusCode, answer.json().items]).toEqual([200, []]);
  });

  it.each(['x', NOBODY, '%00', '..%2F..', '%F0%9F%98%80', '0'])('the id %s is of nothing', async (id) => {
    for (const path of ['ledger/invoices', 'ledger/imports', 'query-batches', 'records', 'documents'])
      expect(refused(await get(`/${path}/${id}`)).slice(0, 2)).toEqual([404, 'not_found']);
  });
});

describe('what stands in the body', () => {
  it.each([
    ['{', 'body', /no JSON/],
    ['', 'body', /empty/],
    ['{"__proto__":{"number":"1"}}', 'body', /__proto__/],
    ['null', 'body', /expected object/],
    ['[]', 'body', /expected object/],
    ['{}', 'body', /needed/],
    ['{"number":24442000000123450001}', 'body/number', /expected string/],
    [`{"number":"${NUMBER}","amount":106}`, 'body/amount', /expected string/],
    [`{"number":"${NUMBER}","amount":"1e400"}`, 'body/amount', /"-12.30"/],
    [`{"number":"${NUMBER}","grossTotal":"1.005"}`, 'body/grossTotal', /two places/],
    [`{"number":"${NUMBER}","date":"2023-02-30"}`, 'body/date', /YYYY-MM-DD/],
    [`{"number":"${NUMBER}","issueDate":"9999-12-31"}`, 'body/issueDate', /1950 to 2099/],
    [`{"number":"${NUMBER}","checkCode":"1"}`, 'body/checkCode', /last six/],
    [`{"number":"${NUMBER}","invoiceNumber":"1"}`, 'body/number', /something else/],
    [`{"number":"${NUMBER}","sellerName":"a\\u0000"}`, 'body/sellerName', /NUL/],
    [`{"number":"${NUMBER}","colour":"red"}`, 'body', /colour/],
    [`{"qr":"no QR"}`, 'body/qr', /begins with 01/],
    [JSON.stringify({ number: '9'.repeat(300) }), 'body/number', /<=200/],
  ])('a question %s', async (payload, path, message) => {
    expect(refused(await send('POST', '/queries', payload))).toEqual(invalid(path, message));
  });

  it.each([
    ['POST', '/registry/check', '{}', 'body', /recordKey, or documentId and slipId/],
    ['POST', '/registry/check', `{"documentId":"${NOBODY}"}`, 'body', /slipId/],
    ['POST', '/registry/check', `{"recordKey":"N:${NUMBER}","again":"yes"}`, 'body/again', /boolean/],
    ['POST', '/claims', '{"reference":"a"}', 'body', /1 to 500/],
    ['POST', '/reports', '{"documentIds":[]}', 'body/documentIds', />=1/],
    ['POST', '/rules/recheck', '{"since":"2023-02-30"}', 'body/since', /YYYY-MM-DD/],
    ['POST', '/rules/black-list', '{"sellers":[{"reason":"x"}]}', 'body/sellers/0', /taxId or name/],
    ['PUT', '/rules/companies', '{"edition":99999999999,"companies":[]}', 'body/edition', /<=/],
    ['PUT', '/rules/pack', '{"edition":1.5,"pack":{}}', 'body/edition', /int/],
    ['PUT', '/ledger/invoices', '{"invoices":"x"}', 'body/invoices', /array/],
  ] as const)('%s %s %s', async (method, url, payload, path, message) => {
    expect(refused(await send(method, url, payload))).toEqual(invalid(path, message));
  });

  it('items of the ledger are told one by one, in whatever form they come', async () => {
    const sound = { kind: 'digital_general', invoiceNumber: NUMBER, issueDate: '2024-05-28' };
    const items: [unknown, string, string | null][] = [
      [null, 'invalid_item', null],
      [[], 'invalid_item', null],
      [{ ...sound, kind: undefined }, 'unknown_kind', 'kind'],
      [{ ...sound, invoiceNumber: undefined }, 'no_number', 'invoiceNumber'],
      [{ ...sound, issueDate: undefined }, 'bad_date', 'issueDate'],
      [{ ...sound, issueDate: '9999-12-31' }, 'bad_date', 'issueDate'],
      [{ ...sound, lines: [{}] }, 'invalid_item', 'lines.0.name'],
      [{ ...sound, sellerName: 'x'.repeat(301) }, 'invalid_item', 'sellerName'],
      [{ ...sound, deduction: { tickedOn: '2023-02-30' } }, 'invalid_item', 'deduction.tickedOn'],
    ];
    const answer = await send(
      'PUT',
      '/ledger/invoices',
      JSON.stringify({ invoices: items.map(([item]) => item) }),
    );
    const told = answer
      .json()
      .items.map((one: { problem: { code: string; path: string | null } }) => one.problem);
    expect(told).toMatchObject(items.map(([, code, path]) => ({ code, path })));
    const huge = `{"invoices":[{"kind":"digital_general","invoiceNumber":"${NUMBER}","issueDate":"2024-05-28","netTotal":1e400}]}`;
    const [first] = (await send('PUT', '/ledger/invoices', huge)).json().items;
    expect(first.problem).toMatchObject({ code: 'bad_amount', path: 'netTotal' });
  });

  it('a seller is known by one of two', async () => {
    const body = '{"sellers":[{"name":"云栖样例有限公司","reason":"样例"}]}';
    expect((await send('POST', '/rules/black-list', body)).statusCode).toBe(204);
  });

  it.each([
    [
      '/ledger/import',
      [
        ['dryRun', 'true'],
        ['dryRun', 'false'],
      ],
      'body/dryRun',
      /more than once/,
    ],
    ['/ledger/import', [['dryrun', 'true']], 'body/dryrun', /no field/],
    ['/query-batches', [['mapping', '{}']], 'body/mapping', /no field/],
    ['/registry/answers', [['outcome', 'match']], 'body', /recordKey/],
  ] as const)('a form to %s with %j', async (url, fields, path, message) => {
    const parts = fields.map(
      ([name, text]) => `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${text}\r\n`,
    );
    const file =
      '--b\r\ncontent-disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.7\r\n--b--\r\n';
    const answer = await server.app.inject({
      method: 'POST',
      url: `/api/v1${url}`,
      headers: { ...owner, 'content-type': 'multipart/form-data; boundary=b' },
      payload: parts.join('') + file,
    });
    expect(refused(answer)).toEqual(invalid(path, message));
  });

  it('of another type, or a form without its boundary', async () => {
    const xml = { ...owner, 'content-type': 'application/xml' };
    const answer = await server.app.inject({
      method: 'POST',
      url: '/api/v1/queries',
      headers: xml,
      payload: '<a/>',
    });
    expect(refused(answer).slice(0, 2)).toEqual([415, 'unsupported_media_type']);
    const form = { ...owner, 'content-type': 'multipart/form-data' };
    for (const url of [
      '/ledger/import',
      '/query-batches',
      '/queries/picture',
      '/registry/answers',
      '/documents',
    ]) {
      const bare = await server.app.inject({
        method: 'POST',
        url: `/api/v1${url}`,
        headers: form,
        payload: 'x',
      });
      expect(refused(bare)).toEqual(invalid('headers/content-type', /boundary/));
    }
  });
});
