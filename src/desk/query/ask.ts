/** A question to the ledger: answered anew within the invoice's quota, or from an earlier answer, and kept in the history. */
import { BLOCKCHAIN_CHECK_CODE_DIGITS, CHECK_CODE_DIGITS, requiredInputs } from '../../document/inputs.js';
import type { LedgerEntry } from '../../document/ledger.js';
import { officialOf } from '../../document/official.js';
import type { QueryRecord, QueryWay } from '../../document/query.js';
import type { Slip } from '../../document/slip.js';
import type { Verdict } from '../../document/verdict.js';
import { FIELDS, type FieldName } from '../../invoice/fields.js';
import { KINDS, type Kind } from '../../invoice/kinds.js';
import type { Principal } from '../../ports/accounts.js';
import type { LedgerStore } from '../../ports/ledger.js';
import type { NewQuery, QueryStore } from '../../ports/queries.js';
import { may } from '../accounts/roles.js';
import {
  BadQuestion,
  kindOfCode,
  kindOfNumber,
  placeAmount,
  type Question,
  slipOf,
  type Understood,
  understand,
  type Values,
} from './question.js';
import { dayOf, type QuotaLeft, quotaLeft, quotaOf } from './quota.js';

export interface Answer {
  /** As it stands in the history, with its verdict. */
  readonly record: QueryRecord;
  readonly kind: Kind | null;
  /** What the kind is checked by and was not given. */
  readonly missing: readonly FieldName[];
  /** What it could be, when something is missing; none for who may not read the ledger. */
  readonly entries: readonly LedgerEntry[];
  readonly quota: QuotaLeft | null;
}

export interface AskTools {
  readonly ledger: Pick<LedgerStore, 'byKey' | 'list' | 'edition'>;
  readonly queries: Pick<QueryStore, 'keep' | 'earlier'>;
  readonly verify: Verify;
  readonly now: () => Date;
  /** Questions about one invoice that are answered anew on one day; 0: no limit. */
  readonly perInvoice: number;
}

export type Verify = (organisationId: string, slip: Slip) => Promise<Verdict>;

/** Entries shown when the question fits several. */
const SHOWN = 20;

/**
 * Answers with the ledger's verdict. Where something is not given that the kind is checked by, the answer names it and
 * the entries it could be; the verdict is then `unverified` unless what was given already decides. The very same
 * question is answered again from an earlier answer while the ledger is as it was. Throws BadQuestion.
 */
export async function askLedger(tools: AskTools, principal: Principal, question: Question): Promise<Answer> {
  const asked = understand(question);
  const { organisationId } = principal;
  const context = await contextOf(tools.ledger, organisationId, asked);
  const way = question.qr !== undefined ? 'qr' : isNumberAlone(asked) ? 'number' : 'fields';
  const now = tools.now();
  const draft = { ...draftOf(asked, context, way), askedAt: now, row: null };
  const verify = () => verdictOn(tools.verify, organisationId, asked, context, now);
  const { record, quota } = await answered(tools, principal, draft, verify);
  // Whole entries are for those who may read the ledger: a number tried out must not be a way around that.
  const shown =
    context.missing.length > 0 && record.outcome !== 'limited' && may(principal.role, 'ledger.read');
  return {
    record,
    kind: context.kind,
    missing: context.missing,
    entries: shown ? context.entries : [],
    quota,
  };
}

/** What is kept of a question whatever its answer. */
export type Draft = Pick<
  NewQuery,
  'way' | 'kind' | 'invoiceCode' | 'invoiceNumber' | 'question' | 'fingerprint' | 'row' | 'askedAt'
>;

/**
 * The earlier answer to the same question, or a new one within the quota; kept either way. The edition is asked for
 * before the answer is found: a write in between must not make it look newer than it is.
 */
export async function answered(
  {
    ledger,
    queries,
    perInvoice,
  }: Pick<AskTools, 'queries' | 'perInvoice'> & {
    readonly ledger: Pick<LedgerStore, 'edition'>;
  },
  principal: Principal,
  draft: Draft,
  verify: () => Promise<Verdict>,
): Promise<{ readonly record: QueryRecord; readonly quota: QuotaLeft | null }> {
  const { organisationId } = principal;
  const edition = await ledger.edition(organisationId);
  const { invoiceNumber: number, fingerprint, askedAt } = draft;
  const before =
    number === null
      ? undefined
      : (await queries.earlier(organisationId, [{ number, fingerprint }], dayOf(askedAt).since, edition)).get(
          fingerprint,
        );
  const query =
    before === undefined ? newAnswer(draft, edition, await verify()) : again(draft, edition, before);
  const quota = quotaOf(perInvoice, askedAt);
  const kept = await queries.keep(principal, query, quota);
  return {
    record: kept.record,
    quota: quota === null || number === null ? null : quotaLeft(quota, kept.fresh),
  };
}

/** A question with an answer that was found for it. */
export const newAnswer = (draft: Draft, edition: string, verdict: Verdict): NewQuery => ({
  ...draft,
  edition,
  verdict,
  outcome: verdict.outcome,
  state: verdict.state,
  cachedFrom: null,
});

/** A question with the answer that the same question had. */
export const again = (
  draft: Draft,
  edition: string,
  {
    verdict,
    outcome,
    state,
    cachedFrom,
    askedAt,
  }: Pick<QueryRecord, 'verdict' | 'outcome' | 'state' | 'cachedFrom' | 'askedAt'>,
): NewQuery => ({ ...draft, edition, verdict, outcome, state, cachedFrom: cachedFrom ?? askedAt });

/** What the ledger tells about a question before anything is compared. */
export interface Context {
  readonly kind: Kind | null;
  readonly values: Values;
  readonly missing: readonly FieldName[];
  /** Entries under this number or code. */
  readonly entries: readonly LedgerEntry[];
}

/** Throws BadQuestion where the kind shows that a part of the question cannot be right. */
export async function contextOf(
  ledger: Pick<LedgerStore, 'byKey' | 'list'>,
  organisationId: string,
  asked: Understood,
): Promise<Context> {
  const entries = await entriesLike(ledger, organisationId, asked.values);
  const kind = asked.kind ?? kindLike(asked.values, entries);
  if (isTooShort(asked.typed.checkCode, kind)) throw new BadQuestion('checkCode');
  const values = placeAmount(asked, kind);
  return { kind, values, missing: missingFrom(values, kind), entries };
}

export function draftOf(
  asked: Understood,
  { kind, values }: Context,
  way: QueryWay,
): Omit<Draft, 'askedAt' | 'row'> {
  const { invoiceCode = null, invoiceNumber = null } = values;
  return { way, kind, invoiceCode, invoiceNumber, question: values, fingerprint: asked.fingerprint };
}

/** The verdict on what was given; where that does not decide, what to add. */
export async function verdictOn(
  verify: Verify,
  organisationId: string,
  asked: Understood,
  { kind, values, missing, entries }: Context,
  now: Date,
): Promise<Verdict> {
  const verdict =
    kind === null ? openVerdict(now) : await verify(organisationId, slipOf(kind, values, asked.qr));
  const open = verdict.outcome === 'unverified' && (missing.length > 0 || kind === null);
  return open ? { ...verdict, remedy: remedyOf(values, kind, missing, entries) } : verdict;
}

/** Nothing was said but which invoice is meant: its state is looked up. */
const isNumberAlone = ({ values, amount }: Understood): boolean =>
  amount === null && Object.keys(values).every((name) => name === 'invoiceNumber' || name === 'invoiceCode');

/** The ledger's word goes before the code's where the code is the pre-printed one of 数电纸质 paper. */
function kindLike(values: Values, entries: readonly LedgerEntry[]): Kind | null {
  const known = onlyKind(entries);
  const isDigitalPaper = known !== null && KINDS[known].family === 'digital';
  return (isDigitalPaper ? known : kindOfCode(values)) ?? known ?? kindOfNumber(values);
}

/** `other` says nothing of what an invoice is checked by: a file's words named no kind that we know. */
function onlyKind(entries: readonly LedgerEntry[]): Kind | null {
  const kinds = new Set(entries.map(({ kind }) => kind));
  const [kind] = kinds;
  return kinds.size === 1 && kind !== undefined && kind !== 'other' ? kind : null;
}

/** Fewer digits than verification asks for could belong to any check code: they must neither confirm nor accuse. */
function isTooShort(checkCode: string | undefined, kind: Kind | null): boolean {
  const digits = kind === 'blockchain_general' ? BLOCKCHAIN_CHECK_CODE_DIGITS : CHECK_CODE_DIGITS;
  return checkCode !== undefined && checkCode.length < digits;
}

function missingFrom(values: Values, kind: Kind | null): FieldName[] {
  const has = (name: FieldName) => values[name] !== undefined;
  if (kind === null) return (['invoiceCode', 'invoiceNumber'] as const).filter((name) => !has(name));
  return requiredInputs(kind).filter((name) => !has(name));
}

async function entriesLike(
  ledger: Pick<LedgerStore, 'byKey' | 'list'>,
  organisationId: string,
  { invoiceNumber, invoiceCode }: Values,
): Promise<readonly LedgerEntry[]> {
  if (invoiceNumber !== undefined) {
    return (await ledger.byKey(organisationId, invoiceNumber, invoiceCode ?? null)).slice(0, SHOWN);
  }
  if (invoiceCode === undefined) return [];
  return (await ledger.list(organisationId, { invoiceCode }, { limit: SHOWN })).items;
}

/** What to put right or to add, and whether that is worth while. */
function remedyOf(
  { invoiceNumber = '' }: Values,
  kind: Kind | null,
  missing: readonly FieldName[],
  entries: readonly LedgerEntry[],
): string {
  // A digit lost or typed twice is the commonest slip of the hand; no code would help there.
  if (kind === null && entries.length === 0 && !/^(?:\d{8})?$/.test(invoiceNumber)) {
    return `“${invoiceNumber.slice(0, 40)}”不是发票号码（应为 8 位，或以年份开头的 20 位数字；这里有 ${invoiceNumber.length} 位）：请核对后再查验`;
  }
  const wanted = missing.map((name) => FIELDS[name].chinese).join('、') || '票种';
  const found = entries.length === 0 ? '底账中没有这个号码' : `底账中有 ${entries.length} 张可能的发票`;
  return `${found}；请补充${wanted}后再查验`;
}

/** Not even the kind is known, so nothing could be compared. */
function openVerdict(now: Date): Verdict {
  return {
    outcome: 'unverified',
    state: 'unknown',
    confidence: 0,
    reasons: [],
    remedy: '',
    ledgerId: null,
    candidates: [],
    checkedAt: now.toISOString(),
    official: officialOf('unverified', 'unknown'),
  };
}
