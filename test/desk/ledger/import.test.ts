import type { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { importLedger, SKIPPED_LISTED } from '../../../src/desk/ledger/import.js';
import type { ChangeSource } from '../../../src/document/change.js';
import type { LedgerInvoice, LedgerWritten } from '../../../src/document/ledger.js';
import { type LedgerFile, LedgerFileError, type LedgerRow } from '../../../src/document/ledger-file.js';
import type { LedgerStore } from '../../../src/ports/ledger.js';
import { DIGITAL } from '../../pipeline/ledger-fixture.js';

const { id: _id, importedAt: _importedAt, ...INVOICE } = DIGITAL;

const row = (at: number, patch: Partial<LedgerInvoice> = {}): LedgerRow => ({
  where: `发票基础信息 第 ${at} 行`,
  invoice: { ...INVOICE, invoiceNumber: `2631200000${String(at).padStart(10, '0')}`, ...patch },
});

async function* each(rows: readonly LedgerRow[]): AsyncGenerator<LedgerRow> {
  yield* rows;
}

const SOURCE: ChangeSource = { kind: 'import', id: null, name: '底账.csv' };

const fileOf = (rows: AsyncIterable<LedgerRow>): LedgerFile => ({
  format: 'table',
  of: null,
  rows,
  close: () => undefined,
});

const importing = (ledger: Pick<LedgerStore, 'upsert'>, ...rows: LedgerRow[]) =>
  importLedger({ ledger, file: fileOf(each(rows)), organisationId: '1', source: SOURCE });

/** Keeps invoices by key, as the store does; the store's own behaviour is in the contract suite. */
function shelf() {
  const kept = new Map<string, LedgerInvoice>();
  const batches: number[] = [];
  return {
    kept,
    batches,
    upsert: async (_organisationId: string, invoices: readonly LedgerInvoice[]): Promise<LedgerWritten> => {
      batches.push(invoices.length);
      const counts = { added: 0, updated: 0, unchanged: 0, stateChanges: 0 };
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
    const progress: unknown[] = [];
    const file = fileOf(each(Array.from({ length: 2201 }, (_, at) => row(at))));
    const report = await importLedger({
      ledger,
      // What a file says of its length is believed until it is passed.
      file: { ...file, of: 2000 },
      organisationId: '1',
      source: SOURCE,
      onProgress: (at) => progress.push(at),
    });
    expect(report).toEqual({
      format: 'table',
      rows: 2201,
      added: 2201,
      stateChanges: 0,
      updated: 0,
      unchanged: 0,
      skippedCount: 0,
      skipped: [],
    });
    expect(ledger.batches).toEqual([1000, 1000, 201]);
    expect(progress).toEqual([
      { rows: 1000, of: 2000 },
      { rows: 2000, of: 2000 },
      { rows: 2201, of: null },
    ]);
  });

  it('changes nothing the second time, and only what changed the third', async () => {
    const ledger = shelf();
    const run = (...rows: LedgerRow[]) => importing(ledger, ...rows);
    await run(row(1), row(2));
    expect(await run(row(1), row(2))).toMatchObject({ added: 0, updated: 0, unchanged: 2 });
    expect(await run(row(1, { state: 'red_full' }), row(2))).toMatchObject({ updated: 1, unchanged: 1 });
  });

  it('takes an invoice that comes twice the first time, and says where', async () => {
    const ledger = shelf();
    const again = { ...row(1, { state: 'void' }), where: '发票基础信息 第 9 行' };
    const report = await importing(ledger, row(1), row(2), again);
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
    const rows = ['031002000111', '3100203130'].map((invoiceCode, at) => row(at, { ...legacy, invoiceCode }));
    expect(await importing(shelf(), ...rows)).toMatchObject({
      rows: 2,
      skippedCount: 0,
    });
  });

  it('lists the first skipped rows and counts them all', async () => {
    const bad: LedgerRow = { where: '第 2 行', code: 'id_damaged', message: '末尾数位已丢失' };
    const rows = [...Array.from({ length: SKIPPED_LISTED + 5 }, () => bad), row(1)];
    const report = await importing(shelf(), ...rows);
    expect(report).toMatchObject({ rows: SKIPPED_LISTED + 6, added: 1, skippedCount: SKIPPED_LISTED + 5 });
    expect(report.skipped).toHaveLength(SKIPPED_LISTED);
  });

  it('keeps all skipped rows in a file when the report cannot list them', async () => {
    const ledger = shelf();
    let text = '';
    const keepSkipped = async (content: Readable) => {
      for await (const piece of content) text += String(piece);
      return { sha256: 'a'.repeat(64), size: text.length };
    };
    const bad = (at: number): LedgerRow => ({ where: `第 ${at} 行`, code: 'bad_date', message: '=cmd|x' });
    const request = (count: number) => ({
      ledger,
      file: fileOf(each(Array.from({ length: count }, (_, at) => bad(at)))),
      organisationId: '1',
      source: SOURCE,
      keepSkipped,
    });
    expect(await importLedger(request(SKIPPED_LISTED))).not.toHaveProperty('skippedFile');
    expect(text).toBe('');
    const report = await importLedger(request(20_000));
    expect(report).toMatchObject({ skippedCount: 20_000, skippedFile: { sha256: 'a'.repeat(64) } });
    const lines = text.split('\r\n');
    expect(lines).toHaveLength(20_002);
    expect(lines[0]).toMatch(/^\uFEFF位置/);
    // Text of strangers works nothing out in a spreadsheet.
    expect(lines.at(-2)).toBe("第 19999 行,bad_date,'=cmd|x");
  });

  it('tells of a disk that is full, and does not wait for it', async () => {
    const full = async () => {
      throw new Error('no space');
    };
    const rows = Array.from(
      { length: 50_000 },
      (): LedgerRow => ({ where: 'x', code: 'bad_date', message: 'y' }),
    );
    const file = fileOf(each(rows));
    await expect(
      importLedger({ ledger: shelf(), file, organisationId: '1', source: SOURCE, keepSkipped: full }),
    ).rejects.toThrow('no space');
  });

  it('counts an invoice without its lines once', async () => {
    const told: LedgerRow = { where: '第 1 行', code: 'sums_differ', message: '明细未采用' };
    const report = await importing(shelf(), row(1), told);
    expect(report).toMatchObject({ rows: 1, added: 1, skippedCount: 1 });
  });

  it('keeps what was written before the file turned out to be broken', async () => {
    const ledger = shelf();
    async function* broken() {
      for (let at = 0; at < 1700; at += 1) yield row(at);
      throw new LedgerFileError('damaged_file');
    }
    const request = { ledger, file: fileOf(broken()), organisationId: '1', source: SOURCE };
    await expect(importLedger(request)).rejects.toThrow(LedgerFileError);
    expect(ledger.kept.size).toBe(1000);
  });
});
