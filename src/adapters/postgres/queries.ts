/** Questions to the ledger: history and quota; files of them are query-batches.ts. */
import { and, desc, eq, gte, inArray, isNull, lt, or, type SQL, sql } from 'drizzle-orm';
import { limitedVerdict, type QueryBatch, type QueryRecord } from '../../document/query.js';
import type { Principal } from '../../ports/accounts.js';
import { BadCursor, type Page } from '../../ports/page.js';
import type { KeptQuery, NewQuery, QueryFilter, QueryQuota, QueryStore } from '../../ports/queries.js';
import { insertRows } from './bulk.js';
import { type Database, isId, newId, storable, storableText } from './database.js';
import { containing } from './ledger-parties.js';
import {
  batchProgress,
  findBatch,
  finishBatch,
  lastRow,
  listBatches,
  openBatch,
  rowsOfBatch,
} from './query-batches.js';
import { asked, queryColumns } from './query-rows.js';
import { queries } from './schema/index.js';

const DAY_MS = 86_400_000;

type Row = typeof queries.$inferInsert;

export class PostgresQueries implements QueryStore {
  readonly #database: Database;
  constructor(database: Database) {
    this.#database = database;
  }

  keep(principal: Principal, query: NewQuery, quota: QueryQuota | null): Promise<KeptQuery> {
    return this.#database.transaction(async (tx) => {
      const used = await usedOf(tx, principal.organisationId, [query], quota);
      const [row] = within([rowOf(principal, null, query)], used, quota);
      if (row === undefined) throw new Error('a question without its row');
      const [record] = await tx.insert(queries).values(row).returning(queryColumns);
      if (record === undefined) throw new Error('a question was not kept');
      return { record, fresh: used.get(invoiceOf(row)) ?? 0 };
    });
  }

  async keepRows(
    principal: Principal,
    batchId: string,
    asking: readonly NewQuery[],
    quota: QueryQuota | null,
  ): Promise<void> {
    if (asking.length === 0) return;
    await this.#database.transaction(async (tx) => {
      const used = await usedOf(tx, principal.organisationId, asking, quota);
      const rows = within(
        asking.map((query) => rowOf(principal, batchId, query)),
        used,
        quota,
      );
      await tx.execute(sql`${insertRows(queries, rows)} on conflict (batch_id, row) do nothing`);
    });
  }

  async earlier(
    organisationId: string,
    wanted: readonly { readonly number: string; readonly fingerprint: string }[],
    since: Date,
    edition: string,
  ): Promise<ReadonlyMap<string, QueryRecord>> {
    if (wanted.length === 0) return new Map();
    const numbers = [...new Set(wanted.map(({ number }) => number))];
    const prints = [...new Set(wanted.map(({ fingerprint }) => fingerprint))];
    const rows = await this.#database
      .select({ ...queryColumns, fingerprint: queries.fingerprint })
      .from(queries)
      .where(
        and(
          eq(queries.organisationId, organisationId),
          inArray(queries.number, numbers),
          gte(queries.askedAt, since),
          inArray(queries.fingerprint, prints),
          eq(queries.edition, edition),
          sql`${queries.outcome} not in ('limited', 'error')`,
          // What a register, or a person who looked there, has said since is part of the answer. Ids rise with time.
          sql`not exists (select 1 from registry_answers as said
            where said.organisation_id = ${organisationId} and said.id > ${queries.id}
              and said.record_key in ('N:' || ${queries.number}, 'C:' || coalesce(${queries.code}, '') || ':' || ${queries.number}))`,
        ),
      )
      .orderBy(queries.askedAt, queries.id);
    return new Map(rows.map(({ fingerprint, ...record }) => [fingerprint, record]));
  }

  async get(organisationId: string, id: string): Promise<QueryRecord | null> {
    if (!isId(id)) return null;
    const [row] = await this.#database
      .select(queryColumns)
      .from(queries)
      .where(and(eq(queries.organisationId, organisationId), eq(queries.id, id)));
    return row ?? null;
  }

  async list(
    principal: Principal,
    filter: QueryFilter,
    { cursor, limit }: { cursor?: string; limit: number },
  ): Promise<Page<QueryRecord>> {
    if (cursor !== undefined && !isId(cursor)) throw new BadCursor();
    const rows = await this.#database
      .select(queryColumns)
      .from(queries)
      .where(
        and(
          eq(queries.organisationId, principal.organisationId),
          ...conditionsOf(principal, filter),
          cursor === undefined ? undefined : lt(queries.id, cursor),
        ),
      )
      .orderBy(desc(queries.id))
      .limit(limit + 1);
    const items = rows.slice(0, limit);
    return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
  }

  openBatch(
    principal: Principal,
    file: Parameters<QueryStore['openBatch']>[1],
  ): ReturnType<QueryStore['openBatch']> {
    return openBatch(this.#database, principal, file);
  }

  batch(organisationId: string, id: string): ReturnType<QueryStore['batch']> {
    return findBatch(this.#database, organisationId, id);
  }

  batches(
    principal: Principal,
    options: { cursor?: string; limit: number; mine?: boolean },
  ): Promise<Page<QueryBatch>> {
    return listBatches(this.#database, principal, options);
  }

  batchProgress(id: string, rows: number | null): Promise<void> {
    return batchProgress(this.#database, id, rows);
  }

  batchRows(
    organisationId: string,
    id: string,
    after: number,
    limit: number,
  ): ReturnType<QueryStore['batchRows']> {
    return rowsOfBatch(this.#database, organisationId, id, after, limit);
  }

  lastRow(organisationId: string, id: string): Promise<number> {
    return lastRow(this.#database, organisationId, id);
  }

  finishBatch(workId: string, rows: number, badRows: number): Promise<void> {
    return finishBatch(this.#database, workId, rows, badRows);
  }
}

function rowOf(
  { organisationId, personId, apiKeyId, name }: Principal,
  batchId: string | null,
  { invoiceCode, invoiceNumber, ...query }: NewQuery,
): Row & { id: string; askedAt: Date } {
  const who = { organisationId, personId, apiKeyId, askedBy: storableText(name) };
  return {
    id: newId(),
    ...who,
    ...storable({ ...query, askedAt: undefined, cachedFrom: undefined }),
    ...{ askedAt: query.askedAt, cachedFrom: query.cachedFrom },
    ...{ code: invoiceCode, number: invoiceNumber, batchId },
  };
}

const invoiceOf = ({ code, number }: { code?: string | null; number?: string | null }): string =>
  `${code ?? ''}-${number ?? ''}`;

/**
 * How many questions were answered anew since the quota's beginning about each of these invoices. Until the end of the
 * transaction nobody else of the organisation keeps a question that counts, so that nobody goes past the quota: one lock
 * for all invoices, since files ask about hundreds at once and would wait for each other in a ring.
 */
async function usedOf(
  tx: Database,
  organisationId: string,
  asking: readonly NewQuery[],
  quota: QueryQuota | null,
): Promise<Map<string, number>> {
  const counted = asking.filter(({ invoiceNumber }) => invoiceNumber !== null);
  if (quota === null || counted.length === 0) return new Map();
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`queries ${organisationId}`}, 0))`);
  const numbers = [...new Set(counted.flatMap(({ invoiceNumber }) => invoiceNumber ?? []))];
  const rows = await tx
    .select({ code: queries.code, number: queries.number, fresh: sql<string>`count(*)::text` })
    .from(queries)
    .where(
      and(
        eq(queries.organisationId, organisationId),
        inArray(queries.number, numbers),
        gte(queries.askedAt, quota.since),
        isNull(queries.cachedFrom),
        sql`${queries.outcome} <> 'limited'`,
      ),
    )
    .groupBy(queries.code, queries.number);
  return new Map(rows.map(({ fresh, ...invoice }) => [invoiceOf(invoice), Number(fresh)]));
}

/** The rows, those past the quota `limited`; `used` counts on. */
function within<R extends Row & { askedAt: Date }>(
  rows: readonly R[],
  used: Map<string, number>,
  quota: QueryQuota | null,
): R[] {
  if (quota === null) return [...rows];
  const { perInvoice, since } = quota;
  // A later row may be answered from an earlier one of the same file, which has got no answer then.
  const refused = new Set<string>();
  return rows.map((row) => {
    const isAgain = row.cachedFrom !== null && !refused.has(row.fingerprint);
    if (row.number === null || isAgain) return row;
    const fresh = used.get(invoiceOf(row)) ?? 0;
    if (row.cachedFrom === null && fresh < perInvoice) {
      used.set(invoiceOf(row), fresh + 1);
      return row;
    }
    refused.add(row.fingerprint);
    // China keeps +08:00 all year: the next day begins 24 hours later.
    const verdict = limitedVerdict(perInvoice, new Date(since.getTime() + DAY_MS), row.askedAt);
    return { ...row, verdict, outcome: verdict.outcome, state: verdict.state, cachedFrom: null };
  });
}

function conditionsOf(principal: Principal, filter: QueryFilter): (SQL | undefined)[] {
  const { number, outcome, way, dateFrom, dateTo, batchId, mine } = filter;
  const part = number === undefined ? undefined : containing(number);
  return [
    part === undefined
      ? undefined
      : or(sql`${queries.number} like ${part}`, sql`${queries.code} like ${part}`),
    outcome === undefined ? undefined : eq(queries.outcome, outcome),
    way === undefined ? undefined : eq(queries.way, way),
    dateFrom === undefined ? undefined : gte(queries.askedAt, new Date(`${dateFrom}T00:00:00+08:00`)),
    dateTo === undefined
      ? undefined
      : lt(queries.askedAt, new Date(Date.parse(`${dateTo}T00:00:00+08:00`) + DAY_MS)),
    batchId === undefined ? undefined : isId(batchId) ? eq(queries.batchId, batchId) : sql`false`,
    mine === true ? asked(queries, principal) : undefined,
  ];
}
