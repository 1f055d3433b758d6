/** `yanpiao import`: ledger files into the ledger, done when the command ends. */
import { realpath } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';
import { originalName } from '../../desk/documents/original.js';
import { errorCode } from '../../document/error-code.js';
import type { Refusal } from '../../document/refusal.js';
import { mapping } from '../../http/contract/ledger.js';
import type { App } from '../../http/deps.js';
import { presentImport } from '../../http/present.js';
import type { Principal } from '../../ports/accounts.js';
import type { LedgerImportRecord } from '../../ports/ledger.js';
import { EXIT, type ExitCode, type Io, line } from '../io.js';
import { storeFile } from '../original-file.js';
import { operatorOf } from './operator.js';

export const importOptions = z.object({
  /** Absolute paths: the server that may run the command stands in another folder. */
  files: z.array(z.string()).min(1),
  org: z.string(),
  json: z.boolean(),
  /** Says what would be done, and writes nothing. */
  dryRun: z.boolean().optional(),
  /** Header text → our field, for tables with headers of their own. */
  mapping: mapping.optional(),
  /** How the only file looked when somebody decided to import it; anything else is left alone, and exit code 1. */
  seen: z.object({ size: z.number(), mtimeMs: z.number() }).optional(),
});

type Options = z.infer<typeof importOptions>;

/** Rows named one by one before the rest is only counted. */
const SKIPPED_SHOWN = 20;

export async function importCommand(app: App, options: Options, io: Io): Promise<ExitCode> {
  const principal = await operatorOf(app.store.accounts, options.org);
  let code: ExitCode = EXIT.done;
  for (const path of options.files) {
    const told = await importFile(app, principal, path, options, io);
    if (!('state' in told) || told.state !== 'done') code = EXIT.refused;
    if (options.json) {
      const answer = 'state' in told ? presentImport(told) : told;
      io.out(line(JSON.stringify({ ...answer, path })));
    } else if ('state' in told) describe(told, path, io);
    else io.err(line(`${path}: ${'changed' in told ? '正在写入 being written' : told.refusal.message}`));
  }
  return code;
}

/** An import, or why there is none: the file cannot be taken in, or is not what it was. */
export type Imported = LedgerImportRecord | { readonly refusal: Refusal } | { readonly changed: true };

async function importFile(
  app: App,
  principal: Principal,
  path: string,
  { dryRun, mapping, seen }: Options,
  io: Io,
): Promise<Imported> {
  const { organisationId } = principal;
  // Named by a person: there a symbolic link is meant. In a watched folder it is not.
  const meant = seen === undefined ? await followed(path) : path;
  const stored = await storeFile(app.blobs, organisationId, meant, seen);
  if (stored === 'changed') return { changed: true };
  if ('refusal' in stored) return stored;
  const file = { file: originalName(basename(path)), ...stored };
  const { ledger } = app.store;
  const { importId, announcements } = await ledger.openImport(principal, file, { dryRun, mapping });
  const timer = setInterval(() => {
    showProgress(app, organisationId, importId, io).catch((error: unknown) =>
      app.log.warn({ err: error }, 'progress of an import'),
    );
  }, SHOW_EVERY_MS);
  try {
    await app.perform(announcements);
  } finally {
    clearInterval(timer);
    io.progress?.(null);
  }
  const record = await ledger.getImport(organisationId, importId);
  if (record === null) throw new Error('an import that is not there');
  return record;
}

async function followed(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    // What is wrong with it is told when it is opened.
    if (errorCode(error) !== null) return path;
    throw error;
  }
}

/** As often as the import itself tells. */
const SHOW_EVERY_MS = 1000;

async function showProgress(app: App, organisationId: string, importId: string, io: Io): Promise<void> {
  const record = await app.store.ledger.getImport(organisationId, importId);
  if (record?.state !== 'running' || record.progress === null) return;
  const { rows, of } = record.progress;
  io.progress?.({ done: rows, total: of ?? 0, what: record.file });
}

function describe({ report, message }: LedgerImportRecord, path: string, io: Io): void {
  if (report === null) {
    io.err(line(`${path}: ${message ?? '导入未完成 / not finished'}`));
    return;
  }
  const { rows, added, updated, unchanged, skippedCount, skipped, dryRun, format } = report;
  const trial = dryRun === true ? '试运行，未写入 dry run · ' : '';
  io.out(
    line(
      `${path}: ${trial}${format ?? ''} 共 ${rows} 行，新增 ${added}，更新 ${updated}，未变 ${unchanged}，跳过 ${skippedCount}` +
        ` / ${rows} rows: ${added} added, ${updated} updated, ${unchanged} unchanged, ${skippedCount} skipped`,
    ),
  );
  for (const { where, message: why } of skipped.slice(0, SKIPPED_SHOWN)) io.err(line(`  ${where}: ${why}`));
  const more = skippedCount - Math.min(skipped.length, SKIPPED_SHOWN);
  if (more > 0) io.err(line(`  … ${more} more`));
}
