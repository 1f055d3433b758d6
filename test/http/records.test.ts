/** Records and everything that can be taken out, over HTTP; what reading says is handed to the store as the line would. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { xmlReader } from '../../src/adapters/xml/xml.js';
import { refusal } from '../../src/document/refusal.js';
import type { DocumentReading } from '../../src/document/report.js';
import type { Slip } from '../../src/document/slip.js';
import type { Source } from '../../src/document/source.js';
import { runCollapse } from '../../src/pipeline/run-collapse.js';
import { reading, slip, verdict } from '../contract/samples.js';
import { bearer, multipart, type Server, startServer } from './fixture.js';

let server: Server;
let key: string;
/** What the ZIP of the tests holds. */
const inside = new Map<string, Buffer>();
beforeAll(async () => {
  server = await startServer({
    members: {
      member: async (_path, name, to) => {
        const bytes = inside.get(name);
        if (bytes !== undefined) await writeFile(to, bytes);
        return bytes !== undefined;
      },
    },
  });
  key = await server.key('user');
}, 120_000);
afterAll(() => server.close());
beforeEach(() => {
  server.queue.announced.length = 0;
});

const get = (url: string, headers: Record<string, string> = {}, method: 'GET' | 'HEAD' = 'GET') =>
  server.app.inject({ method, url: `/api/v1${url}`, headers: { ...bearer(key), ...headers } });

/** Hands a file in; its id, and whether its result was copied. */
async function handIn(name: string, bytes: Uint8Array): Promise<{ id: string; state: string }> {
  const form = multipart([{ name, bytes }]);
  const headers = { ...form.headers, ...bearer(key) };
  const answer = await server.app.inject({
    method: 'POST',
    url: '/api/v1/documents',
    payload: form.payload,
    headers,
  });
  return answer.json().documents[0];
}

/** What the line does after reading: match, and put the records together. */
async function perform(): Promise<void> {
  const { work } = server.store;
  for (const todo of server.queue.announced.splice(0)) {
    const item = (await work.get(todo.workId)) ?? expect.fail();
    const document = await server.store.documents.get('1', item.subjectId);
    const verdicts = new Map((document?.slips ?? []).map(({ id }) => [id, verdict('match')]));
    const following =
      item.kind === 'match'
        ? await work.finishMatch(item.id, verdicts, 'done')
        : await runCollapse(
            { store: server.store, verify: async () => verdict('not_found'), today: () => '2026-11-22' },
            item,
          );
    await server.queue.announce(following);
  }
  if (server.queue.announced.length > 0) await perform();
}

async function read(name: string, what: Partial<DocumentReading>, bytes = randomBytes(40)): Promise<string> {
  const { id } = await handIn(name, bytes);
  const [todo] = server.queue.announced.splice(0);
  await server.queue.announce(
    await server.store.work.finishRead(todo?.workId ?? '', { ...reading([]), ...what }),
  );
  await perform();
  return id;
}

/** An invoice as one source tells it. */
function told(source: Source, number: string, values: Parameters<typeof slip>[1]): Slip {
  const { fields, ...rest } = slip('1', { invoiceNumber: number, ...values });
  const sourced = Object.entries(fields).map(([name, field]) => [name, { ...field, source }]);
  return { ...rest, fields: Object.fromEntries(sourced) };
}

const recordOf = async (documentId: string): Promise<string> =>
  (await get(`/documents/${documentId}`)).json().slips[0].recordId;

describe('a record', () => {
  it('holds every original of an invoice, and what they differ in', async () => {
    const number = '26312000000000000101';
    const pdf = await read('账单.pdf', {
      slips: [told('text', number, { grossTotal: '113.00', sellerName: '云杉样本公司' })],
    });
    const xml = await read('a.xml', {
      carrier: 'xml',
      slips: [told('xml', number, { grossTotal: '118.00' })],
    });
    const id = await recordOf(pdf);
    expect(await recordOf(xml)).toBe(id);
    const record = (await get(`/records/${id}`)).json();
    expect(record).toMatchObject({
      id,
      key: `N:${number}`,
      slip: {
        id,
        recordId: id,
        pages: [],
        fields: { grossTotal: { value: '118.00', source: 'xml' }, sellerName: { value: '云杉样本公司' } },
        verdict: { outcome: 'not_found' },
      },
      originals: [
        { documentId: pdf, file: '账单.pdf', carrier: 'pdf', times: 1 },
        { documentId: xml, file: 'a.xml', carrier: 'xml', times: 1 },
      ],
      differences: [
        {
          field: 'grossTotal',
          certain: true,
          values: [
            { value: '118.00', file: 'a.xml', documentId: xml, accepted: true },
            { value: '113.00', file: '账单.pdf', documentId: pdf, accepted: true },
          ],
        },
      ],
      standsIn: { grossTotal: xml, sellerName: pdf },
    });
    const [f3] = record.slip.findings.filter((finding: { id: string }) => finding.id === 'F3');
    expect(f3).toMatchObject({ result: 'broken', severity: 'E' });
    expect(f3.message).toMatch(/118\.00（a\.xml），113\.00（账单\.pdf）/);
    for (const document of [pdf, xml]) {
      expect((await get(`/documents/${document}`)).json().state).toBe('review');
    }
  });

  it('counts the same bytes once, and how often they came', async () => {
    const number = '26312000000000000102';
    const bytes = randomBytes(60);
    const first = await read('a.pdf', { slips: [told('text', number, { grossTotal: '1.00' })] }, bytes);
    const again = await handIn('b.pdf', bytes);
    await perform();
    const document = (await get(`/documents/${again.id}`)).json();
    expect(document).toMatchObject({
      state: 'done',
      duplicateOf: first,
      slips: [{ verdict: { outcome: 'match' } }],
    });
    const record = (await get(`/records/${await recordOf(again.id)}`)).json();
    expect(record.originals).toMatchObject([{ documentId: first, file: 'a.pdf', times: 2 }]);
    expect(record.slip.findings.filter((finding: { id: string }) => finding.id === 'F3')).toEqual([]);
  });

  it('is found by number and code, newest first', async () => {
    const [older, newer] = ['26312000000000000103', '26312000000000000104'];
    for (const number of [older, newer]) await read('a.pdf', { slips: [told('text', number, {})] });
    await read('b.pdf', { slips: [told('text', '00000105', { invoiceCode: '011002100111' })] });
    await read('c.pdf', { slips: [told('text', '00000105', { invoiceCode: '011002100112' })] });
    const keys = async (query: string) =>
      (await get(`/records?${query}`)).json().items.map((row: { key: string }) => row.key);
    expect(await keys(`number=${older}`)).toEqual([`N:${older}`]);
    expect(await keys('number=00000105')).toEqual(['C:011002100112:00000105', 'C:011002100111:00000105']);
    expect(await keys('number=00000105&code=011002100111')).toEqual(['C:011002100111:00000105']);
    expect(await keys('number=999')).toEqual([]);
    const page = (await get('/records?limit=3')).json();
    expect(page.items.map((row: { key: string }) => row.key).at(-1)).toBe(`N:${newer}`);
    expect(page.items[0]).toMatchObject({
      invoiceCode: '011002100112',
      invoiceNumber: '00000105',
      originals: 1,
      differs: false,
      outcome: 'not_found',
    });
    const next = await get(`/records?limit=1&cursor=${page.next}`);
    expect(next.json().items).toMatchObject([{ key: `N:${older}` }]);
    expect((await get('/records?cursor=nonsense')).statusCode).toBe(400);
  });

  it('is nobody else’s', async () => {
    const id = await recordOf(await read('a.pdf', { slips: [told('text', '26312000000000000106', {})] }));
    const other = bearer(await server.key('owner', '2'));
    for (const url of [`/records/${id}`, `/records/${id}/extraction.json`, `/records/${id}/extraction.xml`]) {
      expect([url, (await get(url, other)).statusCode]).toEqual([url, 404]);
    }
    expect((await get('/records', other)).json().items).toEqual([]);
    expect((await get('/records/nonsense')).statusCode).toBe(404);
  });
});

describe('an original', () => {
  const bytes = randomBytes(1000);
  const whole = (answer: { rawPayload: Buffer }) => answer.rawPayload.equals(bytes);

  it('comes back byte for byte, whole or in ranges', async () => {
    const { id } = await handIn('发票（一） 100%.pdf', bytes);
    const url = `/documents/${id}/original`;
    const answer = await get(url);
    expect(whole(answer)).toBe(true);
    expect(answer.headers).toMatchObject({
      'content-length': '1000',
      'accept-ranges': 'bytes',
      'content-disposition': `attachment; filename="_____ 100_.pdf"; filename*=UTF-8''${encodeURIComponent('发票（一） 100%.pdf')}`,
    });
    const etag = String(answer.headers.etag);
    const ranges: [string, number, number][] = [
      ['bytes=0-0', 0, 1],
      ['bytes=10-19', 10, 20],
      ['bytes=990-', 990, 1000],
      ['bytes=-5', 995, 1000],
      ['bytes=900-5000', 900, 1000],
      ['bytes=-5000', 0, 1000],
    ];
    for (const [range, from, to] of ranges) {
      const part = await get(url, { range });
      expect([range, part.statusCode, part.headers['content-range']]).toEqual([
        range,
        206,
        `bytes ${from}-${to - 1}/1000`,
      ]);
      expect(part.rawPayload.equals(bytes.subarray(from, to))).toBe(true);
    }
    for (const range of ['bytes=0-1,5-6', 'bytes=9-3', 'bytes=-', 'pages=1-2', 'bytes=a-b']) {
      expect([range, whole(await get(url, { range }))]).toEqual([range, true]);
    }
    for (const range of ['bytes=1000-', 'bytes=5000-6000', 'bytes=-0']) {
      const none = await get(url, { range });
      expect([range, none.statusCode, none.json().code]).toEqual([range, 416, 'range_not_satisfiable']);
      expect(none.headers['content-range']).toBe('bytes */1000');
    }
    expect((await get(url, { range: 'bytes=0-9', 'if-range': etag })).statusCode).toBe(206);
    expect(whole(await get(url, { range: 'bytes=0-9', 'if-range': '"other"' }))).toBe(true);
    const known = await get(url, { 'if-none-match': `"x", W/${etag}` });
    expect([known.statusCode, known.body, known.headers.etag]).toEqual([304, '', etag]);
  });

  it('is described without being read', async () => {
    const { id } = await handIn('a.pdf', randomBytes(1000));
    const answer = await get(`/documents/${id}/original`, {}, 'HEAD');
    expect([answer.statusCode, answer.headers['content-length'], answer.body]).toEqual([200, '1000', '']);
  });
});

describe('a member of a ZIP', () => {
  const zip: Partial<DocumentReading> = {
    carrier: 'zip',
    members: [
      { name: '五月/发票.pdf', carrier: 'pdf', first: 1, pages: 1, refusal: null },
      { name: 'gone.pdf', carrier: 'pdf', first: 2, pages: 0, refusal: refusal('damaged_file') },
    ],
  };
  const leftBehind = async () =>
    (await readdir(tmpdir())).filter((name) => name.startsWith('yanpiao-member-'));

  it('comes out byte for byte under its own name, and leaves nothing behind', async () => {
    const before = await leftBehind();
    const bytes = randomBytes(300_000);
    inside.set('五月/发票.pdf', bytes);
    const id = await read('mai.zip', zip);
    const url = `/documents/${id}/members/1/original`;
    const answer = await get(url);
    expect(answer.rawPayload.equals(bytes)).toBe(true);
    expect(answer.headers['content-disposition']).toContain("filename*=UTF-8''%E5%8F%91%E7%A5%A8.pdf");
    const part = await get(url, { range: 'bytes=100-199' });
    expect(part.rawPayload.equals(bytes.subarray(100, 200))).toBe(true);
    expect((await get(url, { 'if-none-match': String(answer.headers.etag) })).statusCode).toBe(304);
    const damaged = await get(`/documents/${id}/members/2/original`);
    expect([damaged.statusCode, damaged.json().code]).toEqual([404, 'member_unreadable']);
    expect((await get(`/documents/${id}/members/3/original`)).json().code).toBe('not_found');
    expect((await get(`/documents/${id}/members/0/original`)).statusCode).toBe(400);
    const other = bearer(await server.key('owner', '2'));
    expect((await get(url, other)).statusCode).toBe(404);
    // Others may be taking theirs out at the same time.
    await expect.poll(async () => (await leftBehind()).filter((name) => !before.includes(name))).toEqual([]);
  });

  it('is the original itself where there is no container', async () => {
    const bytes = randomBytes(50);
    const id = await read('a.pdf', {}, bytes);
    expect((await get(`/documents/${id}/members/1/original`)).rawPayload.equals(bytes)).toBe(true);
  });
});

describe('the normalised form', () => {
  const hostile = 'a<b>&"\u0001 \'𠮷 ]]>';
  const rich: Slip = {
    ...told('ofd', '26312000000000000107', { note: hostile, grossTotal: '113.00', buyerName: '' }),
    kind: 'digital_special',
    lines: [{ name: '*样本*铅笔', spec: 'HB <2>', amount: '100.00', taxRate: '13%' }, { name: '' }],
    findings: [
      { id: 'A2', result: 'holds', severity: 'E', message: '价税合计 = 113.00 & 平' },
      {
        id: 'F4',
        result: 'broken',
        severity: 'W',
        message: '请核对',
        blocks: true,
        places: [{ page: 2, box: [0.1, 0.2, 0.3, 0.4] }],
        others: [{ what: 'claim', id: 'k1', slipId: null, name: '"<', person: null, at: null }],
      },
    ],
    qr: '01,32,,26312000000000000107,113.00,20260101,,',
  };

  it('of a document says each field with its place, and the bytes it is of', async () => {
    const id = await read('发票.ofd', { carrier: 'ofd', slips: [rich] });
    const document = (await get(`/documents/${id}`)).json();
    const answer = await get(`/documents/${id}/extraction.json`);
    expect(answer.headers['content-disposition']).toContain('.ofd.extraction.json');
    expect(answer.json()).toMatchObject({
      format: 'yanpiao-extraction',
      version: 1,
      originals: [{ documentId: id, file: '发票.ofd', sha256: document.sha256, state: 'done' }],
      slips: [
        {
          id: '1',
          kind: 'digital_special',
          recordId: document.slips[0].recordId,
          fields: {
            grossTotal: {
              value: '113.00',
              confidence: 0.99,
              accepted: true,
              source: 'ofd',
              documentId: id,
              page: 1,
              box: [0.1, 0.1, 0.2, 0.2],
            },
            buyerName: { value: '' },
          },
          lines: [{ name: '*样本*铅笔', amount: '100.00' }, { name: '' }],
          findings: rich.findings,
          verdict: { outcome: 'match' },
        },
      ],
      differences: [],
    });
    expect(answer.json().slips[0].fields.grossTotal.rivals).toBeUndefined();
  });

  it('as XML says the same, and is what its schema says', async () => {
    const id = await read('b.ofd', { carrier: 'ofd', slips: [rich] });
    await read('b.pdf', {
      slips: [told('text', '26312000000000000107', { grossTotal: '118.00' })],
    });
    const recordId = await recordOf(id);
    const documents = [
      await get(`/documents/${id}/extraction.xml`),
      await get(`/records/${recordId}/extraction.xml`),
      await get(
        `/documents/${await read('bad.pdf', { refusal: refusal('damaged_file'), slips: [] })}/extraction.xml`,
      ),
    ];
    for (const answer of documents) {
      expect(answer.headers['content-type']).toBe('application/xml; charset=utf-8');
      validate(answer.rawPayload);
    }
    const [ofDocument, ofRecord] = documents.map(({ rawPayload }) => xmlReader().parse(rawPayload));
    const [, slips] = ofDocument?.children ?? [];
    const fields = slips?.children[0]?.children[0]?.children ?? [];
    const note = fields.find(({ attributes }) => attributes.name === 'note');
    expect(note).toMatchObject({
      text: hostile.replace('\u0001', '�'),
      attributes: { label: '备注', source: 'ofd', confidence: '0.99', box: '0.1 0.1 0.2 0.2', page: '1' },
    });
    const findings = slips?.children[0]?.children.find(({ name }) => name === 'findings')?.children;
    expect(findings?.[1]).toMatchObject({
      text: '请核对',
      attributes: { id: 'F4', blocks: 'true' },
      children: [
        { name: 'place', attributes: { page: '2', box: '0.1 0.2 0.3 0.4' } },
        { name: 'other', attributes: { what: 'claim', name: '"<' } },
      ],
    });
    expect(ofRecord?.children[0]?.children.length).toBeGreaterThan(1);
    expect(ofRecord?.children[2]?.children[0]).toMatchObject({
      name: 'difference',
      attributes: { field: 'grossTotal' },
    });
  });

  it('of a record is one slip with all its originals', async () => {
    const number = '26312000000000000108';
    const pdf = await read('a.pdf', { slips: [told('text', number, { grossTotal: '1.00', note: '票面' })] });
    const xml = await read('a.xml', { carrier: 'xml', slips: [told('xml', number, { grossTotal: '1.00' })] });
    const id = await recordOf(pdf);
    const answer = await get(`/records/${id}/extraction.json`);
    expect(answer.headers['content-disposition']).toContain(`filename="${number}.extraction.json"`);
    expect(answer.json()).toMatchObject({
      originals: [{ documentId: pdf }, { documentId: xml }],
      slips: [
        {
          id,
          recordId: id,
          key: `N:${number}`,
          pages: [],
          fields: {
            grossTotal: { value: '1.00', documentId: xml, agreeing: ['text'] },
            note: { documentId: pdf },
          },
        },
      ],
    });
  });

  it('waits for the reading', async () => {
    const { id } = await handIn('a.pdf', randomBytes(30));
    for (const form of ['json', 'xml']) {
      const answer = await get(`/documents/${id}/extraction.${form}`);
      expect([answer.statusCode, answer.json().code]).toEqual([409, 'not_read_yet']);
    }
  });
});

const XMLLINT = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'xmllint'));

/** By libxml2 where this machine has it; throws with its words. */
function validate(xml: Buffer): void {
  const xmllint = XMLLINT.find((path) => existsSync(path));
  if (xmllint === undefined) return;
  const schema = join(import.meta.dirname, '../../docs/extraction.xsd');
  execFileSync(xmllint, ['--noout', '--nonet', '--schema', schema, '-'], { input: xml, stdio: 'pipe' });
}
