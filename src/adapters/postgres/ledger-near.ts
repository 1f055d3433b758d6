/**
 * Entries that may be meant when the key found nothing. Each way of looking walks one index outward from the day that the
 * slip names and a bounded number of rows, whatever the seller or the amount: a seller with a million invoices and an
 * amount that a million share cost as much as any other.
 */
import { type SQL, sql } from 'drizzle-orm';
import { parseDate } from '../../invoice/dates.js';
import type { NearProbe } from '../../ports/ledger.js';
import { type Database, rowsOf } from './database.js';
import { ledgerEnds, walkAmounts } from './ledger-amounts.js';
import { entriesOf, likelySellers, type Party } from './ledger-parties.js';
import { isDigital } from './ledger-rows.js';

/** How many characters of a number may differ: two misread digits; three would mean another invoice. */
const NUMBER_DISTANCE = 2;
/** levenshtein() of PostgreSQL takes at most 255 characters; numbers have 20. */
const LONGEST_NUMBER = 40;
/**
 * Rows one way of looking may compare, on the slip's day and before it, and after it. A seller, or an amount, of a million
 * invoices in three years has 900 a day: all of that day are seen. More would find little, and each that an amount leads
 * to costs a page of the table.
 */
const BEFORE = 1_000;
const AFTER = 250;
/** Rows whose number begins or ends like the slip's: in a dense series a hundred differ in the last two digits only. */
const OF_NUMBER = 200;
/** First digits of a 20-digit number that are held to be right where its last eight are not. */
const HEAD = 12;
/** Sellers of a like name that are looked at. */
const SELLERS = 5;
/**
 * Where the ledger knows the very seller, or sellers of a like name, amounts only have to help where the day or all of
 * these are wrong: a quarter of their rows will do, which is all of them unless hundreds of invoices share the amount.
 */
const BESIDE_SELLERS = 4;

/** Ids of near entries, the nearest first, at most `limit`. */
export async function nearIds(
  database: Database,
  organisationId: string,
  probe: NearProbe,
  limit: number,
): Promise<string[]> {
  const { sellerTaxId: taxId, sellerName: name } = probe;
  const sellers = await likelySellers(database, organisationId, { taxId, name }, SELLERS);
  const ways = [
    ...sellerWays(organisationId, sellers, probe),
    ...amountWays(organisationId, probe, sellers.length > 0 ? BESIDE_SELLERS : 1),
    ...numberWays(organisationId, probe),
  ];
  if (ways.length === 0) return [];
  const rows = await rowsOf<{ id: string }>(
    database,
    sql`with ${ledgerEnds(organisationId)}, scanned as materialized (${sql.join(ways, sql` union all `)})
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

const SEEN = sql`id, number, issue_date, seller_tax_id, gross, net`;
const OTHER_SELLER = sql`${SEEN}, seller_name, false as seller`;
/** What the index of sellers has: such a walk reads no row of the table, and needs no name to know the seller by. */
const THE_SELLER = sql`${SEEN}, null::text as seller_name, true as seller`;

/**
 * Entries of the sellers, from the slip's day outward in both directions; the newest where it names none. All with a tax
 * id in one statement, each of them walked by itself.
 */
function sellerWays(organisationId: string, sellers: readonly Party[], probe: NearProbe): SQL[] {
  const day = dayOf(probe);
  const walk = (condition: SQL, days: SQL, most: number) =>
    sql`select ${THE_SELLER} from ledger_invoices
        where organisation_id = ${organisationId} and ${condition} ${days} limit ${Math.ceil(most / sellers.length)}`;
  const walks: (readonly [SQL, number])[] =
    day === null
      ? [[sql`order by issue_date desc`, BEFORE]]
      : [
          [sql`and issue_date <= ${day}::date order by issue_date desc`, BEFORE],
          [sql`and issue_date > ${day}::date order by issue_date`, AFTER],
        ];
  const ids = sellers.filter(({ taxId }) => taxId !== '').map(({ taxId }) => sql`(${taxId}::text)`);
  const nameless = sellers.filter(({ taxId }) => taxId === '');
  return walks.flatMap(([days, most]) => [
    ...(ids.length === 0
      ? []
      : [
          sql`(select one.* from (values ${sql.join(ids, sql`, `)}) as asked(id)
            cross join lateral (${walk(sql`seller_tax_id = asked.id`, days, most)}) as one)`,
        ]),
    ...nameless.map((seller) => sql`(${walk(entriesOf(seller), days, most)})`),
  ]);
}

/** `share`: of how many such ways an amount's are one. */
function amountWays(organisationId: string, probe: NearProbe, share: number): SQL[] {
  const { totals } = probe;
  if (totals.length === 0) return [];
  const day = dayOf(probe);
  const walk = (column: 'gross' | 'net', direction: 'back' | 'on', most: number) => {
    const limit = Math.ceil(most / (share * Math.max(1, totals.length / 2)));
    return walkAmounts(organisationId, {
      column,
      amounts: totals,
      day,
      direction,
      limit,
      columns: OTHER_SELLER,
    });
  };
  return (['gross', 'net'] as const).flatMap((column) => [
    walk(column, 'back', BEFORE),
    ...(day === null ? [] : [walk(column, 'on', AFTER)]),
  ]);
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
    (walk) => sql`(select ${OTHER_SELLER} from ledger_invoices
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
