/** Counts on labelled testimony how often each class of reading, pattern of looks and check is right (models/README.md). */
import { FIELDS } from '../invoice/fields.js';
import { parseMoney } from '../invoice/money.js';
import type { Candidate } from '../pipeline/extract/candidates/candidate.js';
import { binOf } from '../pipeline/extract/judge/counts.js';
import { isChecked, isMended } from '../pipeline/extract/judge/hypotheses.js';
import { identityChecks } from '../pipeline/extract/judge/identity.js';
import { idChecks } from '../pipeline/extract/judge/parties.js';
import { classOf } from '../pipeline/extract/judge/reliability.js';
import { shapeOf, speaksFor } from '../pipeline/extract/judge/shape.js';
import { addsUp, soleRate, sumOf, taxFits } from '../pipeline/extract/judge/sums.js';
import {
  keyOf,
  type Print,
  pathNearName,
  pathNearOf,
  patternOf,
  printsOf,
  rescueNames,
  wayOf,
} from '../pipeline/extract/judge/witnesses.js';
import { figuresOf, spells, WORDS_FIELDS } from '../pipeline/extract/judge/words.js';
import type { CheckName, Count, Evidence } from '../pipeline/models.js';
import { counted, countInto, type Learnt, NO_CHECK, type Patterns, sum } from './add.js';
import { byLabelledField, isRight, type Labelled } from './gathering.js';

type Counted = Omit<Learnt, 'confidence'>;

/** Counts what is counted on readings. Fields without a label are not counted. */
export function countReadings(slips: readonly Labelled[], scoreBins: readonly number[]): Counted {
  const readings: Record<string, Count[]> = {};
  const patterns: Patterns = {};
  const paths: Patterns = {};
  const rescues: Record<string, Count> = {};
  let misreadAlike: Count = [0, 0];
  for (const slip of slips) {
    for (const [, candidates] of byLabelledField(slip)) {
      const prints = printsOf(candidates);
      for (const print of prints) {
        countLead(readings, print, slip, scoreBins);
        countPatterns(patterns, paths, print, slip);
        countRescues(rescues, print, slip);
      }
      misreadAlike = sum(misreadAlike, alike(prints, slip));
    }
  }
  return { readings, patterns, paths, rescues, misreadAlike, checks: countChecks(slips) };
}

function countLead(
  readings: Record<string, Count[]>,
  { lead }: Print,
  { truth, slip }: Labelled,
  bins: readonly number[],
): void {
  const right = isRight(lead, truth);
  if (right === null) return;
  countInto(readings, classOf(lead, slip.kind), bins.length, binOf(lead.score, bins), right);
}

/** What second looks and other paths say beside a first look that is right, or wrong. */
function countPatterns(patterns: Patterns, paths: Patterns, print: Print, { truth }: Labelled): void {
  const right = isRight(print.lead, truth);
  if (right === null) return;
  const pattern = patternOf(print);
  if (pattern !== null) countSide(patterns, pattern, right);
  const near = pathNearOf(print);
  if (near === null) return;
  const name = pathNearName(near, print.lead);
  for (const each of [name, `${name}|${FIELDS[print.lead.field].type}`]) countSide(paths, each, right);
}

function countSide(patterns: Patterns, name: string, right: boolean): void {
  const known = patterns[name] ?? { ifRight: 0, ifWrong: 0 };
  patterns[name] = {
    ifRight: known.ifRight + (right ? 1 : 0),
    ifWrong: known.ifWrong + (right ? 0 : 1),
  };
}

/** Where the lead is wrong: whether each other way of reading that says something else is right. */
function countRescues(rescues: Record<string, Count>, print: Print, { truth }: Labelled): void {
  const { lead, others } = print;
  if (isRight(lead, truth) !== false) return;
  const seen = new Set<string>();
  for (const other of others) {
    const once = `${wayOf(other)}|${keyOf(other)}`;
    if (keyOf(other) === keyOf(lead) || seen.has(once)) continue;
    seen.add(once);
    const right = isRight(other, truth) === true;
    for (const name of rescueNames(print, other)) rescues[name] = counted(rescues[name] ?? [0, 0], right);
  }
}

/** Of the pairs of prints whose leads are both wrong: how many say the same. */
function alike(prints: readonly Print[], { truth }: Labelled): Count {
  const wrong = prints.map(({ lead }) => lead).filter((lead) => isRight(lead, truth) === false);
  let count: Count = [0, 0];
  wrong.forEach((a, index) => {
    for (const b of wrong.slice(index + 1)) count = counted(count, keyOf(a) === keyOf(b));
  });
  return count;
}

/**
 * How often checks hold on wrong values. On right values they are not counted: what we draw is always lawful, and life
 * is not.
 */
function countChecks(slips: readonly Labelled[]): Evidence['checks'] {
  const checks: Partial<Record<CheckName, Count>> = {};
  const onWrong = (check: CheckName, holds: boolean) => {
    checks[check] = counted(checks[check] ?? [0, 0], holds);
  };
  for (const labelled of slips) {
    for (const [check, holds] of readingsOnWrong(labelled)) onWrong(check, holds);
    for (const [check, holds] of identityOnWrong(labelled)) onWrong(check, holds);
    for (const [check, holds] of sumsOnWrong(labelled)) onWrong(check, holds);
    for (const holds of wordsOnWrong(labelled)) onWrong('wordsAgree', holds);
  }
  const of = (name: CheckName) => ({ ...NO_CHECK, ifWrong: checks[name] ?? NO_CHECK.ifWrong });
  return {
    taxIdAlphabet: of('taxIdAlphabet'),
    taxIdCheck: of('taxIdCheck'),
    mendingFits: of('mendingFits'),
    sumHolds: of('sumHolds'),
    rateHolds: of('rateHolds'),
    crcHolds: of('crcHolds'),
    codeMatchesKind: of('codeMatchesKind'),
    dateFitsNumber: of('dateFitsNumber'),
    yearFitsNumber: of('yearFitsNumber'),
    yearFitsCode: of('yearFitsCode'),
    partiesDiffer: NO_CHECK,
    knownPair: NO_CHECK,
    shapeFits: of('shapeFits'),
    wordsAgree: of('wordsAgree'),
  };
}

/** The checks of single readings that are wrong. */
function readingsOnWrong({ truth, slip: { candidates } }: Labelled): [CheckName, boolean][] {
  return candidates
    .filter((candidate) => !isMended(candidate) && isRight(candidate, truth) === false)
    .flatMap((candidate): [CheckName, boolean][] => {
      const { field, channel, score } = candidate;
      const key = keyOf(candidate);
      const mended = candidates.some((other) => other.field === field && other.channel === 'repair');
      const fits = isChecked(field) ? null : speaksFor(shapeOf(field, key));
      return [
        ...(field.endsWith('TaxId') && key.length === 18 ? idChecks(key, mended) : []),
        ...(fits === null ? [] : [['shapeFits', fits] as [CheckName, boolean]]),
        ...(channel === 'code' ? [['crcHolds', score === 1] as [CheckName, boolean]] : []),
      ];
    });
}

/** The value that leads each field's first print, and whether it is right; `null` where there is none or no label. */
function leading(
  { truth, slip }: Labelled,
  name: Candidate['field'],
): { key: string; right: boolean } | null {
  const [print] = printsOf(
    slip.candidates.filter(({ field, source }) => field === name && source !== 'rule'),
  );
  const right = print === undefined ? null : isRight(print.lead, truth);
  return print === undefined || right === null ? null : { key: keyOf(print.lead), right };
}

function identityOnWrong(labelled: Labelled): [CheckName, boolean][] {
  const [code, number, date] = (['invoiceCode', 'invoiceNumber', 'issueDate'] as const).map((field) =>
    leading(labelled, field),
  );
  const year = date ? Number(date.key.slice(0, 4)) : null;
  return identityChecks(code?.key ?? null, number?.key ?? null, year, labelled.slip.kind).filter(
    ([check]) => {
      if (check === 'codeMatchesKind') return code?.right === false;
      if (check === 'dateFitsNumber') return number?.right === false;
      const other = check === 'yearFitsCode' ? code : number;
      return other?.right === false || date?.right === false;
    },
  );
}

function sumsOnWrong(labelled: Labelled): [CheckName, boolean][] {
  const { parts, whole } = sumOf(labelled.slip.kind);
  const leads = [...parts, whole].map((field) => leading(labelled, field));
  const amounts = leads.map((lead) => (lead === null ? null : parseMoney(lead.key)));
  const checks: [CheckName, boolean][] = [];
  const wrong = (some: typeof leads) => some.some((lead) => lead?.right === false);
  if (amounts.every((amount) => amount !== null) && wrong(leads)) checks.push(['sumHolds', addsUp(amounts)]);
  const [net, tax] = amounts;
  const rate = soleRate(labelled.slip.lines);
  const taxed = parts[0] === 'netTotal' && parts[1] === 'taxTotal';
  if (taxed && rate !== null && net != null && tax != null && wrong(leads.slice(0, 2)))
    checks.push(['rateHolds', taxFits(net, tax, rate)]);
  return checks;
}

/** Whether the words of an amount spell its figures, where the words are wrong. */
function wordsOnWrong(labelled: Labelled): boolean[] {
  const figures = leading(labelled, figuresOf(labelled.slip.kind));
  return WORDS_FIELDS.flatMap((field) => {
    const words = leading(labelled, field);
    if (words === null || words.right || figures === null) return [];
    return [spells(words.key, figures.key)];
  });
}
