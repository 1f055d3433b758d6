/** A mapping that a person has written into a file: header text → our field (docs/ledger.md). */
import { readFile } from 'node:fs/promises';
import { WrongUse } from '../control/io.js';
import type { Mapping } from '../document/ledger-file.js';
import { mapping } from '../http/contract/ledger.js';

/** Throws WrongUse for what is none. */
export async function readMapping(path: string): Promise<Mapping> {
  const bad = (why: string) =>
    new WrongUse(`字段对照无法使用 / the mapping cannot be used: ${path} (${why})`);
  let told: unknown;
  try {
    told = JSON.parse((await readFile(path, 'utf8')).replace(/^\uFEFF/, ''));
  } catch (error) {
    throw bad(error instanceof SyntaxError ? 'JSON' : error instanceof Error ? error.message : String(error));
  }
  const parsed = mapping.safeParse(told);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw bad(`${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim());
  }
  return parsed.data;
}
