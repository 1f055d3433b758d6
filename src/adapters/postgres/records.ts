/** Records as they are asked for: what the slips of one invoice say together, and those slips with their originals. */
import { and, asc, desc, eq, inArray, isNotNull, lt, sql } from 'drizzle-orm';
import type { RecordSource, SlipRecord } from '../../document/record.js';
import { BadCursor, type Page } from '../../ports/page.js';
import type { RecordStore, RecordSummary } from '../../ports/store.js';
import { type Database, isId } from './database.js';
import { documents, records, slips } from './schema/index.js';

export class PostgresRecords implements RecordStore {
  readonly #database: Database;
  constructor(database: Database) {
    this.#database = database;
  }

  async get(organisationId: string, id: string): Promise<SlipRecord | null> {
    if (!isId(id)) return null;
    return this.#one(and(eq(records.organisationId, organisationId), eq(records.id, id)));
  }

  async byKey(organisationId: string, key: string): Promise<SlipRecord | null> {
    return this.#one(and(eq(records.organisationId, organisationId), eq(records.key, key)));
  }

  async list(
    organisationId: string,
    { number, code, cursor, limit }: { number?: string; code?: string; cursor?: string; limit: number },
  ): Promise<Page<RecordSummary>> {
    if (cursor !== undefined && !isId(cursor)) throw new BadCursor();
    const rows = await this.#database
      .select()
      .from(records)
      .where(
        and(
          eq(records.organisationId, organisationId),
          number === undefined && code === undefined
            ? undefined
            : inArray(records.id, this.#withSlip(organisationId, number, code)),
          cursor === undefined ? undefined : lt(records.id, cursor),
        ),
      )
      .orderBy(desc(records.id))
      .limit(limit + 1);
    const shown = rows.slice(0, limit);
    const originals = await this.#countOriginals(shown.map(({ id }) => id));
    const items = shown.map(({ body, ...rest }) => ({
      ...rest,
      slip: body,
      originals: originals.get(rest.id) ?? 0,
    }));
    return { items, next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null };
  }

  async sources(organisationId: string, id: string): Promise<readonly RecordSource[]> {
    if (!isId(id)) return [];
    const rows = await this.#database
      .select({
        documentId: slips.documentId,
        slipId: slips.slipId,
        file: documents.file,
        sha256: documents.sha256,
        size: documents.size,
        carrier: documents.carrier,
        members: documents.members,
        handedInAt: documents.createdAt,
        slip: slips.body,
      })
      .from(slips)
      .innerJoin(documents, eq(documents.id, slips.documentId))
      .where(and(eq(slips.organisationId, organisationId), eq(slips.recordId, id)))
      // Ids are in the order of making, also within the millisecond.
      .orderBy(asc(slips.documentId), asc(slips.position));
    return rows.map(({ members, carrier, ...row }) => {
      const within = members.find(({ name }) => name !== null && name === row.slip.member);
      return { ...row, carrier: within?.carrier ?? carrier };
    });
  }

  /** Records with a slip of that number, or code: what was read is in columns of the slips. */
  #withSlip(organisationId: string, number: string | undefined, code: string | undefined) {
    return this.#database
      .select({ id: slips.recordId })
      .from(slips)
      .where(
        and(
          eq(slips.organisationId, organisationId),
          isNotNull(slips.recordId),
          number === undefined ? undefined : eq(slips.number, number),
          code === undefined ? undefined : eq(slips.code, code),
        ),
      );
  }

  /** Different files, or members of files, that the slips of a record were found in. */
  async #countOriginals(ids: readonly string[]): Promise<Map<string, number>> {
    if (ids.length === 0) return new Map();
    const member = sql`coalesce(${slips.body} ->> 'member', '')`;
    const rows = await this.#database
      .select({
        id: slips.recordId,
        count: sql<string>`count(distinct (${documents.sha256}, ${member}))::text`,
      })
      .from(slips)
      .innerJoin(documents, eq(documents.id, slips.documentId))
      .where(inArray(slips.recordId, [...ids]))
      .groupBy(slips.recordId);
    return new Map(rows.flatMap(({ id, count }) => (id === null ? [] : [[id, Number(count)]])));
  }

  async #one(condition: ReturnType<typeof and>): Promise<SlipRecord | null> {
    const [row] = await this.#database.select().from(records).where(condition);
    if (row === undefined) return null;
    const { body, ...rest } = row;
    return { ...rest, slip: body };
  }
}
