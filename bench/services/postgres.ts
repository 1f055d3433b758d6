/** A PostgreSQL of one's own, on a spare port and a folder of its own, made as our documentation asks for it: C.UTF-8. */
import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import postgres from 'postgres';
import { isProgram, sparePort, stop, untilReady } from './process.js';

export interface PostgresOptions {
  /** Where the cluster lies; one that is there already is started as it is. */
  readonly folder: string;
  readonly settings: Readonly<Record<string, string>>;
  /** `false`: it lives for one run, and the disk is never waited for. */
  readonly durable: boolean;
  readonly readySeconds: number;
}

export interface PostgresServer {
  /** Of its maintenance database. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts the programs of `programs` (see {@link postgresPrograms}). Throws where the server does not come up. */
export async function startPostgres(
  programs: string,
  { folder, settings, durable, readySeconds }: PostgresOptions,
): Promise<PostgresServer> {
  mkdirSync(folder, { recursive: true });
  const options = { ...ordinaryUser(folder), cwd: folder, stdio: 'pipe' } as const;
  const data = join(folder, 'data');
  if (!existsSync(join(data, 'PG_VERSION'))) {
    const made = ['--locale=C.UTF-8', '--encoding=UTF8', '--auth=trust', '--username=yanpiao'];
    const hasty = durable ? [] : ['--no-sync'];
    execFileSync(join(programs, 'initdb'), ['-D', data, ...made, ...hasty], options);
  }
  const port = await sparePort();
  const place = { listen_addresses: '127.0.0.1', unix_socket_directories: folder, port: String(port) };
  const all = { ...place, ...(durable ? {} : { fsync: 'off' }), ...settings };
  const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(join(programs, 'postgres'), ['-D', data, ...flags], options);
  const url = `postgres://yanpiao@127.0.0.1:${port}/postgres`;
  try {
    await untilReady('PostgreSQL', child, () => answers(url), readySeconds);
  } catch (error) {
    await stop(child, 'SIGINT');
    throw error;
  }
  return { url, stop: () => stop(child, 'SIGINT') };
}

async function answers(url: string): Promise<void> {
  const client = postgres(url, { max: 1, connect_timeout: 2, onnotice: () => undefined });
  try {
    await client`select 1`;
  } finally {
    await client.end({ timeout: 1 });
  }
}

/**
 * The folder of initdb and postgres: on the PATH, or where Debian keeps them, in a folder for each version, the newest
 * first; `null` where PostgreSQL is not installed.
 */
export function postgresPrograms(): string | null {
  const onPath = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian)
    ? readdirSync(debian).sort((a, b) => Number.parseFloat(b) - Number.parseFloat(a))
    : [];
  const folders = [...onPath, ...versions.map((version) => join(debian, version, 'bin'))];
  return folders.find((folder) => isProgram(join(folder, 'initdb'))) ?? null;
}

/** PostgreSQL refuses to run as root: there the user `postgres` that its package made owns folder and process. */
function ordinaryUser(folder: string): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  const identity = { uid: id('-u'), gid: id('-g') };
  chownSync(folder, identity.uid, identity.gid);
  return identity;
}
