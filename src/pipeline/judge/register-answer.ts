/** What a register's answer, or a person's who looked there, says of a slip. Pure. */
import { requiredInputs, satisfiedBy } from '../../document/inputs.js';
import { PERSON, type RegistryAnswer } from '../../document/registry.js';
import { digestOf, questionAbout } from '../../document/registry-question.js';
import type { Slip } from '../../document/slip.js';
import type { InvoiceState, Outcome, Reason } from '../../document/verdict.js';
import { comparable } from '../../invoice/compare.js';
import { daysBetween, todayInShanghai } from '../../invoice/dates.js';
import { FIELDS, type FieldName } from '../../invoice/fields.js';
import { settledAt, settling } from './issue-time.js';
import * as remedy from './remedy.js';

/**
 * Days that a register's word "in force" counts. VAT is declared by the month, and a red letter may come at any time: what
 * was in force when the last month was declared may be reversed in this one. What is void or reversed stays so.
 */
export const IN_FORCE_DAYS = 31;

/** Answers that say something of the invoice. `limited` and `error` say that nobody could tell. */
export const CONCLUSIVE: ReadonlySet<Outcome> = new Set(['match', 'mismatch', 'not_found', 'not_yet']);

/** What an answer comes to, held against the slip now. */
export interface Said {
  readonly answer: RegistryAnswer;
  /** For people: who says so. */
  readonly by: string;
  readonly outcome: Outcome;
  /** By the newest word about it; `unknown` where this answer does not know the invoice. */
  readonly state: InvoiceState;
  /** The answer whose word about the state is the newest, and what it said. */
  readonly lastState: { readonly state: InvoiceState; readonly answer: RegistryAnswer } | null;
  readonly reasons: readonly Reason[];
  readonly confidence: number;
  /** What to do, the invoice being in this state. */
  readonly remedy: (state: InvoiceState) => string;
}

/** The last one that says something; one that says nothing counts on its day only, when there is no other. */
export function newestThatCounts(slip: Slip, answers: readonly RegistryAnswer[], now: Date): Said | null {
  const known = stateOf(answers, now);
  const said = answers.map((answer) => heldAgainst(slip, answer, known, now)).filter((one) => one !== null);
  const told = said.filter(({ answer }) => CONCLUSIVE.has(answer.outcome));
  const today = todayInShanghai(now);
  return (
    told.find(({ outcome }) => CONCLUSIVE.has(outcome)) ??
    told[0] ??
    said.find(({ answer }) => answer.outcome === 'unsupported' || dayOf(answer) === today) ??
    null
  );
}

interface KnownState {
  readonly state: InvoiceState;
  /** Whose word it is. */
  readonly answer: RegistryAnswer | null;
  /** Said too long ago to count: the day, and by whom. */
  readonly note: string;
}

/** The newest word about the invoice's state; whatever values were asked about, it is of the invoice under this key. */
function stateOf(answers: readonly RegistryAnswer[], now: Date): KnownState {
  const told = answers.find(
    ({ outcome, state }) => (outcome === 'match' || outcome === 'mismatch') && state !== 'unknown',
  );
  if (told === undefined) return { state: 'unknown', answer: null, note: '' };
  const isOld = told.state === 'normal' && daysBetween(dayOf(told), todayInShanghai(now)) > IN_FORCE_DAYS;
  return isOld
    ? { state: 'unknown', answer: null, note: remedy.remedyOfStale(nameOf(told), dayOf(told)) }
    : { state: told.state, answer: told, note: '' };
}

/** For people: who answered. */
export const nameOf = ({ provider }: RegistryAnswer): string =>
  provider === PERSON ? '人工查验记录' : `查验服务（${provider}）`;

/** `null`: it says nothing any more. */
function heldAgainst(slip: Slip, answer: RegistryAnswer, known: KnownState, now: Date): Said | null {
  const by = nameOf(answer);
  const inputs = inputsOf(slip);
  const reasons = reasonsOf(slip, answer);
  const doubted = inputs.filter((field) => !isAccepted(slip, field));
  const outcome = outcomeOf(slip, answer, reasons, doubted, now);
  if (outcome === null) return null;
  const isFound = answer.outcome === 'match' || answer.outcome === 'mismatch';
  return {
    ...{ answer, by, outcome, reasons },
    state: isFound ? known.state : 'unknown',
    lastState: known.answer === null ? null : { state: known.state, answer: known.answer },
    confidence: outcome === 'unverified' ? 0 : trustIn(slip, inputs),
    remedy: (state) => remedyOf(slip, outcome, state, by, reasons.filter(isDifferent), doubted) + known.note,
  };
}

const dayOf = ({ checkedAt }: RegistryAnswer): string => todayInShanghai(checkedAt);

/** `null`: it says nothing of this slip, or nothing any more. */
function outcomeOf(
  slip: Slip,
  answer: RegistryAnswer,
  reasons: readonly Reason[],
  doubted: readonly FieldName[],
  now: Date,
): Outcome | null {
  const differing = reasons.filter(({ agree }) => !agree);
  const accused = differing.some(({ accepted }) => accepted);
  const doubtful = doubted.length > 0 || (differing.length > 0 && !accused);
  switch (answer.outcome) {
    case 'match':
      // What differs may be our reading; only what was accepted accuses.
      if (doubtful || (!accused && !isConfirmed(slip, answer, reasons))) return 'unverified';
      return accused ? 'mismatch' : 'match';
    case 'mismatch':
      if (accused && !doubtful) return 'mismatch';
      return doubtful ? 'unverified' : wasAsked(slip, answer) ? 'mismatch' : null;
    case 'not_found':
      if (doubted.length > 0) return 'unverified';
      if (!wasAsked(slip, answer)) return null;
      return wasSettled(slip, answer.checkedAt) ? 'not_found' : stillSettling(slip, now);
    case 'not_yet':
      return stillSettling(slip, now);
    default:
      return answer.outcome;
  }
}

/** Whether it was asked about these very values: an answer about others is none. */
function wasAsked(slip: Slip, answer: RegistryAnswer): boolean {
  const question = questionAbout(slip);
  return question !== null && answer.question === digestOf(question);
}

/** Whether it vouches for every value that the kind is verified by: because they were asked about, or told. */
const isConfirmed = (slip: Slip, answer: RegistryAnswer, reasons: readonly Reason[]): boolean =>
  wasAsked(slip, answer) ||
  inputsOf(slip)
    .filter((input) => input !== 'invoiceNumber' && input !== 'invoiceCode')
    .every((input) => reasons.some(({ field, agree }) => agree && satisfiedBy(input).includes(field)));

/** An answer from before silence counted is worth nothing once it does: somebody has to ask again. */
const stillSettling = (slip: Slip, now: Date): Outcome | null =>
  settling(textOf(slip, 'issueDate'), now) === 'settling' ? 'not_yet' : null;

function wasSettled(slip: Slip, at: Date): boolean {
  const date = textOf(slip, 'issueDate');
  return settling(date, at) === 'settled' && at.getTime() >= settledAt(date);
}

function remedyOf(
  slip: Slip,
  outcome: Outcome,
  state: InvoiceState,
  by: string,
  differing: readonly Reason[],
  doubted: readonly FieldName[],
): string {
  switch (outcome) {
    case 'match':
      return remedy.remedyOfMatch(state, slip.kind, by);
    case 'mismatch':
      return remedy.remedyOfMismatch(differing, state, slip.kind, by);
    case 'unverified':
      if (doubted.length > 0) return remedy.remedyOfKey(doubted, 0);
      return differing.length > 0
        ? remedy.remedyOfDoubt(differing, state, by)
        : remedy.remedyOfOtherValues(by, state);
    case 'not_found':
      return remedy.remedyOfNotFoundBy(by);
    case 'limited':
      return remedy.remedyOfLimited(by);
    case 'unsupported':
      return remedy.remedyOfUnsupported(slip.kind);
    case 'error':
      return remedy.remedyOfError(by);
    case 'not_yet':
      return remedy.remedyOfNotYetBy(by);
  }
}

/** What the kind is verified by; no code beside a 20-digit number. */
function inputsOf(slip: Slip): readonly FieldName[] {
  const isWhole = textOf(slip, 'invoiceNumber').length === 20;
  return requiredInputs(slip.kind).filter((field) => field !== 'invoiceCode' || !isWhole);
}

const textOf = ({ fields }: Slip, field: FieldName): string => fields[field]?.value ?? '';

const isAccepted = ({ fields }: Slip, input: FieldName): boolean =>
  satisfiedBy(input).some((field) => fields[field]?.accepted === true && fields[field].value !== '');

const trustIn = ({ fields }: Slip, inputs: readonly FieldName[]): number =>
  inputs.reduce((product, input) => {
    const read = satisfiedBy(input).map((field) => fields[field]?.confidence ?? 0);
    return product * Math.max(...read);
  }, 1);

/** Ours beside what the register holds, where both are known. A masked value says nothing. */
function reasonsOf({ fields }: Slip, answer: RegistryAnswer): readonly Reason[] {
  return Object.entries(answer.fields).flatMap(([name, theirs]) => {
    const field = name as FieldName;
    const read = fields[field];
    if (!Object.hasOwn(FIELDS, name) || read === undefined || read.value === '' || !theirs) return [];
    const [ours, other] = [comparable(field, read.value), comparable(field, theirs)];
    if (ours.includes('*') || other.includes('*')) return [];
    const agree = ours === other || (field === 'checkCode' && endsAlike(ours, other));
    return [{ field, ours, theirs: other, agree, accepted: read.accepted }];
  });
}

/** Of a check code the last digits are asked for: 6, 5 of a blockchain invoice. */
const endsAlike = (a: string, b: string): boolean =>
  Math.min(a.length, b.length) >= 5 && (a.endsWith(b) || b.endsWith(a));

/** Both sides are known, and not the same. */
export const isDifferent = ({ agree, ours, theirs }: Reason): boolean =>
  !agree && ours !== null && theirs !== null;
