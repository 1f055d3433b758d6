/** Imports of ledger files: what was handed in, how far it is, what came of it. */
import { and, desc, eq, inArray, lt, sql } from 'drizzle-orm';
import type { Principal } from '../../ports/accounts.js';
import type { LedgerImportRecord, LedgerStore } from '../../ports/ledger.js';
import { BadCursor, type Page } from '../../ports/page.js';
import type { Announcement } from '../../ports/queue.js';
import { type Database, isId, newId, storable, storableText } from './database.js';
import { openWork } from './outbox.js';
import { ledgerImports } from './schema/index.js';

export function openImport(
  database: Database,
  { organisationId, personId, apiKeyId }: Principal,
  { file, sha256, size }: Parameters<LedgerStore['openImport']>[1],
  { dryRun = false, mapping }: NonNullable<Parameters<LedgerStore['openImport']>[2]>,
): Promise<{ importId: string; announcements: readonly Announcement[] }> {
  const importId = newId();
  return database.transaction(async (tx) => {
    await tx.insert(ledgerImports).values({
      id: importId,
      organisationId,
      personId,
      apiKeyId,
      file: storableText(file),
      sha256,
      size,
      dryRun,
      mapping: mapping === undefined ? null : storable(mapping),
    });
    return { importId, announcements: [await openWork(tx, organisationId, 'import', importId)] };
  });
}

const told = {
  id: ledgerImports.id,
  organisationId: ledgerImports.organisationId,
  file: ledgerImports.file,
  sha256: ledgerImports.sha256,
  state: ledgerImports.state,
  dryRun: ledgerImports.dryRun,
  mapping: ledgerImports.mapping,
  progress: ledgerImports.progress,
  report: ledgerImports.report,
  message: ledgerImports.message,
  createdAt: ledgerImports.createdAt,
};

export async function getImport(
  database: Database,
  organisationId: string,
  id: string,
): Promise<LedgerImportRecord | null> {
  if (!isId(id)) return null;
  const [row] = await database
    .select(told)
    .from(ledgerImports)
    .where(and(eq(ledgerImports.organisationId, organisationId), eq(ledgerImports.id, id)));
  return row ?? null;
}

/** Newest first; the cursor is the last import's id. */
export async function listImports(
  database: Database,
  organisationId: string,
  { cursor, limit }: { cursor?: string; limit: number },
): Promise<Page<LedgerImportRecord>> {
  if (cursor !== undefined && !isId(cursor)) throw new BadCursor();
  const rows = await database
    .select(told)
    .from(ledgerImports)
    .where(
      and(
        eq(ledgerImports.organisationId, organisationId),
        cursor === undefined ? undefined : lt(ledgerImports.id, cursor),
      ),
    )
    .orderBy(desc(ledgerImports.id))
    .limit(limit + 1);
  const items = rows.slice(0, limit);
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}

/** Only while it waits or runs: a late message must not stand beside the report. */
export async function keepProgress(
  database: Database,
  id: string,
  progress: LedgerImportRecord['progress'],
): Promise<void> {
  if (!isId(id)) return;
  await database
    .update(ledgerImports)
    .set({ state: 'running', progress: progress === null ? null : sql`${JSON.stringify(progress)}::jsonb` })
    .where(and(eq(ledgerImports.id, id), inArray(ledgerImports.state, ['queued', 'running'])));
}
