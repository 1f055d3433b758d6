/** Fitted numbers of models/: what they look like and how they are loaded. Their provenance is in models/README.md. */
import { access, readFile } from 'node:fs/promises';
import { z } from 'zod';
import { errorCode } from '../document/error-code.js';

/** `[right, of]`: how many of those counted were right. */
const countSchema = z
  .tuple([z.number().nonnegative(), z.number().nonnegative()])
  .refine(([right, of]) => right <= of, 'more right than counted');

const provenance = {
  /** When and on what the counts were taken. */
  date: z.iso.date(),
  from: z.string(),
};

const readingsSchema = z.object({
  ...provenance,
  /** Lower bounds of the bins of a source's own score, ascending, the first 0. */
  scoreBins: z.array(z.number()),
  /** For each class of reading (`source|channel|type|field|kind`): one count per score bin. */
  counts: z.record(z.string(), z.array(countSchema)),
  /** For a class that was never counted. */
  unseen: countSchema,
  /**
   * The same for what an electronic original says in words made for machines. It is what the tax office keeps; wrong is
   * only what a producer put into another field, or a byte that went wrong without breaking the form: one in ten
   * thousand.
   */
  originals: countSchema.default([9998, 9998]),
});

/** What looks at one print say together, by how many second looks agreed with the first and how many did not. */
const patternSchema = z.object({
  /** How often this came about where the first look was right, and where it was wrong. */
  ifRight: z.number().nonnegative(),
  ifWrong: z.number().nonnegative(),
});

const looksSchema = z.object({
  ...provenance,
  /** By `agreeing/differing`, such as `1/0`. */
  patterns: z.record(z.string(), patternSchema),
  /**
   * The same by the bin of the first look's score and how near another path through it came that says something else
   * (`0.95/far`), and with the type of the field (`0.95/far|id`). None in models fitted before this was counted.
   */
  paths: z.record(z.string(), patternSchema).default({}),
  /**
   * Where the first look was wrong and another way of reading said otherwise: how often that was right. By the way
   * (`path`), and by the way and the type of field (`path|money`).
   */
  rescues: z.record(z.string(), countSchema),
});

const checkSchema = z.object({
  /** How often it holds on right values, and on wrong ones. */
  ifRight: countSchema,
  ifWrong: countSchema,
});

const CHECKS = [
  'taxIdAlphabet',
  'taxIdCheck',
  'mendingFits',
  'sumHolds',
  'rateHolds',
  'crcHolds',
  'codeMatchesKind',
  'dateFitsNumber',
  'yearFitsNumber',
  'yearFitsCode',
  'partiesDiffer',
  'knownPair',
  'shapeFits',
  'wordsAgree',
] as const;
export type CheckName = (typeof CHECKS)[number];

const evidenceSchema = z.object({
  ...provenance,
  /** Pairs of misreadings of one field from different prints: how many of them said the same wrong thing. */
  misreadAlike: countSchema,
  checks: z.record(z.enum(CHECKS), checkSchema),
});

const confidenceSchema = z.object({
  ...provenance,
  /** Lower bounds of the bins of what the judge believes, ascending, the first 0. */
  beliefBins: z.array(z.number()),
  /** For each class of judged field (`source|type|field|quality`): one count per bin. */
  counts: z.record(z.string(), z.array(countSchema)),
});

const thresholdsSchema = z.object({
  ...provenance,
  /** Wrong fields among accepted ones that the customer bears. */
  errorRate: z.number().gt(0).lt(1),
  /** Least confidence at which a field is accepted. */
  accept: z.number().gt(0).max(1),
});

export type Count = z.infer<typeof countSchema>;
export type ReadingCounts = z.infer<typeof readingsSchema>;
export type LookCounts = z.infer<typeof looksSchema>;
export type Evidence = z.infer<typeof evidenceSchema>;
export type ConfidenceCounts = z.infer<typeof confidenceSchema>;
export type Thresholds = z.infer<typeof thresholdsSchema>;

export interface Calibration {
  readonly readings: ReadingCounts;
  readonly looks: LookCounts;
  readonly evidence: Evidence;
  readonly confidence: ConfidenceCounts;
}

export interface Models {
  readonly calibration: Calibration;
  readonly thresholds: Thresholds;
}

/** Where each part lies in a folder of models. */
export const MODEL_FILES = {
  readings: 'calibration/readings.json',
  looks: 'calibration/looks.json',
  evidence: 'calibration/evidence.json',
  confidence: 'calibration/confidence.json',
  thresholds: 'thresholds.json',
} as const;

/** Whether a folder holds models: all parts of them, or none counts. */
export async function holdsModels(folder: URL): Promise<boolean> {
  try {
    await access(new URL(MODEL_FILES.thresholds, folder));
    return true;
  } catch (error) {
    // What is there and may not be read is told by whoever loads it.
    return errorCode(error) !== 'ENOENT';
  }
}

/** Loads the models from a folder (a file URL with a trailing slash, `projectRoot()/models/`). Throws when one is missing or malformed. */
export async function loadModels(folder: URL): Promise<Models> {
  const load = async <T>(name: string, schema: z.ZodType<T>): Promise<T> =>
    schema.parse(JSON.parse(await readFile(new URL(name, folder), 'utf8')));
  const [readings, looks, evidence, confidence, thresholds] = await Promise.all([
    load(MODEL_FILES.readings, readingsSchema),
    load(MODEL_FILES.looks, looksSchema),
    load(MODEL_FILES.evidence, evidenceSchema),
    load(MODEL_FILES.confidence, confidenceSchema),
    load(MODEL_FILES.thresholds, thresholdsSchema),
  ]);
  return { calibration: { readings, looks, evidence, confidence }, thresholds };
}
