/** Questions and their answers in the shapes of the contract. */
import type { Answer } from '../desk/query/ask.js';
import type { PictureAnswer as ReadPicture, PictureSlip as ReadSlip } from '../desk/query/picture.js';
import { amountOf, type Question } from '../desk/query/question.js';
import type { QuotaLeft } from '../desk/query/quota.js';
import type { Hit } from '../desk/query/search.js';
import { BLOCKCHAIN_CHECK_CODE_DIGITS, CHECK_CODE_DIGITS, requiredInputs } from '../document/inputs.js';
import type { QueryBatch, QueryRecord } from '../document/query.js';
import { KIND_NAMES, KINDS } from '../invoice/kinds.js';
import type {
  PictureAnswer,
  PictureSlip,
  QueryAnswer,
  QueryBatchAnswer,
  QueryBody,
  QueryInputs,
  QueryQuota,
  QueryRow,
  SearchHit,
} from './contract/queries.js';
import { plain, presentLedgerEntry } from './present.js';

/** The body of `POST /queries` and the options of `yanpiao query` as a question; the short names are written out. */
export function questionOf({ qr, kind, amount, number, code, date, ...fields }: QueryBody): Question {
  const short = { invoiceNumber: number, invoiceCode: code, issueDate: date };
  const given = Object.entries({ ...short, ...fields }).filter(([, value]) => value !== undefined);
  return { qr, kind, amount, fields: Object.fromEntries(given) };
}

/** `POST /queries` and `yanpiao query --json`. */
export function presentQuery({ record, kind, missing, entries, quota }: Answer): QueryAnswer {
  return {
    id: record.id,
    cachedFrom: record.cachedFrom?.toISOString() ?? null,
    quota: presentQuota(quota),
    ...plain(record.verdict),
    kind,
    missing: [...missing],
    entries: entries.map(presentLedgerEntry),
  };
}

const presentQuota = (quota: QuotaLeft | null): QueryQuota =>
  quota === null ? null : { ...quota, againAt: quota.againAt.toISOString() };

/** `POST /queries/picture` */
export const presentPicture = ({ refusal, slips }: ReadPicture): PictureAnswer => ({
  refusal: refusal === null ? null : { ...refusal },
  slips: slips.map(presentSlip),
});

const presentSlip = ({ pages, fields, qr, ...answer }: ReadSlip): PictureSlip => ({
  ...presentQuery(answer),
  pages: [...pages],
  fields: plain(fields),
  qr,
});

/** A row of `GET /queries`. */
export function presentQueryRow({ askedAt, cachedFrom, ...record }: QueryRecord): QueryRow {
  return {
    ...plain(record),
    askedAt: askedAt.toISOString(),
    cachedFrom: cachedFrom?.toISOString() ?? null,
  };
}

/** `GET /query-batches/:id` and the rows of the list. */
export function presentQueryBatch(batch: QueryBatch): QueryBatchAnswer {
  const { id, file, askedBy, state, answered, rows, outcomes, message, createdAt, finishedAt } = batch;
  return {
    ...{ id, file, askedBy, state, answered, rows, message },
    outcomes: { ...outcomes },
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
  };
}

/** `GET /queries/inputs`: what a form has to ask for, by kind. */
export const presentInputs = (perInvoice: number): QueryInputs => ({
  perInvoice,
  kinds: KIND_NAMES.map((kind) => {
    const required = requiredInputs(kind);
    const digits = kind === 'blockchain_general' ? BLOCKCHAIN_CHECK_CODE_DIGITS : CHECK_CODE_DIGITS;
    const amount = amountOf(kind);
    return {
      kind,
      name: KINDS[kind].chinese,
      required: [...required],
      amount: required.includes(amount) ? amount : null,
      checkCodeDigits: required.includes('checkCode') ? digits : null,
    };
  }),
});

/** A row of `GET /search`. */
export function presentHit(hit: Hit): SearchHit {
  const shared = { similarity: hit.similarity, matched: plain(hit.matched) };
  return hit.in === 'ledger'
    ? { in: 'ledger', ...shared, invoice: presentLedgerEntry(hit.entry) }
    : { in: 'slips', ...shared, documentId: hit.documentId, file: hit.file, slip: plain(hit.slip) };
}
