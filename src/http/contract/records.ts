/** Records – one invoice, all its originals – and the normalised form of what was read. */
import { z } from 'zod';
import { claim } from './claims.js';
import { money, pageOf, pageQuery, text, time } from './common.js';
import { carrier, documentState, refusal } from './documents.js';
import {
  box,
  fieldName,
  finding,
  invoiceState,
  kind,
  lineItem,
  outcome,
  slip,
  source,
  verdict,
} from './slip.js';

/** Originals of one invoice that say different things of a field: finding F3. */
export const difference = z
  .object({
    field: fieldName,
    /** Whether each side gives characters as they were written; otherwise one may be a misread picture. */
    certain: z.boolean(),
    /** Best first. */
    values: z.array(
      z.object({
        value: z.string(),
        carrier: carrier.nullable(),
        documentId: z.string(),
        slipId: z.string(),
        file: z.string(),
        accepted: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'Difference' });

/** What the invoice was handed in as. The same bytes are one original, however often they came. */
export const recordOriginal = z
  .object({
    /** The first document with these bytes, and the slip in it. */
    documentId: z.string(),
    slipId: z.string(),
    file: z.string(),
    carrier: carrier.nullable(),
    sha256: z.string(),
    size: z.number().int(),
    handedInAt: time,
    kind,
    /** Path inside a ZIP or mail. */
    member: z.string().nullable(),
    /** Times these bytes were handed in. */
    times: z.number().int(),
  })
  .meta({ id: 'RecordOriginal' });

/** Answer of `GET /records/:id`. */
export const recordAnswer = z
  .object({
    id: z.string(),
    /** `N:<20 digits>` or `C:<code>:<number>`. */
    key: z.string(),
    /** What all originals say together; null until they are put together. Its id is the record's, it has no pages. */
    slip: slip.nullable(),
    originals: z.array(recordOriginal),
    differences: z.array(difference),
    /** The document that each field's value, page and box are of. */
    standsIn: z.partialRecord(fieldName, z.string()),
    /** What it is, or was, used for; null while it is free. */
    claim: claim.nullable(),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: 'Record' });

/** A row of `GET /records`. */
export const recordRow = z
  .object({
    id: z.string(),
    key: z.string(),
    kind: kind.nullable(),
    invoiceCode: z.string().nullable(),
    invoiceNumber: z.string(),
    sellerName: z.string().nullable(),
    issueDate: z.string().nullable(),
    grossTotal: money.nullable(),
    outcome: outcome.nullable(),
    invoiceState: invoiceState.nullable(),
    /** Different originals. */
    originals: z.number().int(),
    /** Whether they say different things. */
    differs: z.boolean(),
    updatedAt: time,
  })
  .meta({ id: 'RecordRow' });

export const recordList = pageOf(recordRow);
export const recordListQuery = pageQuery.extend({ number: text(40).optional(), code: text(40).optional() });

const extractedField = z.object({
  value: z.string(),
  confidence: z.number(),
  accepted: z.boolean(),
  source,
  agreeing: z.array(source).optional(),
  repaired: z.boolean().optional(),
  documentId: z.string(),
  page: z.number().int(),
  box: box.nullable(),
});

/** `extraction.json` of a document or record: docs/extraction.md. */
export const extraction = z
  .object({
    format: z.literal('yanpiao-extraction'),
    version: z.literal(1),
    originals: z.array(
      z.object({
        documentId: z.string(),
        file: z.string(),
        sha256: z.string(),
        size: z.number().int(),
        carrier: carrier.nullable(),
        handedInAt: time,
        times: z.number().int(),
        state: documentState.optional(),
        refusal: refusal.optional(),
      }),
    ),
    slips: z.array(
      z.object({
        id: z.string(),
        kind,
        recordId: z.string().nullable(),
        key: z.string().optional(),
        member: z.string().nullable(),
        pages: z.array(z.number().int()),
        fields: z.partialRecord(fieldName, extractedField),
        lines: z.array(lineItem),
        findings: z.array(finding),
        qr: z.string().nullable(),
        verdict: verdict.nullable(),
      }),
    ),
    differences: z.array(difference),
  })
  .meta({ id: 'Extraction' });

export type DifferenceAnswer = z.infer<typeof difference>;
export type RecordOriginalAnswer = z.infer<typeof recordOriginal>;
export type RecordAnswer = z.infer<typeof recordAnswer>;
export type RecordRow = z.infer<typeof recordRow>;
