/** Databases for tests: quick, empty, migrated, and gone afterwards. */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { inject } from 'vitest';
import { type OpenDatabase, openDatabase } from '../../src/adapters/postgres/open.js';
import { openPostgresQueue } from '../../src/adapters/queue-bullmq/postgres.js';
import { root } from './program.js';

/** PGlite, in memory or in a folder that does not exist yet, from a snapshot that the run makes once. */
export async function openTestPglite(folder: string | null = null): Promise<OpenDatabase> {
  return openDatabase({ kind: 'pglite', folder, snapshot: await snapshot() });
}

/** What a snapshot is made of: when one of these changes, another one is made. */
const INGREDIENTS = [
  'package-lock.json',
  'src/adapters/postgres/migrations',
  'src/adapters/postgres/pglite-thread.ts',
];

/**
 * Path of a tar of a migrated, empty PGlite, BullMQ's tables included. Kept between runs, because making it takes
 * longer than most tests; the first file that asks makes it.
 */
export async function snapshot(): Promise<string> {
  const path = join(root, 'node_modules/.cache/yanpiao', `pglite-${await fingerprint()}.tar`);
  while (!existsSync(path)) {
    if (await claim(join(inject('scratch'), 'snapshot.claim'))) await makeSnapshot(path);
    else await sleep(100);
  }
  return path;
}

async function fingerprint(): Promise<string> {
  const hash = createHash('sha256');
  for (const name of INGREDIENTS) {
    const path = join(root, name);
    const files = statSync(path).isDirectory()
      ? (await readdir(path)).map((file) => join(path, file))
      : [path];
    for (const file of files.filter((one) => statSync(one).isFile()).sort())
      hash.update(await readFile(file));
  }
  return hash.digest('hex').slice(0, 16);
}

async function makeSnapshot(path: string): Promise<void> {
  const database = await openDatabase({ kind: 'pglite', folder: null });
  const queue = await openPostgresQueue(await database.bullmqPool());
  await queue.close();
  const tar = await database.dump();
  await database.close();
  if (tar === null) throw new Error('no dump of PGlite');
  await mkdir(dirname(path), { recursive: true });
  const unfinished = `${path}.${randomUUID()}`;
  await writeFile(unfinished, tar);
  await rename(unfinished, path);
}

/** Making a folder succeeds for exactly one process. */
async function claim(path: string): Promise<boolean> {
  try {
    await mkdir(path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** URL of a new, empty database on the run's PostgreSQL. Only where `inject('postgres')` is not `null`. */
export async function newPostgresUrl(locale = 'C.UTF-8'): Promise<string> {
  const server = inject('postgres');
  if (server === null) throw new Error('this test needs PostgreSQL');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const client = postgres(server, { max: 1, onnotice: () => undefined });
  try {
    await client.unsafe(`create database ${name} template template0 locale '${locale}'`);
  } finally {
    await client.end({ timeout: 5 });
  }
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

export async function openTestPostgres(): Promise<OpenDatabase> {
  return openDatabase({ kind: 'postgres', url: await newPostgresUrl() });
}
