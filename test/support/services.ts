/**
 * Before all tests: a PostgreSQL and a Redis of our own on spare ports, in a folder that goes with the run. What the
 * machine lacks is `null` and its suites are left out, unless YANPIAO_TEST_REQUIRE=all.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chown, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import postgres from 'postgres';
import type { TestProject } from 'vitest/node';
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
    found.postgres === null ? null : startPostgres(found.postgres, join(scratch, 'postgres')),
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

/** A cluster as our documentation asks for it: C.UTF-8. Not durable: it lives for one run. */
async function startPostgres(programs: string, folder: string): Promise<Service> {
  await mkdir(folder, { recursive: true });
  const identity = await ordinaryUser(folder);
  const data = join(folder, 'data');
  const options = ['--locale=C.UTF-8', '--encoding=UTF8', '--auth=trust', '--username=yanpiao', '--no-sync'];
  execFileSync(join(programs, 'initdb'), ['-D', data, ...options], {
    ...identity,
    cwd: folder,
    stdio: 'pipe',
  });
  const port = await sparePort();
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: folder,
    port: String(port),
    fsync: 'off',
    max_connections: '200',
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(join(programs, 'postgres'), ['-D', data, ...flags], {
    ...identity,
    cwd: folder,
    stdio: 'pipe',
  });
  const url = `postgres://yanpiao@127.0.0.1:${port}/postgres`;
  await untilReady('PostgreSQL', child, async () => {
    const client = postgres(url, { max: 1, connect_timeout: 2, onnotice: () => undefined });
    try {
      await client`select 1`;
    } finally {
      await client.end({ timeout: 1 });
    }
  });
  return { url, stop: () => stop(child, 'SIGINT') };
}

/** A Redis that keeps nothing, on a spare port or the given one. */
export async function startRedis(program: string, folder: string, givenPort?: number): Promise<Service> {
  await mkdir(folder, { recursive: true });
  const port = givenPort ?? (await sparePort());
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder];
  const child = spawn(program, [...settings, '--maxmemory-policy', 'noeviction'], { stdio: 'pipe' });
  await untilReady('Redis', child, async () => {
    const client = new Redis(port, '127.0.0.1', { lazyConnect: true, retryStrategy: null });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.ping();
    } finally {
      client.disconnect();
    }
  });
  return { url: `redis://127.0.0.1:${port}`, stop: () => stop(child, 'SIGTERM') };
}

/** PostgreSQL refuses to run as root: there the user `postgres` that its package made owns folder and process. */
async function ordinaryUser(folder: string): Promise<{ uid?: number; gid?: number }> {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  const identity = { uid: id('-u'), gid: id('-g') };
  // mkdtemp makes folders for one user only; the other one has to get through.
  execFileSync('chmod', ['755', join(folder, '..')]);
  await chown(folder, identity.uid, identity.gid);
  return identity;
}

/** Waits until `probe` succeeds; throws with what the program said when it ends before or takes too long. */
export async function untilReady(
  name: string,
  child: ChildProcess,
  probe: () => Promise<void>,
): Promise<void> {
  let said = '';
  const hear = (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4000);
  };
  child.stdout?.on('data', hear);
  child.stderr?.on('data', hear);
  const end = Date.now() + READY_SECONDS * 1000;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`${name} ended at once:\n${said}`);
    try {
      return await probe();
    } catch (error) {
      if (Date.now() > end)
        throw new Error(`${name} is not ready after ${READY_SECONDS} s:\n${said}`, { cause: error });
      await sleep(50);
    }
  }
}

export async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await ended;
}

export async function sparePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}
