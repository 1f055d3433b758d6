/** Whether the entry meant is among the first suggestions when one or two digits of the number are wrong. */
import type { DrawnSlip, Scene } from '../../samples/matching/count.js';
import { misreadCharacter } from '../../samples/matching/misread.js';
import { type CarrierName, fieldOf, readSlip } from '../../samples/matching/slips.js';
import { type Random, randomFor } from '../../samples/truth/random.js';
import type { LedgerEntry } from '../../src/document/ledger.js';
import type { Slip } from '../../src/document/slip.js';
import { type LedgerLookup, matchSlip } from '../../src/pipeline/match/match.js';
import type { Told } from './outcomes.js';

export interface Suggestions {
  readonly n: number;
  /** Share whose entry is among the first 1, 3, 5 suggestions. */
  readonly recall: Readonly<Record<1 | 3 | 5, number>>;
  /** The same by how many digits of the number are wrong. */
  readonly byDigits: Readonly<Record<1 | 2, { readonly n: number; readonly at3: number }>>;
  /** Of the first suggestions that are at least so probable: how many there are, and the share that is right. */
  readonly precision: { readonly least: number; readonly n: number; readonly right: number };
  /** Milliseconds of one look-up with its comparisons, wall clock. */
  readonly ms: { readonly median: number; readonly p95: number };
}

/** As probable as this a suggestion is shown as the likely one. */
const LIKELY = 0.5;
const TELL_EACH = 50;

/** Slips of known invoices, of every carrier, with one or two digits of the number (mostly) or the code read wrongly. */
export async function measureSuggestions(
  { ledger }: Scene,
  lookup: LedgerLookup,
  count: number,
  seed: number,
  told: Told,
): Promise<Suggestions> {
  const random = randomFor(seed, 'matching/suggestions');
  const found = { 1: 0, 3: 0, 5: 0 };
  const byDigits = { 1: { n: 0, at3: 0 }, 2: { n: 0, at3: 0 } };
  const precision = { least: LIKELY, n: 0, right: 0 };
  const times: number[] = [];
  for (let done = 0; done < count; done += 1) {
    const { slip, truth, digits } = misreadSlip(random.pick(ledger.entries), random);
    const start = performance.now();
    const { candidates } = await matchSlip(slip, lookup);
    times.push(performance.now() - start);
    const at = candidates.findIndex(
      ({ entry }) => entry.invoiceNumber === truth.invoiceNumber && entry.invoiceCode === truth.invoiceCode,
    );
    for (const first of [1, 3, 5] as const) found[first] += at >= 0 && at < first ? 1 : 0;
    byDigits[digits].n += 1;
    byDigits[digits].at3 += at >= 0 && at < 3 ? 1 : 0;
    const [best] = candidates;
    if (best !== undefined && best.probability >= LIKELY) {
      precision.n += 1;
      precision.right += at === 0 ? 1 : 0;
    }
    if (done % TELL_EACH === 0) told(done, count);
  }
  times.sort((a, b) => a - b);
  const share = (part: number): number => Number((part / count).toFixed(4));
  return {
    n: count,
    recall: { 1: share(found[1]), 3: share(found[3]), 5: share(found[5]) },
    byDigits,
    precision,
    ms: { median: times[Math.floor(count / 2)] ?? 0, p95: times[Math.floor(count * 0.95)] ?? 0 },
  };
}

type Misread = Pick<DrawnSlip, 'slip' | 'truth'> & { readonly digits: 1 | 2 };

/** One in eight with a code has its digits wrong there. Nothing tells: what was misread was accepted half of the time. */
export function misreadSlip(truth: LedgerEntry, random: Random, carrier?: CarrierName): Misread {
  const slip = readSlip(truth, random, carrier);
  const field =
    slip.fields.invoiceCode !== undefined && random.next() < 1 / 8 ? 'invoiceCode' : 'invoiceNumber';
  const right =
    field === 'invoiceCode'
      ? (slip.fields.invoiceCode?.value ?? '')
      : truth.alias !== null && slip.fields.invoiceNumber?.value.length === 8
        ? truth.alias.slice(-8)
        : truth.invoiceNumber;
  const digits = random.next() < 0.5 ? 1 : 2;
  const wrong = wrongDigits(right, digits, random);
  const fields: Slip['fields'] = {
    ...slip.fields,
    [field]: fieldOf(wrong, slip.fields[field]?.source ?? 'ocr:paddle', random.next() < 0.5),
  };
  return { slip: { ...slip, fields }, truth, digits };
}

/** Exactly so many digits are others afterwards. */
function wrongDigits(right: string, digits: 1 | 2, random: Random): string {
  const wrong = (text: string) => [...text].filter((char, at) => char !== right.charAt(at)).length;
  let text = right;
  while (wrong(text) !== digits) text = misreadCharacter(wrong(text) > digits ? right : text, random);
  return text;
}

/** Rows of one write; what the embedded database takes in a second or two. */
const CHUNK = 2000;

/** The real store, embedded and in memory, with these entries in it. */
export async function storeLookup(
  entries: readonly LedgerEntry[],
  told: Told,
): Promise<{ readonly lookup: LedgerLookup; close(): Promise<void> }> {
  const { openDatabase } = await import('../../src/adapters/postgres/open.js');
  const database = await openDatabase({ kind: 'pglite', folder: null });
  const { accounts, ledger } = database.store;
  const organisation = await accounts.createOrganisation('bench', 'bench');
  const source = { kind: 'import', id: null, name: 'bench' } as const;
  for (let start = 0; start < entries.length; start += CHUNK) {
    told(start, entries.length);
    const invoices = entries
      .slice(start, start + CHUNK)
      .map(({ id: _id, importedAt: _at, ...invoice }) => invoice);
    await ledger.upsert(organisation, invoices, source);
  }
  const lookup: LedgerLookup = {
    byKey: (number, code) => ledger.byKey(organisation, number, code),
    near: (probe, limit) => ledger.near(organisation, probe, limit),
    shares: (parties) => ledger.shares(organisation, parties),
  };
  return { lookup, close: () => database.close() };
}
