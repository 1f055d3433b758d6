/** Writes models as they are loaded: a small file a part. */
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { MODEL_FILES, type Models } from '../pipeline/models.js';

/**
 * Writes all parts into a folder (a file URL with a trailing slash), which is made where it is missing; `beside`: what
 * else goes with them, by name. All are on disk before the first takes its place, so that a full disk changes nothing.
 */
export async function saveModels(
  folder: URL,
  { calibration, thresholds }: Models,
  beside: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const parts = { ...calibration, thresholds };
  const files = Object.entries(MODEL_FILES).map(([part, name]): [string, unknown] => [
    name,
    parts[part as keyof typeof MODEL_FILES],
  ]);
  await mkdir(new URL('calibration/', folder), { recursive: true });
  const written: { fresh: URL; file: URL }[] = [];
  for (const [name, content] of [...files, ...Object.entries(beside)]) {
    const file = new URL(name, folder);
    const fresh = new URL(`${file.href}.new`);
    await writeFile(fresh, textOf(content), { flush: true });
    written.push({ fresh, file });
  }
  for (const { fresh, file } of written) await rename(fresh, file);
}

/** JSON with a pair of counts, and a list of such pairs, on one line: a class stays a line that one can read. */
function textOf(value: unknown): string {
  const pair = /\[\s+(-?[\d.]+),\s+(-?[\d.]+)\s+\]/gu;
  const pairs = /\[\s+((?:\[[^[\]]*\],?\s*)+)\]/gu;
  const text = JSON.stringify(value, null, 1).replace(pair, '[$1, $2]');
  return `${text.replace(pairs, (_, inner: string) => `[${inner.trim().replace(/\s*\n\s*/gu, ' ')}]`)}\n`;
}
