/** Which documents were counted already: learning twice from the same one would count it twice. */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Expected } from './labels.js';
import { textOf } from './save.js';

const FILE = 'learnt.json';

const schema = z.object({ documents: z.array(z.string()) });

/** A document with what is known of it: settled once more, it may be counted once more. */
export function learningKey(bytes: Uint8Array, { slips }: Expected): string {
  const hash = createHash('sha256').update(bytes);
  for (const { fields } of slips) hash.update(JSON.stringify([...fields].sort()));
  return hash.digest('hex').slice(0, 32);
}

/** Keys of what was counted into the models of a folder; none where it holds no models. */
export async function readLearnt(folder: URL): Promise<Set<string>> {
  try {
    const content: unknown = JSON.parse(await readFile(new URL(FILE, folder), 'utf8'));
    return new Set(schema.parse(content).documents);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return new Set();
    throw error;
  }
}

export async function writeLearnt(folder: URL, keys: ReadonlySet<string>): Promise<void> {
  await writeFile(new URL(FILE, folder), textOf({ documents: [...keys].sort() }));
}
