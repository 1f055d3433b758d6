/**
 * A ledger in mind that is looked up as the store is, for measuring hundreds of thousands of look-ups. The store's own
 * search is measured beside it (bench/matching.ts): this one looks at every number instead of walking indexes.
 */
import type { LedgerEntry } from '../../src/document/ledger.js';
import { squash } from '../../src/invoice/text.js';
import { editsBetween } from '../../src/pipeline/match/edits.js';
import type { LedgerLookup } from '../../src/pipeline/match/match.js';
import type { NearProbe, PartyNames, PartyShares } from '../../src/ports/ledger.js';

type Party = keyof PartyNames;
const PARTIES: readonly Party[] = ['sellerName', 'sellerTaxId', 'buyerName', 'buyerTaxId'];

const named = (party: Party, value: string): string =>
  party.endsWith('TaxId') ? squash(value).toUpperCase() : squash(value);

/** Numbers of one length in one piece of memory: looking at each of a hundred thousand takes a millisecond. */
class NumbersOfLength {
  readonly #digits: Uint8Array;
  readonly #entries: readonly LedgerEntry[];
  readonly length: number;

  constructor(length: number, numbers: readonly (readonly [string, LedgerEntry])[]) {
    this.length = length;
    this.#digits = new Uint8Array(Buffer.from(numbers.map(([number]) => number).join(''), 'latin1'));
    this.#entries = numbers.map(([, entry]) => entry);
  }

  /** Tells of every number in which at most two characters differ. */
  near(number: string, tell: (entry: LedgerEntry, distance: number) => void): void {
    const [ours, { length }] = [Buffer.from(number, 'latin1'), this];
    for (let one = 0; one < this.#entries.length; one += 1) {
      let wrong = 0;
      // From the end, where numbers differ most.
      for (let at = length - 1; at >= 0 && wrong < 3; at -= 1)
        if (ours[at] !== this.#digits[one * length + at]) wrong += 1;
      const entry = this.#entries[one];
      if (wrong < 3 && entry !== undefined) tell(entry, wrong);
    }
  }

  /** The same where characters were lost or added. */
  nearOtherLength(number: string, tell: (entry: LedgerEntry, distance: number) => void): void {
    for (const [one, entry] of this.#entries.entries()) {
      const theirs = Buffer.from(this.#digits.buffer, one * this.length, this.length).toString('latin1');
      const edits = editsBetween(number, theirs);
      if (edits !== null) tell(entry, edits.length);
    }
  }
}

export class MemoryLedger implements LedgerLookup {
  readonly entries: readonly LedgerEntry[];
  readonly #numbers = new Map<string, LedgerEntry[]>();
  readonly #lengths: readonly NumbersOfLength[];
  readonly #sellers = new Map<string, LedgerEntry[]>();
  /** By seller and amount: what a slip with another number is looked for by. */
  readonly #amounts = new Map<string, LedgerEntry[]>();
  readonly #days = new Map<LedgerEntry, number>();
  readonly #parties = new Map<Party, Map<string, number>>(PARTIES.map((party) => [party, new Map()]));

  constructor(entries: readonly LedgerEntry[]) {
    this.entries = entries;
    const numbers = entries.flatMap((entry) => numbersOf(entry).map((number) => [number, entry] as const));
    for (const [number, entry] of numbers) push(this.#numbers, number, entry);
    this.#lengths = [...new Set(numbers.map(([{ length }]) => length))].map(
      (length) =>
        new NumbersOfLength(
          length,
          numbers.filter(([number]) => number.length === length),
        ),
    );
    for (const entry of entries) {
      push(this.#sellers, entry.sellerTaxId ?? '', entry);
      this.#days.set(entry, dayOf(entry.issueDate));
      for (const total of new Set([entry.grossTotal, entry.netTotal]))
        push(this.#amounts, `${entry.sellerTaxId}/${total}`, entry);
      for (const party of PARTIES) {
        const known = this.#parties.get(party);
        const name = named(party, entry[party] ?? '');
        known?.set(name, (known.get(name) ?? 0) + 1);
      }
    }
  }

  async byKey(number: string, code: string | null): Promise<readonly LedgerEntry[]> {
    const found = this.#numbers.get(number) ?? [];
    if (number.length === 20 || code === null) return found;
    return found.filter((entry) => entry.invoiceCode === code || entry.alias === code + number);
  }

  /** Every entry that bears this number, its own or the printed one. */
  withNumber(number: string): readonly LedgerEntry[] {
    return this.#numbers.get(number) ?? [];
  }

  ofSeller(taxId: string | null): readonly LedgerEntry[] {
    return this.#sellers.get(taxId ?? '') ?? [];
  }

  /** Every entry whose number is at most two edits away, with how many. */
  nearNumbers(number: string): { readonly entry: LedgerEntry; readonly distance: number }[] {
    const found = new Map<LedgerEntry, number>();
    const tell = (entry: LedgerEntry, distance: number): void => {
      found.set(entry, Math.min(distance, found.get(entry) ?? distance));
    };
    for (const numbers of this.#lengths) {
      if (numbers.length === number.length) numbers.near(number, tell);
      else if (Math.abs(numbers.length - number.length) <= 2) numbers.nearOtherLength(number, tell);
    }
    return [...found].map(([entry, distance]) => ({ entry, distance }));
  }

  /** As LedgerStore.near: near numbers, and the same seller with the same amount within the days. */
  async near(probe: NearProbe, limit: number): Promise<readonly LedgerEntry[]> {
    const found = new Map<LedgerEntry, number>();
    if (probe.invoiceNumber !== undefined)
      for (const { entry, distance } of this.nearNumbers(probe.invoiceNumber))
        found.set(entry, 2 * (3 - distance) + this.#points(entry, probe));
    const day = probe.issueDate === undefined ? null : dayOf(probe.issueDate);
    const apart = (entry: LedgerEntry): number =>
      day === null ? 0 : Math.abs((this.#days.get(entry) ?? 0) - day);
    for (const total of probe.totals)
      for (const entry of this.#amounts.get(`${probe.sellerTaxId}/${total}`) ?? [])
        if (apart(entry) <= probe.days && !found.has(entry)) found.set(entry, this.#points(entry, probe));
    return [...found]
      .toSorted(([a, p], [b, q]) => q - p || apart(a) - apart(b))
      .slice(0, limit)
      .map(([entry]) => entry);
  }

  #points(entry: LedgerEntry, probe: NearProbe): number {
    const seller = entry.sellerTaxId === probe.sellerTaxId || entry.sellerName === probe.sellerName;
    return (
      (hasTotal(entry, probe) ? 3 : 0) + (seller ? 2 : 0) + (entry.issueDate === probe.issueDate ? 2 : 0)
    );
  }

  async shares(parties: PartyNames): Promise<PartyShares> {
    const entries = this.entries.length;
    const shares = PARTIES.flatMap((party) => {
      const name = parties[party];
      return name === undefined
        ? []
        : [[party, (this.#parties.get(party)?.get(name) ?? 0) / entries] as const];
    });
    return { entries, ...Object.fromEntries(shares) };
  }
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

/** The number, and the printed one of a 数电纸质 form. */
const numbersOf = ({ invoiceNumber, alias }: LedgerEntry): string[] =>
  alias === null ? [invoiceNumber] : [invoiceNumber, alias.slice(-8)];

const hasTotal = ({ grossTotal, netTotal }: LedgerEntry, { totals }: NearProbe): boolean =>
  totals.some((total) => total === grossTotal || total === netTotal);

/** Days since 1970. */
const dayOf = (date: string): number => Date.parse(date) / 86_400_000;
