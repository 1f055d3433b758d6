import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseMapping, RegistryMappingError } from '../../../src/adapters/registry-http/mapping.js';
import { openRegistry } from '../../../src/adapters/registry-http/provider.js';
import type { RegistryQuestion } from '../../../src/document/registry.js';
import { BUDGETS } from '../../../src/pipeline/budgets.js';
import { root } from '../../support/program.js';
import {
  type Case,
  type FakeRegister,
  type Style,
  startFakeRegister,
  tc3SignatureOf,
} from './fake-register.js';

const ENV = {
  YANPIAO_REGISTRY_BAIDU_TOKEN: 'secret-of-baidu',
  YANPIAO_REGISTRY_TENCENT_ID: 'AKIDtest',
  YANPIAO_REGISTRY_TENCENT_KEY: 'secret-of-tencent',
  YANPIAO_REGISTRY_NUONUO_TOKEN: 'secret-of-nuonuo',
  YANPIAO_REGISTRY_NUONUO_APP: 'app-of-nuonuo',
};

const QUESTION: RegistryQuestion = {
  kind: 'digital_general',
  fields: { invoiceNumber: '26312000000012345678', issueDate: '2026-03-15', grossTotal: '113.00' },
};
const LEGACY: RegistryQuestion = {
  kind: 'vat_general_e',
  fields: {
    ...{ invoiceCode: '031002600111', invoiceNumber: '12345678', issueDate: '2026-03-15' },
    checkCode: '12345678901234567890',
  },
};

let fake: FakeRegister;
beforeAll(async () => {
  fake = await startFakeRegister();
});
afterAll(() => fake.close());
beforeEach(() => {
  fake.asked.length = 0;
});

type Json = Record<string, unknown>;
const sample = (style: Style): Json & { request: Json; answer: Json } =>
  JSON.parse(readFileSync(join(root, `samples/registries/${style}-style.json`), 'utf8'));

/** The sample mapping, asked at the fake register, with little patience. */
function register(style: Style, change: Json = {}) {
  const mapping = sample(style);
  const { pathname } = new URL(String(mapping.request.url));
  const request = { ...mapping.request, url: `${fake.origin}${pathname}` };
  const quick = { timeoutMs: 5000, pauseMs: 10, rate: { requests: 1000, seconds: 1 } };
  return openRegistry(parseMapping('m.json', JSON.stringify({ ...mapping, request, ...quick, ...change })), {
    env: ENV,
  });
}

describe.each(['baidu', 'tencent', 'nuonuo'] as const)('answers in the style of %s', (style) => {
  const expected: readonly [Case, object][] = [
    ['match', { outcome: 'match', state: 'normal' }],
    ['void', { outcome: 'match', state: 'void' }],
    ['red_part', { outcome: 'match', state: style === 'tencent' ? 'normal' : 'red_part' }],
    ['mismatch', { outcome: 'mismatch' }],
    ['not_found', { outcome: 'not_found', state: 'unknown', fields: {} }],
    ['limited', { outcome: 'limited' }],
    ['not_yet', { outcome: style === 'tencent' ? 'unsupported' : 'not_yet' }],
    ['strange', { outcome: 'error' }],
  ];
  it.each(expected)('%s', async (what, answer) => {
    fake.answer(style, what);
    expect(await register(style).check(QUESTION)).toMatchObject({ provider: `${style}-style`, ...answer });
    expect(fake.asked).toHaveLength(1);
  });

  it('hold the fields in normal form, and the words as they were', async () => {
    fake.answer(style, 'match');
    const answer = await register(style).check(QUESTION);
    expect(answer.fields).toMatchObject({
      ...{ invoiceNumber: '26312000000012345678', issueDate: '2026-03-15', grossTotal: '113.00' },
      sellerName: '云杉样本科技有限公司',
    });
    fake.answer(style, 'mismatch');
    expect(await register(style).check(QUESTION)).toMatchObject({ rawText: '查验说明' });
  });

  it('that pass by themselves are asked for again', async () => {
    fake.answer(style, 'passing', 'passing', 'match');
    expect(await register(style).check(QUESTION)).toMatchObject({ outcome: 'match' });
    expect(fake.asked).toHaveLength(3);
  });
});

describe('what is sent', () => {
  it('is what the mapping says: a form, the token in the address', async () => {
    fake.answer('baidu', 'match');
    await register('baidu').check(LEGACY);
    const [asked] = fake.asked;
    expect(asked?.url.searchParams.get('access_token')).toBe('secret-of-baidu');
    expect(Object.fromEntries(new URLSearchParams(asked?.body))).toEqual({
      ...{ invoice_type: 'elec_normal_invoice', invoice_code: '031002600111', invoice_num: '12345678' },
      ...{ invoice_date: '20260315', check_code: '567890' },
    });
  });

  it('is signed as Tencent asks', async () => {
    fake.answer('tencent', 'match');
    await register('tencent').check(QUESTION);
    const [asked] = fake.asked;
    if (asked === undefined) return expect.fail();
    const signature = tc3SignatureOf(asked, 'secret-of-tencent');
    expect(asked.headers.authorization).toContain(`Signature=${signature}`);
    expect(asked.headers['x-tc-action']).toBe('VatInvoiceVerifyNew');
    expect(JSON.parse(asked.body)).toEqual({
      ...{ InvoiceKind: '10', InvoiceNo: '26312000000012345678', InvoiceDate: '2026-03-15' },
      Amount: '113.00',
    });
  });

  it('nests where the mapping nests, with secrets in header and body', async () => {
    fake.answer('nuonuo', 'match');
    await register('nuonuo').check(QUESTION);
    const [asked] = fake.asked;
    expect(asked?.headers.accesstoken).toBe('secret-of-nuonuo');
    expect(JSON.parse(asked?.body ?? '')).toMatchObject({
      appKey: 'app-of-nuonuo',
      invoice: { invoiceLine: 'pc', optionField: '113.00' },
    });
  });
});

describe('a register that misbehaves', () => {
  const told = async (change: Json = {}) => register('baidu', change).check(QUESTION);

  it('fails, and is asked as often as the mapping says', async () => {
    fake.misbehave((_request, response) => response.writeHead(500).end('{}'));
    expect(await told({ tries: 3 })).toMatchObject({
      outcome: 'error',
      rawCode: 'http_500',
      state: 'unknown',
    });
    expect(fake.asked).toHaveLength(3);
  });

  it('recovers', async () => {
    let times = 0;
    fake.misbehave((_request, response) => {
      times += 1;
      if (times === 1) response.writeHead(503).end();
      else response.end('{"VerifyResult":"0009"}');
    });
    expect(await told()).toMatchObject({ outcome: 'not_found' });
  });

  it('says nothing, or says it drop by drop', async () => {
    fake.misbehave(() => undefined);
    expect(await told({ tries: 1, timeoutMs: 200 })).toMatchObject({ outcome: 'error', rawCode: 'timeout' });
    fake.misbehave((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const timer = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(timer));
    });
    expect(await told({ tries: 1, timeoutMs: 300 })).toMatchObject({ outcome: 'error', rawCode: 'timeout' });
  });

  it('sends what is no JSON, or no object', async () => {
    for (const body of ['<html>', '{"VerifyResult":', '"0001"', '']) {
      fake.misbehave((_request, response) => response.end(body));
      expect(await told({ tries: 1 })).toMatchObject({ outcome: 'error', rawCode: 'not_json' });
    }
  });

  it('sends shapes that nobody expects', async () => {
    for (const body of [
      '[]',
      '{}',
      '{"VerifyResult":{"a":1}}',
      '{"VerifyResult":"constructor"}',
      '{"VerifyResult":["0001"]}',
    ]) {
      fake.misbehave((_request, response) => response.end(body));
      expect(await told({ tries: 1 })).toMatchObject({ outcome: 'error', fields: {} });
    }
    fake.misbehave((_request, response) =>
      response.end('{"VerifyResult":"0001","InvalidSign":7,"InvoiceDate":"yesterday","words_result":5}'),
    );
    expect(await told()).toMatchObject({ outcome: 'match', state: 'unknown', fields: {} });
  });

  it('sends without end: taken in up to a bound, and not asked again', async () => {
    let sent = 0;
    fake.misbehave((_request, response) => {
      const chunk = Buffer.alloc(64 * 1024, 'a');
      const pump = () => {
        while (!response.destroyed && response.write(chunk)) sent += chunk.length;
        sent += chunk.length;
      };
      response.on('drain', pump);
      pump();
    });
    expect(await told()).toMatchObject({ outcome: 'error', rawCode: 'too_large' });
    expect(fake.asked).toHaveLength(1);
    expect(sent).toBeLessThan(BUDGETS.register.answerBytes * 64);
  });

  it('points elsewhere: nobody follows', async () => {
    fake.misbehave((_request, response) =>
      response.writeHead(302, { location: `${fake.origin}/other` }).end(),
    );
    expect(await told()).toMatchObject({ outcome: 'error', rawCode: 'redirected' });
    expect(fake.asked).toHaveLength(1);
  });

  it('is away', async () => {
    const mapping = { ...sample('baidu'), pauseMs: 10, tries: 2 };
    const request = { ...mapping.request, url: 'http://127.0.0.1:1/' };
    const away = openRegistry(parseMapping('m', JSON.stringify({ ...mapping, request })), { env: ENV });
    expect(await away.check(QUESTION)).toMatchObject({ outcome: 'error', rawCode: 'unreachable' });
  });

  it('says 429: that is its limit', async () => {
    fake.misbehave((_request, response) => response.writeHead(429).end());
    expect(await told()).toMatchObject({ outcome: 'limited', rawCode: 'over_limit' });
    expect(fake.asked).toHaveLength(1);
  });

  it('is left alone after failures in a row, and asked again later', async () => {
    fake.misbehave((_request, response) => response.writeHead(500).end());
    const ill = register('baidu', { tries: 1, breaker: { failures: 2, seconds: 0.5 } });
    await ill.check(QUESTION);
    await ill.check(QUESTION);
    expect(await ill.check(QUESTION)).toMatchObject({ outcome: 'error', rawCode: 'circuit_open' });
    expect(fake.asked).toHaveLength(2);
    fake.answer('baidu', 'match');
    await expect.poll(async () => (await ill.check(QUESTION)).outcome, { timeout: 120_000 }).toBe('match');
  });

  it('never sees more than its rate allows: who would wait too long is told so', async () => {
    fake.answer('baidu', 'match');
    const slow = register('baidu', { rate: { requests: 2, seconds: 3600 } });
    const answers = await Promise.all([1, 2, 3].map(() => slow.check(QUESTION)));
    expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['error', 'match', 'match']);
    expect(answers.find(({ outcome }) => outcome === 'error')).toMatchObject({ rawCode: 'no_turn' });
    expect(fake.asked).toHaveLength(2);
  });
});

describe('a mapping', () => {
  const bad = (change: (mapping: ReturnType<typeof sample>) => void): RegistryMappingError => {
    const mapping = sample('baidu');
    change(mapping);
    try {
      parseMapping('mine.json', JSON.stringify(mapping));
    } catch (error) {
      if (error instanceof RegistryMappingError) return error;
      throw error;
    }
    return expect.fail('it was taken');
  };

  it.each([
    'https://inv-veri.chinatax.gov.cn/',
    'https://INV-VERI.ChinaTax.gov.cn:443/x',
    'https://inv-veri.chinatax.gov.cn./',
    'https://x.inv-veri.chinatax.gov.cn/',
  ])('never means the public site: %s', (url) => {
    expect(bad(({ request }) => Object.assign(request, { url }))).toMatchObject({
      code: 'registry_site_refused',
      message: expect.stringContaining('mine.json'),
    });
  });

  it.each(['http://register.example/', 'ftp://register.example/', 'https://user:word@register.example/'])(
    'goes nowhere without TLS, and holds no password: %s',
    (url) => {
      const error = bad(({ request }) => Object.assign(request, { url }));
      expect(error.code).toBe('registry_url');
      expect(error.message).not.toContain('word@');
    },
  );

  it('names no secret but those made for it, no unknown outcome, no broken expression', () => {
    const other = [{ in: 'header', name: 'X', secret: 'YANPIAO_SECRET' }];
    expect(bad(({ request }) => Object.assign(request, { auth: other })).message).toContain('request.auth.0');
    expect(bad(({ answer }) => Object.assign(answer, { outcomes: { 1: 'fine' } })).message).toContain(
      'answer',
    );
    expect(bad(({ answer }) => Object.assign(answer, { code: 'a..b' })).message).toContain('JMESPath');
    expect(bad((mapping) => Object.assign(mapping, { name: 'person' })).code).toBe('registry_mapping');
  });

  it('says which secret is not set, and none of the others', () => {
    const mapping = parseMapping('m', JSON.stringify(sample('nuonuo')));
    const env = { YANPIAO_REGISTRY_NUONUO_TOKEN: 'secret-of-nuonuo' };
    expect(() => openRegistry(mapping, { env })).toThrow(/YANPIAO_REGISTRY_NUONUO_APP is not set/);
    expect(() => openRegistry(mapping, { env })).not.toThrow(/secret-of-nuonuo/);
  });
});
