/** A PostgreSQL of the bench's own, in a folder that can be kept: as Debian installs it, with memory for ten million rows. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';

const READY_SECONDS = 300;

/** What is set beside PostgreSQL's own defaults; durable, as in service. */
export const SETTINGS = {
  shared_buffers: '1GB',
  maintenance_work_mem: '512MB',
  max_wal_size: '8GB',
  checkpoint_timeout: '30min',
} as const;

export interface Server {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts the cluster in `folder`, made where there is none. Throws where PostgreSQL is not installed or does not come up. */
export async function startServer(folder: string): Promise<Server> {
  const programs = programsFolder();
  mkdirSync(folder, { recursive: true });
  const identity = ordinaryUser(folder);
  const data = join(folder, 'data');
  const options = { ...identity, cwd: folder, stdio: 'pipe' } as const;
  if (!existsSync(join(data, 'PG_VERSION'))) {
    const locale = ['--locale=C.UTF-8', '--encoding=UTF8', '--auth=trust', '--username=yanpiao'];
    execFileSync(join(programs, 'initdb'), ['-D', data, ...locale], options);
  }
  const port = await sparePort();
  const place = { listen_addresses: '127.0.0.1', unix_socket_directories: folder, port: String(port) };
  const flags = Object.entries({ ...place, ...SETTINGS }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  const child = spawn(join(programs, 'postgres'), ['-D', data, ...flags], options);
  const url = `postgres://yanpiao@127.0.0.1:${port}/postgres`;
  try {
    await untilReady(child, url);
  } catch (error) {
    await stop(child);
    throw error;
  }
  return { url, stop: () => stop(child) };
}

/** Debian keeps them off the PATH, in a folder for each version. */
function programsFolder(): string {
  const onPath = (process.env.PATH ?? '').split(delimiter);
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian)
    ? readdirSync(debian).sort((a, b) => Number.parseFloat(b) - Number.parseFloat(a))
    : [];
  const folders = [...versions.map((version) => join(debian, version, 'bin')), ...onPath];
  const found = folders.find(
    (folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')),
  );
  if (found === undefined)
    throw new Error('PostgreSQL is not installed (Debian: apt-get install postgresql); or set DATABASE_URL');
  return found;
}

/** PostgreSQL refuses to run as root: there the user `postgres` that its package made owns folder and process. */
function ordinaryUser(folder: string): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  const identity = { uid: id('-u'), gid: id('-g') };
  chownSync(folder, identity.uid, identity.gid);
  return identity;
}

async function untilReady(child: ChildProcess, url: string): Promise<void> {
  let said = '';
  const hear = (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4000);
  };
  child.stdout?.on('data', hear);
  child.stderr?.on('data', hear);
  const end = performance.now() + READY_SECONDS * 1000;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`PostgreSQL ended at once:\n${said}`);
    const client = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => undefined });
    try {
      await client`select 1`;
      return;
    } catch (error) {
      if (performance.now() > end) throw new Error(`PostgreSQL does not come up:\n${said}`, { cause: error });
      await sleep(200);
    } finally {
      await client.end({ timeout: 1 });
    }
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGINT');
  await ended;
}

async function sparePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}
