/** Exact and near look-ups through the store, as matching asks them: how long each takes, and whether the right entry came. */
import { type Random, randomFor } from '../../samples/truth/random.js';
import type { LedgerEntry } from '../../src/document/ledger.js';
import type { LedgerStore, NearProbe } from '../../src/ports/ledger.js';
import { idOf, ORGANISATION } from './synthetic.js';

export interface LookUps {
  readonly name: string;
  readonly milliseconds: readonly number[];
  /** Of `wanted` look-ups for which there is a right entry: how often it came. */
  readonly found: number;
  readonly wanted: number;
}

/** Entries that one near look-up brings, as matching asks for them. */
const LIMIT = 50;
/** As matching asks. */
const DAYS = 31;

type Asked = (ledger: LedgerStore, entry: LedgerEntry, random: Random) => Promise<boolean>;

const exact: Asked = async (ledger, entry) =>
  isAmong(await ledger.byKey(ORGANISATION, entry.invoiceNumber, entry.invoiceCode), entry);

/** A number that the ledger does not have: most slips of a new month. Nothing to be found is what is right. */
const unknown: Asked = async (ledger, entry, random) => {
  const found = await ledger.byKey(
    ORGANISATION,
    `9${misread(entry.invoiceNumber, 2, random).slice(1)}`,
    null,
  );
  return found.length === 0;
};

const nearly =
  (probe: (entry: LedgerEntry, random: Random) => Partial<NearProbe>): Asked =>
  async (ledger, entry, random) => {
    const asked = { ...wholeProbe(entry, random), ...probe(entry, random) };
    return isAmong(await ledger.near(ORGANISATION, asked, LIMIT), entry);
  };

const KINDS: Readonly<Record<string, Asked>> = {
  'exact: known': exact,
  'exact: not in the ledger': unknown,
  'near: number': nearly(() => ({})),
  'near: number, tax id': nearly((entry, random) => ({
    sellerTaxId: misread(entry.sellerTaxId ?? '', 1, random),
  })),
  'near: number, amounts': nearly(() => ({ totals: [1n, 2n] })),
  'near: number, day': nearly(() => ({ issueDate: '2024-02-29' })),
  'near: number, tax id, amounts': nearly((entry, random) => ({
    sellerTaxId: misread(entry.sellerTaxId ?? '', 1, random),
    totals: [1n, 2n],
  })),
  'near: number, tax id, a letter of the name': nearly((entry, random) => ({
    sellerTaxId: misread(entry.sellerTaxId ?? '', 1, random),
    sellerName: otherLetter(entry.sellerName ?? '', random),
  })),
};

/** The slip of an entry with one or two digits of its number misread. */
function wholeProbe(entry: LedgerEntry, random: Random): NearProbe {
  const totals = [entry.grossTotal, entry.netTotal].filter((total) => total !== null);
  return {
    invoiceNumber: misread(entry.invoiceNumber, random.next() < 0.5 ? 1 : 2, random),
    sellerTaxId: entry.sellerTaxId ?? '',
    sellerName: entry.sellerName ?? '',
    totals,
    issueDate: entry.issueDate,
    days: DAYS,
  };
}

/** So many digits are others; letters stay. */
function misread(text: string, digits: number, random: Random): string {
  const letters = [...text];
  const places = [...letters.keys()].filter((place) => /\d/.test(letters[place] ?? ''));
  for (const place of random.some(places, digits))
    letters[place] = String((Number(letters[place]) + random.whole(1, 9)) % 10);
  return letters.join('');
}

function otherLetter(name: string, random: Random): string {
  const place = random.whole(0, Math.min(5, name.length - 1));
  return `${name.slice(0, place)}囗${name.slice(place + 1)}`;
}

const isAmong = (entries: readonly LedgerEntry[], { id }: LedgerEntry) =>
  entries.some((one) => one.id === id);

/**
 * `count` look-ups of each kind, of entries drawn evenly from `rows` and so mostly of big sellers; `warm` more before
 * them, not counted. The same `seed` draws the same ones.
 */
export async function measureLookUps(
  ledger: LedgerStore,
  rows: number,
  count: number,
  tell: (text: string) => void,
): Promise<readonly LookUps[]> {
  const results: LookUps[] = [];
  for (const [name, ask] of Object.entries(KINDS)) {
    tell(name);
    const random = randomFor(rows, name);
    const warm = Math.ceil(count / 4);
    const milliseconds: number[] = [];
    let found = 0;
    for (let turn = -warm; turn < count; turn += 1) {
      const entry = await ledger.get(ORGANISATION, idOf(random.whole(1, rows)));
      if (entry === null) throw new Error('a row of the synthetic ledger is missing: fill it again');
      const start = performance.now();
      const right = await ask(ledger, entry, random);
      if (turn < 0) continue;
      milliseconds.push(performance.now() - start);
      if (right) found += 1;
    }
    results.push({ name, milliseconds, found, wanted: count });
  }
  return results;
}
