/** Records of the store in the shapes of the contract: dates as ISO text, money as decimal strings. */
import type { LedgerEntry } from '../document/ledger.js';
import { REFUSALS, type Refusal } from '../document/refusal.js';
import { FINAL_STATES } from '../document/state.js';
import type { VerdictChange } from '../document/verdict.js';
import { formatMoney } from '../invoice/money.js';
import type { ApiKeyRecord } from '../ports/accounts.js';
import type { LedgerImportRecord } from '../ports/ledger.js';
import type { BatchRecord, DocumentRecord, DocumentSummary } from '../ports/store.js';
import type { ApiKeyRow } from './contract/accounts.js';
import type { VerdictChangeAnswer } from './contract/changes.js';
import type { BatchAnswer, DocumentAnswer, DocumentRow } from './contract/documents.js';
import type { ImportAnswer, LedgerInvoiceAnswer } from './contract/ledger.js';

type Language = 'zh' | 'en';

/** The same without `readonly`: types that come from zod have none. */
export type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;

/** Only the type changes: what is presented is serialised next and written to by nobody. */
export const plain = <T>(value: T): Mutable<T> => value as Mutable<T>;

/** `GET /documents/:id`, its refusal in the language that was asked for. */
export function presentDocument(
  record: DocumentRecord,
  changes: readonly VerdictChange[],
  language: Language = 'zh',
): DocumentAnswer {
  const { organisationId: _, createdAt, updatedAt, refusal, members, pageFacts, recheck, ...rest } = record;
  const said = (one: Refusal) => refusalIn(one, language);
  return {
    ...plain(rest),
    refusal: refusal === null ? null : said(refusal),
    members: members.map((member) => ({
      ...member,
      refusal: member.refusal === null ? null : said(member.refusal),
    })),
    pageFacts: pageFacts.map(({ refusal: why, ...fact }) => ({
      ...plain(fact),
      ...(why === undefined ? {} : { refusal: said(why) }),
    })),
    recheck: { at: recheck.next?.toISOString() ?? null, times: recheck.times },
    changes: changes.map(presentChange),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

/** A row of `GET /verdict-changes`. */
export function presentChange({ at, seenAt, ...change }: VerdictChange): VerdictChangeAnswer {
  return { ...plain(change), at: at.toISOString(), seenAt: seenAt?.toISOString() ?? null };
}

/** Refusals are stored in Chinese; the catalogue has the English. What stands in brackets behind the message stays. */
function refusalIn(refusal: Refusal, language: Language): Refusal {
  if (language === 'zh') return { ...refusal };
  const { zh, en, remedyEn } = REFUSALS[refusal.code];
  return { code: refusal.code, message: refusal.message.replace(zh, en), remedy: remedyEn };
}

/** A row of a list, its refusal in the language that was asked for. */
export function presentRow(record: DocumentSummary, language: Language = 'zh'): DocumentRow {
  const { organisationId: _, createdAt, updatedAt, refusal, ...rest } = record;
  return {
    ...plain(rest),
    refusal: refusal === null ? null : refusalIn(refusal, language),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

/** `GET /batches/:id` */
export function presentBatch(record: BatchRecord, language: Language = 'zh'): BatchAnswer {
  return {
    id: record.id,
    createdAt: record.createdAt.toISOString(),
    final: record.documents.every(({ state }) => FINAL_STATES.includes(state)),
    documents: record.documents.map((row) => presentRow(row, language)),
  };
}

/** `GET /ledger/invoices/:id` and the rows of the list. */
export function presentLedgerEntry(entry: LedgerEntry): LedgerInvoiceAnswer {
  const money = (fen: bigint | null) => (fen === null ? null : formatMoney(fen));
  return {
    ...plain({ ...entry, lines: entry.lines }),
    netTotal: money(entry.netTotal),
    taxTotal: money(entry.taxTotal),
    grossTotal: money(entry.grossTotal),
    importedAt: entry.importedAt.toISOString(),
  };
}

/** `GET /ledger/imports/:id` */
export function presentImport(record: LedgerImportRecord): ImportAnswer {
  const { organisationId: _, sha256: _digest, mapping, progress, report, createdAt, ...rest } = record;
  return {
    ...rest,
    mapping: plain(mapping),
    progress: plain(progress),
    report: plain(report),
    createdAt: createdAt.toISOString(),
  };
}

/** A row of `GET /api-keys`. */
export function presentApiKey(record: ApiKeyRecord): ApiKeyRow {
  const { id, role, label, prefix, createdAt, lastUsedAt, revokedAt } = record;
  return {
    id,
    role,
    label,
    prefix,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
  };
}
