/** Handing in, documents and batches. */
import { z } from 'zod';
import { CARRIERS } from '../../document/carrier.js';
import { PAGE_ROLES } from '../../document/page.js';
import { DOCUMENT_STATES } from '../../document/state.js';
import { WAY_NAMES } from '../../document/ways-in.js';
import { verdictChange } from './changes.js';
import { pageOf, pageQuery, time } from './common.js';
import { invoiceState, kind, outcome, slip } from './slip.js';

export const documentState = z.enum(DOCUMENT_STATES).meta({ id: 'DocumentState' });

export const wayIn = z.enum(WAY_NAMES).meta({ id: 'WayIn' });

export const refusal = z
  .object({ code: z.string(), message: z.string(), remedy: z.string() })
  .meta({ id: 'Refusal' });

/** What an invoice's QR says by itself: there before the page is read, and no more than that. */
export const provisionalAnswer = z
  .object({
    page: z.number().int(),
    kind: kind.nullable(),
    invoiceCode: z.string().nullable(),
    invoiceNumber: z.string().nullable(),
    issueDate: z.string().nullable(),
    amount: z.string().nullable(),
    /** `net`: without tax. */
    amountBasis: z.enum(['net', 'gross']),
  })
  .meta({ id: 'ProvisionalAnswer' });

/** Where the reading stands: page `page` of `pages`. */
export const progress = z
  .object({
    step: z.enum(['open', 'qr', 'text', 'ocr', 'extract']),
    page: z.number().int(),
    pages: z.number().int(),
    provisional: z.array(provisionalAnswer).optional(),
  })
  .meta({ id: 'Progress' });

/** Answer of `POST /documents`, 202. */
export const acceptedAnswer = z
  .object({
    batchId: z.string(),
    documents: z.array(
      z.object({
        id: z.string(),
        file: z.string(),
        state: documentState,
        duplicateOf: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'Accepted' });

export const carrier = z.enum(CARRIERS).meta({ id: 'Carrier' });

/** A file in a ZIP or mail, or the document itself (`name` null). Pages are counted through all of them. */
export const member = z
  .object({
    name: z.string().nullable(),
    carrier: carrier.nullable(),
    /** Number, in the document, of its first page. */
    first: z.number().int(),
    pages: z.number().int(),
    refusal: refusal.nullable(),
  })
  .meta({ id: 'Member' });

/** What a page of the document turned out to be. */
export const pageFact = z
  .object({
    page: z.number().int(),
    member: z.string().nullable(),
    role: z.enum(PAGE_ROLES),
    /** What separator sheets part, from 1. */
    entry: z.number().int(),
    /** What stands on a separator for people to read. */
    label: z.string().optional(),
    refusal: refusal.optional(),
    /** Of a `list`: the invoice it says it belongs to. */
    owner: z.object({ invoiceCode: z.string().nullable(), invoiceNumber: z.string() }).optional(),
  })
  .meta({ id: 'PageFact' });

const documentFacts = {
  id: z.string(),
  batchId: z.string(),
  file: z.string(),
  sha256: z.string(),
  size: z.number().int(),
  state: documentState,
  progress: progress.nullable(),
  refusal: refusal.nullable(),
  duplicateOf: z.string().nullable(),
  carrier: carrier.nullable(),
  pages: z.number().int(),
  /** A verdict became another one, and nobody has looked since: a mark in lists until `POST /documents/:id/seen`. */
  changed: z.boolean(),
  createdAt: time,
  updatedAt: time,
};

/** What a row of a list shows of a slip. */
export const slipSummary = z
  .object({
    id: z.string(),
    kind,
    invoiceNumber: z.string().nullable(),
    sellerName: z.string().nullable(),
    issueDate: z.string().nullable(),
    grossTotal: z.string().nullable(),
    outcome: outcome.nullable(),
    /** State of the invoice in the ledger; null until the ledger was asked. */
    invoiceState: invoiceState.nullable(),
  })
  .meta({ id: 'SlipSummary' });

/** Answer of `GET /documents/:id`. */
export const documentAnswer = z
  .object({
    ...documentFacts,
    /** By which way it came in; null for what came before this was kept. */
    way: wayIn.nullable(),
    slips: z.array(slip),
    /** One, without a name, of anything but a ZIP or mail; empty until it was opened. */
    members: z.array(member),
    /** Of a document in parts as far as it is read, in the order of its pages. */
    pageFacts: z.array(pageFact),
    /** Milliseconds the reading took; null until read. */
    ms: z.object({ total: z.number(), decode: z.number(), qr: z.number(), ocr: z.number() }).nullable(),
    /** When it is verified again by itself (null: not by time), and how often it was. */
    recheck: z.object({ at: time.nullable(), times: z.number().int() }),
    /** How its verdicts changed, the last first, at most 20. */
    changes: z.array(verdictChange),
  })
  .meta({ id: 'Document' });

/** A row of `GET /documents` and of a batch. */
export const documentRow = z
  .object({ ...documentFacts, slips: z.array(slipSummary) })
  .meta({ id: 'DocumentRow' });

export const documentList = pageOf(documentRow);
export const documentListQuery = pageQuery.extend({ state: documentState.optional() });

/** Answer of `GET /batches/:id`, and the data of each `batch` event of `GET /batches/:id/events`. */
export const batchAnswer = z
  .object({
    id: z.string(),
    createdAt: time,
    /** Nothing more happens by itself. */
    final: z.boolean(),
    documents: z.array(documentRow),
  })
  .meta({ id: 'Batch' });

export type DocumentStateName = z.infer<typeof documentState>;
export type RefusalAnswer = z.infer<typeof refusal>;
export type ProvisionalFacts = z.infer<typeof provisionalAnswer>;
export type ProgressAnswer = z.infer<typeof progress>;
export type AcceptedAnswer = z.infer<typeof acceptedAnswer>;
export type SlipSummaryAnswer = z.infer<typeof slipSummary>;
export type CarrierName = z.infer<typeof carrier>;
export type MemberAnswer = z.infer<typeof member>;
export type PageFactAnswer = z.infer<typeof pageFact>;
export type DocumentAnswer = z.infer<typeof documentAnswer>;
export type DocumentRow = z.infer<typeof documentRow>;
export type DocumentList = z.infer<typeof documentList>;
export type BatchAnswer = z.infer<typeof batchAnswer>;
