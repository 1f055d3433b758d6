/** A ledger as a business has one: its own purchases and sales of three years, drawn from a seed. */
import type { LedgerEntry } from '../../src/document/ledger.js';
import { shiftDate } from '../../src/invoice/dates.js';
import type { Kind } from '../../src/invoice/kinds.js';
import { type Random, randomFor } from '../truth/random.js';
import { drawCompanies, type LedgerCompany, type MatchingSet, weighted } from './companies.js';

export interface LedgerOptions {
  readonly set: MatchingSet;
  readonly seed: number;
  readonly entries: number;
}

/** Shares of kinds in the years when both old and 数电 invoices came in. */
const KINDS: readonly (readonly [Kind, number])[] = [
  ['digital_special', 0.28],
  ['digital_general', 0.3],
  ['digital_special_paper', 0.02],
  ['digital_rail', 0.03],
  ['vat_special_paper', 0.1],
  ['vat_special_e', 0.06],
  ['vat_general_e', 0.15],
  ['vat_general_paper', 0.03],
  ['toll_e', 0.03],
];
const CODE_END: Readonly<Partial<Record<Kind, string>>> = {
  vat_general_paper: '04',
  vat_general_e: '11',
  toll_e: '12',
  vat_special_e: '13',
};
/** In per cent. */
const RATES = [13, 13, 13, 6, 6, 9, 3, 1, 0];
const FIRST_DAY = '2023-01-01';
const DAYS = 3 * 365;
/** Own companies of the group whose ledger it is, and how much of it are purchases. */
const OWN = 3;
const PURCHASES = 0.75;

interface Seller extends LedgerCompany {
  readonly kind: Kind;
  /** Prices it asks again and again, 分 without tax. */
  readonly prices: readonly bigint[];
  readonly rate: number;
  /** Where its 8-digit numbers stand. */
  number: number;
}

/** Entries in random order, with ids `1`, `2`, … All companies and numbers are made up. */
export function drawLedger({ set, seed, entries }: LedgerOptions): LedgerEntry[] {
  const random = randomFor(seed, `matching/${set}`);
  const companies = drawCompanies(set, Math.max(40, Math.ceil(entries / 12)), random);
  const own = companies.slice(0, OWN).map((company) => sellerOf(company, random));
  const others = companies.slice(OWN).map((company) => sellerOf(company, random));
  const drawn: LedgerEntry[] = [];
  const keys = new Set<string>();
  while (drawn.length < entries) {
    const buys = random.next() < PURCHASES;
    const [seller, buyer] = buys
      ? [common(others, random), random.pick(own)]
      : [random.pick(own), common(others, random)];
    for (const entry of session(seller, buyer, random)) {
      const key = `${entry.invoiceCode ?? ''}-${entry.invoiceNumber}`;
      if (keys.has(key) || drawn.length === entries) continue;
      keys.add(key);
      drawn.push({ ...entry, id: String(drawn.length + 1) });
    }
  }
  return drawn;
}

/** Zipf's law: a few companies one deals with every week, many once. */
function common<T>(from: readonly T[], random: Random): T {
  const rank = Math.floor(Math.exp(random.next() * Math.log(from.length + 1))) - 1;
  return from[rank] ?? random.pick(from);
}

function sellerOf(company: LedgerCompany, random: Random): Seller {
  return {
    ...company,
    kind: weighted(KINDS, random),
    prices: Array.from({ length: random.whole(2, 6) }, () => amount(random)),
    rate: random.pick(RATES),
    number: random.whole(1_000_000, 89_000_000),
  };
}

/** 10 to 100 000 yuan, most of them small; one in three is round. */
function amount(random: Random): bigint {
  const fen = Math.round(Math.exp(Math.log(1000) + random.next() * Math.log(10_000)));
  return BigInt(random.next() < 1 / 3 ? Math.ceil(fen / 10_000) * 10_000 : fen);
}

/** What a seller issues to one buyer on one day: mostly one invoice, sometimes a run of consecutive numbers. */
function session(seller: Seller, buyer: LedgerCompany, random: Random): Omit<LedgerEntry, 'id'>[] {
  const { kind, rate, place, drawers } = seller;
  const day = random.whole(0, DAYS - 1);
  const date = shiftDate(FIRST_DAY, day);
  const toll = kind === 'toll_e' || kind === 'digital_rail';
  const count = random.next() < (toll ? 0.7 : 0.25) ? random.whole(2, toll ? 10 : 5) : 1;
  const digital = kind.startsWith('digital');
  const sequence = digitalSequence(day, random);
  const price = random.pick(seller.prices);
  const drawer = random.pick(drawers);
  // What it issued to others since lies between.
  seller.number += random.whole(1, 3000);
  let step = 0;
  const issued = Array.from({ length: count }, () => {
    step += random.next() < 0.7 ? 1 : random.whole(2, 30);
    const printed = `${printedCode(kind, place.codeRegion, date)}${eight(seller.number + step)}`;
    const net =
      random.next() < 0.5 ? price : random.next() < 0.5 ? random.pick(seller.prices) : amount(random);
    const tax = (net * BigInt(rate) + 50n) / 100n;
    return {
      importedAt: new Date(0),
      kind,
      invoiceCode: digital ? null : printed.slice(0, -8),
      invoiceNumber: digital
        ? `${date.slice(2, 4)}${place.numberRegion}2${String(sequence + step).padStart(15, '0')}`
        : eight(seller.number + step),
      alias: kind.endsWith('_paper') && digital ? printed : null,
      issueDate: date,
      checkCode: kind.startsWith('vat_general') || toll ? (digital ? null : random.digits(20)) : null,
      buyerName: buyer.name,
      buyerTaxId: buyer.taxId,
      sellerName: seller.name,
      sellerTaxId: seller.taxId,
      netTotal: net,
      taxTotal: tax,
      grossTotal: net + tax,
      state: 'normal' as const,
      risk: '正常',
      drawer,
      note: null,
      lines: [],
    };
  });
  seller.number += step;
  return issued;
}

/** Sequences from 9: a block that is not handed out. They rise through the year, two million a day. */
const digitalSequence = (day: number, random: Random): number =>
  900_000_000_000_000 + (day % 365) * 2_000_000 + random.whole(0, 1_999_000);

const eight = (number: number): string => String(number % 100_000_000).padStart(8, '0');

/** Batches from 9, as in samples/truth/numbers.ts. */
function printedCode(kind: Kind, region: string, date: string): string {
  const year = date.slice(2, 4);
  const end = CODE_END[kind];
  return end === undefined ? `${region}${year}9130` : `0${region}${year}900${end}`;
}
