/** The web server, app apart from listening: tests inject requests, main.ts listens. */
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import staticFiles from '@fastify/static';
import {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  fastify,
  LogController,
} from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { v7 as uuid } from 'uuid';
import type { HttpDeps } from './deps.js';
import { HttpProblem, languageOf, problemBody, problemOf } from './errors.js';
import { guardRoutes, refuseCrossSite } from './guard.js';
import { keepAnswers } from './idempotency.js';
import { describeInterface } from './openapi.js';
import { errorsDocument, PROBLEMS } from './problems.js';
import { accountRoutes } from './routes/accounts.js';
import { authRoutes } from './routes/auth.js';
import { batchRoutes } from './routes/batches.js';
import { changeRoutes } from './routes/changes.js';
import { claimRoutes } from './routes/claims.js';
import { documentRoutes } from './routes/documents.js';
import { downloadRoutes } from './routes/downloads.js';
import { healthRoutes } from './routes/health.js';
import { ledgerRoutes } from './routes/ledger.js';
import { queryRoutes } from './routes/queries.js';
import { queryBatchRoutes } from './routes/query-batches.js';
import { recordRoutes } from './routes/records.js';
import { registryRoutes } from './routes/registry.js';
import { reportRoutes } from './routes/reports.js';
import { ruleRoutes } from './routes/rules.js';
import { sampleRoutes } from './routes/samples.js';
import { drainUpload } from './upload.js';

/** A body that is no upload: the longest question is far below. */
const BODY_BYTES = 256 * 1024;
/** One gigabyte over a slow line of 3 Mbit/s takes 45 minutes; past an hour a sender is not sending. */
const REQUEST_MS = 60 * 60_000;

/** Builds the server with every route. The caller listens, and closes it before the stores. */
export async function buildHttp(deps: HttpDeps): Promise<FastifyInstance> {
  const { settings } = deps;
  const app: FastifyInstance = fastify({
    loggerInstance: deps.log as FastifyBaseLogger,
    // Lines of our own, below: fastify's would hold addresses and query texts.
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: settings.trustProxy,
    bodyLimit: BODY_BYTES,
    requestTimeout: REQUEST_MS,
    genReqId: () => uuid(),
    routerOptions: { maxParamLength: 300 },
    frameworkErrors: answerProblem,
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.decorateRequest('principal', null);
  app.setErrorHandler(answerProblem);
  logAnswers(app);

  await protect(app, deps);
  await app.register(multipart);
  await describeInterface(app, settings.version);
  await app.register(healthRoutes, { deps });
  await app.register(authRoutes, { deps, prefix: '/api/auth' });
  await app.register(
    async (api) => {
      guardRoutes(api, deps);
      keepAnswers(api, deps);
      refuseRepeated(api);
      for (const routes of [
        documentRoutes,
        changeRoutes,
        downloadRoutes,
        recordRoutes,
        batchRoutes,
        ledgerRoutes,
        queryRoutes,
        queryBatchRoutes,
        ruleRoutes,
        claimRoutes,
        registryRoutes,
        reportRoutes,
        accountRoutes,
        sampleRoutes,
      ]) {
        await api.register(routes, { deps });
      }
    },
    { prefix: '/api/v1' },
  );
  app.get('/api/errors', { schema: { hide: true } }, async (_request, reply) =>
    reply.type('text/markdown; charset=utf-8').send(errorsDocument()),
  );
  await servePage(app, deps.webDir);
  return app;
}

/** Headers, rates and the refusal of other sites' requests. */
async function protect(app: FastifyInstance, { settings }: HttpDeps): Promise<void> {
  const https = new URL(settings.publicUrl).protocol === 'https:';
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        // Ant Design writes style elements at run time.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'blob:', 'data:'],
        workerSrc: ["'self'", 'blob:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        ...(https ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'same-origin' },
    hsts: https ? { maxAge: 31_536_000 } : false,
  });
  // Whoever has hung up has no address any more to be counted under, and nobody reads an answer.
  app.addHook('onRequest', async (request, reply) => {
    if (request.socket.destroyed) return reply.hijack();
  });
  await app.register(rateLimit, {
    max: settings.rateLimits.requests,
    timeWindow: '1 minute',
    allowList: (request) => ['/healthz', '/readyz', '/metrics'].includes(request.url),
    errorResponseBuilder: () => new HttpProblem('rate_limited'),
  });
  refuseCrossSite(app, settings.publicUrl);
}

/** Whatever is thrown becomes a problem of the catalogue; what is ours to mend is logged, and told to no one. */
function answerProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const found = problemOf(error);
  const { status } = PROBLEMS[found.code];
  if (status >= 500) request.log.error({ err: found.cause ?? found, code: found.code }, 'answer failed');
  if (request.isMultipart?.() === true) drainUpload(request, reply);
  if (status === 401) reply.header('www-authenticate', 'Bearer');
  if (found.retryAfter !== null) reply.header('retry-after', found.retryAfter);
  const body = problemBody(found, languageOf(request.headers['accept-language']), request.id);
  reply
    .code(status)
    .type('application/problem+json; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('vary', 'accept-language')
    .send(JSON.stringify(body));
}

/** No call takes a parameter twice, and whoever gives one twice means one of them. */
function refuseRepeated(api: FastifyInstance): void {
  api.addHook('preValidation', async ({ query }) => {
    const twice = Object.entries(query ?? {}).filter(([, value]) => Array.isArray(value));
    if (twice.length === 0) return;
    const errors = twice.map(([name]) => ({ path: `querystring/${name}`, message: 'given more than once' }));
    throw new HttpProblem('invalid_request', { errors });
  });
}

/** One line an answer: the route's pattern, never the address as sent, which may quote an invoice. */
function logAnswers(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  app.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions } = request;
    const ms = Math.round(reply.elapsedTime);
    request.log.info({ method, route: routeOptions.url ?? null, status: reply.statusCode, ms }, 'answered');
  });
}

/** The built page: every address that is no file and not the interface's shows it, so that links into it work. */
async function servePage(app: FastifyInstance, webDir: string | null): Promise<void> {
  if (webDir !== null) {
    await app.register(staticFiles, {
      root: webDir,
      wildcard: false,
      // tools/build.mjs puts each asset's .br and .gz beside it.
      preCompressed: true,
      index: false,
      cacheControl: false,
      setHeaders: (reply, path) => {
        // Vite names assets by their content; everything else may change with the next version.
        const immutable = /[\\/]assets[\\/]/.test(path);
        reply.header('cache-control', immutable ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  if (webDir !== null) {
    app.get('/', { schema: { hide: true } }, (_request, reply) =>
      reply.header('cache-control', 'no-cache').sendFile('index.html'),
    );
  }
  app.setNotFoundHandler((request, reply) => {
    const wantsPage =
      request.method === 'GET' &&
      !request.url.startsWith('/api/') &&
      /text\/html/.test(request.headers.accept ?? '');
    if (webDir === null || !wantsPage) throw new HttpProblem('not_found');
    return reply.header('cache-control', 'no-cache').sendFile('index.html');
  });
}
