/**
 * The invoice database (底账). Every method takes the organisation whose rows it may touch; every method that changes
 * something is one transaction.
 */
import type { ChangeSource, StateChange } from '../document/change.js';
import type {
  ImportReport,
  ImportState,
  KnownParty,
  LedgerEntry,
  LedgerInvoice,
  LedgerWritten,
} from '../document/ledger.js';
import type { InvoiceState } from '../document/verdict.js';
import type { Principal } from './accounts.js';
import type { KeyedRequest } from './idempotency.js';
import type { Page } from './page.js';
import type { Announcement } from './queue.js';

export interface LedgerImportRecord {
  readonly id: string;
  readonly organisationId: string;
  readonly file: string;
  readonly sha256: string;
  readonly state: ImportState;
  /** Nothing is to be written: the report says what would be. */
  readonly dryRun: boolean;
  /** Which columns of a CSV hold what, by header text; `null`: the file's own headers tell. */
  readonly mapping: Readonly<Record<string, string>> | null;
  /** While it runs: rows seen so far, and of how many where that is known. */
  readonly progress: { readonly rows: number; readonly of: number | null } | null;
  readonly report: ImportReport | null;
  readonly message: string | null;
  readonly createdAt: Date;
}

/** What may be asked of the ledger; all given conditions must hold. */
export interface LedgerFilter {
  readonly invoiceNumber?: string;
  readonly invoiceCode?: string;
  readonly sellerTaxId?: string;
  readonly dateFrom?: string;
  readonly dateTo?: string;
  /** Part of the buyer's or seller's name. */
  readonly name?: string;
  /** 进项: the buyer is one of these tax ids; 销项: the seller is. */
  readonly purchasesOf?: readonly string[];
  readonly salesOf?: readonly string[];
  readonly state?: InvoiceState;
}

/** What is known of a slip whose key found nothing. */
export interface NearProbe {
  readonly invoiceNumber?: string;
  readonly sellerTaxId?: string;
  readonly sellerName?: string;
  /** Every total that the slip carries, 分. */
  readonly totals: readonly bigint[];
  readonly issueDate?: string;
  /** How far from `issueDate` an entry may be. */
  readonly days: number;
}

/** How common parties are: the share (0..1) of the organisation's entries that carry each; absent where not asked. */
export interface PartyShares {
  /** How many entries the organisation has: what the shares are of, and the prior of a match. */
  readonly entries: number;
  readonly sellerName?: number;
  readonly sellerTaxId?: number;
  readonly buyerName?: number;
  readonly buyerTaxId?: number;
}

/** Parties of a slip, each by what it is called in normal form. */
export type PartyNames = Readonly<Partial<Record<Exclude<keyof PartyShares, 'entries'>, string>>>;

/** What became of one invoice. */
export interface WrittenItem {
  readonly id: string;
  readonly result: 'added' | 'updated' | 'unchanged';
}

/** What became of each, in their order; `repeated`: the request came before under its key, and nothing was written now. */
export interface WrittenItems {
  readonly items: readonly WrittenItem[];
  readonly repeated: boolean;
}

/** What an entry is looked up by. */
export interface LedgerKey {
  readonly number: string;
  readonly code: string | null;
}

export interface LedgerStore {
  /**
   * Adds or updates by key (20-digit number, or code + number); of several with one key the last counts. A changed state
   * is kept in the entry's history with its source. `dryRun`: says what it would do and writes nothing.
   */
  upsert(
    organisationId: string,
    invoices: readonly LedgerInvoice[],
    source: ChangeSource,
    options?: { readonly dryRun?: boolean },
  ): Promise<LedgerWritten>;
  /**
   * As `upsert`, and tells what became of each, in their order; no two of them may have one key. The same `idempotency.key`
   * with the same fingerprint answers as the first time and writes nothing; throws IdempotencyConflict with another.
   */
  upsertItems(
    organisationId: string,
    invoices: readonly LedgerInvoice[],
    source: ChangeSource,
    idempotency?: KeyedRequest,
  ): Promise<WrittenItems>;
  /** By the exact key; aliases included. Several only where the code is unknown. */
  byKey(organisationId: string, number: string, code: string | null): Promise<readonly LedgerEntry[]>;
  /** The same of many exact keys at once, in their order: 20-digit numbers, or numbers with their code. */
  byKeys(organisationId: string, keys: readonly LedgerKey[]): Promise<readonly (readonly LedgerEntry[])[]>;
  /**
   * Entries that could be meant when the key found nothing, the nearest first: a number one or two characters away, the
   * same seller tax id and total within `days` of the date, a seller's name alike. At most `limit`.
   */
  near(organisationId: string, probe: NearProbe, limit: number): Promise<readonly LedgerEntry[]>;
  get(organisationId: string, id: string): Promise<LedgerEntry | null>;
  /** Newest issue date first. */
  list(
    organisationId: string,
    filter: LedgerFilter,
    options: { cursor?: string; limit: number },
  ): Promise<Page<LedgerEntry>>;
  /** What a text (part of a number, an amount, a name, a few words of each) may mean; the closest first. */
  search(
    organisationId: string,
    text: string,
    limit: number,
  ): Promise<readonly { readonly entry: LedgerEntry; readonly similarity: number }[]>;
  /** Every change of an entry's state, the first first. */
  states(organisationId: string, ledgerId: string): Promise<readonly StateChange[]>;
  /**
   * What was added or changed since `cursor` (null: ever), each entry once as it is now, oldest change first. `next` is
   * where to go on, also when there was nothing: no change is ever passed over, whatever else is being written.
   */
  changes(
    organisationId: string,
    cursor: string | null,
    limit: number,
  ): Promise<{ readonly items: readonly LedgerEntry[]; readonly next: string }>;
  count(organisationId: string): Promise<number>;
  /** Buyers and sellers of which both name and tax id are known, each pair once, those of most invoices first. */
  parties(organisationId: string, limit: number): Promise<readonly KnownParty[]>;
  /** For term frequencies of the match; asked with every match, so it walks indexes only. */
  shares(organisationId: string, parties: PartyNames): Promise<PartyShares>;
  /** Changes with every write that added or changed entries; asked before each file is read, so it must cost little. */
  edition(organisationId: string): Promise<string>;
  openImport(
    principal: Principal,
    file: { readonly file: string; readonly sha256: string; readonly size: number },
    options?: { readonly dryRun?: boolean; readonly mapping?: Readonly<Record<string, string>> },
  ): Promise<{ importId: string; announcements: readonly Announcement[] }>;
  /** From then on the import is `running`, unless it has ended. `null`: it begins. For the eye only; may be lost. */
  importProgress(id: string, progress: LedgerImportRecord['progress']): Promise<void>;
  getImport(organisationId: string, id: string): Promise<LedgerImportRecord | null>;
  /** Newest first. */
  listImports(
    organisationId: string,
    options: { cursor?: string; limit: number },
  ): Promise<Page<LedgerImportRecord>>;
}
