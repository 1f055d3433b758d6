/**
 * Walks over the entries of an amount. Their indexes begin with the period that the day lies in (schema/ledger.ts), so
 * that a walk goes from period to period and takes a bounded number of rows from each until it has enough.
 */
import { type SQL, sql } from 'drizzle-orm';
import { periodOf } from './schema/index.js';

export interface AmountWalk {
  readonly column: 'gross' | 'net';
  /** 分. Each of them is walked by itself. */
  readonly amounts: readonly bigint[];
  /** Where it starts: at this day, which belongs to the way back; `null`: at the newest entry. */
  readonly day: string | null;
  readonly direction: 'back' | 'on';
  /** Rows of each amount. */
  readonly limit: number;
  /** Columns of ledger_invoices. */
  readonly columns: SQL;
}

/** To stand before a statement with walks over amounts: the first and the last day of the ledger. */
export function ledgerEnds(organisationId: string): SQL {
  const end = (order: SQL) => sql`(select issue_date from ledger_invoices
    where organisation_id = ${organisationId} order by issue_date ${order} limit 1)`;
  return sql`ends as materialized (select ${end(sql`asc`)} as first, ${end(sql`desc`)} as last)`;
}

/** Entries of the amounts from a day outward, the nearest first: a parenthesised SELECT of the columns. */
export function walkAmounts(organisationId: string, walk: AmountWalk): SQL {
  const { day, direction, limit, columns } = walk;
  const amounts = sql.join(
    walk.amounts.map((fen) => sql`(${fen.toString()}::bigint)`),
    sql`, `,
  );
  // least() and greatest() pass over an absent day.
  const start = sql`${day}::date`;
  const isBack = direction === 'back';
  const periods = isBack
    ? sql`generate_series(${periodOf(sql`least(${start}, last)`)}, ${periodOf(sql`first`)}, -1)`
    : sql`generate_series(${periodOf(sql`greatest(${start}, first)`)}, ${periodOf(sql`last`)})`;
  const days = isBack
    ? sql`(${start} is null or issue_date <= ${start}) order by issue_date desc`
    : sql`issue_date > ${start} order by issue_date`;
  return sql`(select found.* from (values ${amounts}) as asked(fen) cross join lateral (
      select one.* from ends cross join lateral ${periods} as near(period) cross join lateral (
        select ${columns} from ledger_invoices
        where organisation_id = ${organisationId} and ${periodOf(sql`issue_date`)} = near.period
          and ${sql.identifier(walk.column)} = asked.fen and ${days} limit ${limit}
      ) as one limit ${limit}
    ) as found)`;
}
