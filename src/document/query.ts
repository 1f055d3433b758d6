/** A question to the ledger, kept with its answer; and a file full of them. */
import { todayInShanghai } from '../invoice/dates.js';
import type { FieldName } from '../invoice/fields.js';
import type { Kind } from '../invoice/kinds.js';
import { officialOf } from './official.js';
import type { InvoiceState, Outcome, Verdict } from './verdict.js';

/** How it was asked: by fields, by the text of a QR, by a picture, by number or code alone, or as a row of a file. */
export type QueryWay = 'fields' | 'qr' | 'picture' | 'number' | 'batch';
export const QUERY_WAYS: readonly QueryWay[] = ['fields', 'qr', 'picture', 'number', 'batch'];

/** One question with its answer. */
export interface QueryRecord {
  readonly id: string;
  readonly way: QueryWay;
  /** For people: who asked. */
  readonly askedBy: string;
  readonly askedAt: Date;
  readonly kind: Kind | null;
  readonly invoiceCode: string | null;
  readonly invoiceNumber: string | null;
  /** As asked, in normal form. */
  readonly question: Readonly<Partial<Record<FieldName, string>>>;
  readonly outcome: Outcome;
  readonly state: InvoiceState;
  readonly verdict: Verdict;
  /** When the answer was found, where an earlier one was given again; `null`: found for this question. */
  readonly cachedFrom: Date | null;
  readonly batchId: string | null;
}

/** A file of questions: `rows` in the order of the file. */
export interface QueryBatch {
  readonly id: string;
  readonly file: string;
  readonly askedBy: string;
  readonly state: 'queued' | 'running' | 'done' | 'failed';
  /** Rows answered, and rows in all once they are counted. */
  readonly answered: number;
  readonly rows: number | null;
  /** How many rows ended in each outcome; `bad_row`: the row cannot be asked. */
  readonly outcomes: Readonly<Partial<Record<Outcome | 'bad_row', number>>>;
  readonly message: string | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

/** The answer where an invoice's quota of a day is used up. `again`: when it can be asked about anew. */
export function limitedVerdict(perInvoice: number, again: Date, now: Date): Verdict {
  const day = todayInShanghai(again);
  return {
    outcome: 'limited',
    state: 'unknown',
    confidence: 1,
    reasons: [],
    remedy: `这张发票今天已查验 ${perInvoice} 次：请于 ${day} 零点（北京时间）以后再查；与今天查过的完全相同的问题可随时再看当时的答复`,
    ledgerId: null,
    candidates: [],
    checkedAt: now.toISOString(),
    official: officialOf('limited', 'unknown'),
  };
}
