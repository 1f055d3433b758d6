/** Rules, black list and report files over HTTP; the checks are made as the line makes them. */
import { randomBytes } from 'node:crypto';
import exceljs from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultPack } from '../../src/desk/rules/shipped.js';
import type { Slip } from '../../src/document/slip.js';
import { runMatch } from '../../src/pipeline/run-match.js';
import type { RunnerTools } from '../../src/pipeline/runner.js';
import type { Announcement } from '../../src/ports/queue.js';
import { workHandlers } from '../../src/work-handlers.js';
import { reading, slip } from '../contract/samples.js';
import { bearer, multipart, type Server, startServer } from './fixture.js';

let server: Server;
const keys = { admin: '', user: '', auditor: '' };
beforeAll(async () => {
  server = await startServer();
  for (const role of ['admin', 'user', 'auditor'] as const) keys[role] = await server.key(role);
}, 120_000);
afterAll(() => server.close());

type Body = Record<string, unknown> | undefined;
const ask = (method: 'GET' | 'PUT' | 'POST' | 'DELETE', url: string, payload?: Body, key = keys.admin) =>
  server.app.inject({ method, url: `/api/v1${url}`, headers: bearer(key), payload });

const editionNow = async (): Promise<number> => (await ask('GET', '/rules')).json().edition;

describe('rules', () => {
  it('are read by whoever may, with every check, and edited by whoever may', async () => {
    const answer = await ask('GET', '/rules', undefined, keys.auditor);
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ pack: await defaultPack(), companies: [] });
    const checks: { id: string; needs: string }[] = answer.json().checks;
    expect(checks.find(({ id }) => id === 'D1')).toMatchObject({ severity: 'E', needs: 'organisation' });
    expect(checks.length).toBeGreaterThan(30);
    expect((await ask('GET', '/rules', undefined, keys.user)).statusCode).toBe(403);
    const edit = { edition: 0, companies: [] };
    expect((await ask('PUT', '/rules/companies', edit, keys.auditor)).statusCode).toBe(403);
  });

  it('refuse an edit that began with an older edition', async () => {
    const edition = await editionNow();
    const companies = [{ name: '沙洲试验有限公司', taxId: '91310000MA1TEST01X', aliases: [] }];
    const first = await ask('PUT', '/rules/companies', { edition, companies });
    expect(first.json()).toMatchObject({ edition: edition + 1, companies });
    const second = await ask('PUT', '/rules/companies', { edition, companies: [] });
    expect(second.statusCode).toBe(409);
    expect(second.json()).toMatchObject({ code: 'rules_changed' });
  });

  it('refuse names that cannot be kept, and can still be read', async () => {
    const companies = [{ name: '\ud800', taxId: '91310000MA1TEST01X', aliases: ['\udc00'] }];
    const answer = await ask('PUT', '/rules/companies', { edition: await editionNow(), companies });
    expect(answer.json()).toMatchObject({ code: 'invalid_request' });
    expect((await ask('GET', '/rules')).statusCode).toBe(200);
  });

  it('go out as a file and come in again; a bad file is refused with the path of what is bad', async () => {
    const out = await ask('GET', '/rules/pack.json');
    expect(out.headers['content-disposition']).toContain('yanpiao-rules.json');
    const edition = await editionNow();
    const back = await ask('PUT', '/rules/pack.json', out.json());
    expect(back.json()).toMatchObject({ edition: edition + 1, pack: out.json() });
    const bad = async (change: Body) => {
      const answer = await ask('PUT', '/rules/pack.json', { ...out.json(), ...change });
      expect(answer.json()).toMatchObject({ code: 'invalid_request' });
      return answer.json().errors.map(({ path }: { path: string }) => path);
    };
    const { thresholds } = await defaultPack();
    expect(await bad({ thresholds: { ...thresholds, consecutiveGap: 0 } })).toEqual([
      'body/thresholds/consecutiveGap',
    ]);
    expect(await bad({ thresholds: { ...thresholds, crossYearDeadline: '02-30' } })).toEqual([
      'body/thresholds/crossYearDeadline',
    ]);
    expect(await bad({ switches: { Z9: { on: true, blocks: false } } })).toEqual(['body/switches']);
    expect(await bad({ switches: { D1: { on: 'yes', blocks: false } } })).toEqual(['body/switches/D1/on']);
    expect(await bad({ version: 2 })).toEqual(['body/version']);
    const since = await ask('POST', '/rules/recheck', { since: '2026-02-30' });
    expect(since.json()).toMatchObject({ code: 'invalid_request', errors: [{ path: 'body/since' }] });
    expect((await ask('POST', '/rules/recheck', { since: '2026-01-01' })).json()).toEqual({ documents: 0 });
    const stale = await ask('PUT', `/rules/pack.json?edition=${edition}`, out.json());
    expect(stale.json()).toMatchObject({ code: 'rules_changed' });
  });

  it('offer the packs that are shipped, each of which can be brought in', async () => {
    const { items } = (await ask('GET', '/rules/packs')).json();
    expect(items.length).toBeGreaterThanOrEqual(3);
    for (const pack of items) expect((await ask('PUT', '/rules/pack.json', pack)).statusCode).toBe(200);
    await ask('PUT', '/rules/pack.json', items[0]);
  });

  it('keep a black list', async () => {
    const seller = { taxId: '91310000MA1TEST09X', name: null, reason: '走逃失联' };
    expect((await ask('POST', '/rules/black-list', { sellers: [seller] })).statusCode).toBe(204);
    const { items } = (await ask('GET', '/rules/black-list', undefined, keys.auditor)).json();
    expect(items).toMatchObject([seller]);
    const nobody = { taxId: null, name: null, reason: 'x' };
    expect((await ask('POST', '/rules/black-list', { sellers: [nobody] })).statusCode).toBe(400);
    expect((await ask('DELETE', `/rules/black-list/${items[0].id}`)).statusCode).toBe(204);
    expect((await ask('DELETE', `/rules/black-list/${items[0].id}`)).statusCode).toBe(404);
  });
});

/** Hands a file in; its id, and how the line reads it. */
async function handedIn(name: string, slips: readonly Slip[], key = keys.user) {
  const form = multipart([{ name, bytes: randomBytes(40) }]);
  const headers = { ...form.headers, ...bearer(key) };
  const answer = await server.app.inject({
    ...{ method: 'POST', url: '/api/v1/documents', payload: form.payload, headers },
  });
  const id: string = answer.json().documents[0].id;
  const [todo] = server.queue.announced.splice(0);
  const read = () => server.store.work.finishRead(todo?.workId ?? '', reading(slips));
  return { id, read };
}

/** Matches as the line does, by the rules of the organisation; what follows from it. */
async function matched([todo]: readonly Announcement[]): Promise<readonly Announcement[]> {
  const { store } = server;
  const work = (await store.work.get(todo?.workId ?? '')) ?? expect.fail();
  return runMatch({ store, now: () => new Date() } as unknown as RunnerTools, work);
}

const BUYER = '91310000MA1TEST08X';

/** Puts a record together as the line does. */
async function collapsed({ workId, kind }: Announcement): Promise<void> {
  const { store } = server;
  const tools = { store, now: () => new Date() } as unknown as Parameters<typeof workHandlers>[0];
  const work = (await store.work.get(workId)) ?? expect.fail();
  if (kind === 'collapse') await workHandlers(tools).collapse(work);
}

async function handIn(name: string, slips: readonly Slip[], key = keys.user): Promise<string> {
  const { id, read } = await handedIn(name, slips, key);
  await matched(await read());
  return id;
}

describe('the checks of the organisation', () => {
  const invoice = (last: string, change: Parameters<typeof slip>[1] = {}) =>
    slip('1', {
      ...{ invoiceNumber: `263120000000000077${last}`, issueDate: '2026-03-15', grossTotal: '113.00' },
      ...{ buyerTaxId: '91310000MA1TEST01X', sellerTaxId: '91310000MA1TEST02Y' },
      ...change,
    });
  const findings = async (id: string) =>
    (await ask('GET', `/documents/${id}`)).json().slips[0].findings as {
      id: string;
      result: string;
      others?: { id: string; person: string }[];
    }[];
  const broken = async (id: string, check: string) =>
    (await findings(id)).find((each) => each.id === check && each.result === 'broken');

  it('are made with the match: the second who hands an invoice in is told of the first', async () => {
    const first = await handIn('一.pdf', [invoice('10')]);
    const second = await handIn('二.jpg', [invoice('10')], await server.key('user'));
    expect(await broken(first, 'D1')).toBeUndefined();
    expect(await broken(second, 'D1')).toMatchObject({ others: [{ id: first }] });
    expect((await broken(second, 'D1'))?.others?.[0]?.person).toBeTruthy();
    expect((await findings(second)).map(({ id }) => id)).toContain('T1');
  });

  it('reach who was handed in later but read sooner', async () => {
    const first = await handedIn('先.pdf', [invoice('30', { grossTotal: '30.00' })]);
    const second = await handedIn(
      '后.jpg',
      [invoice('30', { grossTotal: '30.00' })],
      await server.key('user'),
    );
    await matched(await second.read());
    expect(await broken(second.id, 'D1')).toBeUndefined();
    const following = await matched(await first.read());
    expect(await broken(first.id, 'D1')).toBeUndefined();
    const again = following.filter(({ kind }) => kind === 'match');
    expect(again).toHaveLength(1);
    const more = await matched(again);
    expect(await broken(second.id, 'D1')).toMatchObject({ others: [{ id: first.id }] });
    expect(more.filter(({ kind }) => kind === 'match')).toEqual([]);
  });

  it('name a claim that was made before the invoice was handed in', async () => {
    const key = 'N:26312000000000007780';
    const claimant = {
      organisationId: '1',
      role: 'user',
      personId: null,
      apiKeyId: null,
      name: '王敏',
    } as const;
    await server.store.claims.lock(claimant, 'BX-2026-7', [key]);
    const id = await handIn('报销后.pdf', [invoice('80', { grossTotal: '80.00' })]);
    expect(await broken(id, 'D1')).toMatchObject({
      others: [{ what: 'claim', name: 'BX-2026-7', person: '王敏' }],
    });
  });

  it('are those of the record too, which is no duplicate of itself', async () => {
    const { store } = server;
    for (const name of ['甲.pdf', '乙.pdf']) {
      const { read } = await handedIn(name, [invoice('90', { grossTotal: '90.00', buyerTaxId: BUYER })]);
      for (const todo of await matched(await read())) await collapsed(todo);
    }
    const record = await store.records.byKey('1', 'N:26312000000000007790');
    const told = record?.slip?.findings.filter(({ id }) => id === 'D1' || id === 'T1');
    expect(told).toMatchObject([{ id: 'T1', result: 'broken', severity: 'E', blocks: true }]);
  });

  it('go by the switches in force when a document is held against the ledger', async () => {
    const { pack } = (await ask('GET', '/rules')).json();
    const switches = { ...pack.switches, V2: { on: false, blocks: false } };
    await ask('PUT', '/rules/pack', { edition: await editionNow(), pack: { ...pack, switches } });
    const id = await handIn('三.pdf', [invoice('50', { grossTotal: '50.00' })]);
    expect((await findings(id)).map(({ id: check }) => check)).not.toContain('V2');
    await ask('PUT', '/rules/pack', { edition: await editionNow(), pack });
  });

  it('stand in a report file, with what they name and the digests of the originals', async () => {
    const first = await handIn('四.pdf', [invoice('60', { grossTotal: '60.00' })]);
    const second = await handIn('=五.pdf', [invoice('60', { grossTotal: '60.00' })], keys.admin);
    const answer = await ask('POST', '/reports', { documentIds: [second, first] });
    expect(answer.statusCode).toBe(200);
    const book = new exceljs.Workbook();
    await book.xlsx.load(answer.rawPayload as unknown as ArrayBuffer);
    expect(book.worksheets.map(({ name }) => name)).toEqual([
      ...['说明', '发票', '检查结果', '涉及票据', '比对明细', '原件'],
    ]);
    const rows = (name: string) => {
      const found: string[][] = [];
      book.getWorksheet(name)?.eachRow((row) => {
        found.push((row.values as unknown[]).slice(1).map((value) => String(value ?? '')));
      });
      return found;
    };
    expect(rows('发票').map(([file]) => file)).toEqual(['文件', '=五.pdf', '四.pdf']);
    expect(
      rows('检查结果').filter(([, , , id, , result]) => id === 'D1' && result === '不通过'),
    ).toHaveLength(1);
    expect(rows('涉及票据')[1]).toEqual(expect.arrayContaining(['D1', '文件', '四.pdf', `${first}/1`]));
    const { sha256 } = (await ask('GET', `/documents/${first}`)).json();
    expect(rows('原件')[2]).toEqual(expect.arrayContaining(['四.pdf', sha256, first]));
    const one = await ask('GET', `/documents/${first}/report`);
    expect(one.headers['content-disposition']).toContain(`${first}.xlsx`);
    expect((await ask('GET', '/documents/nothing/report')).statusCode).toBe(404);
  });
});
