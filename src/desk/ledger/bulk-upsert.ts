/** Invoices that a program brings into the ledger, each judged by itself. */
import { createHash } from 'node:crypto';
import type { ChangeSource } from '../../document/change.js';
import type { LedgerInvoice } from '../../document/ledger.js';
import type { Principal } from '../../ports/accounts.js';
import type { LedgerStore, WrittenItem } from '../../ports/ledger.js';
import { type ItemProblem, keyText, toldInvoice } from './told-invoice.js';

export interface BulkItem {
  /** Place among those told, from 0. */
  readonly index: number;
  readonly invoiceNumber: string | null;
  readonly result: WrittenItem['result'] | 'refused';
  readonly id: string | null;
  readonly problem: ItemProblem | null;
}

export interface BulkRequest {
  readonly ledger: Pick<LedgerStore, 'upsertItems'>;
  readonly principal: Principal;
  readonly items: readonly unknown[];
  readonly idempotencyKey?: string;
}

export interface BulkWritten {
  readonly items: readonly BulkItem[];
  /** The same under the same key came before: nothing was written now. */
  readonly repeated: boolean;
}

/**
 * Adds or updates what is in order, in one transaction, and says of the rest what is wrong with it. Of two items with
 * one key the first is taken. Throws IdempotencyConflict.
 */
export async function bulkUpsert(request: BulkRequest): Promise<BulkWritten> {
  const { ledger, principal, items, idempotencyKey: key } = request;
  const told = withoutRepeats(items.map(toldInvoice));
  const sound = told.filter((item): item is LedgerInvoice => !('path' in item));
  const written = await ledger.upsertItems(
    principal.organisationId,
    sound,
    sourceOf(principal),
    key === undefined ? undefined : { key, fingerprint: fingerprintOf(items) },
  );
  const rest = written.items[Symbol.iterator]();
  const became = told.map((item, index): BulkItem => {
    if ('path' in item)
      return { index, invoiceNumber: numberOf(items[index]), result: 'refused', id: null, problem: item };
    const next = rest.next();
    if (next.done === true) throw new RangeError('the store answered fewer items than it was given');
    return { index, invoiceNumber: item.invoiceNumber, ...next.value, problem: null };
  });
  return { items: became, repeated: written.repeated };
}

/** Who changes the ledger through the interface: a program by its key, or a person. */
export const sourceOf = ({ apiKeyId, personId, name }: Principal): ChangeSource =>
  apiKeyId === null ? { kind: 'person', id: personId, name } : { kind: 'api', id: apiKeyId, name };

function withoutRepeats(told: readonly (LedgerInvoice | ItemProblem)[]): (LedgerInvoice | ItemProblem)[] {
  const seen = new Map<string, number>();
  return told.map((item, index) => {
    if ('path' in item) return item;
    const before = seen.get(keyText(item));
    if (before === undefined) {
      seen.set(keyText(item), index);
      return item;
    }
    return { code: 'duplicate', path: null, message: `与第 ${before} 项是同一张发票，已采用前者` };
  });
}

/** Of a refused item, for people to find it by; cut, since it may be anything. */
function numberOf(item: unknown): string | null {
  const number: unknown =
    typeof item === 'object' && item !== null ? Reflect.get(item, 'invoiceNumber') : undefined;
  return typeof number === 'string' || typeof number === 'number' ? String(number).slice(0, 40) : null;
}

const fingerprintOf = (items: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(items)).digest('hex');
