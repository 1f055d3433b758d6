/** Who asks and whether they may: every route under /api/v1 names its action, or the server does not start. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { principalOfKey, principalOfPerson } from '../desk/accounts/principal.js';
import { type Action, may } from '../desk/accounts/roles.js';
import type { Principal } from '../ports/accounts.js';
import type { HttpDeps } from './deps.js';
import { HttpProblem } from './errors.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the route does; `any`: everyone who is known. */
    action?: Action | 'any';
    /** The route takes multipart/form-data with a part named file: for the OpenAPI document. */
    upload?: boolean;
    /** Names of the form's other parts, all of them text and none of them needed: for the same. */
    uploadFields?: readonly string[];
  }
  interface FastifyRequest {
    principal: Principal | null;
  }
}

/** Names the organisation of a person who belongs to several. */
const ORGANISATION_HEADER = 'x-organisation';

/** Puts the guard before every route that is registered in `app` from now on. */
export function guardRoutes(app: FastifyInstance, deps: Pick<HttpDeps, 'store' | 'auth'>): void {
  app.addHook('onRoute', (route) => {
    if (route.config?.action === undefined) throw new Error(`${route.url} names no action`);
  });
  app.addHook('onRequest', async (request) => {
    const action = request.routeOptions.config.action;
    const principal = await identify(request, deps);
    if (principal === null) throw new HttpProblem('not_signed_in');
    if (action !== 'any' && (action === undefined || !may(principal.role, action))) {
      throw new HttpProblem('forbidden');
    }
    request.principal = principal;
  });
}

/** The principal of a guarded request. */
export function principalOf(request: FastifyRequest): Principal {
  if (request.principal === null) throw new HttpProblem('not_signed_in');
  return request.principal;
}

async function identify(
  request: FastifyRequest,
  { store, auth }: Pick<HttpDeps, 'store' | 'auth'>,
): Promise<Principal | null> {
  const key = bearerOf(request);
  if (key !== null) return principalOfKey(store.accounts, key);
  if (request.headers.cookie === undefined) return null;
  const person = await auth.signedIn(new Headers({ cookie: request.headers.cookie }));
  const organisation = request.headers[ORGANISATION_HEADER];
  return person === null
    ? null
    : principalOfPerson(store.accounts, person, typeof organisation === 'string' ? organisation : undefined);
}

/** The key of `Authorization: Bearer KEY`; the header's presence, well-formed or not, rules the cookie out. */
function bearerOf(request: FastifyRequest): string | null {
  const header = request.headers.authorization;
  if (header === undefined) return null;
  return /^Bearer +(\S+)$/i.exec(header)?.[1] ?? '';
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses what another site makes a browser send. A browser says where a request comes from by Sec-Fetch-Site, an older
 * one by Origin; a program that sends neither carries no one else's cookies. Requests with a key are exempt.
 */
export function refuseCrossSite(app: FastifyInstance, publicUrl: string): void {
  const ownOrigin = new URL(publicUrl).origin;
  app.addHook('onRequest', async (request) => {
    if (SAFE_METHODS.has(request.method) || request.headers.authorization !== undefined) return;
    const site = request.headers['sec-fetch-site'];
    if (site === 'same-origin' || site === 'none') return;
    const origin = request.headers.origin;
    if (site === undefined && origin === undefined) return;
    if (origin === ownOrigin || (site === undefined && hostOf(origin) === request.host)) return;
    throw new HttpProblem('cross_site');
  });
}

function hostOf(origin: string | undefined): string | null {
  return origin !== undefined && URL.canParse(origin) ? new URL(origin).host : null;
}
