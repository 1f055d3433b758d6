/** External registers: what providers, and people who looked there themselves, said of invoices. */
import { z } from 'zod';
import { text, time } from './common.js';
import { fieldName, invoiceState, kind, outcome } from './slip.js';

/** Answer of `GET /registry`: the registers that the operator has set up; none, and nothing is ever asked outside. */
export const registerList = z
  .object({
    items: z.array(
      z.object({
        name: z.string(),
        /** Null: every kind that can be verified. */
        kinds: z.array(kind).nullable(),
        /** Questions a day (Asia/Shanghai); null: no bound of ours. */
        perInvoiceAndDay: z.number().int().nullable(),
        perDay: z.number().int().nullable(),
      }),
    ),
  })
  .meta({ id: 'Registers' });

/** What one register, or one person, said of an invoice. */
export const registryAnswer = z
  .object({
    /** Name of the register, or `person`. */
    provider: z.string(),
    outcome,
    state: invoiceState,
    /** As the register words it; of a person, the note. */
    rawCode: z.string().nullable(),
    rawText: z.string().nullable(),
    /** What it says the invoice holds; empty where it only confirms. */
    fields: z.partialRecord(fieldName, z.string()),
    checkedAt: time,
    person: z.string().nullable(),
    /** SHA-256 of the screenshot: `GET /registry/evidence?key=…&sha256=…`. */
    evidence: z.string().nullable(),
  })
  .meta({ id: 'RegistryAnswer' });

const key = text(100).min(3);
const id = text(100).min(1);

/** An invoice: a record by its key, or a slip of a document. */
const named = { recordKey: key.optional(), documentId: id.optional(), slipId: id.optional() };
const NAMES_ONE = { message: 'name recordKey, or documentId and slipId' };
const namesOne = ({ recordKey, documentId, slipId }: z.infer<z.ZodObject<typeof named>>) =>
  recordKey === undefined
    ? documentId !== undefined && slipId !== undefined
    : documentId === undefined && slipId === undefined;

/** Body of `POST /registry/check`: of a slip, or of a record by its key. `again`: also where an earlier answer still counts. */
export const registryCheckBody = z
  .strictObject({ ...named, again: z.boolean().default(false) })
  .refine(namesOne, NAMES_ONE)
  .meta({ id: 'RegistryCheck' });

/** Answer of `POST /registry/check`, `POST` and `GET /registry/answers`: all answers about the invoice, newest first. */
export const registryAnswers = z
  .object({ recordKey: z.string(), items: z.array(registryAnswer) })
  .meta({ id: 'RegistryAnswers' });

export const registryQuery = z.object({ key });
export const evidenceQuery = z.object({ key, sha256: z.string().regex(/^[0-9a-f]{64}$/) });

/**
 * Fields of the form of `POST /registry/answers`; its part `file` is the screenshot, a PNG, JPEG, WebP or PDF. The invoice is named by
 * `recordKey`, or by `documentId` and `slipId`.
 */
export const registryRecordForm = z
  .strictObject({
    ...named,
    outcome: outcome.exclude(['limited', 'error', 'unverified']),
    state: invoiceState.default('unknown'),
    note: text(500).trim().default(''),
  })
  .refine(namesOne, NAMES_ONE)
  .meta({ id: 'RegistryRecord' });

export type RegisterList = z.infer<typeof registerList>;
export type RegistryAnswerRow = z.infer<typeof registryAnswer>;
export type RegistryAnswers = z.infer<typeof registryAnswers>;
