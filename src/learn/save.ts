/** Writes models as they are loaded: a small file a part, each whole or not at all. */
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { MODEL_FILES, type Models } from '../pipeline/models.js';

/** Writes all parts into a folder (a file URL with a trailing slash), which is made where it is missing. */
export async function saveModels(folder: URL, { calibration, thresholds }: Models): Promise<void> {
  const parts = { ...calibration, thresholds };
  await mkdir(new URL('calibration/', folder), { recursive: true });
  for (const [part, name] of Object.entries(MODEL_FILES)) {
    const file = new URL(name, folder);
    const fresh = new URL(`${file.href}.new`);
    await writeFile(fresh, textOf(parts[part as keyof typeof MODEL_FILES]));
    await rename(fresh, file);
  }
}

/** JSON with a pair of counts, and a list of such pairs, on one line: a class stays a line that one can read. */
export function textOf(value: unknown): string {
  const pair = /\[\s+(-?[\d.]+),\s+(-?[\d.]+)\s+\]/gu;
  const pairs = /\[\s+((?:\[[^[\]]*\],?\s*)+)\]/gu;
  const text = JSON.stringify(value, null, 1).replace(pair, '[$1, $2]');
  return `${text.replace(pairs, (_, inner: string) => `[${inner.trim().replace(/\s*\n\s*/gu, ' ')}]`)}\n`;
}
