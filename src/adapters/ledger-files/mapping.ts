/** A table by a mapping that somebody gave: header text → our field. */
import { LedgerFileError, type Mapping } from '../../document/ledger-file.js';
import {
  type BothColumns,
  columnsOf,
  findHeader,
  hasNumber,
  headerForm,
  INVOICE_HEADERS,
  type InvoiceColumn,
  LINE_HEADERS,
  type LineColumn,
  type Mapped,
} from './headers.js';
import type { Table } from './table.js';

/** Of a header row by a mapping: what its columns are. */
export interface MappedHeader extends BothColumns {
  readonly table: Table;
}

/**
 * The first row of any table that holds every header the mapping names; headers it does not name are found as always.
 * Throws LedgerFileError `mapping_unfit`, naming what is missing in the row that comes nearest.
 */
export async function findMapped(tables: readonly Table[], mapping: Mapping): Promise<MappedHeader> {
  const { invoice, line } = sides(mapping);
  let missing = [...invoice.keys()];
  for (const table of tables) {
    const header = await findHeader(table, (texts) => {
      const forms = new Set(texts.map((text) => headerForm(text ?? '')));
      const lacking = [...invoice.keys()].filter((form) => !forms.has(form));
      if (lacking.length < missing.length) missing = lacking;
      if (lacking.length > 0) return null;
      return {
        invoice: columnsOf(INVOICE_HEADERS, texts, invoice),
        line: columnsOf(LINE_HEADERS, texts, line),
      };
    });
    if (header === null) continue;
    const { row, columns } = header;
    if (!hasNumber(columns.invoice)) throw new LedgerFileError('mapping_unfit', '缺少发票号码');
    if (!columns.invoice.has('issueDate')) throw new LedgerFileError('mapping_unfit', '缺少开票日期');
    return { table, row, ...columns };
  }
  throw new LedgerFileError('mapping_unfit', missing.join('、').slice(0, 200));
}

const IDENTITY = ['digitalNumber', 'invoiceCode', 'invoiceNumber'] as const;

/** Each side is told of all headers: what is the other's is not found under a spelling of its own. */
function sides(mapping: Mapping): { invoice: Mapped<InvoiceColumn>; line: Mapped<LineColumn> } {
  const invoice = new Map<string, InvoiceColumn | null>();
  const line = new Map<string, LineColumn | null>();
  for (const [header, field] of Object.entries(mapping)) {
    const form = headerForm(header);
    const identity = IDENTITY.find((one) => one === field) ?? null;
    const ofLine = field.startsWith('lines.') ? (field.slice('lines.'.length) as LineColumn) : null;
    invoice.set(form, field === '' || ofLine !== null ? null : (field as InvoiceColumn));
    line.set(form, identity ?? ofLine);
  }
  return { invoice, line };
}
