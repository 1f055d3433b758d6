import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Action, may } from '../../src/desk/accounts/roles.js';
import { ROLES, type Role } from '../../src/ports/accounts.js';
import { bearer, OWNER, type Server, signIn, startServer, TEST_SETTINGS, URL_OF_TESTS } from './fixture.js';

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const call = (
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  url: string,
  headers: Record<string, string>,
  payload?: object,
) => server.app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) });

/** Every route under /api/v1 with what it does; a route missing here fails the test below. */
const ROUTES: readonly (readonly ['GET' | 'POST' | 'PUT' | 'DELETE', string, Action | 'any'])[] = [
  ['POST', '/documents', 'documents.handIn'],
  ['GET', '/documents', 'documents.read'],
  ['GET', '/documents/:id', 'documents.read'],
  ['GET', '/documents/:id/original', 'documents.read'],
  ['GET', '/documents/:id/pages/:page', 'documents.read'],
  ['GET', '/documents/:id/members/:position/original', 'documents.read'],
  ['GET', '/documents/:id/extraction.json', 'documents.read'],
  ['GET', '/documents/:id/extraction.xml', 'documents.read'],
  ['GET', '/records', 'documents.read'],
  ['GET', '/records/:id', 'documents.read'],
  ['GET', '/records/:id/extraction.json', 'documents.read'],
  ['GET', '/records/:id/extraction.xml', 'documents.read'],
  ['GET', '/batches/:id', 'documents.read'],
  ['GET', '/batches/:id/events', 'documents.read'],
  ['POST', '/ledger/import', 'ledger.import'],
  ['GET', '/ledger/imports/:id', 'ledger.read'],
  ['GET', '/ledger/invoices', 'ledger.read'],
  ['GET', '/ledger/invoices/:id', 'ledger.read'],
  ['POST', '/queries', 'queries.ask'],
  ['GET', '/verdict-changes', 'documents.read'],
  ['POST', '/documents/:id/seen', 'documents.handIn'],
  ['POST', '/claims', 'claims.make'],
  ['POST', '/claims/:reference/close', 'claims.settle'],
  ['POST', '/claims/:reference/cancel', 'claims.make'],
  ['GET', '/claims', 'documents.read'],
  ['GET', '/ledger/imports', 'ledger.read'],
  ['GET', '/ledger/imports/:id/report.csv', 'ledger.read'],
  ['PUT', '/ledger/invoices', 'ledger.write'],
  ['GET', '/ledger/changes', 'ledger.read'],
  ['GET', '/search', 'documents.read'],
  ['GET', '/registry', 'documents.read'],
  ['GET', '/registry/answers', 'documents.read'],
  ['GET', '/registry/evidence', 'documents.read'],
  ['GET', '/rules', 'rules.read'],
  ['PUT', '/rules/pack', 'rules.manage'],
  ['PUT', '/rules/companies', 'rules.manage'],
  ['GET', '/rules/packs', 'rules.read'],
  ['GET', '/rules/pack.json', 'rules.read'],
  ['PUT', '/rules/pack.json', 'rules.manage'],
  ['POST', '/rules/recheck', 'rules.manage'],
  ['GET', '/rules/black-list', 'rules.read'],
  ['POST', '/rules/black-list', 'rules.manage'],
  ['DELETE', '/rules/black-list/:id', 'rules.manage'],
  ['GET', '/documents/:id/report', 'documents.read'],
  ['POST', '/reports', 'documents.read'],
  ['POST', '/queries/picture', 'queries.ask'],
  ['GET', '/queries', 'queries.ask'],
  ['GET', '/queries/export.csv', 'queries.ask'],
  ['GET', '/queries/inputs', 'queries.ask'],
  ['POST', '/query-batches', 'queries.ask'],
  ['GET', '/query-batches', 'queries.ask'],
  ['GET', '/query-batches/:id', 'queries.ask'],
  ['GET', '/query-batches/:id/result.xlsx', 'queries.ask'],
  ['GET', '/query-batches/:id/result.csv', 'queries.ask'],
  ['POST', '/registry/check', 'registry.record'],
  ['POST', '/registry/answers', 'registry.record'],
  ['GET', '/me', 'any'],
  ['GET', '/api-keys', 'apiKeys.manage'],
  ['POST', '/api-keys', 'apiKeys.manage'],
  ['DELETE', '/api-keys/:id', 'apiKeys.manage'],
  ['GET', '/work/failed', 'work.manage'],
  ['POST', '/work/:id/reopen', 'work.manage'],
  ['GET', '/samples', 'any'],
  ['GET', '/samples/:name', 'any'],
];

const concrete = (path: string) => `/api/v1${path.replace(/:page|:position/, '1').replace(/:\w+/, 'none')}`;

describe('every route', () => {
  it('is in the table of this test', async () => {
    const described = (await server.app.inject('/api/docs/json')).json() as {
      paths: Record<string, Record<string, unknown>>;
    };
    const found = Object.entries(described.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const wanted = ROUTES.map(([method, path]) => `${method} /api/v1${path.replace(/:(\w+)/g, '{$1}')}`);
    expect(found.sort()).toEqual(wanted.sort());
  });

  it('asks who is there', async () => {
    for (const [method, path] of ROUTES) {
      const answer = await call(method, concrete(path), {});
      expect([method, path, answer.statusCode, answer.json().code]).toEqual([
        method,
        path,
        401,
        'not_signed_in',
      ]);
      expect(answer.headers['www-authenticate']).toBe('Bearer');
    }
  });

  it.each(ROLES)('lets %s do what the table of roles allows, and nothing else', async (role: Role) => {
    const key = bearer(await server.key(role));
    for (const [method, path, action] of ROUTES) {
      const answer = await call(method, concrete(path), key);
      const refused = answer.statusCode === 403;
      expect([method, path, refused]).toEqual([method, path, action !== 'any' && !may(role, action)]);
      if (refused) expect(answer.json().code).toBe('forbidden');
      expect(answer.statusCode).toBeLessThan(500);
    }
  });
});

describe('API keys', () => {
  it('are made, shown once, listed without the key, and revoked', async () => {
    const owner = bearer(await server.key('owner'));
    const made = await call('POST', '/api/v1/api-keys', owner, { role: 'finance', label: 'ERP' });
    expect(made.statusCode).toBe(201);
    const { id, key } = made.json();
    expect(key).toMatch(/^yp_[A-Za-z0-9_-]{43}$/);
    expect((await call('GET', '/api/v1/me', bearer(key))).json()).toMatchObject({
      name: 'ERP',
      role: 'finance',
      organisation: { id: '1' },
      personId: null,
    });
    const list = await call('GET', '/api/v1/api-keys', owner);
    expect(list.body).not.toContain(key);
    expect(list.json().items).toContainEqual(
      expect.objectContaining({
        id,
        role: 'finance',
        label: 'ERP',
        prefix: key.slice(0, 8),
        revokedAt: null,
      }),
    );
    expect((await call('DELETE', `/api/v1/api-keys/${id}`, owner)).statusCode).toBe(204);
    expect((await call('GET', '/api/v1/me', bearer(key))).statusCode).toBe(401);
  });

  it('of owners are made by owners only', async () => {
    const admin = bearer(await server.key('admin'));
    expect((await call('POST', '/api/v1/api-keys', admin, { role: 'owner' })).statusCode).toBe(403);
  });

  it('of another organisation cannot be revoked', async () => {
    const owner = bearer(await server.key('owner'));
    const { id } = (await call('POST', '/api/v1/api-keys', owner, { role: 'user' })).json();
    const stranger = bearer(await server.key('owner', '2'));
    expect((await call('DELETE', `/api/v1/api-keys/${id}`, stranger)).statusCode).toBe(404);
  });

  it.each(['', 'Bearer', 'Bearer x', `Bearer yp_${'A'.repeat(43)}`, 'Basic abc'])(
    '%j is no key',
    async (header) => {
      const cookie = await signIn(server.app);
      const answer = await call('GET', '/api/v1/me', {
        authorization: header,
        ...(header === '' ? {} : { cookie }),
      });
      expect(answer.statusCode).toBe(401);
    },
  );
});

describe('sessions', () => {
  it('begin with the password, end with signing out', async () => {
    const cookie = await signIn(server.app);
    const me = await call('GET', '/api/v1/me', { cookie });
    expect(me.json()).toMatchObject({ role: 'owner', organisation: { id: '1', name: '我的公司' } });
    const out = await call('POST', '/api/auth/sign-out', { cookie, origin: URL_OF_TESTS }, {});
    expect(out.statusCode).toBe(200);
    expect((await call('GET', '/api/v1/me', { cookie })).statusCode).toBe(401);
  });

  it('have a cookie that scripts cannot read and other sites do not send', async () => {
    const answer = await call('POST', '/api/auth/sign-in/email', { origin: URL_OF_TESTS }, OWNER);
    expect(answer.cookies).toContainEqual(
      expect.objectContaining({ name: 'yanpiao.session_token', httpOnly: true, sameSite: 'Lax', path: '/' }),
    );
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it.each([
    { email: OWNER.email, password: 'wrong-password' },
    { email: 'nobody@example.test', password: OWNER.password },
  ])('answers the same to a wrong password and to an unknown person', async (person) => {
    const answer = await call('POST', '/api/auth/sign-in/email', { origin: URL_OF_TESTS }, person);
    expect([answer.statusCode, answer.json().code]).toEqual([401, 'sign_in_failed']);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
  });

  it('cannot be had by signing up, and the rest of the package is shut', async () => {
    const person = { email: 'eve@example.test', password: 'long-enough-password', name: 'Eve' };
    for (const path of [
      '/sign-up/email',
      '/update-user',
      '/delete-user',
      '/list-sessions',
      '/sign-in/social',
    ]) {
      const answer = await call('POST', `/api/auth${path}`, { origin: URL_OF_TESTS }, person);
      expect([path, answer.statusCode]).toEqual([path, 404]);
    }
  });

  it('with a forged cookie are none', async () => {
    const cookie = await signIn(server.app);
    expect((await call('GET', '/api/v1/me', { cookie: cookie.replace(/=...../, '=AAAAA') })).statusCode).toBe(
      401,
    );
  });

  it('reach only organisations the person belongs to', async () => {
    const cookie = await signIn(server.app);
    expect((await call('GET', '/api/v1/me', { cookie, 'x-organisation': '1' })).statusCode).toBe(200);
    expect((await call('GET', '/api/v1/me', { cookie, 'x-organisation': '2' })).statusCode).toBe(401);
  });
});

describe('other sites', () => {
  it.each([
    [{ origin: 'http://evil.test' }, 403],
    [{ origin: 'null' }, 403],
    [{ origin: 'http://yanpiao.test.evil.test' }, 403],
    [{ 'sec-fetch-site': 'cross-site', origin: URL_OF_TESTS }, 200],
    [{ 'sec-fetch-site': 'cross-site', origin: 'http://evil.test' }, 403],
    [{ 'sec-fetch-site': 'same-site', origin: 'http://other.yanpiao.test' }, 403],
    [{ 'sec-fetch-site': 'same-origin' }, 200],
    [{ origin: URL_OF_TESTS }, 200],
    [{ origin: 'http://192.168.1.7:8080', host: '192.168.1.7:8080' }, 200],
    [{}, 200],
  ] as const)('%j → %i', async (headers, status) => {
    const cookie = await signIn(server.app);
    const answer = await call('POST', '/api/auth/sign-out', { cookie, ...headers }, {});
    expect(answer.statusCode).toBe(status);
    if (status === 403) expect(answer.json().code).toBe('cross_site');
  });

  it('may read nothing either: no CORS header is ever sent', async () => {
    const answer = await call('GET', '/healthz', { origin: 'http://evil.test' });
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

describe('rates', () => {
  const limited = (requests: number, signIns: number): Promise<FastifyInstance> =>
    server.again({ settings: { ...TEST_SETTINGS, rateLimits: { requests, signIns } } });

  it('of signing in are strict', async () => {
    const app = await limited(100, 3);
    const attempt = () =>
      app.inject({
        method: 'POST',
        url: '/api/auth/sign-in/email',
        payload: { email: 'a@b.test', password: 'x' },
      });
    for (let i = 0; i < 3; i += 1) expect((await attempt()).statusCode).toBe(401);
    const answer = await attempt();
    expect([answer.statusCode, answer.json().code]).toEqual([429, 'rate_limited']);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect((await app.inject('/api/errors')).statusCode).toBe(200);
  });

  it('of everything are bounded, health apart', async () => {
    const app = await limited(2, 2);
    await app.inject('/api/errors');
    await app.inject('/api/errors');
    expect((await app.inject('/api/errors')).statusCode).toBe(429);
    expect((await app.inject('/healthz')).statusCode).toBe(200);
  });
});

describe('an https address', () => {
  it('makes cookies secure and browsers stay with it', async () => {
    const app = await server.again({ settings: { ...TEST_SETTINGS, publicUrl: 'https://yanpiao.test' } });
    const answer = await app.inject('/healthz');
    expect(answer.headers['strict-transport-security']).toContain('max-age=31536000');
    expect((await server.app.inject('/healthz')).headers['strict-transport-security']).toBeUndefined();
  });
});

describe('languages and ids', () => {
  it('answers in the language that is asked for, with the id of the request', async () => {
    const answer = await call('GET', '/api/v1/me', { 'accept-language': 'en' });
    expect(answer.json()).toMatchObject({
      title: 'Not signed in',
      requestId: answer.headers['x-request-id'],
    });
    expect(answer.headers.vary).toContain('accept-language');
  });

  it.each(['/nowhere', '/api/v1/nowhere', '/api/auth/nowhere'])('%s is a problem, too', async (url) => {
    const answer = await call('GET', url, {});
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'not_found']);
  });

  it.each(['/%E0%A4%A', `/api/v1/documents/${'x'.repeat(5000)}`])(
    'an address that is none: %s',
    async (url) => {
      const answer = await call('GET', url, {});
      expect(answer.statusCode).toBeGreaterThanOrEqual(400);
      expect(answer.statusCode).toBeLessThan(500);
      expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    },
  );
});
