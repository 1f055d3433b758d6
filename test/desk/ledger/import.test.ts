import { describe, expect, it } from 'vitest';
import { importLedger, SKIPPED_LISTED } from '../../../src/desk/ledger/import.js';
import type { LedgerInvoice } from '../../../src/document/ledger.js';
import { LedgerFileError, type LedgerRow } from '../../../src/document/ledger-file.js';
import { DIGITAL } from '../../pipeline/ledger-fixture.js';

const { id: _id, importedAt: _importedAt, ...INVOICE } = DIGITAL;

const row = (at: number, patch: Partial<LedgerInvoice> = {}): LedgerRow => ({
  where: `发票基础信息 第 ${at} 行`,
  invoice: { ...INVOICE, invoiceNumber: `2631200000${String(at).padStart(10, '0')}`, ...patch },
});

async function* rowsOf(...rows: LedgerRow[]): AsyncGenerator<LedgerRow> {
  yield* rows;
}

/** Keeps invoices by key, as the store does; the store's own behaviour is in the contract suite. */
function shelf() {
  const kept = new Map<string, LedgerInvoice>();
  const batches: number[] = [];
  return {
    kept,
    batches,
    upsert: async (_organisationId: string, invoices: readonly LedgerInvoice[]) => {
      batches.push(invoices.length);
      const counts = { added: 0, updated: 0, unchanged: 0 };
      for (const invoice of invoices) {
        const before = kept.get(invoice.invoiceNumber);
        counts[before === undefined ? 'added' : before.state === invoice.state ? 'unchanged' : 'updated'] +=
          1;
        kept.set(invoice.invoiceNumber, invoice);
      }
      return counts;
    },
  };
}

describe('importLedger', () => {
  it('imports in batches and tells how far it is', async () => {
    const ledger = shelf();
    const progress: number[] = [];
    const rows = rowsOf(...Array.from({ length: 1201 }, (_, at) => row(at)));
    const report = await importLedger({
      ledger,
      rows,
      organisationId: '1',
      onProgress: (at) => progress.push(at),
    });
    expect(report).toEqual({
      rows: 1201,
      added: 1201,
      updated: 0,
      unchanged: 0,
      skippedCount: 0,
      skipped: [],
    });
    expect(ledger.batches).toEqual([500, 500, 201]);
    expect(progress).toEqual([500, 1000, 1201]);
  });

  it('changes nothing the second time, and only what changed the third', async () => {
    const ledger = shelf();
    const run = (...rows: LedgerRow[]) =>
      importLedger({ ledger, rows: rowsOf(...rows), organisationId: '1' });
    await run(row(1), row(2));
    expect(await run(row(1), row(2))).toMatchObject({ added: 0, updated: 0, unchanged: 2 });
    expect(await run(row(1, { state: 'red_full' }), row(2))).toMatchObject({ updated: 1, unchanged: 1 });
  });

  it('takes an invoice that comes twice the first time, and says where', async () => {
    const ledger = shelf();
    const rows = rowsOf(row(1), row(2), { ...row(1, { state: 'void' }), where: '发票基础信息 第 9 行' });
    const report = await importLedger({ ledger, rows, organisationId: '1' });
    expect(report).toMatchObject({ rows: 3, added: 2, skippedCount: 1 });
    expect(report.skipped).toEqual([
      {
        where: '发票基础信息 第 9 行',
        code: 'duplicate',
        message: '与“发票基础信息 第 1 行”是同一张发票，已采用前者',
      },
    ]);
    expect([...ledger.kept.values()].map(({ state }) => state)).toEqual(['normal', 'normal']);
  });

  it('keeps the same number under two codes apart', async () => {
    const legacy = { invoiceNumber: '60418273' };
    const rows = rowsOf(
      row(1, { ...legacy, invoiceCode: '031002000111' }),
      row(2, { ...legacy, invoiceCode: '3100203130' }),
    );
    expect(await importLedger({ ledger: shelf(), rows, organisationId: '1' })).toMatchObject({
      rows: 2,
      skippedCount: 0,
    });
  });

  it('lists the first skipped rows and counts them all', async () => {
    const bad: LedgerRow = { where: '第 2 行', code: 'id_damaged', message: '末尾数位已丢失' };
    const rows = rowsOf(...Array.from({ length: SKIPPED_LISTED + 5 }, () => bad), row(1));
    const report = await importLedger({ ledger: shelf(), rows, organisationId: '1' });
    expect(report).toMatchObject({ rows: SKIPPED_LISTED + 6, added: 1, skippedCount: SKIPPED_LISTED + 5 });
    expect(report.skipped).toHaveLength(SKIPPED_LISTED);
  });

  it('counts an invoice without its lines once', async () => {
    const told: LedgerRow = { where: '第 1 行', code: 'sums_differ', message: '明细未采用' };
    const report = await importLedger({ ledger: shelf(), rows: rowsOf(row(1), told), organisationId: '1' });
    expect(report).toMatchObject({ rows: 1, added: 1, skippedCount: 1 });
  });

  it('keeps what was written before the file turned out to be broken', async () => {
    const ledger = shelf();
    async function* broken() {
      for (let at = 0; at < 700; at += 1) yield row(at);
      throw new LedgerFileError('damaged_file');
    }
    await expect(importLedger({ ledger, rows: broken(), organisationId: '1' })).rejects.toThrow(
      LedgerFileError,
    );
    expect(ledger.kept.size).toBe(500);
  });
});
