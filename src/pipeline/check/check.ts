/**
 * The check stage: what the rules of DOMAIN 12 say about one slip, by itself. Findings are evidence, never a verdict; a
 * broken hard rule takes the confidence from the recognised fields that it compared.
 */
import type { Finding, Severity } from '../../document/finding.js';
import type { Slip, SlipFields } from '../../document/slip.js';
import { AMOUNTS_AGREE, WORDS_AGREE } from './rules/amounts.js';
import { OFD_AS_SIGNED, ORIGINAL_AS_PRINTED, PDF_AS_SIGNED } from './rules/carrier.js';
import { CODE_KIND, NUMBER_FORM, NUMBER_YEAR } from './rules/codes.js';
import { KIND_AT_DATE, NOT_IN_FUTURE, RATE_AT_DATE } from './rules/dates.js';
import { BUYER_NAMED, TAX_ID_CHECKS } from './rules/parties.js';
import { QR_AGREES, QR_CRC, QR_PRESENT } from './rules/qr.js';
import { AIR_SUM, RAIL_NET } from './rules/travel.js';
import { type FileEvidence, type Outcome, type Rule, subjectOf } from './subject.js';
import { vetoed } from './veto.js';

/** Rules about the file: they need its evidence, which only its reading has. */
const FILE_RULES: readonly Rule[] = [PDF_AS_SIGNED, OFD_AS_SIGNED, ORIGINAL_AS_PRINTED];

/** Every other rule, in the order in which findings are shown. */
const RULES: readonly Rule[] = [
  WORDS_AGREE,
  AMOUNTS_AGREE,
  AIR_SUM,
  RAIL_NET,
  RATE_AT_DATE,
  QR_AGREES,
  QR_CRC,
  QR_PRESENT,
  TAX_ID_CHECKS,
  CODE_KIND,
  NUMBER_FORM,
  NUMBER_YEAR,
  KIND_AT_DATE,
  BUYER_NAMED,
  NOT_IN_FUTURE,
];

/**
 * The slip with what the rules found. A rule may say several things (A2: the totals, each sum of lines, the tax of the
 * lines); one that does not apply to the kind says nothing. Checking twice is harmless. `today`: `YYYY-MM-DD` in
 * Asia/Shanghai. `evidence`: of the file that the slip stands in; without it what was found about the file stays.
 */
export function checkSlip(slip: Slip, today: string, evidence: FileEvidence | null = null): Slip {
  const subject = subjectOf(slip, today, evidence);
  const rules = evidence === null ? RULES : [...RULES, ...FILE_RULES];
  const ours = new Set(rules.map((rule) => rule.id));
  const outcomes = rules.flatMap((rule) => rule.apply(subject).map((outcome) => ({ rule, outcome })));
  const broken = outcomes
    .filter(({ rule, outcome }) => outcome.result === 'broken' && (outcome.severity ?? rule.severity) === 'E')
    .map(({ outcome }) => outcome.fields ?? []);
  const fields = vetoed(slip.fields, broken);
  const findings = outcomes.map(({ rule, outcome }) => finding(rule, outcome, fields));
  return {
    ...slip,
    fields,
    findings: [...slip.findings.filter(({ id }) => !ours.has(id)), ...findings],
  };
}

function finding(rule: Rule, outcome: Outcome, fields: SlipFields): Finding {
  const { result, message } = outcome;
  const severity: Severity = outcome.severity ?? rule.severity;
  const doubtful =
    result === 'broken' && (outcome.fields ?? []).some((name) => fields[name]?.accepted === false);
  // A misread character must accuse nobody: while a compared field is unconfirmed, an error is a warning.
  if (!doubtful) return { id: rule.id, result, severity, message };
  return {
    id: rule.id,
    result,
    severity: severity === 'E' ? 'W' : severity,
    message: `${message}（识别结果待确认）`,
  };
}
