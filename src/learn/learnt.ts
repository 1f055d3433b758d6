/** Which documents were counted already: learning twice from the same one would count it twice. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { errorCode } from '../document/error-code.js';
import type { Models } from '../pipeline/models.js';
import type { Expected } from './labels.js';

const FILE = 'learnt.json';

const schema = z.object({
  /** Where the models say that they come from. */
  into: z.string(),
  documents: z.array(z.string()),
});

/** A document with what is known of it: settled once more, it may be counted once more. */
export function learningKey(bytes: Uint8Array, { slips }: Expected): string {
  const hash = createHash('sha256').update(bytes);
  for (const { fields } of slips) hash.update(JSON.stringify([...fields].sort()));
  return hash.digest('hex').slice(0, 32);
}

/**
 * Keys of what was counted into these models of a folder; none where it holds no models, or such as could not be used,
 * so that others stand in for them.
 */
export async function readLearnt(folder: URL, { thresholds }: Models): Promise<Set<string>> {
  try {
    const content: unknown = JSON.parse(await readFile(new URL(FILE, folder), 'utf8'));
    const { documents, into } = schema.parse(content);
    return new Set(into === thresholds.from ? documents : []);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return new Set();
    throw error;
  }
}

/** The file that tells what was counted into these models, by name, to be written beside them. */
export const learntFile = (keys: ReadonlySet<string>, { thresholds }: Models): Record<string, unknown> => ({
  [FILE]: { into: thresholds.from, documents: [...keys].sort() },
});
