/** Writes an invoice by a recipe: lawful sums, words, numbers, QR. */
import { formatInvoiceQr } from '../../src/invoice/qr.js';
import { toWords } from '../../src/invoice/words.js';
import { type Company, PERSON, threePeople, twoCompanies } from './companies.js';
import type { Good, Trade } from './goods.js';
import type { Party, SampleInvoice, SampleLine, VatKind } from './invoice.js';
import { numbersFor } from './numbers.js';
import { POOLS, type Pool } from './pools.js';
import type { Random } from './random.js';

/** What an invoice shall show; everything else is left to chance. */
export interface Recipe {
  readonly id: string;
  readonly kind: VatKind;
  /** `YYYY-MM-DD` */
  readonly date: string;
  /** Goods, discounts apart, 2 or more when rates are mixed, 3 at most otherwise: so much every trade has. */
  readonly lines: number;
  /** `one`: all lines at one rate; `mixed`: several; `exempt`: 免税 throughout. */
  readonly rates: 'one' | 'mixed' | 'exempt';
  /** The first line is followed by a discount line. */
  readonly discount?: boolean;
  /** A red letter: negative, naming the invoice it reverses. */
  readonly red?: boolean;
  readonly buyer: 'company' | 'person';
  /** What the seller deals in; any that can fill the invoice otherwise. */
  readonly trade?: Trade;
  /** Unit prices derived from a price with tax: many decimal places. */
  readonly pricedWithTax?: boolean;
  /** Decimal places of such prices. Default 8. */
  readonly pricePlaces?: number;
}

/** a / b, rounded half away from zero. */
function divide(a: bigint, b: bigint): bigint {
  const size = ((a < 0n ? -a : a) * 2n + b) / (2n * b);
  return a < 0n ? -size : size;
}

/** A positive fraction with `places` decimal places, trailing zeros cut. */
function decimal(numerator: bigint, denominator: bigint, places: number): string {
  const digits = divide(numerator * 10n ** BigInt(places), denominator)
    .toString()
    .padStart(places + 1, '0');
  return `${digits.slice(0, -places)}.${digits.slice(-places)}`.replace(/\.?0+$/, '');
}

/** What a trade can put on such an invoice, by rate; none when it cannot fill it. */
function assortments(pool: Pool, trade: Trade, recipe: Recipe): readonly (readonly Good[])[] {
  const goods = pool.goods[trade];
  const rates = [...new Set(goods.map((good) => good.rate))];
  const at = (rate: number | null) => goods.filter((good) => good.rate === rate);
  if (recipe.rates === 'exempt') return [at(null)].filter((found) => found.length >= recipe.lines);
  const taxed = rates.filter((rate) => rate !== null);
  if (recipe.rates === 'one') return taxed.map(at).filter((found) => found.length >= recipe.lines);
  return taxed.length > 1 ? taxed.map(at) : [];
}

const sells = (pool: Pool, recipe: Recipe) => (company: Company) =>
  (recipe.trade ?? company.trade) === company.trade && assortments(pool, company.trade, recipe).length > 0;

function chooseGoods(pool: Pool, recipe: Recipe, trade: Trade, random: Random): Good[] {
  const choice = assortments(pool, trade, recipe);
  if (recipe.rates !== 'mixed') return random.some(random.pick(choice), recipe.lines);
  // One of each of two rates, then whatever comes.
  const first = random.some(choice, 2).map((goods) => random.pick(goods));
  const rest = choice.flat().filter((good) => !first.includes(good));
  return [...first, ...random.some(rest, recipe.lines)].slice(0, recipe.lines);
}

function writeLine(good: Good, recipe: Recipe, random: Random): SampleLine {
  const quantity = BigInt(random.whole(1, good.most));
  const price = BigInt(random.whole(...good.price));
  const common = { name: good.name, spec: good.spec, unit: good.unit, quantity: String(quantity) };
  if (good.rate === null) {
    return {
      ...common,
      unitPrice: decimal(price, 100n, 2),
      amount: quantity * price,
      rate: '免税',
      tax: null,
    };
  }
  const rate = BigInt(good.rate);
  if (recipe.pricedWithTax !== true) {
    const amount = quantity * price;
    return {
      ...common,
      unitPrice: decimal(price, 100n, 2),
      amount,
      rate: `${rate}%`,
      tax: divide(amount * rate, 100n),
    };
  }
  // The price has the tax in it: net and tax are both derived from the gross, as tills do.
  const gross = quantity * price;
  const amount = divide(gross * 100n, 100n + rate);
  const unitPrice = decimal(price, 100n + rate, recipe.pricePlaces ?? 8);
  return { ...common, unitPrice, amount, rate: `${rate}%`, tax: gross - amount };
}

/** A discount on a line: same name and rate, no quantity, no price (DOMAIN 6.2). */
function discountOn(line: SampleLine, random: Random): SampleLine {
  const percent = BigInt(random.whole(3, 12));
  const share = (value: bigint) => divide(-value * percent, 100n);
  const tax = line.tax === null ? null : share(line.tax);
  return {
    name: line.name,
    spec: '',
    unit: '',
    quantity: '',
    unitPrice: '',
    amount: share(line.amount),
    rate: line.rate,
    tax,
  };
}

/** Negative quantity, amount and tax; the price stays positive (DOMAIN 6.5). */
function reversed(line: SampleLine): SampleLine {
  return {
    ...line,
    quantity: line.quantity === '' ? '' : `-${line.quantity}`,
    amount: -line.amount,
    tax: line.tax === null ? null : -line.tax,
  };
}

function writeLines(pool: Pool, recipe: Recipe, trade: Trade, random: Random): SampleLine[] {
  const lines = chooseGoods(pool, recipe, trade, random).map((good) => writeLine(good, recipe, random));
  const [first] = lines;
  if (recipe.discount === true && first !== undefined) lines.splice(1, 0, discountOn(first, random));
  return recipe.red === true ? lines.map(reversed) : lines;
}

type People = ReturnType<typeof threePeople>;

/** What 备注 says: of a red letter what it reverses, of a 数电票 the bank data that its form has no box for. */
function writeNote(recipe: Recipe, seller: Company, people: People, random: Random): string[] {
  const digital = recipe.kind.startsWith('digital');
  if (recipe.red === true) return redNote(recipe, seller, random);
  if (!digital) return [`订单号：YP${random.digits(10)}`];
  return [
    `销方开户银行：${seller.bank}； 银行账号：${seller.account}；`,
    `收款人：${people.payee}； 复核人：${people.reviewer}；`,
  ];
}

function redNote({ kind, date }: Recipe, { place }: Company, random: Random): string[] {
  const year = date.slice(2, 4);
  if (kind.startsWith('digital')) {
    const reverses = `${year}${place.numberRegion}2900000${random.digits(9)}`;
    return [
      `被红冲蓝字数电票号码：${reverses} 红字发票信息确认单编号：${place.codeRegion}${year}90${random.digits(13)}`,
    ];
  }
  if (kind.includes('special'))
    return [`开具红字增值税专用发票信息表编号${place.codeRegion}${random.digits(12)}`];
  return [`对应正数发票代码:0${place.codeRegion}${year}90011号码:${random.digits(8)}`];
}

/** Second field of the QR (DOMAIN 1.1): 20 is what real electronic special invoices carry. */
const QR_TYPES: Readonly<Record<VatKind, string>> = {
  vat_special_paper: '01',
  vat_general_paper: '04',
  vat_general_e: '10',
  vat_special_e: '20',
  digital_special: '31',
  digital_general: '32',
  toll_e: '10',
  vat_general_roll: '11',
  digital_special_paper: '85',
  digital_general_paper: '86',
};

const sum = (values: readonly (bigint | null)[]): bigint =>
  values.reduce<bigint>((total, value) => total + (value ?? 0n), 0n);

/** The invoice that a recipe and a run of chance make, of the companies, goods and people of a pool. */
export function compose(recipe: Recipe, random: Random, pool: Pool = POOLS.fit): SampleInvoice {
  const { buyer: company, seller } = twoCompanies(random, pool.companies, sells(pool, recipe));
  const buyer: Party = recipe.buyer === 'person' ? PERSON : company;
  const numbers = numbersFor(recipe.kind, seller.place, recipe.date, random);
  const lines = writeLines(pool, recipe, seller.trade, random);
  const people = threePeople(random, pool.people);
  return settled({
    id: recipe.id,
    kind: recipe.kind,
    place: seller.place,
    ...numbers,
    date: recipe.date,
    buyer,
    seller,
    lines,
    note: writeNote(recipe, seller, people, random),
    ...people,
  });
}

/** An invoice with what follows from its lines and numbers: sums, words, QR. */
export function settled(
  unsettled: Omit<SampleInvoice, 'net' | 'tax' | 'gross' | 'words' | 'qr'>,
): SampleInvoice {
  const { kind, code, number, date, checkCode, lines } = unsettled;
  const net = sum(lines.map((line) => line.amount));
  const taxed = lines.some((line) => line.tax !== null);
  const tax = taxed ? sum(lines.map((line) => line.tax)) : null;
  const gross = net + (tax ?? 0n);
  const amount = code === null ? gross : net;
  const qr = { type: QR_TYPES[kind], code: code ?? '', number, amount, date, checkCode: checkCode ?? '' };
  return { ...unsettled, net, tax, gross, words: toWords(gross), qr: formatInvoiceQr(qr) };
}
