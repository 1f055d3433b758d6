/** Questions to the ledger: one by one, by a picture, by files full of them; their history; and search. */
import { z } from 'zod';
import { QUERY_WAYS, type QueryBatch } from '../../document/query.js';
import { date, pageOf, pageQuery, text, time } from './common.js';
import { slipSummary } from './documents.js';
import { ledgerInvoice } from './ledger.js';
import { fieldName, invoiceState, kind, outcome, verdict } from './slip.js';

const asked = text(200).trim().min(1);

/** What is short for what. */
export const SHORT_NAMES = { number: 'invoiceNumber', code: 'invoiceCode', date: 'issueDate' } as const;
type QueryField = (typeof SHORT_NAMES)[keyof typeof SHORT_NAMES];

/**
 * Body of `POST /queries`: the text of an invoice QR, or what is known of the invoice. `amount` is whichever total the
 * kind is checked by (DOMAIN 9.1); `kind` only where neither code nor number tells it. `number`, `code` and `date` are
 * short for `invoiceNumber`, `invoiceCode` and `issueDate`.
 */
export const queryBody = z
  .strictObject({
    qr: text(2000).trim().min(1),
    kind,
    invoiceCode: asked,
    invoiceNumber: asked,
    issueDate: asked,
    checkCode: asked,
    amount: asked,
    netTotal: asked,
    grossTotal: asked,
    carTotal: asked,
    buyerName: asked,
    buyerTaxId: asked,
    sellerName: asked,
    sellerTaxId: asked,
    number: asked,
    code: asked,
    date: asked,
  })
  .partial()
  .refine(
    (body) =>
      [body.qr, body.invoiceNumber, body.invoiceCode, body.number, body.code].some(
        (part) => part !== undefined,
      ),
    {
      message: 'qr, invoiceNumber or invoiceCode is needed',
    },
  )
  .superRefine((body, context) => {
    for (const [short, long] of Object.entries(SHORT_NAMES) as [keyof typeof SHORT_NAMES, QueryField][]) {
      const [one, other] = [body[short], body[long]];
      if (one !== undefined && other !== undefined && one !== other)
        context.addIssue({ code: 'custom', path: [short], message: `says something else than ${long}` });
    }
  })
  .meta({ id: 'Query' });

/** How often one invoice may be asked about on one day (Asia/Shanghai); null where there is no limit, or no number was given. */
export const quota = z
  .object({
    perInvoice: z.number().int(),
    left: z.number().int(),
    /** Midnight in Shanghai, when all of it is there again. */
    againAt: time,
  })
  .nullable();

/** Answer of `POST /queries`: the verdict, and what is still needed for a firm one. */
export const queryAnswer = verdict
  .extend({
    /** In the history. */
    id: z.string(),
    /** When the answer was found, where an earlier one is given again: that costs no quota. Null: found for this question. */
    cachedFrom: time.nullable(),
    quota,
    /** Null where neither the code nor the number tells the kind. */
    kind: kind.nullable(),
    /** Fields that the kind is checked by and that were not given. Empty: the verdict is as firm as it gets. */
    missing: z.array(fieldName),
    /** What it could be, when something is missing: entries under this number or code, at most 20; none for who may not read the ledger. */
    entries: z.array(ledgerInvoice),
  })
  .meta({ id: 'QueryAnswer' });

/** What stands on the picture, of what a question may hold: to fill in a form, or to correct and ask again. */
export const pictureField = z.object({ value: z.string(), accepted: z.boolean() });

/** A slip that was found on the picture, with its answer. */
export const pictureSlip = queryAnswer
  .extend({
    pages: z.array(z.number().int()),
    fields: z.partialRecord(fieldName, pictureField),
    qr: z.string().nullable(),
  })
  .meta({ id: 'PictureSlip' });

/** Answer of `POST /queries/picture`. Nothing of the file is kept. */
export const pictureAnswer = z
  .object({
    /** Why nothing could be read; `slips` is then empty. */
    refusal: z.object({ code: z.string(), message: z.string(), remedy: z.string() }).nullable(),
    slips: z.array(pictureSlip),
  })
  .meta({ id: 'PictureAnswer' });

/** A question with its answer, as it was kept. */
export const queryRow = z
  .object({
    id: z.string(),
    way: z.enum(QUERY_WAYS),
    askedBy: z.string(),
    askedAt: time,
    kind: kind.nullable(),
    invoiceCode: z.string().nullable(),
    invoiceNumber: z.string().nullable(),
    /** As asked, in normal form. */
    question: z.partialRecord(fieldName, z.string()),
    outcome,
    state: invoiceState,
    verdict,
    cachedFrom: time.nullable(),
    batchId: z.string().nullable(),
  })
  .meta({ id: 'QueryRow' });
export const queryPage = pageOf(queryRow);

/** All given conditions must hold. Who may not read the ledger sees what they asked themselves. */
export const queryFilter = z.object({
  /** Part of a number or code. */
  number: text(40).trim().min(1).optional(),
  outcome: outcome.optional(),
  way: z.enum(QUERY_WAYS).optional(),
  /** Days in Asia/Shanghai, both inclusive. */
  dateFrom: date.optional(),
  dateTo: date.optional(),
  batchId: text(100).optional(),
  /** Only what you asked. */
  mine: z.stringbool().optional(),
});
export const queryListQuery = queryFilter.extend(pageQuery.shape);

/** What each kind is asked by: `required` in the order of a form; empty for kinds that no ledger knows. */
export const queryInputs = z
  .object({
    /** Questions about one invoice a day; 0: no limit. */
    perInvoice: z.number().int(),
    kinds: z.array(
      z.object({
        kind,
        name: z.string(),
        required: z.array(fieldName),
        /** The total that `amount` stands for. */
        amount: fieldName.nullable(),
        /** Last digits of the check code that are asked for; null where none are. */
        checkCodeDigits: z.number().int().nullable(),
      }),
    ),
  })
  .meta({ id: 'QueryInputs' });

/** Answer of `POST /query-batches`, 202: follow it at `GET /query-batches/:id`. */
export const queryBatchAccepted = z.object({ batchId: z.string() }).meta({ id: 'QueryBatchAccepted' });

/** A file of questions and how far it is. */
export const queryBatch = z
  .object({
    id: z.string(),
    file: z.string(),
    askedBy: z.string(),
    state: z.enum(['queued', 'running', 'done', 'failed']),
    answered: z.number().int(),
    /** Null until they are counted. */
    rows: z.number().int().nullable(),
    /** How many rows ended in each outcome; `bad_row`: cannot be asked. */
    outcomes: z.partialRecord(z.enum([...outcome.options, 'bad_row']), z.number().int()),
    message: z.string().nullable(),
    createdAt: time,
    finishedAt: time.nullable(),
  } satisfies Record<keyof QueryBatch, z.ZodType>)
  .meta({ id: 'QueryBatch' });
export const queryBatchPage = pageOf(queryBatch);

const SEARCHED = ['ledger', 'slips'] as const;

/** `in`: both unless told, as far as you may read them. */
export const searchQuery = z.object({
  q: text(200).trim().min(1),
  in: z
    .string()
    .regex(/^(ledger|slips)(,(ledger|slips))*$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(50).default(20),
});

/** What the words were found in: field and its value. */
const matched = z.array(z.object({ field: fieldName, value: z.string() }));

export const searchHit = z
  .discriminatedUnion('in', [
    z.object({ in: z.literal('ledger'), similarity: z.number(), matched, invoice: ledgerInvoice }),
    z.object({
      in: z.literal('slips'),
      similarity: z.number(),
      matched,
      documentId: z.string(),
      file: z.string(),
      slip: slipSummary,
    }),
  ])
  .meta({ id: 'SearchHit' });

/** Answer of `GET /search`, the closest first. */
export const searchAnswer = z
  .object({ searched: z.array(z.enum(SEARCHED)), items: z.array(searchHit) })
  .meta({ id: 'SearchAnswer' });

export type QueryBody = z.infer<typeof queryBody>;
export type QueryAnswer = z.infer<typeof queryAnswer>;
export type QueryQuota = z.infer<typeof quota>;
export type PictureSlip = z.infer<typeof pictureSlip>;
export type PictureAnswer = z.infer<typeof pictureAnswer>;
export type QueryRow = z.infer<typeof queryRow>;
export type QueryInputs = z.infer<typeof queryInputs>;
export type QueryBatchAccepted = z.infer<typeof queryBatchAccepted>;
export type QueryBatchAnswer = z.infer<typeof queryBatch>;
export type SearchHit = z.infer<typeof searchHit>;
export type SearchAnswer = z.infer<typeof searchAnswer>;
