/** Entries that may be meant when the key found nothing. Each way of looking walks one index and a bounded number of rows. */
import { type SQL, sql } from 'drizzle-orm';
import { parseDate, shiftDate } from '../../invoice/dates.js';
import type { NearProbe } from '../../ports/ledger.js';
import { type Database, rowsOf } from './database.js';

/** How many characters of a number may differ: two misread digits; three would mean another invoice. */
const NUMBER_DISTANCE = 2;
/** Rows one way of looking may compare, newest first: some 10 ms. A seller or amount with more is too common to tell. */
const SCANNED = 5_000;
/** levenshtein() of PostgreSQL takes at most 255 characters; numbers have 20. */
const LONGEST_NUMBER = 40;

/** Ids of near entries, the nearest first, at most `limit`. */
export async function nearIds(
  database: Database,
  organisationId: string,
  probe: NearProbe,
  limit: number,
): Promise<string[]> {
  const ways = [...numberWays(organisationId, probe), ...totalWays(organisationId, probe)];
  if (ways.length === 0) return [];
  const date = probe.issueDate === undefined ? null : parseDate(probe.issueDate);
  const daysApart = date === null ? sql`0` : sql`abs(issue_date - ${date}::date)`;
  const rows = await rowsOf<{ id: string }>(
    database,
    sql`select id from (
          select id, min(distance) as distance, min(days_apart) as days_apart
          from (select id, distance, ${daysApart} as days_apart from (${sql.join(ways, sql` union all `)}) as found) as ranked
          group by id
        ) as nearest
        order by distance, days_apart, id desc limit ${limit}`,
  );
  return rows.map((row) => row.id);
}

/** A number one or two characters away, among the same seller or the same amount. */
function numberWays(organisationId: string, probe: NearProbe): SQL[] {
  const number = probe.invoiceNumber;
  if (number === undefined || number === '' || number.length > LONGEST_NUMBER) return [];
  const distance = sql`levenshtein_less_equal(number, ${number}, ${NUMBER_DISTANCE})`;
  const among = [...sellers(probe), ...amounts(probe)];
  return among.map(
    (condition) => sql`(select id, issue_date, ${distance} as distance from (
        select id, issue_date, number from ledger_invoices
        where organisation_id = ${organisationId} and ${condition} and length(number) <= ${LONGEST_NUMBER}
        order by issue_date desc limit ${SCANNED}
      ) as scanned where ${distance} <= ${NUMBER_DISTANCE})`,
  );
}

/** The same seller and the same total near the same day, whatever the number. Ranked after near numbers. */
function totalWays(organisationId: string, probe: NearProbe): SQL[] {
  if (probe.sellerTaxId === undefined || probe.sellerTaxId === '') return [];
  const date = probe.issueDate === undefined ? null : parseDate(probe.issueDate);
  const window =
    date === null
      ? sql`true`
      : sql`issue_date between ${shiftDate(date, -probe.days)}::date and ${shiftDate(date, probe.days)}::date`;
  return amounts(probe).map(
    (amount) => sql`(select id, issue_date, ${NUMBER_DISTANCE + 1}::int as distance from ledger_invoices
        where organisation_id = ${organisationId} and ${amount} and seller_tax_id = ${probe.sellerTaxId} and ${window}
        order by issue_date desc limit ${SCANNED})`,
  );
}

function sellers(probe: NearProbe): SQL[] {
  if (probe.sellerTaxId !== undefined && probe.sellerTaxId !== '')
    return [sql`seller_tax_id = ${probe.sellerTaxId}`];
  if (probe.sellerName !== undefined && probe.sellerName !== '')
    return [sql`seller_name = ${probe.sellerName}`];
  return [];
}

function amounts(probe: NearProbe): SQL[] {
  return probe.totals.flatMap((total) => {
    const fen = sql`${total.toString()}::bigint`;
    return [sql`gross = ${fen}`, sql`net = ${fen}`];
  });
}
