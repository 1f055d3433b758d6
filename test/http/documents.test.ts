import { createHash, randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { refusal } from '../../src/document/refusal.js';
import { StorageFull } from '../../src/ports/blobs.js';
import { bearer, type FilePart, multipart, type Server, startServer, TEST_SETTINGS } from './fixture.js';

let server: Server;
let key: string;
beforeAll(async () => {
  server = await startServer();
  key = await server.key('user');
}, 120_000);
afterAll(() => server.close());
beforeEach(() => {
  server.queue.announced.length = 0;
  server.queue.away = false;
});

const jpeg = (size: number) => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(size - 4)]);

const upload = (files: readonly FilePart[], headers: Record<string, string> = {}, app = server.app) => {
  const form = multipart(files);
  return app.inject({
    method: 'POST',
    url: '/api/v1/documents',
    payload: form.payload,
    headers: { ...form.headers, ...bearer(key), ...headers },
  });
};

const get = (url: string, headers: Record<string, string> = bearer(key)) =>
  server.app.inject({ url, headers });

async function keptFiles(): Promise<string[]> {
  const entries = await readdir(server.folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** Nothing of an upload stays behind, at the latest a moment after its answer. */
async function nothingMoreKeptThan(before: readonly string[]): Promise<void> {
  await expect.poll(keptFiles, { timeout: 5000 }).toEqual(before);
}

describe('POST /documents', () => {
  it('takes several files as one batch and announces their work', async () => {
    const answer = await upload([
      { name: '发票（一）.jpg', bytes: jpeg(500) },
      { name: 'b.pdf', bytes: '%PDF-1.7 not read here' },
    ]);
    expect(answer.statusCode).toBe(202);
    const { batchId, documents } = answer.json();
    expect(documents).toEqual([
      { id: expect.any(String), file: '发票（一）.jpg', state: 'queued', duplicateOf: null },
      { id: expect.any(String), file: 'b.pdf', state: 'queued', duplicateOf: null },
    ]);
    expect(server.queue.announced.map(({ kind }) => kind)).toEqual(['read', 'read']);
    const batch = (await get(`/api/v1/batches/${batchId}`)).json();
    expect(batch).toMatchObject({ id: batchId, final: false });
    expect(batch.documents.map((row: { file: string }) => row.file)).toEqual(['发票（一）.jpg', 'b.pdf']);
  });

  it('gives back the bytes as handed in, as a download only', async () => {
    const bytes = randomBytes(40_000);
    const [{ id }] = (await upload([{ name: "<b>100%;'发.html", bytes }])).json().documents;
    const original = await get(`/api/v1/documents/${id}/original`);
    expect(original.rawPayload.equals(bytes)).toBe(true);
    expect(original.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'x-content-type-options': 'nosniff',
      'content-length': '40000',
      'content-security-policy': "sandbox; default-src 'none'",
    });
    expect(original.headers['content-disposition']).toMatch(
      /^attachment; filename="<b>100_;'_.html"; filename\*=UTF-8''%3Cb%3E100%25%3B%27%E5%8F%91.html$/,
    );
    const document = (await get(`/api/v1/documents/${id}`)).json();
    expect(document).toMatchObject({
      sha256: createHash('sha256').update(bytes).digest('hex'),
      size: 40_000,
      way: 'api',
    });
  });

  it('makes the same bytes a document of its own that names the first', async () => {
    const bytes = randomBytes(100);
    const [first] = (await upload([{ name: 'a.bin', bytes }])).json().documents;
    const again = await upload([{ name: 'again.bin', bytes }]);
    expect(again.statusCode).toBe(202);
    expect(again.json().documents[0]).toMatchObject({ duplicateOf: first.id, file: 'again.bin' });
    expect(again.json().documents[0].id).not.toBe(first.id);
  });

  it('keeps only the last part of a path as the name', async () => {
    const [document] = (await upload([{ name: 'C:/temp/..\\\\x/发票.png', bytes: 'x' }])).json().documents;
    expect(document.file).toBe('发票.png');
  });

  it('takes an empty file: what is wrong with it is told by its state', async () => {
    expect((await upload([{ name: 'empty.pdf', bytes: '' }])).statusCode).toBe(202);
  });

  it('answers 202 though the queue is away: the work stands in the store', async () => {
    server.queue.away = true;
    const answer = await upload([{ name: 'a.pdf', bytes: randomBytes(50) }]);
    expect(answer.statusCode).toBe(202);
    const overdue = await server.store.work.overdue(new Date(Date.now() + 60_000), 1000);
    expect(overdue.length).toBeGreaterThan(0);
    expect(server.log.join('')).toContain('announce failed');
  });
});

describe('Idempotency-Key', () => {
  it('answers a repeated request as the first time and does nothing', async () => {
    const files = [{ name: 'a.pdf', bytes: randomBytes(50) }];
    const first = await upload(files, { 'idempotency-key': 'k-1' });
    const announced = server.queue.announced.length;
    const second = await upload(files, { 'idempotency-key': 'k-1' });
    expect(second.statusCode).toBe(202);
    expect(second.json()).toEqual(first.json());
    expect(server.queue.announced.length).toBe(announced);
  });

  it('refuses the key with another body', async () => {
    await upload([{ name: 'a.pdf', bytes: 'one' }], { 'idempotency-key': 'k-2' });
    const other = await upload([{ name: 'a.pdf', bytes: 'two' }], { 'idempotency-key': 'k-2' });
    expect(other.statusCode).toBe(409);
    expect(other.json().code).toBe('idempotency_conflict');
  });
});

describe('limits', () => {
  it('takes a picture of exactly the limit and refuses one byte more, keeping nothing', async () => {
    expect((await upload([{ name: 'a.jpg', bytes: jpeg(60_000) }])).statusCode).toBe(202);
    const before = await keptFiles();
    const answer = await upload([{ name: 'a.jpg', bytes: jpeg(60_001) }]);
    expect(answer.statusCode).toBe(413);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.json()).toMatchObject({
      code: 'too_large',
      title: '文件太大',
      remedy: expect.stringContaining('60 MB'),
    });
    await nothingMoreKeptThan(before);
  });

  it('believes the first bytes, not the name: a PDF may be larger than a picture', async () => {
    const pdf = Buffer.concat([Buffer.from('%PDF-1.7'), randomBytes(199_992)]);
    expect((await upload([{ name: 'a.jpg', bytes: pdf }])).statusCode).toBe(202);
    expect(
      (await upload([{ name: 'a.jpg', bytes: Buffer.concat([pdf, Buffer.from('x')]) }])).statusCode,
    ).toBe(413);
  });

  it('refuses more files than the limit, keeping none of those that had arrived', async () => {
    const before = await keptFiles();
    const few = await server.again({ settings: { ...TEST_SETTINGS, filesAtOnce: 2 } });
    const answer = await upload(
      ['a', 'b', 'c'].map((name) => ({ name, bytes: name })),
      {},
      few,
    );
    expect(answer.statusCode).toBe(413);
    expect(answer.json().code).toBe('too_many_files');
    await nothingMoreKeptThan(before);
  });

  it('keeps none of several files when one of them is refused', async () => {
    const before = await keptFiles();
    const answer = await upload([
      { name: 'good.pdf', bytes: randomBytes(5000) },
      { name: 'too-large.jpg', bytes: jpeg(60_001) },
    ]);
    expect([answer.statusCode, answer.json().code]).toEqual([413, 'too_large']);
    expect(answer.json().detail).toContain('too-large.jpg');
    expect(server.log.join('')).not.toContain('too-large.jpg');
    await nothingMoreKeptThan(before);
  });

  it('says 507 when no room is left for originals', async () => {
    const full = await server.again({
      blobs: {
        ...server.blobs,
        stage: async (_organisation, source) => {
          source.destroy();
          throw new StorageFull(Object.assign(new Error('write'), { code: 'ENOSPC' }));
        },
      },
    });
    const answer = await upload([{ name: 'a.pdf', bytes: 'x' }], {}, full);
    expect(answer.statusCode).toBe(507);
    expect(answer.json()).toMatchObject({ code: 'storage_full' });
  });
});

describe('a bad request', () => {
  it.each([
    ['no file at all', [], 400, 'no_file'],
    ['a file under another name', [{ name: 'a', bytes: 'x', field: 'picture' }], 400, 'no_file'],
  ] as const)('%s', async (_what, files, status, code) => {
    const answer = await upload(files);
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
  });

  it('that is no multipart', async () => {
    const answer = await server.app.inject({
      method: 'POST',
      url: '/api/v1/documents',
      payload: { a: 1 },
      headers: bearer(key),
    });
    expect([answer.statusCode, answer.json().code]).toEqual([415, 'unsupported_media_type']);
  });

  it('whose body ends in the middle', async () => {
    const before = await keptFiles();
    const form = multipart([{ name: 'a.pdf', bytes: randomBytes(5000) }]);
    const answer = await server.app.inject({
      method: 'POST',
      url: '/api/v1/documents',
      payload: form.payload.subarray(0, 3000),
      headers: { ...form.headers, ...bearer(key) },
    });
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'upload_incomplete']);
    await nothingMoreKeptThan(before);
  });
});

describe('over a real connection', () => {
  let address: { host: string; port: number };
  beforeAll(async () => {
    const app = await server.again({});
    const url = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
    address = { host: url.hostname, port: Number(url.port) };
  });

  const headOf = (length: number, type: string) =>
    `POST /api/v1/documents HTTP/1.1\r\nHost: ${address.host}\r\nAuthorization: Bearer ${key}\r\n` +
    `Content-Type: ${type}\r\nContent-Length: ${length}\r\n\r\n`;

  it('keeps nothing when the client hangs up half-way, and lives on', async () => {
    const before = await keptFiles();
    const form = multipart([{ name: 'a.pdf', bytes: randomBytes(150_000) }]);
    const socket = connect(address);
    socket.write(headOf(form.payload.length, form.headers['content-type']));
    socket.write(form.payload.subarray(0, 90_000));
    await expect
      .poll(async () => (await keptFiles()).length, { timeout: 5000 })
      .toBeGreaterThan(before.length);
    socket.destroy();
    await nothingMoreKeptThan(before);
    expect((await fetch(`http://${address.host}:${address.port}/healthz`)).status).toBe(200);
  });

  it('lets a client that sends far too much read why it was refused', async () => {
    const form = multipart([{ name: 'a.jpg', bytes: jpeg(3_000_000) }]);
    const answer = await fetch(`http://${address.host}:${address.port}/api/v1/documents`, {
      method: 'POST',
      body: new Uint8Array(form.payload),
      headers: { ...form.headers, ...bearer(key) },
    });
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({ code: 'too_large' });
  });
});

describe('looking', () => {
  it('lists newest first, page by page', async () => {
    for (const name of ['1', '2', '3']) await upload([{ name, bytes: randomBytes(20) }]);
    const first = (await get('/api/v1/documents?limit=2')).json();
    expect(first.items.map((row: { file: string }) => row.file)).toEqual(['3', '2']);
    const second = (await get(`/api/v1/documents?limit=2&cursor=${encodeURIComponent(first.next)}`)).json();
    expect(second.items[0].file).toBe('1');
    expect((await get('/api/v1/documents?state=done')).json().items).toEqual([]);
  });

  it.each(['limit=0', 'limit=9999', 'state=lost', 'cursor=nonsense'])('refuses ?%s', async (query) => {
    const answer = await get(`/api/v1/documents?${query}`);
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({
      code: 'invalid_request',
      errors: [{ path: expect.stringContaining(query.split('=')[0] ?? '') }],
    });
  });

  it('shows another organisation nothing, not even that it exists', async () => {
    const { batchId, documents } = (await upload([{ name: 'mine.pdf', bytes: randomBytes(30) }])).json();
    const other = bearer(await server.key('owner', '2'));
    const id = documents[0].id;
    for (const url of [
      `/documents/${id}`,
      `/documents/${id}/original`,
      `/documents/${id}/pages/1`,
      `/documents/${id}/members/1/original`,
      `/documents/${id}/extraction.json`,
      `/documents/${id}/extraction.xml`,
      `/batches/${batchId}`,
      `/batches/${batchId}/events`,
    ]) {
      const answer = await get(`/api/v1${url}`, other);
      expect([url, answer.statusCode, answer.json().code]).toEqual([url, 404, 'not_found']);
    }
    expect((await get('/api/v1/documents', other)).json().items).toEqual([]);
  });

  it.each(['nonsense', '00000000-0000-7000-8000-000000000000', '%00', "'; drop table documents; --"])(
    'says 404 for the id %s',
    async (id) => {
      expect((await get(`/api/v1/documents/${encodeURIComponent(id)}`)).statusCode).toBe(404);
    },
  );

  it('draws a page once for all who look at it', async () => {
    let drawn = 0;
    const app = await server.again({
      reader: {
        picture: async (_path, { page }, side) => {
          drawn += 1;
          return page === 1 ? Buffer.from(`picture ${side}`) : null;
        },
      },
    });
    const [{ id }] = (await upload([{ name: 'p.pdf', bytes: randomBytes(30) }])).json().documents;
    const look = (rest: string) =>
      app.inject({ url: `/api/v1/documents/${id}/pages/${rest}`, headers: bearer(key) });
    const both = await Promise.all([look('1'), look('1')]);
    expect(both.map(({ body }) => body)).toEqual(['picture 1600', 'picture 1600']);
    expect(both[0]?.headers).toMatchObject({
      'content-type': 'image/jpeg',
      'cache-control': 'private, max-age=3600',
    });
    expect((await look('1')).body).toBe('picture 1600');
    expect(drawn).toBe(1);
    expect((await look('1?side=800')).body).toBe('picture 800');
    expect((await look('2')).statusCode).toBe(404);
    expect((await look('1?side=99999')).statusCode).toBe(400);
    expect((await look('0')).statusCode).toBe(400);
  });

  it('says that an XML has no picture, without opening it', async () => {
    server.queue.announced.length = 0;
    const [{ id }] = (await upload([{ name: 'a.xml', bytes: '<EInvoice/>' }])).json().documents;
    await server.store.work.finishRead(server.queue.announced[0]?.workId ?? '', {
      carrier: 'xml',
      pages: 1,
      refusal: null,
      ...{ slips: [], members: [], pageFacts: [] },
      ms: { total: 1, decode: 0, qr: 0, ocr: 0 },
      cpuSeconds: 0.001,
    });
    const app = await server.again({ reader: { picture: () => Promise.reject(new Error('opened')) } });
    const answer = await app.inject({ url: `/api/v1/documents/${id}/pages/1`, headers: bearer(key) });
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'no_picture']);
  });

  it('never opens what was refused for a picture, and says in either language why it was', async () => {
    server.queue.announced.length = 0;
    const { batchId, documents } = (await upload([{ name: 'bomb.pdf', bytes: randomBytes(30) }])).json();
    const [{ id }] = documents;
    await server.store.work.finishRead(server.queue.announced[0]?.workId ?? '', {
      carrier: null,
      pages: 3,
      refusal: refusal('out_of_time'),
      ...{ slips: [], members: [], pageFacts: [] },
      ms: { total: 20_000, decode: 0, qr: 0, ocr: 0 },
      cpuSeconds: 20,
    });
    const english = { ...bearer(key), 'accept-language': 'en' };
    const [row] = (await get(`/api/v1/batches/${batchId}`, english)).json().documents;
    const [listed] = (await get('/api/v1/documents?limit=1', english)).json().items;
    const document = (await get(`/api/v1/documents/${id}`, english)).json();
    for (const { refusal: told } of [row, listed, document]) expect(told.message).toMatch(/^Reading took/);
    expect((await get(`/api/v1/batches/${batchId}`)).json().documents[0].refusal.message).toContain('时间');
    const opened = () => Promise.reject(new Error('opened'));
    const app = await server.again({ reader: { picture: opened } });
    const answer = await app.inject({ url: `/api/v1/documents/${id}/pages/1`, headers: bearer(key) });
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'not_found']);
  });
});

it('logs no file name, no key and no query', async () => {
  await upload([{ name: '机密文件名.pdf', bytes: 'x' }]);
  await get('/api/v1/ledger/invoices?name=某某公司', bearer(await server.key('finance')));
  const text = server.log.join('');
  expect(text).toContain('/api/v1/documents');
  for (const secret of ['机密文件名', key, '某某公司', encodeURIComponent('某某公司')])
    expect(text).not.toContain(secret);
});
