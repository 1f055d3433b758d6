/**
 * The check stage: what the rules of DOMAIN 12 say about one slip, by itself. Findings are evidence, never a verdict; a
 * broken hard rule takes the confidence from the recognised fields that it compared.
 */
import type { Finding } from '../../document/finding.js';
import type { Slip, SlipFields } from '../../document/slip.js';
import { AMOUNTS_AGREE, WORDS_AGREE } from './rules/amounts.js';
import { BUYER_IS_COMPANY } from './rules/buyer.js';
import { OFD_AS_SIGNED, ORIGINAL_AS_PRINTED, PDF_AS_SIGNED } from './rules/carrier.js';
import { CODE_KIND, NUMBER_FORM, NUMBER_YEAR } from './rules/codes.js';
import { KIND_AT_DATE, NOT_IN_FUTURE, RATE_AT_DATE } from './rules/dates.js';
import { LIST_PRESENT, NOTE_COMPLETE } from './rules/notes.js';
import { BUYER_NAMED, TAX_ID_CHECKS } from './rules/parties.js';
import { ONE_QR, QR_AGREES, QR_CRC, QR_PRESENT } from './rules/qr.js';
import { SEAL_REGION, SELLER_REGION } from './rules/regions.js';
import { PICTURE_EDITED } from './rules/signs.js';
import { AIR_SUM, RAIL_NET } from './rules/travel.js';
import { type FileEvidence, type Outcome, type PagesSeen, type Rule, subjectOf } from './subject.js';
import { vetoed } from './veto.js';

/** Rules about the file: they need its evidence, which only its reading has. */
const FILE_RULES: readonly Rule[] = [PDF_AS_SIGNED, OFD_AS_SIGNED, ORIGINAL_AS_PRINTED];

/** Rules about the pages as they were seen, which only their reading has. */
const PAGE_RULES: readonly Rule[] = [PICTURE_EDITED, ONE_QR];

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
  SELLER_REGION,
  SEAL_REGION,
  KIND_AT_DATE,
  BUYER_NAMED,
  BUYER_IS_COMPANY,
  LIST_PRESENT,
  NOTE_COMPLETE,
  NOT_IN_FUTURE,
];

/**
 * The slip with what the rules found. A rule may say several things (A2: the totals, each sum of lines, the tax of the
 * lines); one that does not apply to the kind says nothing. Checking twice is harmless. `today`: `YYYY-MM-DD` in
 * Asia/Shanghai. `evidence`: of the file that the slip stands in; without it what was found about the file stays.
 * `seen`: on its pages, likewise.
 */
export function checkSlip(
  slip: Slip,
  today: string,
  evidence: FileEvidence | null = null,
  seen: PagesSeen | null = null,
): Slip {
  const subject = subjectOf(slip, today, evidence, seen);
  const rules = [...RULES, ...(evidence === null ? [] : FILE_RULES), ...(seen === null ? [] : PAGE_RULES)];
  const ours = new Set(rules.map((rule) => rule.id));
  const outcomes = rules.flatMap((rule) => rule.apply(subject).map((outcome) => ({ rule, outcome })));
  const broken = outcomes
    .filter(({ rule, outcome }) => outcome.result === 'broken' && (outcome.severity ?? rule.severity) === 'E')
    .map(({ outcome }) => outcome.fields ?? []);
  const fields = vetoed(slip.fields, broken);
  const findings = outcomes.map(({ rule, outcome }) => finding(rule, outcome, fields));
  const { asRead, ...rest } = slip;
  // What names places was seen on the pages: without them it cannot be seen again.
  const stays = ({ id, places }: Finding) => !ours.has(id) || (seen === null && places !== undefined);
  const before = (asRead ?? slip.findings).filter(stays);
  return { ...rest, fields, findings: [...before, ...findings] };
}

/** What a rule concluded, as a finding. A misread character must accuse nobody: among unconfirmed fields an error is a warning. */
export function finding(rule: Pick<Rule, 'id' | 'severity'>, outcome: Outcome, fields: SlipFields): Finding {
  const { result, message, fields: compared = [], severity = rule.severity, others, places } = outcome;
  const about = {
    ...(others === undefined || others.length === 0 ? {} : { others }),
    ...(places === undefined || places.length === 0 ? {} : { places }),
  };
  const doubtful = result === 'broken' && compared.some((name) => fields[name]?.accepted === false);
  if (!doubtful) return { id: rule.id, result, severity, message, ...about };
  return {
    id: rule.id,
    result,
    severity: severity === 'E' ? 'W' : severity,
    message: `${message}（识别结果待确认）`,
    unsure: true,
    ...about,
  };
}
