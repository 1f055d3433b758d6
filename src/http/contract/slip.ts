/** A slip as judged, with the ledger's verdict: the same shape as a slip of `yanpiao read --json`. */
import { z } from 'zod';
import type { Finding, FindingPlace, OtherInvoice } from '../../document/finding.js';
import { LEVELS } from '../../document/level.js';
import type { LineItem } from '../../document/slip.js';
import { SOURCES } from '../../document/source.js';
import {
  INVOICE_STATES,
  type OtherAnswer,
  OUTCOMES,
  type Reason,
  type Verdict,
} from '../../document/verdict.js';
import { FIELD_NAMES } from '../../invoice/fields.js';
import { KIND_NAMES } from '../../invoice/kinds.js';
import { money, time } from './common.js';

export const kind = z.enum(KIND_NAMES).meta({ id: 'Kind' });
export const fieldName = z.enum(FIELD_NAMES).meta({ id: 'FieldName' });
export const source = z.enum(SOURCES);

/** `[x0, y0, x1, y1]` in fractions of the upright page. */
export const box = z.tuple([z.number(), z.number(), z.number(), z.number()]);

const testimony = {
  value: z.string(),
  /** Probability that the value is right. */
  confidence: z.number(),
  source,
  box: box.nullable(),
  /** From 1. */
  page: z.number().int(),
};

export const rival = z.object(testimony).meta({ id: 'Rival' });
export const field = z
  .object({
    ...testimony,
    accepted: z.boolean(),
    agreeing: z.array(source).optional(),
    /** Nowhere read as it stands: the one mending that fits. */
    repaired: z.boolean().optional(),
    rivals: z.array(rival),
  })
  .meta({ id: 'Field' });

export const lineItem = z
  .object({
    name: z.string(),
    spec: z.string().optional(),
    unit: z.string().optional(),
    quantity: z.string().optional(),
    unitPrice: z.string().optional(),
    amount: z.string().optional(),
    taxRate: z.string().optional(),
    taxAmount: z.string().optional(),
    /** Columns of toll invoices. */
    plateNumber: z.string().optional(),
    vehicleType: z.string().optional(),
    passDateFrom: z.string().optional(),
    passDateTo: z.string().optional(),
    /** Columns of air itineraries, where a line is a leg. */
    from: z.string().optional(),
    to: z.string().optional(),
    carrier: z.string().optional(),
    flight: z.string().optional(),
    class: z.string().optional(),
    date: z.string().optional(),
    time: z.string().optional(),
    // What is missing here would be left out of every answer.
  } satisfies Record<keyof LineItem, z.ZodType>)
  .meta({ id: 'LineItem' });

/** Another document, ledger entry or claim that a finding names. */
export const otherInvoice = z
  .object({
    what: z.enum(['document', 'ledger', 'claim']),
    id: z.string(),
    /** Which slip of the document. */
    slipId: z.string().nullable(),
    /** The file's name, the number, or the claim's reference. */
    name: z.string(),
    /** Who handed it in or claimed it. */
    person: z.string().nullable(),
    at: z.string().nullable(),
  } satisfies Record<keyof OtherInvoice, z.ZodType>)
  .meta({ id: 'OtherInvoice' });

/** Where on a page to look. */
export const findingPlace = z
  .object({
    /** From 1, in the document. */
    page: z.number().int(),
    box,
    /** Of a record: the original that the page is of. */
    documentId: z.string().optional(),
  } satisfies Record<keyof FindingPlace, z.ZodType>)
  .meta({ id: 'FindingPlace' });

export const finding = z
  .object({
    id: z.string(),
    result: z.enum(['holds', 'broken', 'unknown']),
    severity: z.enum(['E', 'W', 'I']),
    message: z.string(),
    /** Broken, and the organisation's rules let nobody claim the slip. */
    blocks: z.boolean().optional(),
    /** Broken among fields that are not accepted: the reading may be wrong. */
    unsure: z.boolean().optional(),
    others: z.array(otherInvoice).optional(),
    places: z.array(findingPlace).optional(),
    // What is missing here would be left out of every answer.
  } satisfies Record<keyof Finding, z.ZodType>)
  .meta({ id: 'Finding' });

export const outcome = z.enum(OUTCOMES).meta({ id: 'Outcome' });
export const invoiceState = z.enum(INVOICE_STATES).meta({ id: 'InvoiceState' });

export const reason = z
  .object({
    field: fieldName,
    ours: z.string().nullable(),
    theirs: z.string().nullable(),
    agree: z.boolean(),
    /** Only an accepted field can accuse. */
    accepted: z.boolean(),
    /** How far apart both are; absent where one of them is not known. */
    level: z.enum(LEVELS).optional(),
    /** A step of the waterfall, log2 of m/u; 0 where another field speaks for it. */
    bits: z.number().optional(),
    /** How far apart, in Chinese; absent where they agree. */
    apart: z.string().optional(),
    // What is missing here would be left out of every answer.
  } satisfies Record<keyof Reason, z.ZodType>)
  .meta({ id: 'Reason' });

/** The answer in the codes of the official platform; `code` null: it has none for this, and the text says so. */
export const official = z
  .object({
    code: z.string().nullable(),
    text: z.string(),
    /** 作废标志 (zfbz); null unless the invoice was found. */
    stateCode: z.string().nullable(),
  })
  .meta({ id: 'Official' });

/** What ledger or register said besides, where it is not what the verdict says. */
export const otherAnswer = z
  .object({
    /** `ledger`, the name of a provider, or `person`. */
    by: z.string(),
    outcome,
    state: invoiceState,
    rawCode: z.string().nullable(),
    rawText: z.string().nullable(),
    at: time,
  } satisfies Record<keyof OtherAnswer, z.ZodType>)
  .meta({ id: 'OtherAnswer' });

/** A ledger entry the slip may be. Only ever a suggestion. */
export const candidate = z
  .object({
    ledgerId: z.string(),
    probability: z.number(),
    invoiceCode: z.string().nullable(),
    invoiceNumber: z.string(),
    sellerName: z.string().nullable(),
    grossTotal: money.nullable(),
    issueDate: z.string().nullable(),
  })
  .meta({ id: 'Candidate' });

export const verdict = z
  .object({
    outcome,
    state: invoiceState,
    confidence: z.number(),
    reasons: z.array(reason),
    remedy: z.string(),
    ledgerId: z.string().nullable(),
    candidates: z.array(candidate),
    checkedAt: time,
    /** Where the waterfall of the reasons begins. */
    priorBits: z.number().optional(),
    official: official.optional(),
    /** Who answered where it was not the ledger: a provider's name, or `person`; and in which words. */
    provider: z.string().optional(),
    rawCode: z.string().optional(),
    rawText: z.string().optional(),
    /** When that was answered. */
    answeredAt: time.optional(),
    otherAnswer: otherAnswer.optional(),
    // What is missing here would be left out of every answer.
  } satisfies Record<keyof Verdict, z.ZodType>)
  .meta({ id: 'Verdict' });

export const slip = z
  .object({
    id: z.string(),
    kind,
    pages: z.array(z.number().int()),
    /** Path inside a ZIP or mail. */
    member: z.string().nullable(),
    fields: z.partialRecord(fieldName, field),
    lines: z.array(lineItem),
    findings: z.array(finding),
    qr: z.string().nullable(),
    /** Null until the ledger was asked. */
    verdict: verdict.nullable(),
    /** The record of its invoice; null until it was matched, and while its number is not sure. */
    recordId: z.string().nullable(),
  })
  .meta({ id: 'Slip' });

export type KindName = z.infer<typeof kind>;
export type FieldKey = z.infer<typeof fieldName>;
export type SlipField = z.infer<typeof field>;
export type SlipFinding = z.infer<typeof finding>;
export type SlipLine = z.infer<typeof lineItem>;
export type SlipVerdict = z.infer<typeof verdict>;
export type VerdictReason = z.infer<typeof reason>;
export type VerdictCandidate = z.infer<typeof candidate>;
export type VerdictOutcome = z.infer<typeof outcome>;
export type SlipAnswer = z.infer<typeof slip>;
