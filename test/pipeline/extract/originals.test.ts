/** Electronic originals beside what the pages say: whose they are, and whom the judge believes. */
import { expect, test } from 'vitest';
import type { Sheet } from '../../../src/document/sheet.js';
import type { StructuredInvoice } from '../../../src/document/structured.js';
import { projectRoot } from '../../../src/entry.js';
import { extractSlips } from '../../../src/pipeline/extract/extract.js';
import { loadModels } from '../../../src/pipeline/models.js';

const models = await loadModels(new URL('models/', projectRoot()));

const told = (more: Partial<StructuredInvoice> = {}): StructuredInvoice => ({
  source: 'xml',
  kind: 'digital_special',
  fields: {
    invoiceNumber: '25352000000000000017',
    issueDate: '2025-03-14',
    sellerName: '虚构蜃楼贸易有限公司',
    netTotal: '100.00',
    taxTotal: '13.00',
    grossTotal: '113.00',
  },
  lines: [{ name: '*纸制品*纸', amount: '100.00', taxRate: '13%', taxAmount: '13.00' }],
  ...more,
});

const sheet = (structured: readonly StructuredInvoice[], qr: readonly string[] = []): Sheet => ({
  page: 1,
  width: 1,
  height: 1,
  turns: 0,
  lines: [],
  codes: qr.map((text, index) => ({
    text,
    decoder: 'zxing' as const,
    quad: [
      [0.1, 0.3 * index],
      [0.2, 0.3 * index],
      [0.2, 0.3 * index + 0.1],
      [0.1, 0.3 * index + 0.1],
    ],
  })),
  structured,
});

const qrOf = (number: string, gross = '113.00') => `01,31,,${number},${gross},20250314,,`;
const slips = (...sheets: Sheet[]) => extractSlips(sheets, models);

test('an original alone is an invoice, and what it says in accord is accepted', () => {
  const [slip, ...others] = slips(sheet([told()]));
  expect(others).toEqual([]);
  expect(slip).toMatchObject({ kind: 'digital_special', pages: [1], qr: null, lines: told().lines });
  for (const [field, value] of Object.entries(told().fields)) {
    expect(slip?.fields[field as 'sellerName'], field).toMatchObject({
      value,
      source: 'xml',
      accepted: true,
      box: null,
    });
  }
});

test('the same invoice told twice and coded once is one slip', () => {
  const again = told({ source: 'ofd', kind: null, lines: [] });
  const found = slips(sheet([again, told()], [qrOf('25352000000000000017')]));
  expect(found).toHaveLength(1);
  expect(found[0]?.fields.invoiceNumber).toMatchObject({ source: 'xml', agreeing: ['ofd', 'qr'] });
  expect(found[0]?.lines).toEqual(told().lines);
});

test('originals go to the invoice whose number they bear', () => {
  const second = told({ fields: { ...told().fields, invoiceNumber: '25352000000000000024' }, lines: [] });
  const codes = ['25352000000000000024', '25352000000000000017'].map((number) => qrOf(number));
  const found = slips(sheet([told(), second], codes));
  expect(found.map(({ fields, lines }) => [fields.invoiceNumber?.value, lines.length]).sort()).toEqual([
    ['25352000000000000017', 1],
    ['25352000000000000024', 0],
  ]);
});

test('one that no page shows is a slip of its own', () => {
  const other = told({ fields: { ...told().fields, invoiceNumber: '25352000000000000024' } });
  const found = slips(sheet([told(), other], [qrOf('25352000000000000017')]));
  expect(found.map(({ fields }) => fields.invoiceNumber?.value)).toEqual([
    '25352000000000000017',
    '25352000000000000024',
  ]);
});

test('a QR that says otherwise lowers what is believed of an original', () => {
  const dated = { ...told().fields, issueDate: '2025-03-20' };
  const [slip] = slips(sheet([told({ fields: dated })], [qrOf('25352000000000000017')]));
  const [lone] = slips(sheet([told({ fields: dated })]));
  const { issueDate } = slip?.fields ?? {};
  expect([issueDate?.value, issueDate?.rivals.map(({ value }) => value)]).toEqual([
    '2025-03-20',
    ['2025-03-14'],
  ]);
  expect(issueDate?.confidence).toBeLessThan(lone?.fields.issueDate?.confidence ?? 0);
});

test('totals that do not add up are not accepted, original or not', () => {
  const [slip] = slips(sheet([told({ fields: { ...told().fields, grossTotal: '118.00' } })]));
  expect(slip?.fields.grossTotal?.accepted).toBe(false);
});

test('the kind comes from the code where the original does not say it', () => {
  const fields = { ...told().fields, invoiceCode: '035022100911', invoiceNumber: '90000017' };
  expect(slips(sheet([told({ kind: null, fields })])).map(({ kind }) => kind)).toEqual(['vat_general_e']);
});
