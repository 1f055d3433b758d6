/** `yanpiao import`: ledger files into the ledger, done when the command ends. */
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';
import { FILE_LIMITS } from '../../document/file-kind.js';
import type { App } from '../../http/deps.js';
import { presentImport } from '../../http/present.js';
import type { Principal } from '../../ports/accounts.js';
import { BlobTooLarge } from '../../ports/blobs.js';
import type { LedgerImportRecord } from '../../ports/ledger.js';
import { EXIT, type ExitCode, type Io, line } from '../io.js';
import { operatorOf } from './operator.js';

export const importOptions = z.object({
  /** Absolute paths: the server that may run the command stands in another folder. */
  files: z.array(z.string()).min(1),
  org: z.string(),
  json: z.boolean(),
});

/** Rows named one by one before the rest is only counted. */
const SKIPPED_SHOWN = 20;

export async function importCommand(
  app: App,
  options: z.infer<typeof importOptions>,
  io: Io,
): Promise<ExitCode> {
  const principal = await operatorOf(app.store.accounts, options.org);
  let code: ExitCode = EXIT.done;
  for (const path of options.files) {
    const record = await importFile(app, principal, path, io);
    if (record?.state !== 'done') code = EXIT.refused;
    if (record === null) continue;
    if (options.json) io.out(line(JSON.stringify({ ...presentImport(record), path })));
    else describe(record, path, io);
  }
  return code;
}

async function importFile(
  app: App,
  principal: Principal,
  path: string,
  io: Io,
): Promise<LedgerImportRecord | null> {
  try {
    const source = createReadStream(path);
    const { sha256, size } = await app.blobs.put(principal.organisationId, source, FILE_LIMITS.other);
    const file = { file: basename(path), sha256, size };
    const { importId, announcements } = await app.store.ledger.openImport(principal, file);
    await app.perform(announcements);
    return await app.store.ledger.getImport(principal.organisationId, importId);
  } catch (error) {
    const reason = ownFault(error);
    if (reason === null) throw error;
    io.err(line(`${path}: ${reason}`));
    return null;
  }
}

/** Why the file itself cannot be taken in; `null`: it is not the file's fault. */
function ownFault(error: unknown): string | null {
  if (error instanceof BlobTooLarge) return '文件超过 1 GB / larger than 1 GB';
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOENT') return '找不到文件 / no such file';
  if (code === 'EACCES' || code === 'EPERM') return '没有读取权限 / may not be read';
  return code === 'EISDIR' ? '这是文件夹 / is a folder' : null;
}

function describe({ report, message }: LedgerImportRecord, path: string, io: Io): void {
  if (report === null) {
    io.err(line(`${path}: ${message ?? '导入未完成 / not finished'}`));
    return;
  }
  const { rows, added, updated, unchanged, skippedCount, skipped } = report;
  io.out(
    line(
      `${path}: 共 ${rows} 行，新增 ${added}，更新 ${updated}，未变 ${unchanged}，跳过 ${skippedCount}` +
        ` / ${rows} rows: ${added} added, ${updated} updated, ${unchanged} unchanged, ${skippedCount} skipped`,
    ),
  );
  for (const { where, message: why } of skipped.slice(0, SKIPPED_SHOWN)) io.err(line(`  ${where}: ${why}`));
  const more = skippedCount - Math.min(skipped.length, SKIPPED_SHOWN);
  if (more > 0) io.err(line(`  … ${more} more`));
}
