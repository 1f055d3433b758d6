/** Each pattern of forged and abused invoices that DOMAIN 12 names, drawn, read as the program reads, and told by its check. */
import { PDFDocument } from 'pdf-lib';
import { beforeAll, describe, expect, it } from 'vitest';
import { Canvas } from '../../../samples/draw/canvas.js';
import { drawInvoice } from '../../../samples/draw/document.js';
import { embedFaces } from '../../../samples/draw/faces.js';
import { plainLook } from '../../../samples/draw/look.js';
import { compose, settled } from '../../../samples/truth/compose.js';
import type { SampleInvoice, VatKind } from '../../../samples/truth/invoice.js';
import { PLACES } from '../../../samples/truth/places.js';
import { randomFor } from '../../../samples/truth/random.js';
import { assembleReadTools } from '../../../src/assemble-reading.js';
import type { LedgerEntry } from '../../../src/document/ledger.js';
import type { Slip } from '../../../src/document/slip.js';
import { toWords } from '../../../src/invoice/words.js';
import { readDocument, verifySlip } from '../../../src/pipeline/line.js';
import type { ReadTools } from '../../../src/pipeline/tools.js';
import { DIGITAL, ledgerOf } from '../ledger-fixture.js';
import { type Around, COMPANY, toldOf } from './standing/surroundings.js';

const drawn = (kind: VatKind, date: string): SampleInvoice =>
  compose(
    { id: `fake/${kind}`, kind, date, lines: 2, rates: 'one', buyer: 'company' },
    randomFor(3, `fake/${kind}/${date}`),
  );
const digital = drawn('digital_special', '2025-03-14');
const electronic = drawn('vat_general_e', '2021-05-18');
const onPaper = drawn('vat_special_paper', '2021-05-18');

let tools: ReadTools;
let lawful: Record<'digital_special' | 'vat_general_e' | 'vat_special_paper', Slip>;
beforeAll(async () => {
  tools = await assembleReadTools();
  lawful = {
    digital_special: await read(digital),
    vat_general_e: await read(electronic),
    vat_special_paper: await read(onPaper),
  };
}, 120_000);

/** `change`: of the drawn PDF. */
async function read(
  invoice: SampleInvoice,
  change = (pdf: Uint8Array): Promise<Uint8Array> => Promise.resolve(pdf),
): Promise<Slip> {
  const { pdf } = await drawInvoice(invoice, plainLook('fit'));
  const { slips } = await readDocument(await change(pdf), tools);
  return slips[0] ?? expect.fail('nothing was read');
}

/** A line under the date of a 数电票, where forms of old have their check code. */
async function withCheckCode(pdf: Uint8Array): Promise<Uint8Array> {
  const document = await PDFDocument.load(pdf);
  const { label: face } = await embedFaces(document, 'screen', 'fit');
  const page = document.getPage(0);
  const canvas = new Canvas(page, (page.getHeight() * 25.4) / 72);
  canvas.text('校验码：71250 06493 88152 20417', 154, 22.5, { face, size: 3, ink: [0, 0, 0] });
  return document.save();
}

/** What a check of the slip alone says of it, as `result severity`. */
const said = ({ findings }: Slip, check: string) =>
  findings.filter(({ id }) => id === check).map(({ result, severity }) => `${result} ${severity}`);

/** The invoice as the ledger has it. */
const entryOf = (invoice: SampleInvoice, change: Partial<LedgerEntry> = {}): LedgerEntry => ({
  ...DIGITAL,
  ...{
    kind: invoice.kind,
    invoiceCode: invoice.code,
    invoiceNumber: invoice.number,
    issueDate: invoice.date,
  },
  ...{ checkCode: invoice.checkCode, buyerName: invoice.buyer.name, buyerTaxId: invoice.buyer.taxId },
  ...{ sellerName: invoice.seller.name, sellerTaxId: invoice.seller.taxId },
  ...{ drawer: invoice.drawer },
  ...{ netTotal: invoice.net, taxTotal: invoice.tax, grossTotal: invoice.gross },
  ...change,
});

/** What V2 says where the ledger holds these. */
async function verified(slip: Slip, ...entries: LedgerEntry[]): Promise<string[]> {
  const verdict = await verifySlip(slip, ledgerOf(...entries), new Date('2026-11-22T00:00:00Z'));
  return toldOf('V2', slip, { verdict });
}

describe('a lawful invoice of each form', () => {
  it.each([
    ['digital_special', digital],
    ['vat_general_e', electronic],
    ['vat_special_paper', onPaper],
  ] as const)('%s is told of by none of these checks', async (kind, invoice) => {
    const slip = lawful[kind];
    for (const check of ['A1', 'N1', 'N2', 'N5', 'R1'])
      expect(said(slip, check).filter((each) => each.startsWith('broken'))).toEqual([]);
    expect(await verified(slip, entryOf(invoice))).toEqual(['holds E']);
    expect(toldOf('T1', slip, ours(invoice))).toEqual(['holds E']);
  });
});

const ours = ({ buyer }: SampleInvoice): Around => ({
  companies: [{ name: buyer.name, taxId: buyer.taxId, aliases: [] }],
});

describe('fake patterns', () => {
  it('a real number with another amount: V2', async () => {
    const [first, ...more] = digital.lines;
    const dearer = { ...(first ?? expect.fail()), quantity: '1', unitPrice: '9876', amount: 987_600n };
    const fake = settled({ ...digital, lines: [{ ...dearer, tax: 128_388n, rate: '13%' }, ...more] });
    expect(await verified(await read(fake), entryOf(digital))).toEqual(['broken E']);
  });

  it("somebody else's real invoice (套票): T1", () => {
    expect(toldOf('T1', lawful.digital_special, { companies: [COMPANY] })).toEqual(['broken E']);
  });

  it('void or red after it was reimbursed: V2', async () => {
    const slip = lawful.vat_special_paper;
    expect(await verified(slip, entryOf(onPaper, { state: 'void' }))).toEqual(['broken E']);
    expect(await verified(slip, entryOf(onPaper, { state: 'red_full' }))).toEqual(['broken E']);
  });

  it('a real number with another code: V2', async () => {
    const { code } = electronic;
    const other = `${code?.slice(0, 9) ?? expect.fail()}${code?.[9] === '1' ? '2' : '1'}${code?.slice(10)}`;
    const told = await verified(await read(settled({ ...electronic, code: other })), entryOf(electronic));
    expect(told).toEqual(['broken E']);
  });

  it('the code of one city under the seal of another: N5', async () => {
    const other = PLACES.find(({ title }) => title !== onPaper.place.title) ?? expect.fail();
    expect(said(await read({ ...onPaper, place: other }), 'N5')).toEqual(['broken W']);
  });

  it('13% in December 2018: R1', async () => {
    const early = drawn('vat_general_e', '2018-12-11');
    const lines = early.lines.map((line) => ({ ...line, rate: '13%' }));
    expect(said(await read(settled({ ...early, lines })), 'R1')).toEqual(['broken W']);
  });

  it('a code of 2022 on an invoice of 2021: N2', async () => {
    const code = `${electronic.code?.slice(0, 5)}22${electronic.code?.slice(7)}`;
    expect(said(await read(settled({ ...electronic, code })), 'N2')).toEqual(['broken E']);
  });

  it('words that are not the figures: A1', async () => {
    const fake = { ...digital, words: toWords(digital.gross + 100_000n) };
    expect(said(await read(fake), 'A1')).toEqual(['broken E']);
  });

  it('a number of 8 digits under the title of a 数电票: N2', async () => {
    expect(said(await read(settled({ ...digital, number: '04170923' })), 'N2')[0]).toMatch(/^broken/);
  });

  it('a number of 20 digits with a check code: N2', async () => {
    const fake = await read(digital, withCheckCode);
    expect(fake.fields.checkCode?.value).toBe('71250064938815220417');
    expect(said(fake, 'N2')).toEqual(['holds E', 'broken W']);
  });
});
