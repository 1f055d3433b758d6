/** What registers, and people who looked there, said of invoices. */
import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import { NOT_ASKED, type RegistryAnswer } from '../../document/registry.js';
import type { RegistryStore } from '../../ports/registry.js';
import { type Database, newId, rowsOf, storable } from './database.js';
import { registryAnswers } from './schema/index.js';

const columns = {
  provider: registryAnswers.provider,
  outcome: registryAnswers.outcome,
  state: registryAnswers.state,
  rawCode: registryAnswers.rawCode,
  rawText: registryAnswers.rawText,
  fields: registryAnswers.fields,
  checkedAt: registryAnswers.checkedAt,
  person: registryAnswers.person,
  evidence: registryAnswers.evidence,
  question: registryAnswers.question,
};

export class PostgresRegistry implements RegistryStore {
  readonly #database: Database;
  constructor(database: Database) {
    this.#database = database;
  }

  async latest(organisationId: string, recordKey: string): Promise<RegistryAnswer | null> {
    const [newest] = await this.#answers(organisationId, recordKey).limit(1);
    return newest ?? null;
  }

  history(organisationId: string, recordKey: string): Promise<readonly RegistryAnswer[]> {
    return this.#answers(organisationId, recordKey);
  }

  async answered(organisationId: string, recordKeys: readonly string[]): Promise<ReadonlySet<string>> {
    if (recordKeys.length === 0) return new Set();
    const { recordKey } = registryAnswers;
    const rows = await this.#database
      .selectDistinct({ recordKey })
      .from(registryAnswers)
      .where(and(eq(registryAnswers.organisationId, organisationId), inArray(recordKey, [...recordKeys])));
    return new Set(rows.map((row) => row.recordKey));
  }

  async keep(organisationId: string, recordKey: string, answer: RegistryAnswer): Promise<void> {
    await this.#database
      .insert(registryAnswers)
      .values({ ...storable(answer), checkedAt: answer.checkedAt, id: newId(), organisationId, recordKey });
  }

  async asked(
    organisationId: string,
    provider: string,
    recordKey: string,
    since: Date,
  ): Promise<{ readonly invoice: number; readonly all: number }> {
    const [row] = await rowsOf<{ invoice: string; all: string }>(
      this.#database,
      sql`select count(*) filter (where record_key = ${recordKey})::text as invoice, count(*)::text as "all"
        from registry_answers
        where organisation_id = ${organisationId} and provider = ${provider}
          and coalesce(raw_code, '') not in ${NOT_ASKED}
          and checked_at >= ${since.toISOString()}::timestamptz`,
    );
    return { invoice: Number(row?.invoice ?? 0), all: Number(row?.all ?? 0) };
  }

  #answers(organisationId: string, recordKey: string) {
    return this.#database
      .select(columns)
      .from(registryAnswers)
      .where(
        and(eq(registryAnswers.organisationId, organisationId), eq(registryAnswers.recordKey, recordKey)),
      )
      .orderBy(desc(registryAnswers.checkedAt), desc(registryAnswers.id));
  }
}
