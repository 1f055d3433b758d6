/** The files that are mutated: every sample there is, and the demo ledger. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { zipReader } from '../../src/adapters/zip/zip.js';
import { fileKind } from '../../src/document/file-kind.js';
import { projectRoot } from '../../src/entry.js';
import type { Member } from '../zip.js';

export interface Base {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Parts of a ZIP; empty where it is none. */
  readonly members: readonly Member[];
  /** `document` goes down the line, `ledger` into the import. */
  readonly into: 'document' | 'ledger';
  /** How many cases it gets for each one of a picture. */
  readonly weight: number;
}

/** Larger ones cost more than they show: what a decoder does with pixels does not depend on how many there are. */
const LARGEST = 400_000;
/**
 * A byte of markup or of a container can mean anything to us, and costs milliseconds to look at. In a PDF most bytes lie
 * in packed streams that pdfjs unpacks or drops, and in a picture all but the head are pixels, which a decoder takes as
 * they come; either costs a tenth of a second and more.
 */
const WEIGHTS: readonly (readonly [RegExp, number])[] = [
  [/\.xml$/u, 12],
  [/\.ofd$/u, 8],
  [/\.xlsx$/u, 6],
  [/\.(?:zip|eml|msg)$/u, 2],
];

const weightOf = (name: string): number => WEIGHTS.find(([ending]) => ending.test(name))?.[1] ?? 1;
const NO_DOCUMENT = /\.(?:json|tsv)$/u;

/** In a fixed order, so that a number names the same case everywhere. */
export async function bases(): Promise<Base[]> {
  const found: Base[] = [];
  for (const folder of ['files', 'carried', 'demo'])
    for (const name of filesIn(folder)) {
      const bytes = readFileSync(join(samples, folder, name));
      if (bytes.length > LARGEST || NO_DOCUMENT.test(name)) continue;
      const into = name === 'ledger.xlsx' ? 'ledger' : 'document';
      const members = await membersOf(bytes);
      found.push({ name: `${folder}/${name}`, bytes, members, into, weight: weightOf(name) });
    }
  return found;
}

/** The bases in the order in which cases go through them, each as often as it weighs and spread over the whole. */
export function roundOf(from: readonly Base[]): readonly Base[] {
  const most = Math.max(...from.map(({ weight }) => weight));
  return Array.from({ length: most }, (_, turn) => from.filter(({ weight }) => weight > turn)).flat();
}

/** Names the files as they are: under others a number is another case. */
export function editionOf(from: readonly Base[]): string {
  const hash = createHash('sha256');
  for (const { name, bytes, weight } of from)
    hash.update(`${name} ${bytes.length} ${weight}\n`).update(bytes);
  return hash.digest('hex').slice(0, 16);
}

const samples = fileURLToPath(new URL('samples/', projectRoot()));

const filesIn = (folder: string): string[] =>
  readdirSync(samples, { withFileTypes: true }).some((entry) => entry.name === folder)
    ? readdirSync(join(samples, folder)).sort()
    : [];

async function membersOf(bytes: Uint8Array): Promise<Member[]> {
  const kind = fileKind(bytes);
  if (kind !== 'ofd' && kind !== 'zip') return [];
  const entries = await zipReader().open(bytes);
  return Promise.all(entries.map(async (entry) => ({ name: entry.name, data: await entry.read() })));
}
