/**
 * Before all tests: a PostgreSQL and a Redis of our own on spare ports, in a folder that goes with the run. What the
 * machine lacks is `null` and its suites are left out, unless YANPIAO_TEST_REQUIRE=all.
 */
import { spawn } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import type { TestProject } from 'vitest/node';
import { startPostgres } from '../../bench/services/postgres.js';
import { sparePort, stop, untilReady } from '../../bench/services/process.js';
import { available, leftOut } from './available.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** URL of the maintenance database of a PostgreSQL made for this run; `null` without one. See database.ts. */
    postgres: string | null;
    /** URL of a Redis made for this run (noeviction); `null` without one. */
    redis: string | null;
    /** Path of the IMAP server, which test/support/dovecot.ts starts; `null` without one. */
    dovecot: string | null;
    /** Path of the browser; `null` without one. */
    chromium: string | null;
    /** A folder that lives as long as the run, for what its files share. */
    scratch: string;
  }
}

export interface Service {
  readonly url: string;
  stop(): Promise<void>;
}

const READY_SECONDS = 60;

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const found = available();
  const missing = leftOut(found);
  if (process.env.YANPIAO_TEST_REQUIRE === 'all' && missing.length > 0) {
    throw new Error(`YANPIAO_TEST_REQUIRE=all, but this machine lacks:\n${missing.join('\n')}`);
  }
  const scratch = await mkdtemp(join(tmpdir(), 'yanpiao-run-'));
  const starting = [
    found.postgres === null ? null : startRunsPostgres(found.postgres, scratch),
    found.redis === null ? null : startRedis(found.redis, join(scratch, 'redis')),
  ];
  const settled = await Promise.allSettled(starting);
  const [database, redis] = settled.map((result) => (result.status === 'fulfilled' ? result.value : null));
  const teardown = async () => {
    await Promise.all([database?.stop(), redis?.stop()]);
    await rm(scratch, { recursive: true, force: true });
  };
  const failed = settled.find((result) => result.status === 'rejected');
  if (failed !== undefined) {
    await teardown();
    throw failed.reason;
  }
  project.provide('postgres', database?.url ?? null);
  project.provide('redis', redis?.url ?? null);
  project.provide('dovecot', found.dovecot);
  project.provide('chromium', found.chromium);
  project.provide('scratch', scratch);
  return teardown;
}

/** Not durable: it lives for one run. */
function startRunsPostgres(programs: string, scratch: string): Promise<Service> {
  // mkdtemp makes folders for one user only; where tests run as root, PostgreSQL's own one has to get through.
  if (process.getuid?.() === 0) chmodSync(scratch, 0o755);
  const [folder, settings] = [join(scratch, 'postgres'), { max_connections: '200' }];
  return startPostgres(programs, { folder, settings, durable: false, readySeconds: READY_SECONDS });
}

/** A Redis that keeps nothing, on a spare port or the given one. */
export async function startRedis(program: string, folder: string, givenPort?: number): Promise<Service> {
  await mkdir(folder, { recursive: true });
  const port = givenPort ?? (await sparePort());
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder];
  const child = spawn(program, [...settings, '--maxmemory-policy', 'noeviction'], { stdio: 'pipe' });
  await untilReady('Redis', child, () => answers(port), READY_SECONDS);
  return { url: `redis://127.0.0.1:${port}`, stop: () => stop(child, 'SIGTERM') };
}

async function answers(port: number): Promise<void> {
  const client = new Redis(port, '127.0.0.1', { lazyConnect: true, retryStrategy: null });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.ping();
  } finally {
    client.disconnect();
  }
}
