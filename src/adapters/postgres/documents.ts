/** Documents: looking up and listing; handing in is handing-in.ts. */
import { and, asc, count, desc, eq, getTableColumns, inArray, lt, sql } from 'drizzle-orm';
import type { ReadProgress } from '../../document/report.js';
import type { PackedSheet } from '../../document/sheet.js';
import type { DocumentState } from '../../document/state.js';
import type { VerdictChange } from '../../document/verdict.js';
import type { WayIn } from '../../document/ways-in.js';
import type { Principal } from '../../ports/accounts.js';
import type { KeyedRequest } from '../../ports/idempotency.js';
import { BadCursor, type Page } from '../../ports/page.js';
import type {
  Accepted,
  BatchRecord,
  DocumentRecord,
  DocumentStore,
  DocumentSummary,
  NewDocument,
  PartRecord,
  PartToRead,
  SlipSummary,
} from '../../ports/store.js';
import { type Database, isId, now } from './database.js';
import { documentRecord, documentSummary, type ListedRow, slipSummary } from './document-rows.js';
import { accept } from './handing-in.js';
import { notePages, partsOf, partToRead, sheetsOf } from './parts.js';
import { batches, documents, slips } from './schema/index.js';
import { type SlipHit, searchSlips } from './slip-search.js';
import { changedAmong, listChanges, markSeen } from './verdict-changes.js';

export class PostgresDocuments implements DocumentStore {
  readonly #database: Database;
  constructor(database: Database) {
    this.#database = database;
  }

  accept(
    principal: Principal,
    handedIn: readonly NewDocument[],
    idempotency?: KeyedRequest,
    way?: WayIn,
  ): Promise<Accepted> {
    return this.#database.transaction((tx) => accept(tx, principal, handedIn, idempotency, way));
  }

  async get(organisationId: string, id: string): Promise<DocumentRecord | null> {
    if (!isId(id)) return null;
    const [found] = await this.#database
      .select({ row: documents, way: batches.way })
      .from(documents)
      .innerJoin(batches, eq(batches.id, documents.batchId))
      .where(and(eq(documents.organisationId, organisationId), eq(documents.id, id)));
    if (found === undefined) return null;
    const ofDocument = await this.#database
      .select()
      .from(slips)
      .where(eq(slips.documentId, id))
      .orderBy(asc(slips.position));
    const changed = await changedAmong(this.#database, [id]);
    return documentRecord(found.row, found.way, ofDocument, changed.has(id));
  }

  async list(
    organisationId: string,
    { cursor, limit, state }: { cursor?: string; limit: number; state?: DocumentState },
  ): Promise<Page<DocumentSummary>> {
    if (cursor !== undefined && !isId(cursor)) throw new BadCursor();
    const rows = await this.#database
      .select(rowColumns)
      .from(documents)
      .where(
        and(
          eq(documents.organisationId, organisationId),
          state === undefined ? undefined : eq(documents.state, state),
          cursor === undefined ? undefined : lt(documents.id, cursor),
        ),
      )
      .orderBy(desc(documents.id))
      .limit(limit + 1);
    const shown = rows.slice(0, limit);
    const items = await this.#summaries(shown);
    return { items, next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null };
  }

  async batch(organisationId: string, id: string): Promise<BatchRecord | null> {
    if (!isId(id)) return null;
    const [row] = await this.#database
      .select()
      .from(batches)
      .where(and(eq(batches.organisationId, organisationId), eq(batches.id, id)));
    if (row === undefined) return null;
    const rows = await this.#database
      .select(rowColumns)
      .from(documents)
      .where(eq(documents.batchId, id))
      .orderBy(asc(documents.position));
    return { id, createdAt: row.createdAt, documents: await this.#summaries(rows) };
  }

  async progress(id: string, progress: ReadProgress): Promise<void> {
    await this.#database
      .update(documents)
      .set({ progress, updatedAt: now })
      .where(and(eq(documents.id, id), eq(documents.state, 'reading')));
  }

  async partProgress(id: string, part: number, pages: number): Promise<void> {
    await notePages(this.#database, id, part, pages);
  }

  async parts(organisationId: string, id: string): Promise<readonly PartRecord[]> {
    return isId(id) ? partsOf(this.#database, organisationId, id) : [];
  }

  async partToRead(organisationId: string, id: string, number: number): Promise<PartToRead | null> {
    return isId(id) ? partToRead(this.#database, organisationId, id, number) : null;
  }

  async sheets(
    organisationId: string,
    id: string,
    pages: readonly number[],
  ): Promise<readonly PackedSheet[]> {
    return isId(id) ? sheetsOf(this.#database, organisationId, id, pages) : [];
  }

  search(organisationId: string, text: string, limit: number): Promise<readonly SlipHit[]> {
    return searchSlips(this.#database, organisationId, text, limit);
  }

  verdictChanges(
    organisationId: string,
    options: Parameters<DocumentStore['verdictChanges']>[1],
  ): Promise<Page<VerdictChange>> {
    return listChanges(this.#database, organisationId, options);
  }

  async seen(organisationId: string, documentId: string): Promise<void> {
    if (isId(documentId)) await markSeen(this.#database, organisationId, documentId);
  }

  async countByState(): Promise<Readonly<Partial<Record<DocumentState, number>>>> {
    const rows = await this.#database
      .select({ state: documents.state, count: count() })
      .from(documents)
      .groupBy(documents.state);
    return Object.fromEntries(rows.map((row) => [row.state, row.count]));
  }

  async #summaries(rows: readonly ListedRow[]): Promise<DocumentSummary[]> {
    if (rows.length === 0) return [];
    const { body: _body, verdict: _verdict, ...columns } = slipColumns;
    const found = await this.#database
      .select({ ...columns, invoiceState: sql<SlipSummary['invoiceState']>`${slips.verdict} ->> 'state'` })
      .from(slips)
      .where(
        inArray(
          slips.documentId,
          rows.map((row) => row.id),
        ),
      )
      .orderBy(asc(slips.documentId), asc(slips.position));
    const byDocument = new Map<string, SlipSummary[]>();
    for (const slip of found) {
      const list = byDocument.get(slip.documentId) ?? [];
      list.push(slipSummary(slip));
      byDocument.set(slip.documentId, list);
    }
    const changed = await changedAmong(
      this.#database,
      rows.map((row) => row.id),
    );
    return rows.map((row) => documentSummary(row, byDocument.get(row.id) ?? [], changed.has(row.id)));
  }
}

const slipColumns = getTableColumns(slips);
/** What a list shows; what a long document says of each of its pages is not loaded for it. */
const {
  ms: _ms,
  members: _members,
  pageFacts: _facts,
  recheckAt: _recheckAt,
  rechecks: _rechecks,
  ...rowColumns
} = getTableColumns(documents);
