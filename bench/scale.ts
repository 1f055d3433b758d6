/**
 * `npm run bench:scale`: a synthetic ledger of a million and of ten million invoices on PostgreSQL (and of 200 000 on
 * PGlite), and what exact and near look-ups, imports and indexes cost in each. PostgreSQL is that of DATABASE_URL (a
 * database for nothing else!) or one of the bench's own, which `--keep` lets stand for the next run.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runCommand, someOf, UsageError, wholeNumber } from '../samples/command.js';
import { type DatabasePlace, type OpenDatabase, openDatabase } from '../src/adapters/postgres/open.js';
import { fill, filledRows } from './scale/fill.js';
import { measureImports } from './scale/import.js';
import { measureLookUps } from './scale/look-ups.js';
import type { Measured } from './scale/measured.js';
import { SETTINGS, startServer } from './scale/server.js';
import { sizesOf } from './scale/sizes.js';
import { ORGANISATION } from './scale/synthetic.js';
import { importTable, lookUpTable, memoryTable, sizeTable } from './scale/tables.js';

const USAGE = `npm run bench:scale -- [--on postgres,pglite] [--rows 1000000,10000000] [--embedded 200000] [--keep FOLDER]
  [--count N] [--import N] [--build] [--json FILE]
--rows: sizes on PostgreSQL, measured one after the other as it grows. --embedded: rows on PGlite. --keep: the PostgreSQL of
this folder, made where there is none and left standing; rows that it has already are not made again. --count: look-ups of
each kind (300). --import: rows imported in each of three ways (50000). --build: only fill, measure nothing.`;

type Options = ReturnType<typeof optionsOf>;

/** One line that is written over on a terminal, and one after the other elsewhere. */
const tell = (text: string): void => {
  const line = `${new Date().toISOString().slice(11, 19)} ${text}`;
  process.stderr.write(process.stderr.isTTY ? `\r\u001b[K${line}` : `${line}\n`);
};

/** Grows the ledger to each size in turn and measures there. What an import adds stays, but is no row of the synthetic ledger. */
async function measure(
  database: OpenDatabase,
  sizes: readonly number[],
  options: Options,
): Promise<readonly Measured[]> {
  const { store, drizzle } = database;
  await store.accounts.createOrganisation('规模试验', ORGANISATION);
  const measured: Measured[] = [];
  const opened = process.memoryUsage.rss();
  for (const rows of sizes) {
    const there = await filledRows(drizzle);
    if (there > rows) {
      tell(`left out: ${rows} rows, since the database has ${there} already`);
      continue;
    }
    await fill(drizzle, rows, tell);
    if (options.build) continue;
    const filled = process.memoryUsage.rss();
    const sizesNow = await sizesOf(drizzle);
    const lookUps = await measureLookUps(store.ledger, rows, options.count, tell);
    const run = Math.floor(Date.now() / 1000) % 1_000_000;
    const imports = options.import === 0 ? [] : await measureImports(store.ledger, options.import, run, tell);
    const memory = { opened, filled, measured: process.memoryUsage.rss() };
    measured.push({ on: database.kind, rows, lookUps, imports, sizes: sizesNow, memory });
  }
  return measured;
}

async function onPostgres(options: Options): Promise<readonly Measured[]> {
  const url = process.env.DATABASE_URL;
  const folder = options.keep ?? mkdtempSync(join(tmpdir(), 'yanpiao-scale-'));
  const server = url === undefined ? await startServer(resolve(folder)) : null;
  try {
    return await inDatabase({ kind: 'postgres', url: url ?? server?.url ?? '' }, options.rows, options);
  } finally {
    await server?.stop();
    if (options.keep === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

async function onPglite(options: Options): Promise<readonly Measured[]> {
  const folder = mkdtempSync(join(tmpdir(), 'yanpiao-scale-'));
  try {
    return await inDatabase({ kind: 'pglite', folder: join(folder, 'data') }, [options.embedded], options);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function inDatabase(
  place: DatabasePlace,
  sizes: readonly number[],
  options: Options,
): Promise<readonly Measured[]> {
  const database = await openDatabase(place);
  try {
    return await measure(database, sizes, options);
  } finally {
    await database.close();
  }
}

function optionsOf(args: string[]) {
  const { values } = parseArgs({
    args,
    options: {
      on: { type: 'string', default: 'postgres,pglite' },
      rows: { type: 'string', default: '1000000,10000000' },
      embedded: { type: 'string', default: '200000' },
      keep: { type: 'string' },
      count: { type: 'string', default: '300' },
      import: { type: 'string', default: '50000' },
      build: { type: 'boolean', default: false },
      json: { type: 'string' },
    },
  });
  const rows = values.rows.split(',').map((text) => wholeNumber('rows', text, 1000));
  if (rows.some((size, index) => size <= (rows[index - 1] ?? 0)))
    throw new UsageError('--rows: from the smallest to the largest');
  return {
    on: someOf(['postgres', 'pglite'], 'on', values.on),
    rows,
    embedded: wholeNumber('embedded', values.embedded, 1000),
    keep: values.keep,
    count: wholeNumber('count', values.count),
    import: wholeNumber('import', values.import, 0),
    build: values.build,
    json: values.json,
  };
}

await runCommand(async (args) => {
  const options = optionsOf(args);
  const measured = [
    ...(options.on.includes('postgres') ? await onPostgres(options) : []),
    ...(options.on.includes('pglite') ? await onPglite(options) : []),
  ];
  if (process.stderr.isTTY) process.stderr.write('\n');
  if (options.json !== undefined) writeFileSync(options.json, JSON.stringify(measured, null, 1));
  const settings = Object.entries(SETTINGS).map(([name, value]) => `${name} ${value}`);
  console.log(
    `Node ${process.versions.node}, ${availableParallelism()} cores; PostgreSQL: ${settings.join(', ')}\n`,
  );
  if (measured.length > 0)
    console.log(
      [lookUpTable, importTable, sizeTable, memoryTable].map((table) => table(measured)).join('\n\n'),
    );
}, USAGE);
