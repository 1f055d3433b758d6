/**
 * judge: what registers, and people who looked there, say of an invoice beside our ledger. Pure. The ledger's `match` and
 * `mismatch` stand; where it has nothing, or no state, the register's answer counts; where both say different things both
 * are shown. An answer is bound by the same rule as the ledger: only what was read and accepted confirms or accuses.
 */
import { officialOf } from '../../document/official.js';
import type { RegistryAnswer } from '../../document/registry.js';
import type { Slip } from '../../document/slip.js';
import type { InvoiceState, OtherAnswer, Verdict } from '../../document/verdict.js';
import { CONCLUSIVE, isDifferent, nameOf, newestThatCounts, type Said } from './register-answer.js';
import * as remedy from './remedy.js';

const BAD: ReadonlySet<InvoiceState> = new Set([
  'void',
  'red_full',
  'red_part',
  'out_of_control',
  'abnormal',
]);

/** The ledger's verdict together with what was answered about the invoice, the newest answer first. */
export function withAnswers(
  slip: Slip,
  verdict: Verdict,
  answers: readonly RegistryAnswer[],
  now: Date,
): Verdict {
  const said = newestThatCounts(slip, answers, now);
  if (said === null) return verdict;
  return isSettledBy(verdict) ? besideLedger(slip, verdict, said) : inPlaceOfLedger(verdict, said);
}

/** Whether the ledger has decided; of an `unverified` entry, that one of its fields differs from ours. */
const isSettledBy = ({ outcome, reasons }: Verdict): boolean =>
  outcome === 'match' || outcome === 'mismatch' || reasons.some(isDifferent);

/** The ledger has nothing that decides: the register's answer does, or shows where the question stands. */
function inPlaceOfLedger(verdict: Verdict, said: Said): Verdict {
  if (!decides(verdict, said)) return verdict;
  const { outcome, confidence, reasons } = said;
  const warned = BAD.has(verdict.state) && !BAD.has(said.state);
  const state = warned || said.state === 'unknown' ? verdict.state : said.state;
  return {
    ...verdict,
    ...{ outcome, state, confidence, remedy: said.remedy(state) },
    reasons: reasons.length > 0 ? reasons : verdict.reasons,
    candidates: outcome === 'match' ? [] : verdict.candidates,
    official: officialOf(outcome, state),
    ...sourceOf(said),
    ...(statesDiffer(verdict.state, said.state) ? { otherAnswer: ledgerAnswer(verdict) } : {}),
  };
}

/**
 * What the ledger could not decide because of our reading only a confirmation decides: a misread number is not found
 * elsewhere either. Of an entry that agrees but lacks a field a register may say that the field differs. That nobody can
 * tell leaves `not_yet` as it is, which says to wait anyway.
 */
function decides({ outcome, ledgerId }: Verdict, said: Said): boolean {
  switch (outcome) {
    case 'unverified':
      return said.outcome === 'match' || (said.outcome === 'mismatch' && ledgerId !== null);
    case 'not_found':
      return said.outcome !== 'unsupported';
    default:
      return CONCLUSIVE.has(said.outcome);
  }
}

/** The ledger has decided. A state that it does not know is the register's; a warning of either counts. */
function besideLedger(slip: Slip, verdict: Verdict, said: Said): Verdict {
  const isSilent = said.outcome === 'not_yet' || !CONCLUSIVE.has(said.answer.outcome);
  const theirs = lastingState(said);
  if (isSilent && !BAD.has(theirs.state)) return verdict;
  const warns = BAD.has(theirs.state) && !BAD.has(verdict.state);
  const fills = verdict.state === 'unknown' && theirs.state !== 'unknown';
  const state = warns || fills ? theirs.state : verdict.state;
  const isOther = !isSilent && CONCLUSIVE.has(said.outcome) && said.outcome !== verdict.outcome;
  const differs = isOther || statesDiffer(verdict.state, theirs.state);
  if (!differs && state === verdict.state) return verdict;
  const own =
    state === verdict.state ? verdict.remedy : remedyInState(slip, verdict, state, nameOf(theirs.answer));
  const told = warns && !isOther ? ledgerAnswer(verdict) : registerAnswer(said);
  const note = remedy.remedyOfContradiction(
    told.by === 'ledger' ? '底账' : said.by,
    officialOf(told.outcome, told.state).text,
  );
  return {
    ...verdict,
    state,
    remedy: differs ? `${own}${note}` : own,
    official: officialOf(verdict.outcome, state),
    ...(state === verdict.state ? {} : sourceOf(theirs)),
    ...(differs ? { otherAnswer: told } : {}),
  };
}

/** That another register does not find an invoice does not undo what one said that knows it: void stays void. */
const lastingState = ({ state, answer, lastState }: Said): Pick<Said, 'state' | 'answer'> =>
  lastState !== null && BAD.has(lastState.state) ? lastState : { state, answer };

/** What the ledger's verdict asks for, the invoice being in another state than the ledger knows. */
function remedyInState(
  { kind }: Slip,
  { outcome, reasons, remedy: own }: Verdict,
  state: InvoiceState,
  by: string,
): string {
  if (outcome === 'match') return remedy.remedyOfMatch(state, kind, by);
  return outcome === 'mismatch' ? remedy.remedyOfMismatch(reasons.filter(isDifferent), state, kind) : own;
}

/** A red invoice is in force: the platform shows it as 正常. What is not known contradicts nothing. */
function statesDiffer(ours: InvoiceState, theirs: InvoiceState): boolean {
  const plain = (state: InvoiceState) => (state === 'is_red' ? 'normal' : state);
  return ours !== 'unknown' && theirs !== 'unknown' && plain(ours) !== plain(theirs);
}

const sourceOf = ({
  answer,
}: Pick<Said, 'answer'>): Pick<Verdict, 'provider' | 'rawCode' | 'rawText' | 'answeredAt'> => ({
  provider: answer.provider,
  answeredAt: answer.checkedAt.toISOString(),
  ...(answer.rawCode === null ? {} : { rawCode: answer.rawCode }),
  ...(answer.rawText === null ? {} : { rawText: answer.rawText }),
});

const ledgerAnswer = ({ outcome, state, checkedAt }: Verdict): OtherAnswer => ({
  ...{ by: 'ledger', outcome, state },
  rawCode: null,
  rawText: null,
  at: checkedAt,
});

const registerAnswer = ({ answer, outcome, state }: Said): OtherAnswer => ({
  ...{ by: answer.provider, outcome, state },
  rawCode: answer.rawCode,
  rawText: answer.rawText,
  at: answer.checkedAt.toISOString(),
});
