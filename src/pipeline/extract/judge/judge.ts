/** The judge of fields: from all testimony about one invoice to one value, one probability and the rivals of each field. */

import type { FieldResult, LineItem, Rival, SlipFields } from '../../../document/slip.js';
import { SOURCES, type Source } from '../../../document/source.js';
import { FIELD_NAMES, type FieldName } from '../../../invoice/fields.js';
import type { Kind } from '../../../invoice/kinds.js';
import { type KnownParties, NOBODY } from '../../known-parties.js';
import type { Models } from '../../models.js';
import type { Candidate } from '../candidates/candidate.js';
import { isDifferential } from '../differential.js';
import { confidenceOf, type Quality, qualityOf } from './confidence.js';
import { type Hypothesis, hypothesesOf, isRepair, normalised } from './hypotheses.js';
import { judgeIdentity } from './identity.js';
import type { Probabilities } from './joint.js';
import { nearlyRead } from './nearly.js';
import { judgeParties } from './parties.js';
import { type Shape, shapeOf } from './shape.js';
import { judgeSums, soleRate } from './sums.js';
import { apartFromWords, figuresOf, judgeWords, WORDS_FIELDS } from './words.js';

/** All testimony about one invoice. */
export interface Testimony {
  readonly kind: Kind;
  readonly candidates: readonly Candidate[];
  readonly lines: readonly LineItem[];
}

/** A field before its belief has become a confidence. */
export interface Believed {
  readonly field: FieldName;
  readonly value: string;
  readonly belief: number;
  readonly source: Source;
  readonly agreeing: readonly Source[];
  readonly repaired: boolean;
  /** Whether another mended value is a serious rival: then neither is the only repair that would do. */
  readonly contested: boolean;
  readonly box: FieldResult['box'];
  readonly page: number;
  readonly rivals: readonly Rival[];
}

/** Judges all fields of an invoice. `known`: companies that may support a name or tax id that was nearly read. */
export function judgeFields(testimony: Testimony, models: Models, known: KnownParties = NOBODY): SlipFields {
  const quality = qualityOf(testimony.candidates);
  const results = believedFields(testimony, models, known).map((believed): [FieldName, FieldResult] => [
    believed.field,
    resultOf(believed, quality, models),
  ]);
  return Object.fromEntries(results);
}

/** What the judge believes about every field that was read, in the order in which a person reads them. */
export function believedFields(
  { kind, candidates: read, lines }: Testimony,
  models: Models,
  known: KnownParties = NOBODY,
): Believed[] {
  const candidates = [...read, ...nearlyRead(read, known)];
  const of = (field: FieldName) => candidates.filter((candidate) => candidate.field === field);
  const hypotheses = new Map(
    FIELD_NAMES.map((field) => [field, hypothesesOf(field, of(field), kind, models)]),
  );
  const rate = isDifferential(candidates) ? null : soleRate(lines);
  const sums = judgeSums(hypotheses, kind, rate, models);
  const words = WORDS_FIELDS.filter((field) => of(field).length > 0);
  const figures = figuresOf(kind);
  const apart = new Map([
    ...hypotheses,
    [figures, hypothesesOf(figures, apartFromWords(of(figures), words.flatMap(of)), kind, models)],
  ]);
  const amounts = words.length === 0 ? [] : figuresApart(apart, figures, kind, rate, models);
  const judged = new Map([
    ...[...hypotheses].map(([field, table]) => [field, alone(table)] as const),
    ...judgeIdentity(hypotheses, kind, models),
    ...judgeParties(hypotheses, known, models),
    ...sums.fields,
    ...words.map(
      (field) =>
        [field, judgeWords(hypotheses.get(field) ?? [], amounts, models.calibration.evidence)] as const,
    ),
  ]);
  return FIELD_NAMES.flatMap((field): Believed[] => {
    const table = judged.get(field) ?? [];
    if (table.some(([{ key }]) => key !== null)) return [believedOf(field, table)];
    return sums.derived?.field === field ? [derivedOf(sums.derived, candidates[0]?.page ?? 1)] : [];
  });
}

/** What the figures say without the words, the sums weighed in where they are a part of them. */
function figuresApart(
  hypotheses: ReadonlyMap<FieldName, readonly Hypothesis[]>,
  figures: FieldName,
  kind: Kind,
  rate: number | null,
  models: Models,
): Probabilities {
  const { fields } = judgeSums(hypotheses, kind, rate, models);
  return fields.get(figures) ?? alone(hypotheses.get(figures) ?? []);
}

/** A field that no rule ties to another. */
function alone(table: readonly Hypothesis[]): Probabilities {
  const chances = normalised(table.map(({ weight }) => weight));
  return table.map((hypothesis, index) => [hypothesis, chances[index] ?? 0]);
}

const derivedOf = (
  { field, value, probability }: { field: FieldName; value: string; probability: number },
  page: number,
): Believed => ({
  field,
  value,
  belief: probability,
  source: 'rule',
  agreeing: [],
  repaired: false,
  contested: false,
  box: null,
  page,
  rivals: [],
});

/** A rival with more than this part of the winner's probability is one that would do as well. */
const SERIOUS = 0.1;

function believedOf(field: FieldName, table: Probabilities): Believed {
  const [winner, ...losers] = table.filter(([{ key }]) => key !== null).sort((a, b) => b[1] - a[1]);
  if (winner === undefined) throw new RangeError('a field without any reading has no result');
  const [hypothesis, belief] = winner;
  const spoken = spokesman(hypothesis);
  const others = SOURCES.filter(
    (source) =>
      source !== spoken.source && hypothesis.supporters.some((reading) => reading.source === source),
  );
  const repaired = isRepair(hypothesis);
  return {
    field,
    ...spoken,
    belief,
    agreeing: others,
    repaired,
    contested: repaired && losers.some(([rival, chance]) => isRepair(rival) && chance > SERIOUS * belief),
    rivals: losers.map(([rival, chance]): Rival => {
      const { value, source, box, page } = spokesman(rival);
      return { value, confidence: chance, source, box, page };
    }),
  };
}

/** Who speaks for a value: the most trusted of its supporters, pointing at where it is printed when one read it there. */
function spokesman({ supporters }: Hypothesis): Pick<Candidate, 'value' | 'source' | 'box' | 'page'> {
  const ranked = [...supporters].sort((a, b) => SOURCES.indexOf(a.source) - SOURCES.indexOf(b.source));
  const [first] = ranked;
  if (first === undefined) throw new RangeError('a value without supporters');
  const printed = ranked.find(
    ({ source, channel, box }) => source !== 'qr' && channel !== 'words' && box !== null,
  );
  const elsewhere = first.source === 'qr' || first.channel === 'structured';
  const place = elsewhere && printed !== undefined ? printed : first;
  return { value: first.value, source: first.source, box: place.box, page: place.page };
}

/**
 * Whether confidence decides at all: what nobody read as it stands, the ledger alone does not decide, and what was
 * recognised as something that its field cannot hold is for a person.
 */
export const mayBeAccepted = (source: Source, shape: Shape): boolean =>
  source !== 'ledger' && !(source.startsWith('ocr:') && shape === 'misfits');

function resultOf(believed: Believed, quality: Quality, models: Models): FieldResult {
  const { field, value, belief, source, agreeing, repaired, contested, box, page, rivals } = believed;
  const shape = shapeOf(field, value);
  const judged = { source, repaired, field, shape, quality };
  const confidence = round(confidenceOf(belief, judged, models.calibration.confidence));
  // What the winner's confidence leaves is shared by the rivals as the judge saw them.
  const left = belief < 1 ? Math.min(1, (1 - confidence) / (1 - belief)) : 0;
  return {
    value,
    confidence,
    accepted: confidence >= models.thresholds.accept && !contested && mayBeAccepted(source, shape),
    source,
    ...(agreeing.length === 0 ? {} : { agreeing }),
    ...(repaired ? { repaired } : {}),
    box,
    page,
    rivals: rivals.map((rival) => ({ ...rival, confidence: round(rival.confidence * left) })),
  };
}

const round = (value: number): number => Number(value.toFixed(4));
