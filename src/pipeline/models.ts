/** Fitted numbers of models/: what they look like and how they are loaded. Their provenance is in models/README.md. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';

/** Right readings among those counted. */
const countSchema = z.object({ right: z.number().int().nonnegative(), of: z.number().int().nonnegative() });

const readingsSchema = z.object({
  /** When and on what the counts were taken. */
  date: z.iso.date(),
  from: z.string(),
  /** Lower bounds of the bins of a source's own score, ascending, the first 0. */
  scoreBins: z.array(z.number()),
  /** For `source|channel|type`, with `|metered` for what a taxi meter prints: one count per score bin. */
  counts: z.record(z.string(), z.array(countSchema)),
  /** For a class that was never counted. */
  unseen: countSchema,
});

const evidenceSchema = z.object({
  date: z.iso.date(),
  from: z.string(),
  /** How many wrong values a misread value may plausibly turn into: two misreadings agree once in so many. */
  wrongValues: z.number().positive(),
  /** For each check: how often it holds on right values and on wrong ones. */
  checks: z.record(
    z.enum(['taxIdCheck', 'sumHolds', 'crcHolds', 'codeMatchesKind', 'dateFitsNumber']),
    z.object({
      ifRight: z.number().gt(0).lt(1),
      ifWrong: z.number().gt(0).lt(1),
    }),
  ),
  /** Fields counted in all: no confidence claims more than they can show. */
  counted: z.number().int().positive(),
});

const thresholdsSchema = z.object({
  date: z.iso.date(),
  from: z.string(),
  /** Wrong fields among accepted ones that the customer bears. */
  errorRate: z.number().gt(0).lt(1),
  /** Least confidence at which a field is accepted. */
  accept: z.number().gt(0).lt(1),
});

export type ReadingCounts = z.infer<typeof readingsSchema>;
export type Evidence = z.infer<typeof evidenceSchema>;
export type Thresholds = z.infer<typeof thresholdsSchema>;

export interface Models {
  readonly calibration: { readonly readings: ReadingCounts; readonly evidence: Evidence };
  readonly thresholds: Thresholds;
}

/** Loads the models from a folder (a file URL with a trailing slash, `projectRoot()/models/`). Throws when one is missing or malformed. */
export async function loadModels(folder: URL): Promise<Models> {
  const load = async (name: string): Promise<unknown> =>
    JSON.parse(await readFile(new URL(name, folder), 'utf8')) as unknown;
  const [readings, evidence, thresholds] = await Promise.all([
    load('calibration/readings.json'),
    load('calibration/evidence.json'),
    load('thresholds.json'),
  ]);
  return {
    calibration: { readings: readingsSchema.parse(readings), evidence: evidenceSchema.parse(evidence) },
    thresholds: thresholdsSchema.parse(thresholds),
  };
}
