/** Fits models/: counts on labelled testimony, then what the judge's beliefs were worth, then the threshold. */
import {
  classNameOf,
  confidenceOf,
  type JudgedClass,
  qualityOf,
} from '../pipeline/extract/judge/confidence.js';
import { binOf, drawnShare } from '../pipeline/extract/judge/counts.js';
import { believedFields, mayBeAccepted } from '../pipeline/extract/judge/judge.js';
import { shapeOf } from '../pipeline/extract/judge/shape.js';
import type { ConfidenceCounts, Count, Models } from '../pipeline/models.js';
import { addTables, countInto, withLearnt } from './add.js';
import { countReadings } from './count.js';
import { isRight, type Labelled, type LabelledGathering, labelledSlips } from './gathering.js';
import { ReliabilityTable } from './reliability-table.js';
import { fitThreshold, type Judged } from './threshold.js';

/** Files are dealt into so many heaps: each is judged by what was counted on the others, never on itself. */
const HEAPS = 5;

export interface FitOptions {
  /** What was known before; counts are added to it. */
  readonly base: Models;
  readonly files: readonly LabelledGathering[];
  /** `YYYY-MM-DD` */
  readonly date: string;
  /** On what was counted, for whoever reads the models. */
  readonly from: string;
  /** Wrong fields among accepted ones that are borne. */
  readonly errorRate: number;
}

export interface Fitted {
  readonly models: Models;
  /** Labelled fields that were judged. */
  readonly fields: number;
  /** What confidences were worth with the models as they were, and as they are now on files they were not counted on. */
  readonly before: ReliabilityTable;
  readonly after: ReliabilityTable;
}

/** Adds what these files show to the models and derives the threshold anew. */
export function fitModels({ base, files, date, from, errorRate }: FitOptions): Fitted {
  const slips = files.map(labelledSlips);
  const heaps = Array.from({ length: HEAPS }, (_, heap) =>
    slips.filter((_, file) => file % HEAPS === heap).flat(),
  );
  const { beliefBins } = base.calibration.confidence;
  const counted = (labelled: readonly Labelled[]) =>
    countReadings(labelled, base.calibration.readings.scoreBins);
  const seen = heaps.map((heap, index) => {
    const learnt = { ...counted(without(heaps, index).flat()), confidence: {} };
    const models = { ...base, calibration: withLearnt(base.calibration, learnt, date, from) };
    return heap.flatMap((labelled) => seenFields(labelled, models));
  });
  const learnt = { ...counted(heaps.flat()), confidence: countBeliefs(seen.flat(), beliefBins) };
  const calibration = withLearnt(base.calibration, learnt, date, from);
  const apart = saidApart(seen, base.calibration.confidence);
  const known = judgedClasses(base.calibration.confidence);
  const decided = saidApart(seen.map(decidedByConfidence), base.calibration.confidence);
  const accept = fitThreshold([...known, ...decided], errorRate);
  return {
    models: { calibration, thresholds: { date, from: calibration.readings.from, errorRate, accept } },
    fields: seen.flat().length,
    before: tableOf(
      said(
        heaps.flat().flatMap((labelled) => seenFields(labelled, base)),
        base.calibration.confidence,
      ),
    ),
    after: tableOf(apart),
  };
}

const without = <T>(list: readonly T[], index: number): T[] => list.filter((_, at) => at !== index);

/** A labelled field as judged. */
interface Seen {
  readonly belief: number;
  readonly judged: JudgedClass;
  readonly right: boolean;
}

const decidedByConfidence = (heap: readonly Seen[]): Seen[] =>
  heap.filter(({ judged: { source, shape } }) => mayBeAccepted(source, shape));

function seenFields({ truth, slip }: Labelled, models: Models): Seen[] {
  const quality = qualityOf(slip.candidates);
  return believedFields(slip, models).flatMap((believed): Seen[] => {
    const right = isRight(believed, truth);
    const { belief, source, repaired, field, value } = believed;
    const judged = { source, repaired, field, shape: shapeOf(field, value), quality };
    return right === null ? [] : [{ belief, judged, right }];
  });
}

function countBeliefs(seen: readonly Seen[], bins: readonly number[]): ConfidenceCounts['counts'] {
  const counts: Record<string, Count[]> = {};
  for (const { belief, judged, right } of seen)
    countInto(counts, classNameOf(judged), bins.length, binOf(belief, bins), right);
  return counts;
}

/** What these counts say of each field, and whether it was so. */
const said = (seen: readonly Seen[], counts: ConfidenceCounts): Judged[] =>
  seen.map(({ belief, judged, right }) => ({
    confidence: confidenceOf(belief, judged, counts),
    right: right ? 1 : 0,
    of: 1,
  }));

/** The same, each heap by what was counted on the others. */
function saidApart(heaps: readonly (readonly Seen[])[], base: ConfidenceCounts): Judged[] {
  return heaps.flatMap((heap, index) => {
    const others = countBeliefs(without(heaps, index).flat(), base.beliefBins);
    return said(heap, { ...base, counts: addTables(base.counts, others) });
  });
}

function tableOf(fields: readonly Judged[]): ReliabilityTable {
  const table = new ReliabilityTable();
  for (const { confidence, right } of fields) table.add(confidence, right === 1);
  return table;
}

/** Every class and degree of belief that was counted, with the least confidence it may come to. */
export function judgedClasses({ counts, beliefBins }: ConfidenceCounts): Judged[] {
  return Object.entries(counts).flatMap(([name, bins]) =>
    bins.map(([right, of], bin) => ({
      confidence: drawnShare(counts, name, bin, beliefBins[bin] ?? 0),
      right,
      of,
    })),
  );
}
