/** The files that are mutated: every sample there is, and the demo ledger. */
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
}

/** Larger ones cost more than they show: what a decoder does with pixels does not depend on how many there are. */
const LARGEST = 400_000;
const NO_DOCUMENT = /\.(?:json|tsv)$/u;

/** In a fixed order, so that a number names the same case everywhere. */
export async function bases(): Promise<Base[]> {
  const found: Base[] = [];
  for (const folder of ['files', 'carried', 'demo'])
    for (const name of filesIn(folder)) {
      const bytes = readFileSync(join(samples, folder, name));
      if (bytes.length > LARGEST || NO_DOCUMENT.test(name)) continue;
      const into = name === 'ledger.xlsx' ? 'ledger' : 'document';
      found.push({ name: `${folder}/${name}`, bytes, members: await membersOf(bytes), into });
    }
  return found;
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
