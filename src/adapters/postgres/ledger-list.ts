/** Lists of the ledger: what may be asked of it, and pages, newest issue date first. */
import { and, eq, gte, inArray, lte, type SQL, sql } from 'drizzle-orm';
import { parseDate } from '../../invoice/dates.js';
import type { LedgerFilter } from '../../ports/ledger.js';
import { BadCursor } from '../../ports/page.js';
import { type Database, isId } from './database.js';
import { containing, entriesOf, type Party, partiesNamed } from './ledger-parties.js';
import { ledgerInvoices } from './schema/index.js';

const columns = ledgerInvoices;

/**
 * Companies of a name that are looked up one by one. A part of a name that more companies have is so common that walking
 * the ledger by date soon fills a page.
 */
const MOST_PARTIES = 200;

export const newestFirst = sql`issue_date desc, id desc`;

/** Conditions of a page: what the filter asks, behind the cursor. `limit`: entries that will be taken of what they meet. */
export async function pageConditions(
  database: Database,
  organisationId: string,
  filter: LedgerFilter,
  cursor: string | undefined,
  limit: number,
): Promise<SQL | undefined> {
  const conditions = and(
    eq(columns.organisationId, organisationId),
    ...filterConditions(filter),
    after(cursor),
  );
  if (filter.name === undefined) return conditions;
  const parties = await partiesNamed(database, organisationId, filter.name, MOST_PARTIES + 1);
  if (parties.length === 0) return sql`false`;
  if (parties.length <= MOST_PARTIES)
    return and(
      eq(columns.organisationId, organisationId),
      sql`${columns.id} in (${newestOf(parties, conditions, limit)})`,
    );
  const pattern = containing(filter.name);
  return and(
    conditions,
    sql`(${columns.sellerName} ilike ${pattern} or ${columns.buyerName} ilike ${pattern})`,
  );
}

/** Ids of each company's newest entries that meet the conditions: each walks its own index. */
export function newestOf(parties: readonly Party[], conditions: SQL | undefined, limit: number): SQL {
  const each = parties.map((party) => {
    const called = party.side === 'seller' ? sql`seller_name` : sql`buyer_name`;
    return sql`(select id from ledger_invoices
      where ${conditions} and ${entriesOf(party)} and ${called} = ${party.name}
      order by ${newestFirst} limit ${limit})`;
  });
  return sql.join(each, sql` union all `);
}

function filterConditions(filter: LedgerFilter): (SQL | undefined)[] {
  const { invoiceNumber, invoiceCode, sellerTaxId, dateFrom, dateTo, purchasesOf, salesOf, state } = filter;
  return [
    invoiceNumber === undefined ? undefined : ofNumber(invoiceNumber),
    invoiceCode === undefined ? undefined : eq(columns.code, invoiceCode),
    sellerTaxId === undefined ? undefined : eq(columns.sellerTaxId, sellerTaxId),
    dateFrom === undefined ? undefined : gte(columns.issueDate, dateFrom),
    dateTo === undefined ? undefined : lte(columns.issueDate, dateTo),
    purchasesOf === undefined ? undefined : inArray(columns.buyerTaxId, [...purchasesOf]),
    salesOf === undefined ? undefined : inArray(columns.sellerTaxId, [...salesOf]),
    state === undefined ? undefined : eq(columns.state, state),
    // Says nothing more, and lets the index of the few that are not normal be walked, also by a prepared statement.
    state === undefined || state === 'normal' ? undefined : sql`${columns.state} <> 'normal'`,
  ];
}

/** By the index of the last eight digits, which a short number is altogether. */
export const ofNumber = (number: string): SQL =>
  sql`(right(${columns.number}, 8) = right(${number}::text, 8) and ${columns.number} = ${number})`;

/** Behind the entry a cursor names: `<issue date>_<id>`. */
function after(cursor: string | undefined): SQL | undefined {
  if (cursor === undefined) return undefined;
  const [date = '', id = ''] = cursor.split('_');
  if (parseDate(date) !== date || !isId(id)) throw new BadCursor();
  return sql`(${columns.issueDate}, ${columns.id}) < (${date}::date, ${id}::uuid)`;
}
