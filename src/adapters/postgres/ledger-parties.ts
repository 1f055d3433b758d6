/** The companies of a ledger: how many entries name each, and which of them a misread name or tax id may mean. */
import { type SQL, sql } from 'drizzle-orm';
import type { KnownParty } from '../../document/ledger.js';
import type { PartyNames, PartyShares } from '../../ports/ledger.js';
import { recordset } from './bulk.js';
import { type Database, rowsOf } from './database.js';
import { coreOf, ledgerParties } from './schema/index.js';

/** An entry's parties, to be counted in (1) or out (-1). */
export interface Counted {
  readonly row: {
    readonly buyerName?: string | null;
    readonly buyerTaxId?: string | null;
    readonly sellerName?: string | null;
    readonly sellerTaxId?: string | null;
  };
  readonly count: 1 | -1;
}

type PartyRow = typeof ledgerParties.$inferInsert;

/** What the entries add up to; those that come to nothing are left out. */
function countsOf(organisationId: string, entries: readonly Counted[]): readonly PartyRow[] {
  const counts = new Map<string, PartyRow>();
  const add = (side: PartyRow['side'], taxId: string, name: string, count: number) => {
    if (taxId === '' && name === '') return;
    const key = JSON.stringify([side, taxId, name]);
    const invoices = (counts.get(key)?.invoices ?? 0) + count;
    counts.set(key, { organisationId, side, taxId, name, invoices });
  };
  for (const { row, count } of entries) {
    add('seller', row.sellerTaxId ?? '', row.sellerName ?? '', count);
    add('buyer', row.buyerTaxId ?? '', row.buyerName ?? '', count);
  }
  return [...counts.values()].filter(({ invoices }) => invoices !== 0);
}

/** Keeps the counts right in the transaction of what changed. The caller holds the ledger's head. */
export async function writeParties(
  tx: Database,
  organisationId: string,
  entries: readonly Counted[],
): Promise<void> {
  const counts = countsOf(organisationId, entries);
  if (counts.length === 0) return;
  const { from } = recordset(ledgerParties, counts);
  await tx.execute(sql`insert into ledger_parties (organisation_id, side, tax_id, name, invoices)
    select "organisationId", "side", "taxId", "name", "invoices" from ${from}
    on conflict (organisation_id, side, tax_id, name)
    do update set invoices = ledger_parties.invoices + excluded.invoices`);
  const fewer = counts.filter(({ invoices }) => invoices < 0);
  if (fewer.length === 0) return;
  await tx.execute(sql`delete from ledger_parties as party using ${recordset(ledgerParties, fewer).from}
    where party.organisation_id = ${organisationId} and party.invoices <= 0
      and party.side = rows."side" and party.tax_id = rows."taxId" and party.name = rows."name"`);
}

/** Pairs of name and tax id, those of most invoices first; of as many, in the order of ids, so that a limit is stable. */
export async function partiesOf(
  database: Database,
  organisationId: string,
  limit: number,
): Promise<readonly KnownParty[]> {
  const rows = await rowsOf<{ name: string; tax_id: string }>(
    database,
    sql`select name, tax_id from ledger_parties
        where organisation_id = ${organisationId} and name <> '' and tax_id <> ''
        group by name, tax_id
        order by sum(invoices) desc, tax_id, name
        limit ${limit}`,
  );
  return rows.map(({ name, tax_id: taxId }) => ({ name, taxId }));
}

/** Present edition and number of entries; both 0 for a ledger that is empty. */
export async function headOf(
  database: Database,
  organisationId: string,
): Promise<{ edition: string; entries: number }> {
  const [row] = await rowsOf<{ edition: string; entries: string }>(
    database,
    sql`select edition::text, entries::text from ledger_heads where organisation_id = ${organisationId}`,
  );
  return { edition: row?.edition ?? '0', entries: Number(row?.entries ?? 0) };
}

const SIDES = [
  ['sellerName', 'seller', sql`name`],
  ['sellerTaxId', 'seller', sql`tax_id`],
  ['buyerName', 'buyer', sql`name`],
  ['buyerTaxId', 'buyer', sql`tax_id`],
] as const;

export async function sharesOf(
  database: Database,
  organisationId: string,
  asked: PartyNames,
): Promise<PartyShares> {
  const counts = SIDES.flatMap(([which, side, column]) => {
    const value = asked[which];
    if (value === undefined) return [];
    return [
      sql`select ${which}::text as which, coalesce(sum(invoices), 0)::text as invoices from ledger_parties
          where organisation_id = ${organisationId} and side = ${side} and ${column} = ${value}`,
    ];
  });
  const head = sql`select 'entries' as which, entries::text as invoices from ledger_heads
    where organisation_id = ${organisationId}`;
  const rows = await rowsOf<{ which: string; invoices: string }>(
    database,
    sql.join([head, ...counts], sql` union all `),
  );
  const found = new Map(rows.map(({ which, invoices }) => [which, Number(invoices)]));
  const entries = found.get('entries') ?? 0;
  const shares = SIDES.flatMap(([which]) => {
    const invoices = found.get(which);
    return invoices === undefined ? [] : [[which, entries === 0 ? 0 : invoices / entries] as const];
  });
  return { entries, ...Object.fromEntries(shares) };
}

/** A company as entries name it; empty where they do not. */
export interface Party {
  readonly side: 'buyer' | 'seller';
  readonly taxId: string;
  readonly name: string;
}

type FoundParty = { side: Party['side']; tax_id: string; name: string };
const partyOf = ({ side, tax_id: taxId, name }: FoundParty): Party => ({ side, taxId, name });

/** So like must names be at least to be held for one, and more is never asked of any: pg_trgm's measure, of their cores. */
const ALIKE = [0.3, 0.5] as const;
/** More is asked of a long core only so far as two letters beside each other may be misread. */
const ALIKE_IF_SHORT = 0.4;

/** How like a core of so many letters is to itself when `lost` of its n + 1 trigrams are others. */
const alikeWithout = (lost: number, letters: number) => (letters + 1 - lost) / (letters + 1 + lost) - 0.01;

/** One misread letter spoils three trigrams, two that stand together four. */
function leastLikeness(letters: number): number {
  const [least, most] = ALIKE;
  const short = Math.min(ALIKE_IF_SHORT, alikeWithout(3, letters));
  return Math.min(most, Math.max(least, short, alikeWithout(4, letters)));
}

/** Without endings, as {@link coreOf} makes it in the database. */
const coreLength = (name: string) =>
  [...name.replace(/有限责任公司|股份有限公司|有限公司|分公司/gu, '')].length;

/**
 * Whether a company of this side has a name whose core is like that of `name`; each side has an index of its own. The
 * measure is set in the statement itself, before its index is walked: the lower it is, the more of the index has to be.
 */
export function isAlike(name: string, side: Party['side']): SQL {
  const threshold = leastLikeness(coreLength(name)).toFixed(3);
  return sql`((select set_config('pg_trgm.similarity_threshold', ${threshold}, true)) is not null
    and side = ${sql.raw(`'${side}'`)} and ${coreOf(sql`name`)} % ${coreOf(sql`${name}::text`)})`;
}

/**
 * The sellers that are meant: the one with the tax id; where the ledger has none of it, those of exactly the name, then
 * those whose names are alike (pg_trgm, most alike first). Three statements in one, of which each runs only where the one
 * before it found nothing.
 */
export async function likelySellers(
  database: Database,
  organisationId: string,
  { taxId = '', name = '' }: { readonly taxId?: string | undefined; readonly name?: string | undefined },
  limit: number,
): Promise<readonly Party[]> {
  if (taxId === '' && name === '') return [];
  const sellers = sql`select side, tax_id, name from ledger_parties
    where organisation_id = ${organisationId} and side = 'seller'`;
  const rows = await rowsOf<FoundParty>(
    database,
    sql`with known as (${sellers} and tax_id <> '' and tax_id = ${taxId} limit 1),
          exact as (${sellers} and name <> '' and name = ${name} and not exists (select from known)
            order by invoices desc limit ${limit}),
          alike as (${sellers} and ${isAlike(name, 'seller')}
            and not exists (select from known) and not exists (select from exact)
            order by similarity(name, ${name}) desc, invoices desc limit ${limit})
        select * from known union all select * from exact union all select * from alike`,
  );
  return rows.map(partyOf);
}

/** Companies with `text` in their name, most invoices first. */
export async function partiesNamed(
  database: Database,
  organisationId: string,
  text: string,
  limit: number,
): Promise<readonly Party[]> {
  const rows = await rowsOf<FoundParty>(
    database,
    sql`select side, tax_id, name from ledger_parties
        where organisation_id = ${organisationId} and name ilike ${containing(text)}
        order by invoices desc limit ${limit}`,
  );
  return rows.map(partyOf);
}

/** A pattern for `ilike`: the text anywhere. */
export const containing = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

/** Which entries a company is meant by, so that one index is walked: of the tax id, or of the name alone. */
export function entriesOf({ side, taxId, name }: Party): SQL {
  const [id, called] =
    side === 'seller' ? [sql`seller_tax_id`, sql`seller_name`] : [sql`buyer_tax_id`, sql`buyer_name`];
  return taxId === '' ? sql`(${id} is null and ${called} = ${name})` : sql`${id} = ${taxId}`;
}
