/** Claims and external registers over HTTP; the work between is done as the line does it, a register answers on this machine. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseMapping } from '../../src/adapters/registry-http/mapping.js';
import { openRegistry } from '../../src/adapters/registry-http/provider.js';
import type { Slip } from '../../src/document/slip.js';
import { performHere } from '../../src/pipeline/runner.js';
import type { Announcement } from '../../src/ports/queue.js';
import type { RegistryProvider } from '../../src/ports/registry.js';
import { type WorkTools, workHandlers } from '../../src/work-handlers.js';
import { type FakeRegister, startFakeRegister } from '../adapters/registry-http/fake-register.js';
import { reading, slip } from '../contract/samples.js';
import { root } from '../support/program.js';
import { bearer, multipart, type Server, startServer } from './fixture.js';

let server: Server;
let fake: FakeRegister;
let registers: readonly RegistryProvider[];
let app: FastifyInstance;
const keys = { finance: '', user: '', other: '', auditor: '', reviewer: '' };

beforeAll(async () => {
  fake = await startFakeRegister();
  const sample = JSON.parse(readFileSync(join(root, 'samples/registries/nuonuo-style.json'), 'utf8'));
  const mapping = { ...sample, quota: { perInvoiceAndDay: 2 }, tries: 1 };
  mapping.request.url = `${fake.origin}/open`;
  const env = { YANPIAO_REGISTRY_NUONUO_TOKEN: 'token-secret', YANPIAO_REGISTRY_NUONUO_APP: 'app' };
  registers = [openRegistry(parseMapping('m.json', JSON.stringify(mapping)), { env })];
  server = await startServer({ registers });
  app = server.app;
  for (const role of ['finance', 'user', 'auditor', 'reviewer'] as const) keys[role] = await server.key(role);
  keys.other = await server.key('user');
}, 120_000);
afterAll(async () => {
  await server.close();
  await fake.close();
});
beforeEach(() => {
  fake.asked.length = 0;
});

const ask = (method: 'GET' | 'POST', url: string, payload?: Record<string, unknown>, key = keys.finance) =>
  app.inject({ method, url: `/api/v1${url}`, headers: bearer(key), payload });

let numbers = 0;
const invoice = (change: Parameters<typeof slip>[1] = {}): Slip => {
  numbers += 1;
  const invoiceNumber = `263120000000880${String(numbers).padStart(5, '0')}`;
  return slip('1', { invoiceNumber, issueDate: '2026-03-15', grossTotal: '113.00', ...change });
};
const numberOf = (one: Slip) => one.fields.invoiceNumber?.value ?? '';
const keyOf = (one: Slip) => `N:${numberOf(one)}`;

/** As the line does it, all that follows included. */
async function perform(announcements: readonly Announcement[]): Promise<void> {
  const tools = {
    ...{ store: server.store, queue: server.queue, registers, questionsPerInvoice: 5 },
    ...{ now: () => new Date(), onFault: (_what: string, error: unknown) => expect.fail(String(error)) },
  } as unknown as WorkTools;
  await performHere(tools, workHandlers(tools), announcements);
}

/** A document with these slips, read, matched, and asked about. */
async function handIn(...slips: readonly Slip[]): Promise<string> {
  const form = multipart([{ name: 'a.pdf', bytes: randomBytes(40) }]);
  const headers = { ...form.headers, ...bearer(keys.user) };
  const answer = await app.inject({
    ...{ method: 'POST', url: '/api/v1/documents', payload: form.payload, headers },
  });
  const todo = server.queue.announced.splice(0).find(({ kind }) => kind === 'read');
  await perform(await server.store.work.finishRead(todo?.workId ?? '', reading(slips)));
  return answer.json().documents[0].id;
}

const documentOf = async (id: string) => (await ask('GET', `/documents/${id}`)).json();
const verdictOf = async (id: string) => (await documentOf(id)).slips[0].verdict;

describe('claims', () => {
  beforeAll(() => fake.answer('nuonuo', 'match'));
  const claim = (reference: string, wish: Record<string, unknown>, key = keys.user) =>
    ask('POST', '/claims', { reference, ...wish }, key);

  it('are made of documents, slips and records, once each, and shown with the record', async () => {
    const [a, b] = [invoice(), invoice()];
    const [first, second] = [await handIn(a), await handIn(b)];
    const { recordId } = (await documentOf(first)).slips[0];
    const made = await claim('BX-1', {
      documents: [first, second],
      slips: [{ documentId: first, slipId: '1' }],
      records: [recordId],
    });
    expect(made.statusCode).toBe(200);
    expect(made.json().claims.map(({ recordKey }: { recordKey: string }) => recordKey)).toEqual([
      keyOf(a),
      keyOf(b),
    ]);
    expect((await claim('BX-1', { documents: [second, first] })).json()).toEqual(made.json());
    const record = (await ask('GET', `/records/${recordId}`)).json();
    expect(record.claim).toMatchObject({ reference: 'BX-1', state: 'lock' });
    const refused = await claim('BX-2', { documents: [second] }, keys.other);
    expect(refused.statusCode).toBe(409);
    expect(refused.json()).toMatchObject({
      code: 'already_claimed',
      held: [{ recordKey: keyOf(b), reference: 'BX-1', state: 'lock' }],
    });
    expect(refused.json().held[0].claimedBy).toBeTruthy();
    expect(refused.json().detail).toContain('BX-1');
  });

  it('are told by the documents of the invoice: made later, closed, and no more once cancelled', async () => {
    const one = invoice();
    const first = await handIn(one);
    const said = async (id: string) => {
      const { findings } = (await documentOf(id)).slips[0];
      return findings.find((finding: { id: string }) => finding.id === 'D1');
    };
    const follow = () => perform(server.queue.announced.splice(0).filter(({ kind }) => kind === 'match'));
    await claim('BX-20', { documents: [first] });
    await follow();
    expect(await said(first)).toMatchObject({ result: 'holds', others: [{ what: 'claim', name: 'BX-20' }] });
    const second = await handIn(one);
    expect(await said(second)).toMatchObject({
      result: 'broken',
      others: [{ what: 'claim' }, { id: first }],
    });
    await ask('POST', '/claims/BX-20/cancel', undefined, keys.user);
    await follow();
    expect((await said(first)).others ?? []).toEqual([]);
    expect(await said(second)).toMatchObject({ result: 'broken', others: [{ what: 'document', id: first }] });
  });

  it('refuse what checks block, what has no sure number and what is not there, all named', async () => {
    const blocked = { ...invoice(), findings: [] };
    const fine = await handIn(invoice());
    const unsure = invoice();
    const { invoiceNumber } = unsure.fields;
    if (invoiceNumber === undefined) return expect.fail();
    const doubted: Slip = {
      ...unsure,
      fields: { ...unsure.fields, invoiceNumber: { ...invoiceNumber, accepted: false } },
    };
    const [bad, vague] = [await handIn(blocked), await handIn(doubted)];
    // The same invoice from somebody else's hands is what D1 blocks.
    const again = await handIn({ ...blocked, id: '1' });
    const answer = await claim('BX-3', { documents: [fine, vague, again, 'nothing'] });
    expect(answer.statusCode).toBe(422);
    const told = answer.json();
    expect(told.code).toBe('not_claimable');
    const whys = Object.fromEntries(
      told.blocked.map((one: { path: string; why: string }) => [one.path, one.why]),
    );
    expect(whys).toMatchObject({ 'documents/1': 'no_key', 'documents/3': 'not_there' });
    expect(whys['documents/2']).toBe('findings');
    expect(told.blocked.find((one: { path: string }) => one.path === 'documents/2').findings[0].id).toBe(
      'D1',
    );
    // Nothing was locked: the one that is fine is free.
    expect((await claim('BX-4', { documents: [fine] }, keys.other)).statusCode).toBe(200);
    expect((await claim('BX-5', { documents: [bad] })).statusCode).toBe(200);
  });

  it('are closed by finance, and cancelled by whoever made them', async () => {
    const id = await handIn(invoice());
    await claim('BX/6 甲', { documents: [id] });
    const path = `/claims/${encodeURIComponent('BX/6 甲')}`;
    expect((await ask('POST', `${path}/close`, undefined, keys.user)).statusCode).toBe(403);
    const foreign = await ask('POST', `${path}/cancel`, undefined, keys.other);
    expect(foreign.json()).toMatchObject({ code: 'forbidden' });
    const cancelled = await ask('POST', `${path}/cancel`, undefined, keys.user);
    expect(cancelled.json()).toMatchObject({ claims: [{ state: 'cancel' }] });
    await claim('BX-7', { documents: [id] }, keys.other);
    expect((await ask('POST', '/claims/BX-7/close')).json()).toMatchObject({
      claims: [{ state: 'closure' }],
    });
    expect((await ask('POST', '/claims/BX-7/cancel')).json()).toMatchObject({ code: 'claim_ended' });
    expect((await ask('POST', '/claims/none/close')).statusCode).toBe(404);
    const list = await ask('GET', '/claims?state=closure&reference=BX-7', undefined, keys.auditor);
    expect(list.json()).toMatchObject({ items: [{ reference: 'BX-7', state: 'closure' }], next: null });
    expect((await claim('x', {})).statusCode).toBe(400);
    expect((await claim('x', { documents: ['a'] }, keys.auditor)).statusCode).toBe(403);
  });
});

describe('registers', () => {
  it('are asked about what the ledger does not know, and the verdict follows by itself', async () => {
    fake.answer('nuonuo', 'match');
    const one = invoice();
    const id = await handIn(one);
    expect(await verdictOf(id)).toMatchObject({ outcome: 'match', provider: 'nuonuo-style', rawCode: '001' });
    expect(fake.asked).toHaveLength(1);
    const known = (await ask('GET', `/registry/answers?key=${keyOf(one)}`)).json();
    expect(known.items).toMatchObject([{ outcome: 'match', state: 'normal', person: null, evidence: null }]);
    expect(known.items[0].question).toBeUndefined();
    const { recordId } = (await documentOf(id)).slips[0];
    const record = (await ask('GET', `/records/${recordId}`)).json();
    expect(record.slip.verdict).toMatchObject({ outcome: 'match', provider: 'nuonuo-style' });
    // Another original of the same invoice is answered from what was said.
    await handIn(one);
    expect(fake.asked).toHaveLength(1);
  });

  it('that cannot be reached leave the verdict open, and nobody asks again and again', async () => {
    fake.misbehave((_request, response) => response.writeHead(500).end());
    const one = invoice();
    const id = await handIn(one);
    expect((await verdictOf(id)).outcome).not.toBe('match');
    expect(fake.asked).toHaveLength(1);
    await perform(await server.store.work.openAnswered('1', [keyOf(one)]));
    expect(fake.asked).toHaveLength(1);
  });

  it('are asked by hand within the quota, which says so itself', async () => {
    fake.answer('nuonuo', 'not_found');
    const one = invoice();
    const id = await handIn(one);
    const check = async (body: Record<string, unknown>) =>
      (await ask('POST', '/registry/check', body)).json();
    expect((await check({ documentId: id, slipId: '1' })).items).toHaveLength(1);
    expect((await check({ recordKey: keyOf(one), again: true })).items).toHaveLength(2);
    const third = await check({ documentId: id, slipId: '1', again: true });
    expect(third.items[0]).toMatchObject({ outcome: 'limited', rawCode: 'quota' });
    expect(fake.asked).toHaveLength(2);
    const list = (await ask('GET', '/registry', undefined, keys.auditor)).json();
    expect(list.items).toMatchObject([{ name: 'nuonuo-style', perInvoiceAndDay: 2 }]);
    expect(JSON.stringify(list)).not.toContain('token-secret');
  });

  it('refuse what cannot be asked', async () => {
    const rail = { ...invoice(), kind: 'digital_rail' as const };
    const id = await handIn(rail);
    const check = (body: Record<string, unknown>, key?: string) => ask('POST', '/registry/check', body, key);
    expect((await check({ documentId: id, slipId: '1' })).json()).toMatchObject({ code: 'no_register' });
    expect((await check({ documentId: id, slipId: '9' })).statusCode).toBe(404);
    expect((await check({})).statusCode).toBe(400);
    expect((await check({ documentId: id, slipId: '1' }, keys.user)).statusCode).toBe(403);
    expect((await check({ recordKey: 'N:00000000000000000000' })).statusCode).toBe(404);
    const short = await handIn(invoice({ grossTotal: '' }));
    expect((await check({ documentId: short, slipId: '1' })).json()).toMatchObject({ code: 'not_askable' });
    const none = await server.again({ registers: [] });
    const answer = await none.inject({
      ...{ method: 'POST', url: '/api/v1/registry/check', headers: bearer(keys.finance) },
      payload: { documentId: id, slipId: '1' },
    });
    expect(answer.json()).toMatchObject({ code: 'no_register' });
  });
});

describe('what a person looked up', () => {
  const record = (fields: Record<string, string>, file: Buffer | null, key = keys.reviewer) => {
    const boundary = '----yanpiao-form';
    const parts = Object.entries(fields).map(
      ([name, value]) =>
        `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    );
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="截图.png"\r\nContent-Type: image/png\r\n\r\n`;
    const payload = Buffer.concat([
      Buffer.from(parts.join('')),
      ...(file === null ? [] : [Buffer.from(head), file, Buffer.from('\r\n')]),
      Buffer.from(`--${boundary}--\r\n`),
    ]);
    const headers = { ...bearer(key), 'content-type': `multipart/form-data; boundary=${boundary}` };
    return app.inject({ method: 'POST', url: '/api/v1/registry/answers', payload, headers });
  };
  const screenshot = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), randomBytes(60)]);

  it('is kept with the screenshot, and the verdict follows', async () => {
    fake.answer('nuonuo', 'not_found');
    const one = invoice();
    const id = await handIn(one);
    const fields = { recordKey: keyOf(one), outcome: 'match', state: 'void', note: '官网查验：已作废' };
    const answer = await record(fields, screenshot);
    expect(answer.statusCode).toBe(201);
    const [said] = answer.json().items;
    expect(said).toMatchObject({
      provider: 'person',
      outcome: 'match',
      state: 'void',
      rawText: '官网查验：已作废',
    });
    expect(said.person).toBeTruthy();
    await perform(server.queue.announced.splice(0));
    expect(await verdictOf(id)).toMatchObject({ outcome: 'match', state: 'void', provider: 'person' });
    const path = `/registry/evidence?key=${keyOf(one)}&sha256=${said.evidence}`;
    const shown = await ask('GET', path, undefined, keys.auditor);
    expect(shown.rawPayload).toEqual(screenshot);
    expect(shown.headers).toMatchObject({
      ...{ 'content-type': 'image/png', 'x-content-type-options': 'nosniff' },
      'content-security-policy': expect.stringContaining('sandbox'),
      'content-disposition': expect.stringMatching(/^attachment; filename="evidence-[0-9a-f]{12}\.png"/),
    });
    expect((await ask('GET', path.replace(keyOf(one), 'N:1'))).statusCode).toBe(404);
    const foreign = await ask('GET', path, undefined, await server.key('admin', '2'));
    expect(foreign.statusCode).toBe(404);
  });

  it.each([
    ['.jpg', 'image/jpeg', [Buffer.from('ffd8ffe0', 'hex')]],
    ['.webp', 'image/webp', [Buffer.from('RIFF'), randomBytes(4), Buffer.from('WEBP')]],
    ['.pdf', 'application/pdf', [Buffer.from('%PDF-1.7')]],
  ])('may be a %s, and is given back as one', async (ending, mediaType, head) => {
    const one = invoice();
    await handIn(one);
    const file = Buffer.concat([...head, randomBytes(40)]);
    const answer = await record({ recordKey: keyOf(one), outcome: 'match' }, file);
    const [{ evidence }] = answer.json().items;
    const shown = await ask('GET', `/registry/evidence?key=${keyOf(one)}&sha256=${evidence}`);
    expect(shown.headers['content-type']).toBe(mediaType);
    expect(shown.headers['content-disposition']).toContain(`${ending}"`);
  });

  it.each([
    ['a program', Buffer.concat([Buffer.from('MZ'), randomBytes(80)])],
    ['a program with a PDF behind its head', Buffer.from(`MZ${' '.repeat(60)}%PDF-1.7`)],
    ['a page', Buffer.from('<html><script>alert(1)</script></html>')],
    ['a drawing that may hold scripts', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['nothing', Buffer.alloc(0)],
  ])('is refused where it is %s, and nothing is kept', async (_, file) => {
    const one = invoice();
    await handIn(one);
    const answer = await record({ recordKey: keyOf(one), outcome: 'match' }, file);
    expect([answer.statusCode, answer.json().code]).toEqual([415, 'not_a_screenshot']);
    const { items } = (await ask('GET', `/registry/answers?key=${keyOf(one)}`)).json();
    expect(items.filter(({ provider }: { provider: string }) => provider === 'person')).toEqual([]);
  });

  it('is refused without a screenshot, an outcome, an invoice or the right', async () => {
    const one = invoice();
    await handIn(one);
    const good = { recordKey: keyOf(one), outcome: 'match' };
    expect((await record(good, null)).json()).toMatchObject({ code: 'no_file' });
    expect((await record({ ...good, outcome: 'fine' }, screenshot)).json()).toMatchObject({
      ...{ code: 'invalid_request', errors: [{ path: 'body/outcome' }] },
    });
    expect((await record({ outcome: 'match' }, screenshot)).statusCode).toBe(400);
    expect((await record({ ...good, recordKey: 'N:26312000000000000000' }, screenshot)).statusCode).toBe(404);
    expect((await record(good, screenshot, keys.user)).statusCode).toBe(403);
  });

  it('leaves nothing of itself, and no secret, in the log', () => {
    const log = server.log.join('\n');
    for (const secret of ['token-secret', '官网查验', '截图', '2631200000088', 'BX-1'])
      expect(log).not.toContain(secret);
  });
});
