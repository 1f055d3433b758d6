import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { assembleReadTools } from '../../../src/assemble-reading.js';
import type { ReadProgress } from '../../../src/document/report.js';
import { formatInvoiceQr } from '../../../src/invoice/qr.js';
import { readDocument } from '../../../src/pipeline/line.js';
import { provisionalAnswers } from '../../../src/pipeline/read/provisional.js';

const qr = (type: string, code: string, number: string) =>
  formatInvoiceQr({ type, code, number, amount: 123456n, date: '2024-03-15', checkCode: '' });

test('an invoice QR answers with number, code, date and amount, and says whether tax is in it', () => {
  const codes = [qr('10', '044009900111', '90012345'), qr('32', '', '24949000000012345678')].map((text) => ({
    text,
    quad: null,
    decoder: 'zxing' as const,
  }));
  const [old, digital] = provisionalAnswers(codes, 3);
  expect(old).toEqual({
    page: 3,
    kind: 'vat_general_e',
    invoiceCode: '044009900111',
    invoiceNumber: '90012345',
    issueDate: '2024-03-15',
    amount: '1234.56',
    amountBasis: 'net',
  });
  expect(digital).toMatchObject({ kind: 'digital_general', invoiceCode: null, amountBasis: 'gross' });
});

test('codes that are no invoice answer nothing', () => {
  expect(provisionalAnswers([{ text: 'https://example.test', quad: null, decoder: 'zbar' }], 1)).toEqual([]);
});

test('progress carries the answer from the moment the QR is decoded until the end', async () => {
  const tools = await assembleReadTools();
  const told: ReadProgress[] = [];
  const reading = await readDocument(
    await readFile(new URL('../../../samples/files/digital-general-mixed-rates.pdf', import.meta.url)),
    tools,
    (progress) => told.push(progress),
  );
  const first = told.findIndex(({ provisional }) => provisional !== undefined);
  expect(told[first]?.step).toBe('text');
  expect(told.slice(0, first).map(({ step }) => step)).toEqual(['open', 'qr']);
  const [answer] = told.at(-1)?.provisional ?? [];
  expect(answer?.invoiceNumber).toBe(reading.slips[0]?.fields.invoiceNumber?.value);
  expect(answer?.amount).toBe(reading.slips[0]?.fields.grossTotal?.value);
});
