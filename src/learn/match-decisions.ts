/** Reviewers' decisions whether a slip is an entry of the ledger, as pairs that the match can be counted on. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Correction } from '../document/correction.js';
import type { LedgerEntry } from '../document/ledger.js';
import type { Slip, SlipFields } from '../document/slip.js';
import { FIELD_NAMES, type FieldName } from '../invoice/fields.js';
import { KIND_NAMES, type Kind } from '../invoice/kinds.js';
import { parseMoney } from '../invoice/money.js';
import { compareFields } from '../pipeline/match/compare-entry.js';
import { keyOf } from '../pipeline/match/key.js';
import type { Unweighed } from '../pipeline/match/weigh.js';
import type { MatchTally } from './match-counts.js';

const text = z.string().nullable().default(null);
const money = z
  .string()
  .nullable()
  .default(null)
  .transform((value, context) => {
    const fen = value === null ? null : parseMoney(value);
    if (value !== null && fen === null) context.addIssue({ code: 'custom', message: 'no amount' });
    return fen;
  });

const entrySchema = z.object({
  invoiceCode: text,
  invoiceNumber: z.string(),
  /** Pre-printed code and number of a 数电纸质 invoice, run together. */
  alias: text,
  issueDate: z.iso.date(),
  checkCode: text,
  buyerName: text,
  buyerTaxId: text,
  sellerName: text,
  sellerTaxId: text,
  netTotal: money,
  taxTotal: money,
  grossTotal: money,
  drawer: text,
});

const decisionSchema = z.object({
  kind: z.enum(KIND_NAMES as readonly [Kind, ...Kind[]]).default('other'),
  /** Fields of the slip as they were read; `accepted` where it is not said: true. */
  slip: z.partialRecord(
    z.enum(FIELD_NAMES as readonly [FieldName, ...FieldName[]]),
    z.union([
      z.string().transform((value) => ({ value, accepted: true })),
      z.object({ value: z.string(), accepted: z.boolean() }),
    ]),
  ),
  entry: entrySchema,
  same: z.boolean(),
});

export type Decision = z.infer<typeof decisionSchema>;

/** Thrown when a line is no decision. */
export class DecisionsError extends Error {
  override readonly name = 'DecisionsError';
}

/** Whether a file of lines holds decisions: its first line says of a slip and an entry whether they are the same. */
export function holdsDecisions(lines: string): boolean {
  const first = lines.split('\n').find((line) => line.trim() !== '') ?? '';
  try {
    const value: unknown = JSON.parse(first);
    return typeof value === 'object' && value !== null && 'same' in value && 'entry' in value;
  } catch {
    // What is no JSON is told by whoever reads it as what it should be.
    return false;
  }
}

/** One decision a line of JSON; empty lines are left out. Throws DecisionsError, naming the line. */
export function parseDecisions(lines: string): Decision[] {
  return lines.split('\n').flatMap((line, index): Decision[] => {
    if (line.trim() === '') return [];
    try {
      return [decisionSchema.parse(JSON.parse(line))];
    } catch (error) {
      const [issue] = error instanceof z.ZodError ? error.issues : [];
      const why = issue === undefined ? 'not JSON' : `${issue.path.join('.')}: ${issue.message}`;
      throw new DecisionsError(`line ${index + 1}: ${why}`);
    }
  });
}

/** Pairs to be counted, each with what it is known by: the same one is not counted twice. */
export interface MatchLesson {
  readonly key: string;
  /** `false`: it shows nothing that the match reckons with. */
  addTo(tally: MatchTally): boolean;
}

export const lessonsOfDecisions = (decisions: readonly Decision[]): MatchLesson[] =>
  decisions.map((decision) => ({
    key: keyOfLesson(decision),
    addTo: (tally) => addDecision(tally, decision),
  }));

const keyOfLesson = (value: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? one.toString() : one)))
    .digest('hex')
    .slice(0, 32);

function addDecision(tally: MatchTally, { kind, slip, entry, same }: Decision): boolean {
  const fields = compared(slipOf(kind, slip), { ...entry, kind });
  if (fields.length === 0) return false;
  const buyer = sameParty(fields, 'buyer');
  if (same) {
    tally.addPair(fields, 'same', { seller: true, buyer: true });
    return true;
  }
  const seller = sameParty(fields, 'seller');
  // Whether it is another invoice of the same seller decides what it counts for.
  if (seller === null) return false;
  tally.addPair(fields, seller ? 'seller' : 'stranger', { seller, buyer });
  return true;
}

/** Nobody said whether the parties are the same: one of the two fields equal says yes, all of them far apart no. */
function sameParty(fields: readonly Unweighed[], side: 'seller' | 'buyer'): boolean | null {
  const levels = fields.filter(({ group }) => group === side).map(({ level }) => level);
  if (levels.includes('equal')) return true;
  return levels.length > 0 && levels.every((level) => level === 'different') ? false : null;
}

/**
 * What corrections show: a field as the machine had read it beside what the paper says is a pair of one invoice. They
 * are counted as doubtful readings, for those are what a reviewer is asked about.
 */
export function lessonsOfCorrections(corrections: readonly Correction[]): MatchLesson[] {
  const slips = new Map<string, Map<FieldName, Correction>>();
  const inTime = [...corrections].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  for (const correction of inTime) {
    const name = `${correction.document}/${correction.slip}`;
    const fields = slips.get(name) ?? new Map<FieldName, Correction>();
    slips.set(name, fields.set(correction.field, correction));
  }
  return [...slips].map(([name, fields]) => ({
    key: keyOfLesson([name, ...[...fields.values()].map(({ field, corrected }) => [field, corrected])]),
    addTo: (tally) => addCorrected(tally, [...fields.values()]),
  }));
}

function addCorrected(tally: MatchTally, corrections: readonly Correction[]): boolean {
  const known = corrections.filter(({ machine, corrected }) => machine !== null && corrected !== '');
  const read = known.map(({ field, machine }) => [field, { value: machine ?? '', accepted: false }] as const);
  const right = new Map(known.map(({ field, corrected }) => [field, corrected]));
  const of = (field: FieldName): string | null => right.get(field) ?? null;
  const fields = compared(slipOf('other', Object.fromEntries(read)), {
    kind: 'other',
    invoiceCode: of('invoiceCode'),
    invoiceNumber: of('invoiceNumber') ?? '',
    alias: null,
    issueDate: of('issueDate') ?? '',
    checkCode: of('checkCode'),
    buyerName: of('buyerName'),
    buyerTaxId: of('buyerTaxId'),
    sellerName: of('sellerName'),
    sellerTaxId: of('sellerTaxId'),
    netTotal: parseMoney(of('netTotal') ?? ''),
    taxTotal: parseMoney(of('taxTotal') ?? ''),
    grossTotal: parseMoney(of('grossTotal') ?? ''),
    drawer: of('drawer'),
  });
  if (fields.length === 0) return false;
  tally.addPair(fields, 'same', { seller: true, buyer: true });
  return true;
}

type EntryFields = z.infer<typeof entrySchema> & { readonly kind: Kind };

function compared(slip: Slip, entry: EntryFields): Unweighed[] {
  const whole: LedgerEntry = {
    ...entry,
    ...{ id: '', importedAt: new Date(0), state: 'unknown', risk: null, note: null, lines: [] },
  };
  return compareFields(slip, keyOf(slip.fields), whole);
}

function slipOf(
  kind: Kind,
  read: Partial<Record<FieldName, { readonly value: string; readonly accepted: boolean }>>,
): Slip {
  const fields = Object.entries(read).map(([field, { value, accepted }]) => [
    field,
    { value, accepted, confidence: 0, source: 'person', box: null, page: 1, rivals: [] },
  ]);
  return {
    ...{ id: '1', kind, pages: [1], member: null, lines: [], findings: [], qr: null },
    fields: Object.fromEntries(fields) as SlipFields,
  };
}
