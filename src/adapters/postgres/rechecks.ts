/** Matches opened again: because their time has come, or because the ledger has changed under them. */
import { and, asc, eq, inArray, isNotNull, lte, notExists, type SQL, sql } from 'drizzle-orm';
import type { DocumentState } from '../../document/state.js';
import type { Announcement } from '../../ports/queue.js';
import { type Database, isId, rowsOf } from './database.js';
import { openAll } from './outbox.js';
import { documents, work } from './schema/index.js';

/** States of documents whose match has ended; any other is matched anyway. */
const MATCHED: readonly DocumentState[] = ['done', 'review'];

/** Documents opened in one transaction: a touched ledger may concern a hundred thousand. */
const AT_ONCE = 500;

/** `since` is told by another machine's clock than the database's, which are seldom further apart. */
const CLOCKS_APART_S = 60;
/**
 * Editions are in the order of commits, but the time of a row is when its transaction began: one that waited long for
 * its turn is older than its edition. None waits this long.
 */
const LONGEST_WRITE_S = 3600;

/**
 * Whether a match waits that nobody has taken up: it will see the ledger as it is then. One that is being done may have
 * looked at the ledger before it changed.
 */
const isWaiting = (tx: Database): SQL => {
  const waiting = and(
    eq(work.subjectId, documents.id),
    eq(work.kind, 'match'),
    eq(work.state, 'open'),
    eq(work.attempts, 0),
  );
  return notExists(tx.select({ id: work.id }).from(work).where(waiting));
};

/** See WorkStore.openDueRechecks. */
export function openDue(database: Database, due: Date, limit: number): Promise<readonly Announcement[]> {
  return database.transaction(async (tx) => {
    // `skip locked`: two sweepers share them, and who is being matched has its next time set by that match.
    const found = await tx
      .select({ id: documents.id, organisationId: documents.organisationId })
      .from(documents)
      .where(
        and(
          isNotNull(documents.recheckAt),
          lte(documents.recheckAt, due),
          inArray(documents.state, [...MATCHED]),
        ),
      )
      .orderBy(asc(documents.recheckAt))
      .limit(limit)
      .for('no key update', { skipLocked: true });
    if (found.length === 0) return [];
    const ids = found.map(({ id }) => id);
    await tx
      .update(documents)
      .set({ recheckAt: null, rechecks: sql`${documents.rechecks} + 1` })
      .where(inArray(documents.id, ids));
    const free = await tx
      .select({ id: documents.id })
      .from(documents)
      .where(and(inArray(documents.id, ids), isWaiting(tx)));
    const open = new Set(free.map(({ id }) => id));
    const announcements: Announcement[] = [];
    for (const [organisationId, documentIds] of byOrganisation(found)) {
      const tasks = documentIds.filter((id) => open.has(id)).map((subjectId) => ({ subjectId }));
      announcements.push(...(await openAll(tx, organisationId, 'match', tasks)));
    }
    return announcements;
  });
}

function byOrganisation(
  found: readonly { readonly id: string; readonly organisationId: string }[],
): ReadonlyMap<string, string[]> {
  const grouped = new Map<string, string[]>();
  for (const { id, organisationId } of found)
    grouped.set(organisationId, [...(grouped.get(organisationId) ?? []), id]);
  return grouped;
}

/** See WorkStore.openTouchedRechecks. */
export async function openTouched(
  database: Database,
  organisationId: string,
  since: Date,
): Promise<readonly Announcement[]> {
  const touched = await touchedDocuments(database, organisationId, since);
  const announcements: Announcement[] = [];
  for (let start = 0; start < touched.length; start += AT_ONCE)
    announcements.push(
      ...(await openMatches(database, organisationId, touched.slice(start, start + AT_ONCE))),
    );
  return announcements;
}

/** See WorkStore.openRechecks. */
export async function openNamed(
  database: Database,
  organisationId: string,
  documentIds: readonly string[],
): Promise<readonly Announcement[]> {
  const ids = documentIds.filter(isId);
  return ids.length === 0 ? [] : openMatches(database, organisationId, ids);
}

/** Opens a match for those of these documents (in the order of their ids) that have none waiting. */
export function openMatches(
  database: Database,
  organisationId: string,
  ids: readonly string[],
): Promise<readonly Announcement[]> {
  return database.transaction(async (tx) => {
    // Two imports that end at once take turns at each document.
    await tx
      .select({ id: documents.id })
      .from(documents)
      .where(inArray(documents.id, [...ids]))
      .orderBy(asc(documents.id))
      .for('no key update');
    const free = await tx
      .select({ id: documents.id })
      .from(documents)
      .where(
        and(
          inArray(documents.id, [...ids]),
          eq(documents.organisationId, organisationId),
          inArray(documents.state, [...MATCHED, 'matching']),
          isWaiting(tx),
        ),
      );
    const tasks = free.map(({ id }) => ({ subjectId: id }));
    return openAll(tx, organisationId, 'match', tasks);
  });
}

/** Up to so many entries each is looked up among the slips; of more it is quicker to go through the slips once. */
const FEW = 5000;

/**
 * Documents, by id, with a slip that may mean one of the entries changed since. From the newest edition backwards to the
 * first one to look at, then its rows, then slips by their number: indexes only, whatever the size of ledger and slips,
 * unless most of the ledger is new.
 */
async function touchedDocuments(
  database: Database,
  organisationId: string,
  since: Date,
): Promise<readonly string[]> {
  const from = sql`${since.toISOString()}::timestamptz - make_interval(secs => ${CLOCKS_APART_S}::integer)`;
  const begin = await firstEdition(database, organisationId, from);
  if (begin === null) return [];
  const ofNumber = sql`select s.document_id, s.code from slips s
    where s.organisation_id = ${organisationId} and s.number = f.number`;
  // A subquery with a limit is never turned into a walk over all slips.
  const found = begin.few ? sql`${ofNumber} limit 100000` : ofNumber;
  const rows = await rowsOf<{ id: string }>(
    database,
    sql`with touched as materialized (
        select number, code, alias from ledger_invoices
        where organisation_id = ${organisationId} and imported_at >= ${from} and edition >= ${begin.edition}::bigint
      ), forms as materialized (
        ${FORMS}
      )
      select distinct s.document_id::text as id
      from forms f cross join lateral (${found}) s join documents d on d.id = s.document_id
      where (f.code is null or s.code is null or s.code = f.code)
        and d.state in ('done', 'review', 'matching')
      order by id`,
  );
  return rows.map(({ id }) => id);
}

/** The lowest edition of a write since `from`, and whether few entries were changed since; `null`: none was. */
async function firstEdition(
  database: Database,
  organisationId: string,
  from: SQL,
): Promise<{ readonly edition: string; readonly few: boolean } | null> {
  const entries = sql`ledger_invoices where organisation_id = ${organisationId}`;
  const newest = sql`select edition, imported_at as at from ${entries}`;
  const [row] = await rowsOf<{ edition: string | null; few: boolean }>(
    database,
    sql`with recursive steps as (
        (${newest} order by edition desc limit 1)
        union all
        select earlier.edition, earlier.at from steps, lateral (
          ${newest} and edition < steps.edition order by edition desc limit 1
        ) as earlier
        where steps.at >= ${from} - make_interval(secs => ${LONGEST_WRITE_S}::integer)
      ), begin as (select min(edition) as edition from steps where at >= ${from})
      select edition::text as edition, (
        select count(*) from (
          select 1 from ${entries} and edition >= begin.edition limit ${FEW + 1}::integer
        ) as changed
      ) <= ${FEW}::integer as few
      from begin`,
  );
  return row?.edition == null ? null : { edition: row.edition, few: row.few };
}

/**
 * What may stand on a paper for an entry (DOMAIN 3): its number, under whichever code, since the code may be misread;
 * code and number run together; of 数电纸质 the pre-printed pair as well, also run together; a number of 20 digits split
 * into 12 and 8.
 */
const FORMS = sql`
  select number, null as code from touched
  union select code || number, null from touched where code is not null
  union select right(alias, 8), left(alias, -8) from touched where length(alias) > 8
  union select alias, null from touched where length(alias) > 8
  union select right(number, 8), left(number, 12) from touched where length(number) = 20`;
