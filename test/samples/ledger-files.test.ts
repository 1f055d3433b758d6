/** Ledger files of every format: recognised by their content, read as they were drawn, and drawn as they are committed. */
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LEDGER_MAPPINGS, type LedgerSample, ledgerFiles } from '../../samples/ledger-files.js';
import { SEED } from '../../samples/recipes.js';
import { openLedgerFile } from '../../src/adapters/ledger-files/read.js';
import { xmlReader } from '../../src/adapters/xml/xml.js';
import { zipReader } from '../../src/adapters/zip/zip.js';
import type { LedgerRow } from '../../src/document/ledger-file.js';
import { normalise } from '../../src/invoice/text.js';

const folder = fileURLToPath(new URL('../../samples/ledger/', import.meta.url));
const FILES = [
  'deduction.xlsx',
  'desktop.xls',
  'desktop-html.xls',
  'tax-control.xml',
  'erp.csv',
  'invoices.json',
  'invoices.ndjson',
];

let samples: readonly LedgerSample[];
let place: string;
beforeAll(async () => {
  samples = await ledgerFiles(SEED);
  place = await mkdtemp(join(tmpdir(), 'ledger-files-'));
});
afterAll(() => rm(place, { recursive: true }));

const sampleOf = (name: string): LedgerSample => {
  const found = samples.find(({ file }) => file === name);
  if (found === undefined) throw new Error(`no sample ${name}`);
  return found;
};

/** Read under another name: the name says nothing. */
async function read(name: string) {
  const { mapping } = sampleOf(name);
  const path = join(place, `${FILES.indexOf(name)}.bin`);
  await copyFile(join(folder, name), path);
  const told = mapping === undefined ? null : JSON.parse(await readFile(join(folder, mapping), 'utf8'));
  const file = await openLedgerFile(path, { zip: zipReader(), xml: xmlReader() }, { mapping: told });
  const rows: LedgerRow[] = [];
  for await (const row of file.rows) rows.push(row);
  file.close();
  return { format: file.format, rows };
}

it('has a sample of each, and lists all of them', async () => {
  expect(samples.map(({ file }) => file)).toEqual(FILES);
  const listed = JSON.parse(await readFile(join(folder, 'ledger.json'), 'utf8'));
  expect(listed).toEqual(
    samples.map(({ file, format, mapping, invoices, skipped }) => ({
      file,
      format,
      ...(mapping === undefined ? {} : { mapping }),
      rows: invoices.length,
      skipped,
    })),
  );
});

describe.each(FILES)('samples/ledger/%s', (name) => {
  it('is what the generator draws', async () => {
    expect(Buffer.from(sampleOf(name).bytes).equals(await readFile(join(folder, name)))).toBe(true);
  });

  it('is read as it was drawn', async () => {
    const { format, invoices, skipped } = sampleOf(name);
    const told = await read(name);
    expect(told.format).toBe(format);
    expect(told.rows.flatMap((row) => ('code' in row ? [row.code] : []))).toEqual(skipped);
    expect(told.rows.flatMap((row) => ('invoice' in row ? [row.invoice] : []))).toMatchObject(
      invoices.map(({ invoice }) => ({
        kind: invoice.kind,
        invoiceCode: invoice.code,
        invoiceNumber: invoice.number,
        issueDate: invoice.date,
        netTotal: invoice.net,
        taxTotal: invoice.tax ?? 0n,
        grossTotal: invoice.gross,
        // Each format names the other party, or both.
        ...(format === 'lines_export'
          ? { buyerName: normalise(invoice.buyer.name), buyerTaxId: invoice.buyer.taxId }
          : { sellerName: normalise(invoice.seller.name), sellerTaxId: invoice.seller.taxId }),
      })),
    );
  });
});

it('takes the lines where a format has them', async () => {
  for (const name of ['desktop.xls', 'desktop-html.xls', 'tax-control.xml', 'invoices.json']) {
    const { rows } = await read(name);
    const counts = rows.flatMap((row) => ('invoice' in row ? [row.invoice.lines.length] : []));
    expect(counts, name).toEqual(sampleOf(name).invoices.map(({ invoice }) => invoice.lines.length));
  }
});

it('takes the deduction of a 勾选 export', async () => {
  const { rows } = await read('deduction.xlsx');
  const deductions = rows.map((row) => ('invoice' in row ? row.invoice.deduction : row));
  expect(deductions[0]).toMatchObject({ ticked: true, tickedOn: '2025-02-01', redLocked: false });
  expect(deductions[2]).toMatchObject({ ticked: false, tickedOn: null, deductibleTax: null });
});

it('commits the mapping that it draws', async () => {
  for (const [file, bytes] of Object.entries(LEDGER_MAPPINGS))
    expect(Buffer.from(bytes).equals(await readFile(join(folder, file)))).toBe(true);
});
