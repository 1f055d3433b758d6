/** Every drawn invoice obeys the rules that real ones obey. */
import { expect, test } from 'vitest';
import { demoLedger } from '../../samples/demo-ledger.js';
import { chanceRecipe, DEMO_SAMPLES, invoiceOf, SAMPLES, SEED } from '../../samples/recipes.js';
import { DRAWN_KINDS, type SampleInvoice } from '../../samples/truth/invoice.js';
import { randomFor } from '../../samples/truth/random.js';
import { parseInvoiceCode } from '../../src/invoice/code.js';
import { parseDigitalNumber } from '../../src/invoice/number.js';
import { parseInvoiceQr } from '../../src/invoice/qr.js';
import { ratePlausible } from '../../src/invoice/rates.js';
import { registryRegionKnown } from '../../src/invoice/regions.js';
import { checkUscc } from '../../src/invoice/tax-id.js';
import { parseWords } from '../../src/invoice/words.js';

const committed = [...SAMPLES, ...DEMO_SAMPLES].map((sample) => invoiceOf(sample, SEED));
const chance = Array.from({ length: 120 }, (_, index) => {
  const id = `law-${index}`;
  const kind = DRAWN_KINDS[index % DRAWN_KINDS.length] ?? 'digital_general';
  return invoiceOf(chanceRecipe(id, kind, randomFor(7, id)), 7);
});
const ledger = demoLedger(SEED).map((row) => row.invoice);
const everyone: readonly SampleInvoice[] = [...committed, ...chance, ...ledger];

const total = (values: readonly (bigint | null)[]) =>
  values.reduce<bigint>((sum, value) => sum + (value ?? 0n), 0n);
const size = (value: bigint) => (value < 0n ? -value : value);

/** quantity × price in 分, exactly, as numerator over 10^places. */
function product(quantity: string, price: string): { value: bigint; scale: bigint } {
  const [whole = '', places = ''] = price.split('.');
  return { value: BigInt(quantity) * BigInt(whole + places) * 100n, scale: 10n ** BigInt(places.length) };
}

/** One test per rule, over every invoice; a failure names the invoice. */
function law(
  name: string,
  invoices: readonly SampleInvoice[],
  holds: (invoice: SampleInvoice) => void,
): void {
  test(name, () => {
    for (const invoice of invoices) {
      try {
        holds(invoice);
      } catch (error) {
        throw new Error(`${invoice.id} (${invoice.kind}) breaks it`, { cause: error });
      }
    }
  });
}

law('lines add up to the totals, net and tax to the gross', everyone, (invoice) => {
  expect(total(invoice.lines.map((line) => line.amount))).toBe(invoice.net);
  expect(total(invoice.lines.map((line) => line.tax))).toBe(invoice.tax ?? 0n);
  expect(invoice.net + (invoice.tax ?? 0n)).toBe(invoice.gross);
  expect(invoice.tax === null).toBe(invoice.lines.every((line) => line.tax === null));
});

law('every line: quantity × price, rate × amount, a rate of its time', everyone, (invoice) => {
  for (const line of invoice.lines) {
    if (line.quantity !== '') {
      const { value, scale } = product(line.quantity, line.unitPrice);
      expect(size(value - line.amount * scale)).toBeLessThanOrEqual(scale);
    }
    expect(line.tax === null).toBe(line.rate === '免税');
    if (line.tax === null) continue;
    const rate = BigInt(line.rate.replace('%', ''));
    expect(size(line.amount * rate - line.tax * 100n)).toBeLessThanOrEqual(100n);
    expect(ratePlausible(line.rate, invoice.date)).toBe('yes');
  }
});

law('credit codes have both check characters right, in a real region', everyone, (invoice) => {
  for (const party of [invoice.buyer, invoice.seller]) {
    if (party.taxId === '') {
      expect(party.name).toBe('个人');
      continue;
    }
    expect(checkUscc(party.taxId)).toBe('valid');
    expect(registryRegionKnown(party.taxId.slice(2, 8))).toBe(true);
    expect(party.name).toMatch(/虚构|样例|假想|子虚乌有|乌有先生|亡是公/);
  }
  expect(invoice.buyer.name).not.toBe(invoice.seller.name);
});

law(
  'code and number fit kind, year and region, and come from a block that is not handed out',
  everyone,
  (invoice) => {
    const year = Number(invoice.date.slice(0, 4));
    if (invoice.code === null) {
      const number = parseDigitalNumber(invoice.number);
      expect(number).toMatchObject({ year, region: invoice.place.numberRegion, channel: '2' });
      expect(number?.sequence).toMatch(/^9/);
      return;
    }
    const code = parseInvoiceCode(invoice.code);
    expect(code).toMatchObject({ kind: invoice.kind, year, region: invoice.place.codeRegion });
    expect(invoice.code.slice(0, -3)).toMatch(/^\d{6,7}9/);
    expect(invoice.number).toMatch(/^\d{8}$/);
    expect(invoice.checkCode === null).toBe(invoice.kind === 'vat_special_paper');
  },
);

law('a special invoice names its buyer and charges tax', everyone, (invoice) => {
  if (!invoice.kind.includes('special')) return;
  expect(invoice.buyer.taxId).not.toBe('');
  expect(invoice.lines.every((line) => line.tax !== null)).toBe(true);
});

law('a red letter is negative throughout and names what it reverses', everyone, (invoice) => {
  const red = invoice.gross < 0n;
  expect(invoice.note.join('')).toMatch(red ? /红冲|红字|正数发票/ : /^(?!.*(红冲|红字|正数发票))/);
  if (!red) return;
  expect(invoice.words).toMatch(/^（负数）/);
  expect(invoice.lines.every((line) => !line.unitPrice.startsWith('-'))).toBe(true);
  expect(invoice.lines.every((line) => line.quantity === '' || line.quantity.startsWith('-'))).toBe(true);
});
/** The ledger's version of the altered upload says less than the words of the upload: it has no picture. */
const drawn = [...committed, ...chance];
law('the words say the gross', drawn, (invoice) => {
  expect(parseWords(invoice.words)).toEqual({ fen: invoice.gross, canonical: true });
});

law('the QR has a right CRC and says what the page says', drawn, (invoice) => {
  const digital = invoice.code === null;
  expect(parseInvoiceQr(invoice.qr)).toMatchObject({
    crc: 'match',
    kind: invoice.kind,
    code: invoice.code,
    number: invoice.number,
    amount: digital ? invoice.gross : invoice.net,
    amountBasis: digital ? 'gross' : 'net',
    date: invoice.date,
    checkCode: invoice.checkCode,
  });
});

test('no two invoices share a number', () => {
  const keys = [...drawn, ...ledger.filter((invoice) => invoice.id.startsWith('ledger-'))].map(
    (invoice) => `${invoice.code ?? ''}${invoice.number}`,
  );
  expect(new Set(keys).size).toBe(keys.length);
});

test('the demo ledger knows the match, knows the mismatch otherwise, and does not know the third', () => {
  const known = new Map(ledger.map((invoice) => [invoice.number, invoice]));
  for (const sample of DEMO_SAMPLES) {
    const invoice = invoiceOf(sample, SEED);
    const entry = known.get(invoice.number);
    if (sample.outcome === 'not_found') expect(entry).toBeUndefined();
    else expect(entry?.gross === invoice.gross).toBe(sample.outcome === 'match');
  }
});
