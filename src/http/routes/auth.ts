/** Signing in and out: hands the request to the adapter of people and sessions, and words its refusals as ours. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { HttpDeps } from '../deps.js';
import { HttpProblem } from '../errors.js';
import type { ProblemCode } from '../problems.js';

/** What is open under /api/auth: everything else of the package behind it stays shut. */
const OPEN: readonly (readonly ['GET' | 'POST', string])[] = [
  ['POST', '/sign-in/email'],
  ['POST', '/sign-out'],
  ['GET', '/get-session'],
  ['POST', '/change-password'],
];

/** Where a password can be guessed. */
const GUESSABLE: readonly string[] = ['/sign-in/email', '/change-password'];
const BODY_BYTES = 16 * 1024;

export async function authRoutes(app: FastifyInstance, { deps }: { deps: HttpDeps }): Promise<void> {
  const { signIns } = deps.settings.rateLimits;
  for (const [method, path] of OPEN) {
    app.route({
      method,
      url: path,
      bodyLimit: BODY_BYTES,
      config: { rateLimit: GUESSABLE.includes(path) ? { max: signIns, timeWindow: '1 minute' } : {} },
      schema: { hide: true },
      handler: (request, reply) => forward(request, reply, deps),
    });
  }
}

async function forward(request: FastifyRequest, reply: FastifyReply, { auth, settings }: HttpDeps) {
  const headers = new Headers();
  for (const name of ['cookie', 'user-agent', 'content-type', 'accept-language']) {
    const value = request.headers[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  const answer = await auth.handle(
    new Request(new URL(request.url, settings.publicUrl), {
      method: request.method,
      headers,
      ...(request.method === 'GET' ? {} : { body: JSON.stringify(request.body ?? {}) }),
    }),
  );
  if (!answer.ok) throw new HttpProblem(problemFor(answer.status));
  for (const cookie of answer.headers.getSetCookie()) reply.header('set-cookie', cookie);
  return reply
    .code(answer.status)
    .header('cache-control', 'no-store')
    .type(answer.headers.get('content-type') ?? 'application/json')
    .send(await answer.text());
}

function problemFor(status: number): ProblemCode {
  if (status === 401 || status === 403) return 'sign_in_failed';
  if (status === 429) return 'rate_limited';
  return status < 500 ? 'invalid_request' : 'internal';
}
