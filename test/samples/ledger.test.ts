/** The demo ledger is a file that the import takes whole. */
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { demoLedger } from '../../samples/demo-ledger.js';
import { SEED } from '../../samples/recipes.js';
import { readLedgerFile } from '../../src/adapters/ledger-files/read.js';
import { xmlReader } from '../../src/adapters/xml/xml.js';
import { zipReader } from '../../src/adapters/zip/zip.js';
import type { InvoiceState } from '../../src/document/verdict.js';
import { normalise } from '../../src/invoice/text.js';

const STATES: Readonly<Record<string, InvoiceState>> = {
  正常: 'normal',
  已作废: 'void',
  '已红冲-全额': 'red_full',
  '已红冲-部分': 'red_part',
};

test('every row comes back as it was drawn, none is skipped', async () => {
  const path = fileURLToPath(new URL('../../samples/demo/ledger.xlsx', import.meta.url));
  const read = [];
  for await (const row of readLedgerFile(path, { zip: zipReader(), xml: xmlReader() })) read.push(row);
  const drawn = demoLedger(SEED).map(({ invoice, state, risk }) => ({
    invoice: {
      kind: invoice.kind,
      invoiceCode: invoice.code,
      invoiceNumber: invoice.number,
      issueDate: invoice.date,
      buyerName: normalise(invoice.buyer.name),
      buyerTaxId: invoice.buyer.taxId === '' ? null : invoice.buyer.taxId,
      sellerName: normalise(invoice.seller.name),
      sellerTaxId: invoice.seller.taxId,
      netTotal: invoice.net,
      taxTotal: invoice.tax ?? 0n,
      grossTotal: invoice.gross,
      // The bureau marks the blue invoice that was reversed; a red one is normal in itself (是否正数发票 = 否).
      state: invoice.gross < 0n ? 'is_red' : STATES[state],
      risk,
      drawer: invoice.drawer,
    },
  }));
  expect(read.map((row) => ('invoice' in row ? row.invoice.lines.length : row))).toEqual(
    demoLedger(SEED).map((row) => row.invoice.lines.length),
  );
  expect(read).toMatchObject(drawn);
});
