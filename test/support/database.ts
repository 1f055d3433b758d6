/** Databases for tests: quick, empty, migrated, and gone afterwards. */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { inject } from 'vitest';
import { type OpenDatabase, openDatabase } from '../../src/adapters/postgres/open.js';
import { openPostgresQueue } from '../../src/adapters/queue-bullmq/postgres.js';

/** PGlite, in memory or in a folder that does not exist yet, from a snapshot that the run makes once. */
export async function openTestPglite(folder: string | null = null): Promise<OpenDatabase> {
  return openDatabase({ kind: 'pglite', folder, snapshot: await snapshot() });
}

/** Path of a tar of a migrated, empty PGlite, BullMQ's tables included. The first file of the run that asks makes it. */
export async function snapshot(): Promise<string> {
  const path = join(inject('scratch'), 'pglite.tar');
  while (!existsSync(path)) {
    if (await claim(`${path}.claim`)) await makeSnapshot(path);
    else await sleep(100);
  }
  return path;
}

async function makeSnapshot(path: string): Promise<void> {
  const database = await openDatabase({ kind: 'pglite', folder: null });
  const queue = await openPostgresQueue(await database.bullmqPool());
  await queue.close();
  const tar = await database.dump();
  await database.close();
  if (tar === null) throw new Error('no dump of PGlite');
  await writeFile(`${path}.new`, tar);
  await rename(`${path}.new`, path);
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
