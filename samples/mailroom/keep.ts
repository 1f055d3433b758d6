/** A pile on disk: drawn once, for drawing takes as long as reading. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { FormTruth } from '../forms/form.js';
import { bound } from './bind.js';
import { drawPile, type PilePage, type PileWanted, pagesOf } from './pile.js';

/** What stands on each page, in their order. */
export type PileTruth = readonly { readonly role: PilePage['role']; readonly truth: FormTruth | null }[];

/** The truth of the pile at `path`, which is drawn where it is not there; it lies beside it as `PATH.json`. */
export async function pileAt(
  path: string,
  wanted: PileWanted,
  onPage: (page: number, pages: number) => void,
): Promise<PileTruth> {
  const beside = `${path}.json`;
  if (existsSync(path) && existsSync(beside)) return JSON.parse(readFileSync(beside, 'utf8')) as PileTruth;
  const truth: PileTruth[number][] = [];
  const pages = pagesOf(wanted);
  async function* jpegs() {
    for await (const page of drawPile(wanted)) {
      truth.push({ role: page.role, truth: page.truth });
      onPage(truth.length, pages);
      yield page.jpeg;
    }
  }
  writeFileSync(path, await bound(jpegs()));
  writeFileSync(beside, JSON.stringify(truth));
  return truth;
}
