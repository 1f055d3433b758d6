/** Records as they are asked for: what the slips of one invoice say together, and those slips with their originals. */
import { and, asc, eq } from 'drizzle-orm';
import type { RecordSource, SlipRecord } from '../../document/record.js';
import type { RecordStore } from '../../ports/store.js';
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

  async #one(condition: ReturnType<typeof and>): Promise<SlipRecord | null> {
    const [row] = await this.#database.select().from(records).where(condition);
    if (row === undefined) return null;
    const { body, ...rest } = row;
    return { ...rest, slip: body };
  }
}
