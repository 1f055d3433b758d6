/**
 * Entries that may be meant when the key found nothing. Each way of looking walks one index outward from the day that the
 * slip names and a bounded number of rows, whatever the seller or the amount: a seller with a million invoices and an
 * amount that a million share cost as much as any other.
 */
import { type SQL, sql } from 'drizzle-orm';
import { parseDate } from '../../invoice/dates.js';
import type { NearProbe } from '../../ports/ledger.js';
import { type Database, rowsOf } from './database.js';
import { entriesOf, likelySellers, type Party } from './ledger-parties.js';
import { isDigital } from './ledger-rows.js';

/** How many characters of a number may differ: two misread digits; three would mean another invoice. */
const NUMBER_DISTANCE = 2;
/** levenshtein() of PostgreSQL takes at most 255 characters; numbers have 20. */
const LONGEST_NUMBER = 40;
/**
 * Rows one way of looking may compare, on the slip's day and before it, and after it. A seller, or an amount, of a million
 * invoices in three years has 900 a day: all of that day are seen. More would find little: each costs a page of the table.
 */
const BEFORE = 1_000;
const AFTER = 250;
/** Rows whose number begins or ends like the slip's: in a dense series a hundred differ in the last two digits only. */
const OF_NUMBER = 200;
/** First digits of a 20-digit number that are held to be right where its last eight are not. */
const HEAD = 12;
/** Sellers of a like name that are looked at. */
const SELLERS = 5;

/** Ids of near entries, the nearest first, at most `limit`. */
export async function nearIds(
  database: Database,
  organisationId: string,
  probe: NearProbe,
  limit: number,
): Promise<string[]> {
  const { sellerTaxId: taxId, sellerName: name } = probe;
  const sellers = await likelySellers(database, organisationId, { taxId, name }, SELLERS);
  const isKnown = sellers.some((one) => (one.taxId !== '' && one.taxId === taxId) || one.name === name);
  const ways = [
    ...sellerWays(organisationId, sellers, probe),
    ...amountWays(organisationId, probe, isKnown),
    ...numberWays(organisationId, probe),
  ];
  if (ways.length === 0) return [];
  const rows = await rowsOf<{ id: string }>(
    database,
    sql`with scanned as materialized (${sql.join(ways, sql` union all `)})
        select id from (
          select id, min(days_apart) as days_apart,
            max(2 * (${NUMBER_DISTANCE + 1} - distance) + 3 * same_amount::int + 2 * same_seller::int
              + 2 * (days_apart = 0)::int) as points
          from (select id, seller or ${sameSeller(probe)} as same_seller, ${sameAmount(probe)} as same_amount,
              ${numberDistance(probe)} as distance, ${daysApart(probe)} as days_apart
            from scanned) as compared
          where distance <= ${NUMBER_DISTANCE} or (same_seller and same_amount and days_apart <= ${probe.days})
          group by id
        ) as nearest
        order by points desc, days_apart, id desc limit ${limit}`,
  );
  return rows.map((row) => row.id);
}

const SEEN = sql`id, number, issue_date, seller_tax_id, seller_name, gross, net`;

/**
 * Entries that meet a condition, from the slip's day outward in both directions; the newest where it names none. `share`:
 * of how many such ways this is one.
 */
function outward(
  organisationId: string,
  condition: SQL,
  probe: NearProbe,
  share: number,
  isSeller: boolean,
): SQL[] {
  const day = dayOf(probe);
  const walk = (from: SQL, order: SQL, most: number) =>
    sql`(select ${SEEN}, ${isSeller}::boolean as seller from ledger_invoices
        where organisation_id = ${organisationId} and ${condition} ${from} order by ${order} limit ${Math.ceil(most / share)})`;
  if (day === null) return [walk(sql``, sql`issue_date desc`, BEFORE)];
  return [
    walk(sql`and issue_date <= ${day}::date`, sql`issue_date desc`, BEFORE),
    walk(sql`and issue_date > ${day}::date`, sql`issue_date`, AFTER),
  ];
}

function sellerWays(organisationId: string, sellers: readonly Party[], probe: NearProbe): SQL[] {
  return sellers.flatMap((seller) => outward(organisationId, entriesOf(seller), probe, sellers.length, true));
}

/** Where the ledger knows the very seller, amounts only have to help where the day is wrong. */
function amountWays(organisationId: string, probe: NearProbe, isSellerKnown: boolean): SQL[] {
  const share = Math.max(1, probe.totals.length / 2) * (isSellerKnown ? 4 : 1);
  return probe.totals.flatMap((total) => {
    const fen = sql`${total.toString()}::bigint`;
    return [sql`gross = ${fen}`, sql`net = ${fen}`].flatMap((amount) =>
      outward(organisationId, amount, probe, share, false),
    );
  });
}

/** A 20-digit number of which either the end or the beginning was read right, whatever else is known. */
function numberWays(organisationId: string, { invoiceNumber: number }: NearProbe): SQL[] {
  if (number === undefined || !isDigital(number) || !/^\d+$/.test(number)) return [];
  const ofTail = sql`right(number, 8) = right(${number}, 8)`;
  const first = number.slice(0, HEAD);
  const ofHead = (range: SQL, order: SQL) => sql`key ${range} order by key ${order}`;
  const walks = [
    sql`${ofTail}`,
    ofHead(sql`between ${first} and ${number}`, sql`desc`),
    ofHead(sql`between ${number} and ${first.padEnd(number.length, '9')}`, sql`asc`),
  ];
  return walks.map(
    (walk) => sql`(select ${SEEN}, false as seller from ledger_invoices
        where organisation_id = ${organisationId} and ${walk} limit ${OF_NUMBER})`,
  );
}

/** How far the numbers are apart, three for anything farther than two. */
function numberDistance({ invoiceNumber: number }: NearProbe): SQL {
  const far = sql.raw(String(NUMBER_DISTANCE + 1));
  if (number === undefined || number === '' || number.length > LONGEST_NUMBER) return far;
  return sql`case when length(number) <= ${LONGEST_NUMBER}
    then least(levenshtein_less_equal(number, ${number}, ${NUMBER_DISTANCE}), ${far}) else ${far} end`;
}

function sameSeller({ sellerTaxId, sellerName }: NearProbe): SQL {
  return sql`coalesce(seller_tax_id = ${sellerTaxId ?? ''}, false) or coalesce(seller_name = ${sellerName ?? ''}, false)`;
}

function sameAmount({ totals }: NearProbe): SQL {
  if (totals.length === 0) return sql`false`;
  const fen = sql.join(
    totals.map((total) => sql`${total.toString()}::bigint`),
    sql`, `,
  );
  return sql`coalesce(gross in (${fen}) or net in (${fen}), false)`;
}

/** Days between the entry's and the slip's; 0 where the slip names none, or none that there is. */
function daysApart(probe: NearProbe): SQL {
  const day = dayOf(probe);
  return day === null ? sql`0` : sql`abs(issue_date - ${day}::date)`;
}

const dayOf = ({ issueDate }: NearProbe): string | null =>
  issueDate === undefined ? null : parseDate(issueDate);
