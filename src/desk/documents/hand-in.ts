/** Handing in: originals that are safely stored become documents of one batch, or one import of the ledger. */
import { createHash } from 'node:crypto';
import type { WayIn } from '../../document/ways-in.js';
import type { Principal } from '../../ports/accounts.js';
import type { LedgerStore } from '../../ports/ledger.js';
import type { Queue } from '../../ports/queue.js';
import type { Accepted, NewDocument, Store } from '../../ports/store.js';
import { announceWritten, type OnFault } from '../announce.js';

export interface HandInTools {
  readonly store: Pick<Store, 'documents' | 'ledger'>;
  readonly queue: Pick<Queue, 'announce'>;
  readonly onFault: OnFault;
}

/**
 * Takes stored originals in as one batch, which came by `way`. The same `idempotencyKey` with the same files answers as the first time and
 * does nothing; with other files it throws IdempotencyConflict.
 */
export async function handIn(
  tools: HandInTools,
  principal: Principal,
  files: readonly NewDocument[],
  way: WayIn,
  idempotencyKey?: string,
): Promise<Accepted> {
  const idempotency =
    idempotencyKey === undefined ? undefined : { key: idempotencyKey, fingerprint: fingerprintOf(files) };
  const accepted = await tools.store.documents.accept(principal, files, idempotency, way);
  await announceWritten(tools.queue, accepted.announcements, tools.onFault);
  return accepted;
}

/** Opens an import of a stored ledger file. The import's id. */
export async function handInLedger(
  tools: HandInTools,
  principal: Principal,
  file: NewDocument,
  options: Parameters<LedgerStore['openImport']>[2] = {},
): Promise<string> {
  const { importId, announcements } = await tools.store.ledger.openImport(principal, file, options);
  await announceWritten(tools.queue, announcements, tools.onFault);
  return importId;
}

/** Same names and same bytes in the same order: the same request. */
function fingerprintOf(files: readonly NewDocument[]): string {
  const hash = createHash('sha256');
  for (const { file, sha256 } of files) hash.update(JSON.stringify([file, sha256]));
  return hash.digest('hex');
}
