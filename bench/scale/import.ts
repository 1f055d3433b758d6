/** Imports through the product's own road: rows as a file yields them, in its batches and transactions. */

import { randomFor } from '../../samples/truth/random.js';
import { importLedger } from '../../src/desk/ledger/import.js';
import type { ChangeSource } from '../../src/document/change.js';
import type { LedgerInvoice } from '../../src/document/ledger.js';
import type { LedgerRow } from '../../src/document/ledger-file.js';
import type { LedgerStore } from '../../src/ports/ledger.js';
import { ORGANISATION } from './synthetic.js';

export interface ImportSpeed {
  readonly name: string;
  readonly rows: number;
  readonly seconds: number;
  /** CPU seconds of this process: parsing, comparing and packing rows; the database's own are not in it. */
  readonly cpu: number;
}

/** New rows, the same again, and the same with a tenth of them red: each `rows` of them. `run`: another makes other rows. */
export async function measureImports(
  ledger: LedgerStore,
  rows: number,
  run: number,
  tell: (text: string) => void,
): Promise<readonly ImportSpeed[]> {
  const random = randomFor(run, 'import');
  const companies = Array.from({ length: Math.ceil(rows / 20) }, (_, index) => ({
    name: `云杉第${index}样本科技有限公司`,
    id: `9131${String(index).padStart(6, '0')}MA${String(random.whole(0, 999999)).padStart(6, '0')}`,
  }));
  const invoices = Array.from({ length: rows }, (_, index) => invoiceAt(run, index, companies, random));
  const red = invoices.map(
    (one, index): LedgerInvoice => (index % 10 === 0 ? { ...one, state: 'red_full' } : one),
  );
  const speeds: ImportSpeed[] = [];
  for (const [name, given] of [
    ['new', invoices],
    ['the same again', invoices],
    ['a tenth changed', red],
  ] as const) {
    tell(`importing ${rows} rows: ${name}`);
    const cpu = process.cpuUsage();
    const start = performance.now();
    const report = await importLedger({
      ledger,
      organisationId: ORGANISATION,
      source: SOURCE,
      file: { format: 'table', of: null, rows: rowsOf(given), close: () => undefined },
    });
    const seconds = (performance.now() - start) / 1000;
    const used = process.cpuUsage(cpu);
    if (report.rows !== rows) throw new Error(`${report.rows} of ${rows} rows were imported`);
    speeds.push({ name, rows, seconds, cpu: (used.user + used.system) / 1e6 });
  }
  return speeds;
}

const SOURCE: ChangeSource = { kind: 'import', id: null, name: 'bench:scale' };

async function* rowsOf(invoices: readonly LedgerInvoice[]): AsyncGenerator<LedgerRow> {
  for (const [index, invoice] of invoices.entries()) yield { where: `第 ${index + 2} 行`, invoice };
}

function invoiceAt(
  run: number,
  index: number,
  companies: readonly { readonly name: string; readonly id: string }[],
  random: ReturnType<typeof randomFor>,
): LedgerInvoice {
  const seller = companies[Math.floor(companies.length ** random.next()) - 1];
  const gross = BigInt(random.whole(1_000, 9_999_999));
  const tax = (gross * 6n) / 106n;
  const amount = ((Number(gross) - Number(tax)) / 100).toFixed(2);
  return {
    kind: 'digital_general',
    invoiceCode: null,
    invoiceNumber: `9931${String(run).padStart(6, '0')}${String(index).padStart(10, '0')}`,
    alias: null,
    issueDate: `2026-1${random.whole(0, 1)}-${String(random.whole(1, 30)).padStart(2, '0')}`,
    checkCode: null,
    buyerName: '沙洲试验有限公司',
    buyerTaxId: '91310000MA1TEST01X',
    sellerName: seller?.name ?? null,
    sellerTaxId: seller?.id ?? null,
    netTotal: gross - tax,
    taxTotal: tax,
    grossTotal: gross,
    state: 'normal',
    risk: '正常',
    drawer: '张三',
    note: null,
    lines: [
      {
        name: '*样本*铅笔',
        unit: '支',
        quantity: '10',
        amount,
        taxRate: '6%',
        taxAmount: (Number(tax) / 100).toFixed(2),
      },
    ],
  };
}
