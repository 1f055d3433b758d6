/** What was counted for the match (models/matching/fields.json): how it looks, and how it is loaded. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { errorCode } from '../../document/error-code.js';

/** What a comparator compares, parties apart. Tax apart from the other amounts: it is zero so often. */
export const COMPARED = [
  'number20',
  'number8',
  'code',
  'date',
  'checkCode',
  'money',
  'tax',
  'drawer',
] as const;
export type Compared = (typeof COMPARED)[number];

/** Buyer and seller apart: a company's ledger is full of one of them. */
export const COMPARED_PARTIES = ['sellerTaxId', 'sellerName', 'buyerTaxId', 'buyerName'] as const;
export type ComparedParty = (typeof COMPARED_PARTIES)[number];

const count = z.number().nonnegative();
/** How often each level occurred, in the order of LEVELS (document/level.ts). */
const levelsSchema = z.tuple([count, count, count, count]);
/** `[so many, of]` */
const shareSchema = z.tuple([count, count]).refine(([part, whole]) => part <= whole, 'more than there are');

const fieldSchema = z.object({
  /** m: a slip beside its own entry. */
  same: levelsSchema,
  /** u: beside an entry of another seller. */
  stranger: levelsSchema,
  /** u: beside another invoice of the same seller. */
  seller: levelsSchema,
  /** u: of the same seller, and issued on one occasion: the number at most two edits away, or the day the same. */
  run: levelsSchema,
});

const partySchema = z.object({
  /** A party beside itself, whichever invoice names it. */
  same: levelsSchema,
  /** Beside another party. */
  other: levelsSchema,
});

/** Of a field that was accepted, and of one that was not: the latter is misread far more often. */
const byTrust = <T extends z.ZodType>(schema: T) => z.object({ accepted: schema, doubtful: schema });

const countsSchema = z.object({
  about: z.string(),
  date: z.iso.date(),
  from: z.string(),
  /** Slips whose invoice stands in the ledger, and such as it does not know. */
  prior: z.object({ present: count, absent: count }),
  fields: z.record(z.enum(COMPARED), byTrust(fieldSchema)),
  parties: z.record(z.enum(COMPARED_PARTIES), byTrust(partySchema)),
  /** Pairs of two invoices that name one party: how common it is where the ledger cannot tell. */
  alike: z.object({
    seller: shareSchema,
    buyer: shareSchema,
    buyerOfSeller: shareSchema,
    buyerOfRun: shareSchema,
  }),
});

export type MatchCounts = z.infer<typeof countsSchema>;
export type LevelCounts = z.infer<typeof levelsSchema>;
export type FieldCounts = z.infer<typeof fieldSchema>;
export type PartyCounts = z.infer<typeof partySchema>;
export type Trust = 'accepted' | 'doubtful';

/** Where the counts lie in a folder of models. */
export const MATCH_FILE = 'matching/fields.json';

/** Throws an error that names what is wrong: spoilt counts must not judge anything. */
export const parseMatchCounts = (json: string): MatchCounts => countsSchema.parse(JSON.parse(json));

/** The counts of a folder (a file URL with a trailing slash); `null` where it holds none. Throws when they are malformed or cannot be read. */
export async function readMatchCounts(folder: URL): Promise<MatchCounts | null> {
  let json: string;
  try {
    json = await readFile(new URL(MATCH_FILE, folder), 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
  return parseMatchCounts(json);
}
