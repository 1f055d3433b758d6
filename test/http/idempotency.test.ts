/** Calls that are repeated under an Idempotency-Key, over the whole interface. */
import { EventEmitter, once } from 'node:events';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { verifyAgainstLedger } from '../../src/pipeline/run-match.js';
import { bearer, multipart, type Server, startServer } from './fixture.js';

let server: Server;
let finance: Record<string, string>;
let owner: Record<string, string>;
beforeAll(async () => {
  server = await startServer();
  finance = bearer(await server.key('finance'));
  owner = bearer(await server.key('owner'));
});
afterAll(() => server.close());

type Headers = Record<string, string>;
const send = (method: 'POST' | 'PUT', url: string, payload: object, headers: Headers, app = server.app) =>
  app.inject({ method, url: `/api/v1${url}`, payload, headers });
const post = (url: string, payload: object, headers: Headers) => send('POST', url, payload, headers);
const upload = (url: string, files: Parameters<typeof multipart>[0], headers: Headers) => {
  const form = multipart(files);
  return server.app.inject({
    method: 'POST',
    url: `/api/v1${url}`,
    payload: form.payload,
    headers: { ...form.headers, ...headers },
  });
};
const get = (url: string, headers: Headers) => server.app.inject({ url: `/api/v1${url}`, headers });
const under = (key: string, headers = finance) => ({ ...headers, 'idempotency-key': key });
const replayed = (answer: { headers: Record<string, unknown> }) => answer.headers['idempotency-replayed'];

/** Fictional: region 44, year 2024. */
const question = { number: '24442000000123450001', date: '2024-05-28', amount: '106.00' };
const asked = async () => (await get('/queries?limit=200', finance)).json().items.length as number;

describe('a call under a key', () => {
  it('is answered as the first time, and done once', async () => {
    const before = await asked();
    const first = await post('/queries', question, under('q-1'));
    expect([first.statusCode, replayed(first)]).toEqual([200, undefined]);
    const again = await post('/queries', question, under('q-1'));
    expect([again.statusCode, replayed(again), again.headers['content-type']]).toEqual([
      200,
      'true',
      first.headers['content-type'],
    ]);
    expect(again.body).toBe(first.body);
    expect(await asked()).toBe(before + 1);
    await post('/queries', question, finance);
    expect(await asked()).toBe(before + 2);
  });

  it('is refused with another body', async () => {
    await post('/queries', question, under('q-2'));
    const other = await post('/queries', { ...question, amount: '107.00' }, under('q-2'));
    expect([other.statusCode, other.json().code]).toEqual([409, 'idempotency_conflict']);
  });

  it('is another for another route, another caller and another organisation', async () => {
    const key = under('shared');
    await post('/queries', question, key);
    const elsewhere = await post('/rules/black-list', { sellers: [] }, under('shared', owner));
    expect(elsewhere.json().code).toBe('invalid_request');
    const colleague = await post('/queries', question, under('shared', bearer(await server.key('finance'))));
    const stranger = await post(
      '/queries',
      question,
      under('shared', bearer(await server.key('finance', '2'))),
    );
    expect([colleague, stranger].map((one) => [one.statusCode, replayed(one)])).toEqual([
      [200, undefined],
      [200, undefined],
    ]);
  });

  it('that was refused may be tried again under it, mended', async () => {
    const bad = await post('/queries', { ...question, date: '2024-02-30' }, under('q-3'));
    expect(bad.statusCode).toBe(400);
    const good = await post('/queries', question, under('q-3'));
    expect([good.statusCode, replayed(good)]).toEqual([200, undefined]);
  });

  it('that failed is not kept', async () => {
    let broken = true;
    const failing = await server.again({
      verify: () => {
        if (broken) throw new Error('the ledger is away');
        return Promise.reject(new Error('not asked again'));
      },
    });
    const number = '24442000000123450009';
    const first = await send('POST', '/queries', { ...question, number }, under('q-4'), failing);
    expect(first.statusCode).toBe(500);
    broken = false;
    const again = await post('/queries', { ...question, number }, under('q-4'));
    expect([again.statusCode, replayed(again)]).toEqual([200, undefined]);
  });

  /** A server whose verdicts wait at a gate. */
  const gated = async () => {
    const gate = new EventEmitter();
    const [underWay, opened] = [once(gate, 'began'), once(gate, 'open')];
    const app = await server.again({
      verify: async (organisationId, slip) => {
        gate.emit('began');
        await opened;
        return verifyAgainstLedger(server.store, organisationId, slip, new Date());
      },
    });
    return { app, underWay, go: () => gate.emit('open') };
  };

  it('is told to wait while the first runs, and then given its answer', async () => {
    const { app, underWay, go } = await gated();
    const body = { ...question, number: '24442000000123450010' };
    const first = send('POST', '/queries', body, under('q-5'), app);
    await underWay;
    const early = await post('/queries', body, under('q-5'));
    expect([early.statusCode, early.json().code]).toEqual([409, 'idempotency_running']);
    expect(Number(early.headers['retry-after'])).toBeGreaterThan(0);
    go();
    const late = await first;
    expect(late.statusCode).toBe(200);
    expect((await post('/queries', body, under('q-5'))).body).toBe(late.body);
  });

  it('whose sender has hung up is finished, and answered to his next try', async () => {
    const { app, underWay, go } = await gated();
    const address = await app.listen({ host: '127.0.0.1', port: 0 });
    const body = { ...question, number: '24442000000123450011' };
    const hangUp = new AbortController();
    const lost = fetch(`${address}/api/v1/queries`, {
      method: 'POST',
      headers: { ...under('q-6'), 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: hangUp.signal,
    }).catch((error: unknown) => error);
    await underWay;
    hangUp.abort();
    expect(await lost).toBeInstanceOf(Error);
    go();
    const again = await vi.waitFor(
      async () => {
        const answer = await post('/queries', body, under('q-6'));
        expect(answer.statusCode).toBe(200);
        return answer;
      },
      { timeout: 120_000, interval: 100 },
    );
    expect(replayed(again)).toBe('true');
  });

  it.each(['', 'x'.repeat(256), 'Schlüssel'])('is refused with the key %j', async (key) => {
    const answer = await post('/queries', question, under(key));
    expect([answer.statusCode, answer.json().errors[0].path]).toEqual([400, 'headers/idempotency-key']);
  });
});

describe('a file under a key', () => {
  const table = '发票号码,开票日期,金额\n24442000000123450001,2024-05-28,106.00\n';

  it('opens one batch of questions, and one import', async () => {
    for (const [url, id] of [
      ['/query-batches', 'batchId'],
      ['/ledger/import', 'importId'],
    ] as const) {
      const files = [{ name: 'a.csv', bytes: table }];
      const first = await upload(url, files, under('file-1'));
      const again = await upload(url, files, under('file-1'));
      expect([first.statusCode, again.statusCode, replayed(again)]).toEqual([202, 202, 'true']);
      expect(again.json()[id]).toBe(first.json()[id]);
      const other = await upload(url, [{ name: 'a.csv', bytes: `${table}x` }], under('file-1'));
      expect([other.statusCode, other.json().code]).toEqual([409, 'idempotency_conflict']);
    }
    expect((await get('/query-batches', finance)).json().items).toHaveLength(1);
    expect((await get('/ledger/imports', finance)).json().items).toHaveLength(1);
  });

  it('is the same import only with the same fields', async () => {
    const boundary = 'b';
    const form = (dryRun: string) =>
      `--b\r\ncontent-disposition: form-data; name="dryRun"\r\n\r\n${dryRun}\r\n` +
      `--b\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\n${table}\r\n--b--\r\n`;
    const bring = (dryRun: string) =>
      server.app.inject({
        method: 'POST',
        url: '/api/v1/ledger/import',
        payload: form(dryRun),
        headers: { ...under('file-2'), 'content-type': `multipart/form-data; boundary=${boundary}` },
      });
    expect((await bring('true')).statusCode).toBe(202);
    expect(replayed(await bring('true'))).toBe('true');
    expect((await bring('false')).json().code).toBe('idempotency_conflict');
  });

  it('and a picture that is asked about is read once', async () => {
    let reads = 0;
    const reading = await server.again({
      reading: {
        begin: async () => {
          reads += 1;
          return {
            reading: {
              ...{ carrier: 'image', pages: 1, slips: [], members: [], pageFacts: [] },
              refusal: { code: 'damaged_file', message: 'x', remedy: 'y' },
              ms: { total: 1, decode: 0, qr: 0, ocr: 0 },
            },
            contents: null,
          } as never;
        },
      },
    });
    const ask = (bytes: string) => {
      const form = multipart([{ name: 'a.jpg', bytes }]);
      const headers = { ...form.headers, ...under('picture-1') };
      return reading.inject({
        method: 'POST',
        url: '/api/v1/queries/picture',
        payload: form.payload,
        headers,
      });
    };
    const first = await ask('\xff\xd8\xff one');
    const again = await ask('\xff\xd8\xff one');
    expect([first.statusCode, again.body, replayed(again), reads]).toEqual([200, first.body, 'true', 1]);
    expect((await ask('\xff\xd8\xff two')).json().code).toBe('idempotency_conflict');
  });

  it('is handed in once, and said to have been', async () => {
    const files = [{ name: 'a.pdf', bytes: '%PDF-1.4 once' }];
    const first = await upload('/documents', files, under('file-3'));
    const again = await upload('/documents', files, under('file-3'));
    expect([first.statusCode, again.statusCode, replayed(first), replayed(again)]).toEqual([
      202,
      202,
      undefined,
      'true',
    ]);
    expect(again.json()).toEqual(first.json());
  });
});

describe('what else is written', () => {
  it('keeps an answer without a body', async () => {
    const body = { sellers: [{ taxId: '91440300MA5SAMPLE9', name: null, reason: '样例' }] };
    const answers = [
      await post('/rules/black-list', body, under('b-1', owner)),
      await post('/rules/black-list', body, under('b-1', owner)),
    ];
    expect(answers.map((one) => [one.statusCode, one.body, replayed(one)])).toEqual([
      [204, '', undefined],
      [204, '', 'true'],
    ]);
  });

  it('is answered again where the first time made a second try impossible', async () => {
    const { edition, companies } = (await get('/rules', owner)).json();
    const edit = {
      edition,
      companies: [...companies, { name: '云栖样例有限公司', taxId: '91440300MA5SAMPLE1', aliases: [] }],
    };
    const first = await send('PUT', '/rules/companies', edit, under('r-1', owner));
    expect((await send('PUT', '/rules/companies', edit, owner)).json().code).toBe('rules_changed');
    const again = await send('PUT', '/rules/companies', edit, under('r-1', owner));
    expect([again.statusCode, again.body]).toEqual([200, first.body]);
  });

  it('is bound to the address, too', async () => {
    const who = { organisationId: '1', role: 'finance', personId: null, apiKeyId: null, name: 'x' } as const;
    await server.store.claims.lock(who, 'A', ['N:24442000000123450001']);
    const close = (reference: string) => post(`/claims/${reference}/close`, {}, under('c-1'));
    const first = await close('A');
    expect(first.statusCode).toBe(200);
    const again = await close('A');
    expect([again.body, replayed(again)]).toEqual([first.body, 'true']);
    expect((await close('B')).json().code).toBe('idempotency_conflict');
  });

  it('never keeps an API key, and never makes a second', async () => {
    const body = { role: 'user', label: '只此一次' };
    const first = await post('/api-keys', body, under('k-1', owner));
    expect(first.statusCode).toBe(201);
    const again = await post('/api-keys', body, under('k-1', owner));
    expect([again.statusCode, again.json().code]).toEqual([409, 'shown_once']);
    const { items } = (await get('/api-keys', owner)).json();
    expect(items.filter((one: { label: string }) => one.label === body.label)).toHaveLength(1);
    const kept = await server.database.drizzle.execute(
      sql`select answer::text as answer from idempotency_keys`,
    );
    expect(JSON.stringify(kept)).toContain('201');
    expect(JSON.stringify(kept)).not.toContain(first.json().key.slice(8));
  });

  it('tells of the header in the OpenAPI page, and only where it counts', async () => {
    const { paths } = (await server.app.inject('/api/docs/json')).json() as {
      paths: Record<string, Record<string, { parameters?: { in: string; name: string }[] }>>;
    };
    const honouring = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([, { parameters = [] }]) => parameters.some(({ name }) => name === 'idempotency-key'))
        .map(([method]) => `${method.toUpperCase()} ${path.replace('/api/v1', '')}`),
    );
    expect(honouring.sort()).toEqual([
      'POST /api-keys',
      'POST /claims',
      'POST /claims/{reference}/cancel',
      'POST /claims/{reference}/close',
      'POST /documents',
      'POST /ledger/import',
      'POST /queries',
      'POST /queries/picture',
      'POST /query-batches',
      'POST /registry/answers',
      'POST /registry/check',
      'POST /rules/black-list',
      'POST /rules/recheck',
      'POST /work/{id}/reopen',
      'PUT /ledger/invoices',
      'PUT /rules/companies',
      'PUT /rules/pack',
      'PUT /rules/pack.json',
    ]);
  });
});
