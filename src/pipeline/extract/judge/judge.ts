/** The judge of fields: from all testimony about one invoice to one value, one probability and the rivals of each field. */

import type { Source } from '../../../document/sheet.js';
import type { FieldResult, Rival, SlipFields } from '../../../document/slip.js';
import { parseInvoiceCode } from '../../../invoice/code.js';
import { FIELD_NAMES, type FieldName } from '../../../invoice/fields.js';
import type { Kind } from '../../../invoice/kinds.js';
import { parseDigitalNumber } from '../../../invoice/number.js';
import { checkUscc } from '../../../invoice/tax-id.js';
import type { Models } from '../../models.js';
import type { Candidate } from '../candidates/candidate.js';
import { type Hypothesis, hypothesesOf, normalised, weighed } from './hypotheses.js';
import { judgeMoney, MONEY_FIELDS, type MoneyField } from './money.js';

/** Judges all fields of an invoice of this kind. */
export function judgeFields(candidates: readonly Candidate[], kind: Kind, models: Models): SlipFields {
  const byField = new Map<FieldName, Hypothesis[]>();
  for (const field of FIELD_NAMES) {
    const readings = candidates.filter((candidate) => candidate.field === field);
    byField.set(
      field,
      hypothesesOf(field, readings, models).map((hypothesis) => checked(field, hypothesis, kind, models)),
    );
  }
  const results: [FieldName, FieldResult][] = [];
  for (const [field, hypotheses] of byField) {
    if (hypotheses.length < 2 || isMoney(field)) continue;
    const chances = normalised(hypotheses.map(({ weight }) => weight));
    results.push([
      field,
      resultOf(
        hypotheses.map((hypothesis, index) => [hypothesis, chances[index] ?? 0]),
        models,
      ),
    ]);
  }
  results.push(...moneyResults(byField, candidates, models));
  const order = new Map(FIELD_NAMES.map((name, index) => [name, index]));
  return Object.fromEntries(results.sort((a, b) => (order.get(a[0]) ?? 0) - (order.get(b[0]) ?? 0)));
}

const isMoney = (field: FieldName): field is MoneyField =>
  (MONEY_FIELDS as readonly string[]).includes(field);

/** What the checks of a single value say (DOMAIN 3, 4). */
function checked(field: FieldName, hypothesis: Hypothesis, kind: Kind, models: Models): Hypothesis {
  const { key } = hypothesis;
  const { evidence } = models.calibration;
  if (key === null) return hypothesis;
  if ((field === 'buyerTaxId' || field === 'sellerTaxId') && key.length === 18)
    return weighed(hypothesis, 'taxIdCheck', checkUscc(key) === 'valid', evidence);
  if (field === 'invoiceCode') {
    const byCode = parseInvoiceCode(key)?.kind ?? null;
    return byCode === null ? hypothesis : weighed(hypothesis, 'codeMatchesKind', byCode === kind, evidence);
  }
  if (field === 'invoiceNumber' && key.length === 20)
    return weighed(hypothesis, 'dateFitsNumber', parseDigitalNumber(key) !== null, evidence);
  return hypothesis;
}

function moneyResults(
  byField: ReadonlyMap<FieldName, Hypothesis[]>,
  candidates: readonly Candidate[],
  models: Models,
): [FieldName, FieldResult][] {
  const of = (field: MoneyField) => byField.get(field) ?? [];
  const judged = judgeMoney(
    { netTotal: of('netTotal'), taxTotal: of('taxTotal'), grossTotal: of('grossTotal') },
    models,
  );
  const results = MONEY_FIELDS.flatMap((field): [FieldName, FieldResult][] =>
    judged.fields[field].some(([{ key }]) => key !== null)
      ? [[field, resultOf(judged.fields[field], models)]]
      : [],
  );
  if (judged.derived !== null) {
    const { field, value, probability } = judged.derived;
    const page = candidates[0]?.page ?? 1;
    const confidence = capped(probability, models);
    const accepted = confidence >= models.thresholds.accept;
    results.push([field, { value, confidence, accepted, source: 'rule', box: null, page, rivals: [] }]);
  }
  return results;
}

/** The order of trust of DOMAIN's rule 5: of several who say the same, the first is named. */
const TRUST: readonly Source[] = [
  'person',
  'xml',
  'xbrl',
  'ofd',
  'qr',
  'text',
  'ocr:paddle',
  'ocr:tesseract',
  'rule',
  'ledger',
];

function resultOf(probabilities: readonly (readonly [Hypothesis, number])[], models: Models): FieldResult {
  const named = probabilities.filter(([{ key }]) => key !== null).sort((a, b) => b[1] - a[1]);
  const [winner, ...losers] = named;
  if (winner === undefined) throw new RangeError('a field without any reading has no result');
  const spoken = spokesman(winner[0]);
  const confidence = capped(winner[1], models);
  return {
    value: spoken.value,
    confidence,
    accepted: confidence >= models.thresholds.accept,
    source: spoken.source,
    ...agreeingWith(spoken.source, winner[0]),
    box: spoken.box,
    page: spoken.page,
    rivals: losers.map(([hypothesis, chance]): Rival => {
      const { value, source, box, page } = spokesman(hypothesis);
      return { value, confidence: round(chance), source, box, page };
    }),
  };
}

/** Who speaks for a value: the most trusted of its supporters, pointing at where it is printed when one read it there. */
function spokesman({ supporters }: Hypothesis): Pick<Candidate, 'value' | 'source' | 'box' | 'page'> {
  const ranked = [...supporters].sort((a, b) => TRUST.indexOf(a.source) - TRUST.indexOf(b.source));
  const [first] = ranked;
  if (first === undefined) throw new RangeError('a value without supporters');
  const printed = ranked.find(
    ({ source, channel, box }) => source !== 'qr' && channel !== 'words' && box !== null,
  );
  const place = first.source === 'qr' && printed !== undefined ? printed : first;
  return { value: first.value, source: first.source, box: place.box, page: place.page };
}

/** The other sources that read the same value, where there are any. */
function agreeingWith(source: Source, { supporters }: Hypothesis): Pick<FieldResult, 'agreeing'> {
  const others = TRUST.filter(
    (other) => other !== source && supporters.some((reading) => reading.source === other),
  );
  return others.length === 0 ? {} : { agreeing: others };
}

/** No confidence claims more than the counted fields can show: n right of n say no more than (n + 1) / (n + 2). */
function capped(probability: number, models: Models): number {
  const { counted } = models.calibration.evidence;
  return round(Math.min(probability, (counted + 1) / (counted + 2)));
}

const round = (value: number): number => Number(value.toFixed(4));
