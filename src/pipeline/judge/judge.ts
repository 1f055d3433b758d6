/**
 * judge: one verdict on one slip, by the rules under `outcome` in CONTRACT. Only fields good enough to act on (accepted)
 * can confirm or accuse; everything else ends in `unverified` and goes to a person.
 */
import { requiredInputs, satisfiedBy } from '../../document/inputs.js';
import type { LedgerEntry } from '../../document/ledger.js';
import type { ComparedField, Comparison, Match } from '../../document/match.js';
import { officialOf } from '../../document/official.js';
import type { Slip } from '../../document/slip.js';
import type { Candidate, Outcome, Reason, Verdict } from '../../document/verdict.js';
import type { FieldName } from '../../invoice/fields.js';
import { formatMoney } from '../../invoice/money.js';
import { settledOn, settling } from './issue-time.js';
import { inputsFor, isVerifiable, kindsAgree } from './kinds.js';
import * as remedy from './remedy.js';

export { documentStateAfter } from './document-state.js';

/** No answer about an invoice is ever surer than this: nothing was measured on more of them, and a person may have mistyped. */
const SUREST = 1 - 1e-6;

/** A near entry this probable says that recognition may have misread the number: nobody is accused at such odds. */
const RIVAL = 0.1;

interface Conclusion {
  readonly outcome: Outcome;
  readonly confidence: number;
  readonly remedy: string;
  readonly reasons?: readonly Reason[];
}

/**
 * `match`: every input that the kind is verified by was read, accepted and agrees, and nothing else disagrees.
 * `mismatch`: an accepted field differs from the entry under an accepted key. `not_found`, or `not_yet` within 48 h of
 * issue: nothing under a key all of which was accepted. `unsupported`: a kind that no ledger knows. Else `unverified`.
 *
 * `confidence` is the probability that the outcome is right: for `match` that slip and entry are one invoice; for
 * `mismatch`, `not_found` and `not_yet` that the fields they rest on were read right. For `unverified`, which claims
 * nothing, it is how probably the slip is the entry under its key, 0 without one.
 */
export function judgeMatch(slip: Slip, match: Match, now: Date): Verdict {
  const { hit } = match;
  const candidates = match.candidates.map(candidateOf);
  const conclusion =
    !isVerifiable(slip.kind) && (slip.kind !== 'other' || hit === null)
      ? unsupported(slip)
      : hit === null
        ? judgeMiss(slip, match, candidates, now)
        : judgeHit(slip, match, hit, candidates);
  const state = hit?.entry.state ?? 'unknown';
  return {
    outcome: conclusion.outcome,
    state,
    confidence: conclusion.outcome === 'unsupported' ? 1 : Math.min(SUREST, conclusion.confidence),
    reasons: conclusion.reasons ?? [],
    remedy: conclusion.remedy,
    ledgerId: hit?.entry.id ?? null,
    candidates: conclusion.outcome === 'unsupported' ? [] : candidates,
    checkedAt: now.toISOString(),
    official: officialOf(conclusion.outcome, state),
    ...(hit === null ? {} : { priorBits: match.priorBits }),
  };
}

const unsupported = (slip: Slip): Conclusion => ({
  outcome: 'unsupported',
  confidence: 1,
  remedy: remedy.remedyOfUnsupported(slip.kind),
});

function judgeHit(slip: Slip, match: Match, hit: Comparison, candidates: readonly Candidate[]): Conclusion {
  const { entry, fields } = hit;
  const inputs = inputsFor(slip.kind, entry, match.key);
  const reasons = [...fields.map(reasonOf), ...missingReasons(slip, inputs, hit)];
  const unverified = (text: string): Conclusion => ({
    outcome: 'unverified',
    confidence: hit.probability,
    reasons,
    remedy: text,
  });
  const differing = reasons.filter(({ agree, ours, theirs }) => !agree && ours !== null && theirs !== null);
  const otherBasis = new Set(fields.flatMap(({ field, otherBasis }) => (otherBasis ? [field] : [])));
  const accusing = differing.filter(({ accepted, field }) => accepted && !otherBasis.has(field));
  if (differing.length > 0) {
    const rival = misreadNumber(slip, match, candidates);
    if (rival !== null) return unverified(remedy.remedyOfRival(rival.candidate, rival.apart));
    if (accusing.length === 0)
      return unverified(
        otherBasis.size > 0
          ? remedy.remedyOfBasis([...otherBasis], entry.state)
          : remedy.remedyOfDoubt(differing, entry.state),
      );
    const key = keyFields(slip, match);
    const doubted = notAccepted(slip, key);
    if (doubted.length > 0) return unverified(remedy.remedyOfUnread(doubted, entry.state));
    const text = remedy.remedyOfMismatch(accusing, entry.state, entry.kind);
    return {
      outcome: 'mismatch',
      confidence: trustIn(slip, key) * anyRight(slip, accusing),
      reasons,
      remedy: text,
    };
  }
  const unread = inputs.filter((field) => !isConfirmed(field, fields) && !isReadAndAccepted(slip, field));
  if (unread.length > 0) return unverified(remedy.remedyOfUnread(unread, entry.state));
  const unknown = inputs.filter((field) => !isConfirmed(field, fields));
  if (unknown.length > 0) return unverified(remedy.remedyOfGap(unknown, entry.state));
  if (!kindsAgree(slip, entry)) return unverified(remedy.remedyOfKind(slip.kind, entry.kind, entry.state));
  return {
    outcome: 'match',
    confidence: hit.probability,
    reasons,
    remedy: remedy.remedyOfMatch(entry.state, entry.kind),
  };
}

function judgeMiss(slip: Slip, match: Match, candidates: readonly Candidate[], now: Date): Conclusion {
  const key = keyFields(slip, match);
  const needed: readonly FieldName[] = [...key, 'issueDate'];
  const unverified = (text: string): Conclusion => ({ outcome: 'unverified', confidence: 0, remedy: text });
  if (match.key.type === 'none' || match.key.type === 'number_only') {
    const doubted = notAccepted(slip, key);
    return unverified(remedy.remedyOfKey(doubted.length > 0 ? doubted : key, candidates.length));
  }
  const doubted = notAccepted(slip, needed);
  if (doubted.length > 0) return unverified(remedy.remedyOfKey(doubted, candidates.length));
  const issueDate = slip.fields.issueDate?.value ?? '';
  const when = settling(issueDate, now);
  if (when === 'no_date') return unverified(remedy.remedyOfKey(['issueDate'], candidates.length));
  if (when === 'future') return unverified(remedy.remedyOfFuture(issueDate));
  const confidence = trustIn(slip, needed);
  if (when === 'settling')
    return { outcome: 'not_yet', confidence, remedy: remedy.remedyOfNotYet(settledOn(issueDate)) };
  const rival = misreadNumber(slip, match, candidates);
  if (rival !== null) return unverified(remedy.remedyOfRival(rival.candidate, rival.apart));
  return { outcome: 'not_found', confidence, remedy: remedy.remedyOfNotFound(candidates.length) };
}

/** The fields that the key was, or has to be, made of. */
function keyFields(slip: Slip, { key }: Match): readonly FieldName[] {
  const split = key.type === 'number' && slip.fields.invoiceNumber?.value.length === 8;
  const joined = key.type === 'code_number' && slip.fields.invoiceCode === undefined;
  const legacy =
    requiredInputs(slip.kind).includes('invoiceCode') ||
    key.type === 'code_number' ||
    key.type === 'number_only';
  return split || (legacy && key.type !== 'number' && !joined)
    ? ['invoiceNumber', 'invoiceCode']
    : ['invoiceNumber'];
}

/**
 * The near entry that fits so well that recognition has most likely misread the number; `null`: none, or the number
 * does not come from recognition. Text, QR and people's typing don't mistake 8 for B: there a near miss is a conclusion.
 */
function misreadNumber(slip: Slip, match: Match, candidates: readonly Candidate[]): Rival | null {
  const byOcr = slip.fields.invoiceNumber?.source.startsWith('ocr:') ?? false;
  const [candidate] = candidates;
  if (!byOcr || candidate === undefined || candidate.probability < RIVAL) return null;
  if (candidate.probability <= (match.hit?.probability ?? 0)) return null;
  const compared = match.candidates.find(({ entry }) => entry.id === candidate.ledgerId);
  const number = compared?.fields.find(({ field }) => field === 'invoiceNumber');
  return { candidate, apart: number?.apart ?? null };
}

/** A near entry, and in which digits its number differs. */
interface Rival {
  readonly candidate: Candidate;
  readonly apart: string | null;
}

const isReadAndAccepted = (slip: Slip, input: FieldName): boolean =>
  satisfiedBy(input).some((field) => {
    const result = slip.fields[field];
    return result !== undefined && result.value !== '' && result.accepted;
  });

/** Read, accepted and agreeing: what `match` asks of every input. */
const isConfirmed = (input: FieldName, fields: readonly ComparedField[]): boolean =>
  fields.some(
    ({ field, level, accepted }) => satisfiedBy(input).includes(field) && level === 'equal' && accepted,
  );

const notAccepted = (slip: Slip, fields: readonly FieldName[]): FieldName[] =>
  fields.filter((field) => !(slip.fields[field]?.accepted && slip.fields[field].value !== ''));

const confidenceOf = (slip: Slip, field: FieldName): number => slip.fields[field]?.confidence ?? 0;

/** Probability that all of these were read right, taken as independent. */
const trustIn = (slip: Slip, fields: readonly FieldName[]): number =>
  fields.reduce((product, field) => product * confidenceOf(slip, field), 1);

/** Probability that at least one of the differing fields was read right: one true difference is enough. */
const anyRight = (slip: Slip, reasons: readonly Reason[]): number =>
  1 - reasons.reduce((product, { field }) => product * (1 - confidenceOf(slip, field)), 1);

const reasonOf = ({ field, ours, theirs, level, accepted, bits, apart }: ComparedField): Reason => ({
  field,
  ours,
  theirs,
  agree: level === 'equal',
  accepted,
  level,
  bits,
  ...(apart === null ? {} : { apart }),
});

/** Inputs that could not be compared: not read, or not in the ledger. */
function missingReasons(slip: Slip, inputs: readonly FieldName[], { fields, entry }: Comparison): Reason[] {
  return inputs
    .filter((input) => !fields.some(({ field }) => satisfiedBy(input).includes(field)))
    .map((field) => {
      const result = slip.fields[field];
      const ours = result === undefined || result.value === '' ? null : result.value;
      const other = ours === null ? null : otherBasisOf(field, entry);
      return {
        ...{ field, ours, theirs: null, agree: false, accepted: result?.accepted ?? false },
        ...(other === null ? {} : { apart: other }),
      };
    });
}

/** The ledger knows the amount on another tax basis only: said, so that nobody looks for a difference. */
function otherBasisOf(field: FieldName, { netTotal, grossTotal }: LedgerEntry): string | null {
  const known =
    field === 'netTotal' ? grossTotal : satisfiedBy('grossTotal').includes(field) ? netTotal : null;
  if (known === null) return null;
  return `底账只有${field === 'netTotal' ? '价税合计（含税）' : '合计金额（不含税）'} ${formatMoney(known)} 元，口径不同，不作比较`;
}

function candidateOf({ entry, probability }: Comparison): Candidate {
  const { id, invoiceCode, invoiceNumber, sellerName, grossTotal, issueDate } = entry;
  return {
    ledgerId: id,
    probability,
    invoiceCode,
    invoiceNumber,
    sellerName,
    grossTotal: grossTotal === null ? null : formatMoney(grossTotal),
    issueDate,
  };
}
