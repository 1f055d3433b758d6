/** Learns from labelled folders and reviewers' corrections: adds them to the models and derives the threshold anew. */
import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { RefusalError } from '../document/refusal.js';
import type { Gathered } from '../pipeline/extract/extract.js';
import type { Models } from '../pipeline/models.js';
import { expectedByDocument, parseCorrections } from './corrections.js';
import { type Fitted, fitModels } from './fit.js';
import type { LabelledGathering } from './gathering.js';
import { type Expected, parseLabels } from './labels.js';
import { learningKey, learntFile, readLearnt } from './learnt.js';
import { saveModels } from './save.js';

/** A file with what is known of it. */
export interface Lesson {
  readonly path: string;
  readonly expected: Expected;
}

/** The files of a labelled folder (`labels.json`, CONTRACT "Labelled folders"). Throws LabelsError. */
export async function lessonsOfFolder(dir: string): Promise<Lesson[]> {
  const labels: unknown = JSON.parse(await readFile(join(dir, 'labels.json'), 'utf8'));
  return [...parseLabels(labels)].map(([file, expected]) => ({ path: join(dir, file), expected }));
}

/**
 * The originals that corrections (one a line of JSON) speak of, looked up in a folder by their digest. `missing`: how
 * many are not there. Throws CorrectionsError.
 */
export async function lessonsOfCorrections(
  file: string,
  originals: string,
): Promise<{ lessons: Lesson[]; missing: number }> {
  const expected = expectedByDocument(parseCorrections(await readFile(file, 'utf8')));
  const lessons: Lesson[] = [];
  for (const name of await readdir(originals, { recursive: true })) {
    const path = join(originals, name);
    if (!(await stat(path)).isFile()) continue;
    const digest = createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
    const known = expected.get(digest);
    if (known !== undefined && !lessons.some((lesson) => lesson.expected === known))
      lessons.push({ path, expected: known });
  }
  return { lessons, missing: expected.size - lessons.length };
}

/** Fewer labelled fields than this show nothing that chance would not. */
export const LEAST_FIELDS = 200;

export type Learning =
  | {
      readonly end: 'learnt';
      readonly fitted: Fitted;
      /** Files that were counted before, and such as were refused. */
      readonly known: number;
      readonly refused: number;
    }
  | {
      readonly end: 'too little';
      readonly fields: number;
      readonly known: number;
      readonly refused: number;
    };

export interface LearnOptions {
  readonly lessons: readonly Lesson[];
  /** The models to add to: those in use. */
  readonly base: Models;
  /** Where models are written (a file URL with a trailing slash). */
  readonly folder: URL;
  readonly gather: (bytes: Uint8Array) => Promise<readonly Gathered[]>;
  /** `YYYY-MM-DD` */
  readonly date: string;
  readonly onProgress: (done: number, total: number, file: string) => void;
}

/** Reads the lessons, adds what they show to the models and writes them; writes nothing when they are too few. */
export async function learn(options: LearnOptions): Promise<Learning> {
  const { lessons, base, folder, gather, date, onProgress } = options;
  const keys = await readLearnt(folder, base);
  const files: LabelledGathering[] = [];
  let [known, refused] = [0, 0];
  for (const [index, { path, expected }] of lessons.entries()) {
    onProgress(index, lessons.length, path);
    const bytes = await readFile(path);
    const key = learningKey(bytes, expected);
    if (keys.has(key)) {
      known++;
      continue;
    }
    const gathered = await gatheredOr(() => gather(bytes));
    if (gathered === null) {
      refused++;
      continue;
    }
    files.push({ expected, gathered });
    keys.add(key);
  }
  onProgress(lessons.length, lessons.length, '');
  const fitted = fitModels({
    base,
    files,
    date,
    from: `yanpiao learn ${date}: ${files.length} documents`,
    errorRate: base.thresholds.errorRate,
  });
  const { fields } = fitted;
  if (fields < LEAST_FIELDS) return { end: 'too little', fields, known, refused };
  await saveModels(folder, fitted.models, learntFile(keys, fitted.models));
  return { end: 'learnt', fitted, known, refused };
}

/** `null` for a document that is refused: there is nothing to learn about reading from it. */
async function gatheredOr(gather: () => Promise<readonly Gathered[]>): Promise<readonly Gathered[] | null> {
  try {
    return await gather();
  } catch (error) {
    if (error instanceof RefusalError) return null;
    throw error;
  }
}
