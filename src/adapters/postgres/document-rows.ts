/** Between rows and the records of the port: documents and slips. */
import type { InferSelectModel } from 'drizzle-orm';
import type { DocumentReading, ReadProgress } from '../../document/report.js';
import { type Slip, valueSaid } from '../../document/slip.js';
import type { WayIn } from '../../document/ways-in.js';
import { parseDate } from '../../invoice/dates.js';
import { DATE_FIELDS, TOTAL_FIELDS } from '../../invoice/fields.js';
import { formatMoney, parseMoney } from '../../invoice/money.js';
import type { DocumentRecord, DocumentSummary, SlipSummary } from '../../ports/store.js';
import { storable } from './database.js';
import { likenessBands } from './likeness-bands.js';
import type { documents, slips } from './schema/index.js';

export type DocumentRow = InferSelectModel<typeof documents>;
/** A document as lists show it. */
export type ListedRow = Omit<DocumentRow, 'ms' | 'members' | 'pageFacts' | 'recheckAt' | 'rechecks'>;
export type SlipRow = InferSelectModel<typeof slips>;

/** What PostgreSQL's bigint can hold, with room: a misread row of digits is no amount. */
const LARGEST_FEN = 10n ** 17n;

/** The row of a slip as read; a verdict it had is gone, because it was about another reading. */
export function slipRow(organisationId: string, documentId: string, position: number, read: Slip): SlipRow {
  const slip = storable(read);
  const total = parseMoney(valueSaid(slip, TOTAL_FIELDS) ?? '');
  const inRange = total !== null && total < LARGEST_FEN && total > -LARGEST_FEN;
  return {
    organisationId,
    documentId,
    slipId: slip.id,
    position,
    kind: slip.kind,
    code: valueSaid(slip, ['invoiceCode']),
    number: valueSaid(slip, ['invoiceNumber']),
    sellerName: valueSaid(slip, ['sellerName']),
    sellerTaxId: valueSaid(slip, ['sellerTaxId']),
    issueDate: parseDate(valueSaid(slip, DATE_FIELDS) ?? ''),
    gross: inRange ? total : null,
    outcome: null,
    body: slip,
    verdict: null,
    recordId: null,
    likenessBands: likenessBands(organisationId, slip),
  };
}

/** What of a reading stands in the document's own row. */
export function readColumns(reading: DocumentReading) {
  return {
    progress: null,
    refusal: reading.refusal === null ? null : storable(reading.refusal),
    carrier: reading.carrier,
    pages: reading.pages,
    members: storable(reading.members),
    pageFacts: storable(reading.pageFacts),
    ms: reading.ms,
  };
}

export function slipSummary(
  row: Omit<SlipRow, 'body' | 'verdict'> & Pick<SlipSummary, 'invoiceState'>,
): SlipSummary {
  return {
    id: row.slipId,
    kind: row.kind,
    invoiceNumber: row.number,
    sellerName: row.sellerName,
    issueDate: row.issueDate,
    grossTotal: row.gross === null ? null : formatMoney(row.gross),
    outcome: row.outcome,
    invoiceState: row.invoiceState,
  };
}

/** Pages of parts that are still being read count as far as they are read. */
function shownProgress(stored: DocumentRow['progress']): ReadProgress | null {
  if (stored?.underWay === undefined) return stored;
  const { underWay, page, ...rest } = stored;
  const reading = Object.values(underWay).reduce((sum, pages) => sum + pages, 0);
  return { ...rest, page: Math.min(page + reading, stored.pages) };
}

export function documentSummary(
  row: ListedRow,
  ofDocument: readonly SlipSummary[],
  changed: boolean,
): DocumentSummary {
  const { position: _position, progress, ...rest } = row;
  return { ...rest, changed, progress: shownProgress(progress), slips: ofDocument };
}

export function documentRecord(
  row: DocumentRow,
  way: WayIn | null,
  slipRows: readonly SlipRow[],
  changed: boolean,
): DocumentRecord {
  const { position: _position, progress, rechecks: times, recheckAt: next, ...rest } = row;
  const found = slipRows.map(({ body, verdict, recordId }) => ({ ...body, verdict, recordId }));
  return {
    ...{ ...rest, way, changed, recheck: { times, next } },
    progress: shownProgress(progress),
    slips: found,
  };
}
