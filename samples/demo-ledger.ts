/** Which invoices the demo ledger knows. */
import type { LedgerRow } from './ledger.js';
import { chanceRecipe, DEMO_SAMPLES, invoiceOf, SAMPLES } from './recipes.js';
import { DRAWN_KINDS, type SampleInvoice } from './truth/invoice.js';
import { randomFor } from './truth/random.js';

/** What the ledger knows of the invoice whose upload claims more: one piece fewer on its first line of several. */
function honest(invoice: SampleInvoice): SampleInvoice {
  const changed = invoice.lines.find((line) => line.tax !== null && Number(line.quantity) > 1);
  if (changed?.tax == null) throw new Error(`${invoice.id} cannot be lessened`);
  const pieces = BigInt(changed.quantity);
  const less = {
    ...changed,
    quantity: String(pieces - 1n),
    amount: (changed.amount / pieces) * (pieces - 1n),
    tax: (changed.tax * (pieces - 1n)) / pieces,
  };
  const net = invoice.net - changed.amount + less.amount;
  const tax = (invoice.tax ?? 0n) - changed.tax + less.tax;
  const lines = invoice.lines.map((line) => (line === changed ? less : line));
  return { ...invoice, lines, net, tax, gross: net + tax };
}

/** Invoices in the demo ledger besides those of samples/files and samples/demo. */
const LEDGER_EXTRAS = 30;

/** ~40 rows: the committed samples, the demo's match, an honest version of its mismatch, and others; newest first. */
export function demoLedger(seed: number): LedgerRow[] {
  const normal = (invoice: SampleInvoice): LedgerRow => ({ invoice, state: '正常', risk: '正常' });
  const known = SAMPLES.map((sample) => normal(invoiceOf(sample, seed)));
  const demo = DEMO_SAMPLES.filter(({ outcome }) => outcome !== 'not_found').map((sample) => {
    const invoice = invoiceOf(sample, seed);
    return normal(sample.outcome === 'mismatch' ? honest(invoice) : invoice);
  });
  const extras = Array.from({ length: LEDGER_EXTRAS }, (_, index): LedgerRow => {
    const id = `ledger-${index + 1}`;
    const random = randomFor(seed, `${id}/recipe`);
    const row = normal(invoiceOf(chanceRecipe(id, random.pick(DRAWN_KINDS), random), seed));
    const paper = row.invoice.kind.endsWith('_paper');
    if (row.invoice.gross < 0n) return row;
    if (index % 9 === 4) return { ...row, state: paper ? '已作废' : '已红冲-全额' };
    return index % 11 === 6 ? { ...row, risk: '疑点发票' } : row;
  });
  return [...known, ...demo, ...extras].sort((a, b) => b.invoice.date.localeCompare(a.invoice.date));
}
