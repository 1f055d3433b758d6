/** The whole server over a real database, real originals and real sessions; only drawing pages is replaced. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { createAuth } from '../../src/adapters/auth/auth.js';
import { openDiskBlobs } from '../../src/adapters/blobs-disk/blobs.js';
import { createLog } from '../../src/adapters/log/log.js';
import type { OpenDatabase } from '../../src/adapters/postgres/open.js';
import { openPostgresQueue } from '../../src/adapters/queue-bullmq/postgres.js';
import { createApiKey } from '../../src/desk/accounts/api-keys.js';
import { createOwner } from '../../src/desk/accounts/first-start.js';
import { buildHttp } from '../../src/http/build-http.js';
import { HTTP_DEFAULTS, type HttpDeps, type HttpSettings } from '../../src/http/deps.js';
import { verifyAgainstLedger } from '../../src/pipeline/run-match.js';
import type { Role } from '../../src/ports/accounts.js';
import type { BlobStore } from '../../src/ports/blobs.js';
import type { Announcement, Queue } from '../../src/ports/queue.js';
import type { Store } from '../../src/ports/store.js';
import { openTestPglite } from '../support/database.js';

export const OWNER = { email: 'owner@example.test', password: 'correct-horse-battery' };
export const URL_OF_TESTS = 'http://yanpiao.test';

/** As in earnest, but small and quick. */
export const TEST_SETTINGS: HttpSettings = {
  ...HTTP_DEFAULTS,
  trustProxy: false,
  version: '0.0.0',
  publicUrl: URL_OF_TESTS,
  uploadLimits: { image: 60_000, xml: 60_000, other: 200_000 },
  rateLimits: { requests: 100_000, signIns: 10_000 },
  watch: { everyMs: 20, heartbeatMs: 60 },
};

/** The real queue, with a note of what was announced, and an end of the line that can be pulled out. */
class WatchedQueue implements Pick<Queue, 'announce' | 'counts'> {
  readonly announced: Announcement[] = [];
  away = false;
  readonly #queue: Queue;
  constructor(queue: Queue) {
    this.#queue = queue;
  }
  async announce(items: readonly Announcement[]): Promise<void> {
    if (this.away) throw new Error('the queue is away');
    await this.#queue.announce(items);
    this.announced.push(...items);
  }
  async counts() {
    if (this.away) throw new Error('the queue is away');
    return this.#queue.counts();
  }
}

export interface Server {
  readonly app: FastifyInstance;
  readonly store: Store;
  readonly database: OpenDatabase;
  readonly queue: WatchedQueue;
  readonly blobs: BlobStore;
  readonly folder: string;
  /** Lines of the log so far. */
  readonly log: string[];
  /** A new key of that role, in organisation 1 unless told otherwise. */
  key(role: Role, organisationId?: string): Promise<string>;
  /** The same stores behind a server with other settings; closed with the first. */
  again(change: Partial<HttpDeps>): Promise<FastifyInstance>;
  close(): Promise<void>;
}

/** Opens it: organisation 1 with its owner, organisation 2 without people. */
export async function startServer(change: Partial<HttpDeps> = {}): Promise<Server> {
  const folder = await mkdtemp(join(tmpdir(), 'yanpiao-http-'));
  const database = await openTestPglite();
  const { store } = database;
  const log: string[] = [];
  const auth = await createAuth({
    drizzle: database.drizzle,
    authSchema: database.authSchema,
    secret: 'a secret for tests that is long enough',
    publicUrl: URL_OF_TESTS,
    onFault: (_what, error) => {
      throw error;
    },
  });
  await createOwner(store.accounts, auth, OWNER);
  await store.accounts.createOrganisation('别家公司', '2');
  const realQueue = await openPostgresQueue(await database.bullmqPool());
  const queue = new WatchedQueue(realQueue);
  const blobs = await openDiskBlobs(folder);
  const deps: HttpDeps = {
    store,
    queue,
    blobs,
    auth,
    reader: { picture: async () => null },
    members: { member: async () => false },
    reading: { begin: () => Promise.reject(new Error('nothing is read here')) },
    questionsPerInvoice: 5,
    verify: (organisationId, slip) => verifyAgainstLedger(store, organisationId, slip, new Date()),
    log: createLog('debug', { write: (line) => log.push(line) }),
    settings: TEST_SETTINGS,
    registers: [],
    samplesDir: null,
    webDir: null,
    ...change,
  };
  const apps: FastifyInstance[] = [];
  const again = async (other: Partial<HttpDeps>) => {
    const app = await buildHttp({ ...deps, ...other });
    apps.push(app);
    return app;
  };
  const app = await again({});
  return {
    app,
    store,
    database,
    queue,
    blobs,
    folder,
    log,
    again,
    async key(role, organisationId = '1') {
      return (await createApiKey(store.accounts, organisationId, role, 'test')).key;
    },
    async close() {
      for (const one of apps) await one.close();
      await realQueue.close();
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

export interface FilePart {
  readonly name: string;
  readonly bytes: Uint8Array | string;
  readonly field?: string;
}

const BOUNDARY = '----yanpiao-test-boundary';

/** A multipart body as a browser writes it: names in UTF-8. */
export function multipart(files: readonly FilePart[]) {
  const parts = files.flatMap(({ name, bytes, field = 'file' }) => [
    Buffer.from(
      `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${field}"; filename="${name}"\r\n` +
        'Content-Type: application/octet-stream\r\n\r\n',
    ),
    Buffer.from(bytes as string),
    Buffer.from('\r\n'),
  ]);
  return {
    payload: Buffer.concat([...parts, Buffer.from(`--${BOUNDARY}--\r\n`)]),
    headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
  };
}

/** Signs the owner in; the cookie header. */
export async function signIn(app: FastifyInstance, person = OWNER): Promise<string> {
  const answer = await app.inject({
    method: 'POST',
    url: '/api/auth/sign-in/email',
    payload: person,
    headers: { origin: URL_OF_TESTS, host: 'yanpiao.test' },
  });
  if (answer.statusCode !== 200) throw new Error(`sign-in answered ${answer.statusCode}: ${answer.body}`);
  return answer.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
}
