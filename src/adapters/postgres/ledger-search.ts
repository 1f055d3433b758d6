/** Looking through the ledger by a few words: parts of a number, amounts, days, names. */
import { type SQL, sql } from 'drizzle-orm';
import { parseDate } from '../../invoice/dates.js';
import { parseMoney } from '../../invoice/money.js';
import { squash } from '../../invoice/text.js';
import { type Database, rowsOf } from './database.js';
import { ledgerEnds, walkAmounts } from './ledger-amounts.js';
import { containing, entriesOf, isAlike, type Party } from './ledger-parties.js';

/** Words of a question that are looked at. */
const MOST_WORDS = 6;
/** Rows that one meaning of one word may bring, newest first. */
const OF_WORD = 200;
/** Companies whose name a word may mean. */
const PARTIES = 10;
/** Fewer digits say nothing of a number. */
const FEWEST_DIGITS = 4;

export interface Likeness {
  readonly id: string;
  readonly similarity: number;
}

/**
 * Entries that the words may mean, each with how well they fit: the mean over the words of how well each is met, 1 where
 * number, amount, day or name is just that. The best first, then the newest.
 */
export async function searchIds(
  database: Database,
  organisationId: string,
  text: string,
  limit: number,
): Promise<readonly Likeness[]> {
  const words = [...new Set(text.split(/(?:[\s，;；、]|,(?!\d{3}))+/u).map(squash))].filter(
    (word) => word !== '',
  );
  const asked = words.slice(0, MOST_WORDS);
  if (asked.length === 0) return [];
  const meanings = await Promise.all(asked.map((word) => meaningsOf(database, organisationId, word)));
  const found = meanings.flatMap((ways) => ways.map((way) => waysRows(organisationId, way)));
  if (found.length === 0) return [];
  const fits = meanings.map((ways) => fitOf(ways));
  const rows = await rowsOf<{ id: string; similarity: string }>(
    database,
    sql`with ${ledgerEnds(organisationId)}
        select id, ((${sql.join(fits, sql` + `)}) / ${asked.length})::text as similarity
        from ledger_invoices where organisation_id = ${organisationId}
          and id in (${sql.join(found, sql` union all `)})
        order by (${sql.join(fits, sql` + `)}) desc, issue_date desc, id desc limit ${limit}`,
  );
  return rows.map(({ id, similarity }) => ({ id, similarity: Number(similarity) }));
}

/** One way in which a word may be meant: which entries it holds for, by one index, and how sure it is then. */
interface Meaning {
  readonly condition: SQL;
  readonly fit: number;
  /** An amount, which is walked otherwise. */
  readonly amount?: { readonly column: 'gross' | 'net'; readonly fen: bigint };
}

/** Ids of its newest entries. */
function waysRows(organisationId: string, { condition, amount }: Meaning): SQL {
  if (amount !== undefined) {
    const { column, fen } = amount;
    const walk = { day: null, direction: 'back', limit: OF_WORD, columns: sql`id` } as const;
    return walkAmounts(organisationId, { ...walk, column, amounts: [fen] });
  }
  return sql`(select id from ledger_invoices where organisation_id = ${organisationId} and ${condition}
    order by issue_date desc limit ${OF_WORD})`;
}

/** The best of its meanings that holds for an entry. */
function fitOf(ways: readonly Meaning[]): SQL {
  if (ways.length === 0) return sql`0::float8`;
  const cases = ways.map(({ condition, fit }) => sql`case when ${condition} then ${fit}::float8 else 0 end`);
  return sql`greatest(${sql.join(cases, sql`, `)})`;
}

async function meaningsOf(
  database: Database,
  organisationId: string,
  word: string,
): Promise<readonly Meaning[]> {
  if (/^\d{4,}$/.test(word)) return [...numberMeanings(word), ...dayMeanings(word), ...moneyMeanings(word)];
  const exact = [...dayMeanings(word), ...moneyMeanings(word)];
  if (exact.length > 0) return exact;
  return partyMeanings(database, organisationId, word);
}

/** The whole number, its beginning, its last eight digits; and a tax id of digits alone. */
function numberMeanings(word: string): readonly Meaning[] {
  const tail = sql`right(number, 8) = ${word.slice(-8)}`;
  return [
    ...(word.length >= 8
      ? [
          { condition: sql`(${tail} and number = ${word})`, fit: 1 },
          { condition: sql`(${tail} and right(number, ${word.length}) = ${word})`, fit: 0.8 },
          { condition: sql`(alias is not null and alias = ${word})`, fit: 1 },
          { condition: sql`(code is not null and code = ${word})`, fit: 0.8 },
          { condition: sql`seller_tax_id = ${word}`, fit: 0.9 },
          { condition: sql`buyer_tax_id = ${word}`, fit: 0.7 },
        ]
      : []),
    // Every key of digits that begins so lies between these two, in any order of letters.
    {
      condition: sql`(key between ${word} and ${word.padEnd(20, '9')} and starts_with(key, ${word}))`,
      fit: Math.min(0.9, word.length / 20 + 0.2),
    },
  ].filter(() => word.length >= FEWEST_DIGITS);
}

function dayMeanings(word: string): readonly Meaning[] {
  const day = parseDate(word);
  return day === null ? [] : [{ condition: sql`issue_date = ${day}::date`, fit: 1 }];
}

/** An amount on either basis; one without its cents is not held to be an amount where it is long enough for a number. */
function moneyMeanings(word: string): readonly Meaning[] {
  const fen = /^[¥￥]?\d[\d,]*(\.\d{1,2})?元?$/u.test(word) ? parseMoney(word.replace(/元$/u, '')) : null;
  if (fen === null) return [];
  const cents = sql`${fen.toString()}::bigint`;
  return [
    { condition: sql`gross = ${cents}`, fit: 1, amount: { column: 'gross', fen } },
    { condition: sql`net = ${cents}`, fit: 0.9, amount: { column: 'net', fen } },
  ];
}

/** A tax id as it is, and companies called so or alike: those of exactly this name or with it in theirs first. */
async function partyMeanings(
  database: Database,
  organisationId: string,
  word: string,
): Promise<readonly Meaning[]> {
  const upper = word.toUpperCase();
  const isId = /^[0-9A-Z]{15,20}$/.test(upper);
  const ids = isId
    ? [
        { condition: sql`seller_tax_id = ${upper}`, fit: 1 },
        { condition: sql`buyer_tax_id = ${upper}`, fit: 0.8 },
      ]
    : [];
  const named = sql`select side, tax_id, name, invoices from ledger_parties
    where organisation_id = ${organisationId}`;
  const alike = (['buyer', 'seller'] as const).map(
    (side) =>
      sql`(${named} and ${isAlike(word, side)} order by similarity(name, ${word}) desc limit ${PARTIES})`,
  );
  const rows = await rowsOf<{ side: Party['side']; tax_id: string; name: string; likeness: string }>(
    database,
    sql`with containing as (${named} and name ilike ${containing(word)} order by invoices desc limit ${PARTIES}),
          alike as (${sql.join(alike, sql` union all `)})
        select side, tax_id, name, greatest(similarity(name, ${word}),
          case when name = ${word} then 1 when name ilike ${containing(word)} then 0.8 else 0 end)::text as likeness
        from (select * from containing union select * from alike) as found
        order by likeness desc, invoices desc limit ${PARTIES}`,
  );
  const meant = rows.map(({ side, tax_id: taxId, name, likeness }) => ({
    condition: entriesOf({ side, taxId, name }),
    fit: Number(likeness) * (side === 'seller' ? 1 : 0.95),
  }));
  return [...ids, ...meant];
}
