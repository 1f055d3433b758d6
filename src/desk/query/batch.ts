/** A file full of questions: answered in chunks, each in one transaction, so that a process that dies goes on where it was. */

import type { LedgerEntry } from '../../document/ledger.js';
import { LedgerFileError } from '../../document/ledger-file.js';
import type { QueryRecord } from '../../document/query.js';
import { FIELDS, type FieldName } from '../../invoice/fields.js';
import type { Principal } from '../../ports/accounts.js';
import type { LedgerKey, LedgerStore, PartyShares } from '../../ports/ledger.js';
import type { NewQuery, QueryStore } from '../../ports/queries.js';
import type { RegistryStore } from '../../ports/registry.js';
import { again, contextOf, draftOf, newAnswer, type Verify, verdictOn } from './ask.js';
import { BadQuestion, type Understood, understand } from './question.js';
import {
  isFault,
  MOST_QUESTIONS,
  type QuestionFile,
  type QuestionRow,
  type RowFault,
} from './question-row.js';
import { dayOf, quotaOf } from './quota.js';

/** Rows in one transaction: what a process that dies has to do again, and how often its progress moves. */
const CHUNK = 200;

/** Ledger and registers as far as a chunk asks them; what was fetched together is not asked for again. */
export interface ChunkView {
  readonly ledger: Pick<LedgerStore, 'byKey' | 'list' | 'near' | 'shares'>;
  readonly registry: Pick<RegistryStore, 'history'>;
}

export interface BatchTools {
  readonly ledger: ChunkView['ledger'] & Pick<LedgerStore, 'byKeys' | 'edition'>;
  readonly registry: Pick<RegistryStore, 'history' | 'answered'>;
  readonly queries: Pick<QueryStore, 'keepRows' | 'earlier' | 'batchProgress' | 'lastRow'>;
  /** Holds slips against what the view knows. */
  readonly verifier: (view: ChunkView) => Verify;
  readonly now: () => Date;
  readonly perInvoice: number;
}

/**
 * Asks every row that is not answered yet and keeps the answers. Rows in all, and how many cannot be asked. Throws
 * LedgerFileError for a file that cannot be read, or has too many rows: then nothing was asked.
 */
export async function answerFile(
  tools: BatchTools,
  principal: Principal,
  batchId: string,
  file: QuestionFile,
): Promise<{ readonly rows: number; readonly badRows: number }> {
  const rows = await countRows(file);
  await tools.queries.batchProgress(batchId, rows);
  const done = await tools.queries.lastRow(principal.organisationId, batchId);
  let badRows = 0;
  let chunk: QuestionRow[] = [];
  const flush = async () => {
    badRows += await answerChunk(tools, principal, batchId, chunk, done);
    chunk = [];
  };
  for await (const row of file.rows()) {
    chunk.push(row);
    if (chunk.length >= CHUNK) await flush();
  }
  await flush();
  return { rows, badRows };
}

async function countRows(file: QuestionFile): Promise<number> {
  let rows = 0;
  for await (const _ of file.rows()) {
    rows += 1;
    if (rows > MOST_QUESTIONS) throw new LedgerFileError('too_many_questions');
  }
  return rows;
}

/** A row that can be asked. */
interface Asking {
  readonly row: number;
  readonly asked: Understood;
}

/** How many of the rows cannot be asked; those up to row `done` are answered already. */
async function answerChunk(
  tools: BatchTools,
  principal: Principal,
  batchId: string,
  rows: readonly QuestionRow[],
  done: number,
): Promise<number> {
  const understood = rows.flatMap((row) => askingOf(row) ?? []);
  const { organisationId } = principal;
  const { ledger, queries, perInvoice } = tools;
  const now = tools.now();
  const edition = await ledger.edition(organisationId);
  const view = await viewOf(tools, organisationId, understood);
  const wanted = understood.flatMap(({ asked: { values, fingerprint } }) =>
    values.invoiceNumber === undefined ? [] : [{ number: values.invoiceNumber, fingerprint }],
  );
  const answers: Map<
    string,
    Pick<QueryRecord, 'verdict' | 'outcome' | 'state' | 'cachedFrom' | 'askedAt'>
  > = new Map(await queries.earlier(organisationId, wanted, dayOf(now).since, edition));
  const verify = tools.verifier(view);
  const kept: NewQuery[] = [];
  let bad = rows.length - understood.length;
  for (const { row, asked } of understood) {
    const context = await unlessBad(contextOf(view.ledger, organisationId, asked));
    if (context === null) {
      bad += 1;
      continue;
    }
    if (row <= done) continue;
    const draft = { ...draftOf(asked, context, 'batch'), askedAt: now, row };
    const before = answers.get(asked.fingerprint);
    const query =
      before === undefined
        ? newAnswer(draft, edition, await verdictOn(verify, organisationId, asked, context, now))
        : again(draft, edition, before);
    if (before === undefined && draft.invoiceNumber !== null) answers.set(asked.fingerprint, query);
    kept.push(query);
  }
  await queries.keepRows(principal, batchId, kept, quotaOf(perInvoice, now));
  return bad;
}

/**
 * What is known under all exact keys, fetched together; whatever else is asked goes to the stores. Near entries are looked
 * for only where a key has found nothing: nobody misreads a table, so an entry that differs is the one that was meant.
 */
async function viewOf(
  { ledger, registry }: Pick<BatchTools, 'ledger' | 'registry'>,
  organisationId: string,
  asking: readonly Asking[],
): Promise<ChunkView> {
  const keys = asking.flatMap(({ asked: { values } }): LedgerKey[] => {
    const { invoiceNumber: number, invoiceCode: code = null } = values;
    return number === undefined || (number.length !== 20 && code === null) ? [] : [{ number, code }];
  });
  const found = await ledger.byKeys(organisationId, keys);
  const entries = new Map<string, readonly LedgerEntry[]>(
    keys.map((key, at) => [nameOf(key), found[at] ?? []]),
  );
  const known = new Set(keys.flatMap(({ number }, at) => (found[at]?.length ? [number] : [])));
  const answered = await registry.answered(organisationId, keys.map(recordKeyOf));
  const shares = new Map<string, Promise<PartyShares>>();
  return {
    ledger: {
      byKey: async (organisation, number, code) =>
        entries.get(nameOf({ number, code })) ?? ledger.byKey(organisation, number, code),
      list: (organisation, filter, options) => ledger.list(organisation, filter, options),
      near: async (organisation, probe, limit) =>
        known.has(probe.invoiceNumber ?? '') ? [] : ledger.near(organisation, probe, limit),
      shares: (organisation, parties) => {
        const name = JSON.stringify(parties);
        const before = shares.get(name) ?? ledger.shares(organisation, parties);
        shares.set(name, before);
        return before;
      },
    },
    registry: {
      history: async (organisation, key) => (answered.has(key) ? registry.history(organisation, key) : []),
    },
  };
}

const nameOf = ({ number, code }: LedgerKey): string => `${code ?? ''}-${number}`;

/** As recordKey has it of a slip whose every field is a person's word. */
const recordKeyOf = ({ number, code }: LedgerKey): string =>
  number.length === 20 ? `N:${number}` : `C:${code ?? ''}:${number}`;

function askingOf({ row, asked }: QuestionRow): Asking | null {
  if (isFault(asked)) return null;
  try {
    return { row, asked: understand(asked) };
  } catch (error) {
    if (!(error instanceof BadQuestion)) throw error;
    return null;
  }
}

async function unlessBad<T>(promise: Promise<T>): Promise<T | null> {
  try {
    return await promise;
  } catch (error) {
    if (!(error instanceof BadQuestion)) throw error;
    return null;
  }
}

/** Why a row without an answer has none. */
export function faultOf({ asked }: QuestionRow): RowFault {
  if (isFault(asked)) return asked;
  try {
    understand(asked);
  } catch (error) {
    if (!(error instanceof BadQuestion)) throw error;
    return badPart(error.part);
  }
  // All else that a question can be refused for is a check code of too few digits for the kind.
  return badPart('checkCode');
}

function badPart(part: string): RowFault {
  const name = part === 'qr' ? '二维码' : part === 'amount' ? '金额' : FIELDS[part as FieldName].chinese;
  const message =
    part === 'checkCode' ? `${name}位数不足：请填写后六位` : `${name}无法识别：请更正后重新查验`;
  return { code: 'bad_question', message };
}
