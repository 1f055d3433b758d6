/** Adds what decisions and corrections show to the counts of the match. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { errorCode } from '../document/error-code.js';
import { MATCH_FILE, type MatchCounts } from '../pipeline/match/counts.js';
import { addMatchCounts, MatchTally, matchCountsText } from './match-counts.js';
import type { MatchLesson } from './match-decisions.js';

/** Which lessons were counted already, beside the counts that they went into. */
const LEARNT_FILE = 'matching/learnt.json';
const learntSchema = z.object({ into: z.string(), lessons: z.array(z.string()) });

export interface MatchLearning {
  /** Pairs that were counted, such as were before, and such as show nothing. */
  readonly learnt: number;
  readonly known: number;
  readonly empty: number;
}

/**
 * Adds lessons to the counts in use and writes them to a folder of models (a file URL with a trailing slash); writes
 * nothing where there is nothing new. `date`: `YYYY-MM-DD`.
 */
export async function learnMatching(
  lessons: readonly MatchLesson[],
  base: MatchCounts,
  folder: URL,
  date: string,
): Promise<MatchLearning> {
  const keys = await readKeys(folder, base);
  const tally = new MatchTally();
  let [learnt, known, empty] = [0, 0, 0];
  for (const lesson of lessons) {
    if (keys.has(lesson.key)) known += 1;
    else if (lesson.addTo(tally)) {
      learnt += 1;
      keys.add(lesson.key);
    } else empty += 1;
  }
  if (learnt === 0) return { learnt, known, empty };
  const from = `${base.from}; yanpiao learn ${date}: ${learnt} pairs`;
  const counts = addMatchCounts(base, tally.counts(), { date, from });
  await mkdir(new URL('matching/', folder), { recursive: true });
  // Both are on disk before the first takes its place: a full disk changes nothing.
  const files = [
    [MATCH_FILE, matchCountsText(counts)],
    [LEARNT_FILE, `${JSON.stringify({ into: from, lessons: [...keys].sort() }, null, 1)}\n`],
  ] as const;
  for (const [name, content] of files)
    await writeFile(new URL(`${name}.new`, folder), content, { flush: true });
  for (const [name] of files) await rename(new URL(`${name}.new`, folder), new URL(name, folder));
  return { learnt, known, empty };
}

/** None where the folder holds no counts, or others stand in for them. */
async function readKeys(folder: URL, base: MatchCounts): Promise<Set<string>> {
  try {
    const content: unknown = JSON.parse(await readFile(new URL(LEARNT_FILE, folder), 'utf8'));
    const { into, lessons } = learntSchema.parse(content);
    return new Set(into === base.from ? lessons : []);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return new Set();
    throw error;
  }
}
