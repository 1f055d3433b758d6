/** One case after another, by number: the same seed and number are the same bytes on every machine. */
import { writeFileSync } from 'node:fs';
import { readLedgerFile } from '../../src/adapters/ledger-files/read.js';
import { xmlReader } from '../../src/adapters/xml/xml.js';
import { zipReader } from '../../src/adapters/zip/zip.js';
import { LedgerFileError } from '../../src/document/ledger-file.js';
import type { DocumentReading } from '../../src/document/report.js';
import { readDocument } from '../../src/pipeline/line.js';
import { randomFor } from '../truth/random.js';
import { type Base, bases, roundOf } from './bases.js';
import { blindTools } from './blind.js';
import { type Mutated, mutated, mutatedInside, truncated } from './mutate.js';

export interface FuzzCase extends Mutated {
  readonly number: number;
  readonly base: Base;
}

/** Every base is cut at so many lengths before it is mutated in other ways. */
const CUTS = 20;

/** The case of a number, from 0. */
export function caseOf(number: number, seed: number, from: readonly Base[]): FuzzCase {
  const order = roundOf(from);
  const base = order[number % order.length];
  if (base === undefined) throw new Error('there are no files to mutate');
  const random = randomFor(seed, `fuzz/${number}`);
  const round = Math.floor(number / order.length);
  const inside = base.members.length > 0 && random.whole(0, 1) === 1;
  const result =
    round * base.weight < CUTS
      ? truncated(base.bytes, random)
      : inside
        ? mutatedInside(base.members, random)
        : mutated(base.bytes, random);
  return { number, base, ...result };
}

/** How a case ended: `read`, or the code it was refused with. Throws what is neither: that is what fuzzing looks for. */
export type Judge = (one: FuzzCase) => Promise<string>;

/** `scratch`: a file that may be written over, for what is read from disk only. */
export async function judge(scratch: string): Promise<{ bases: readonly Base[]; judge: Judge }> {
  const tools = await blindTools();
  const asDocument = async ({ bytes }: FuzzCase) => {
    const reading = await readDocument(bytes, tools);
    assertSound(reading);
    return reading.refusal?.code ?? 'read';
  };
  const asLedger = async ({ bytes }: FuzzCase) => {
    writeFileSync(scratch, bytes);
    try {
      for await (const row of readLedgerFile(scratch, { zip: zipReader(), xml: xmlReader() })) void row;
      return 'read';
    } catch (error) {
      if (error instanceof LedgerFileError) return error.code;
      throw error;
    }
  };
  return {
    bases: await bases(),
    judge: (one) => (one.base.into === 'ledger' ? asLedger(one) : asDocument(one)),
  };
}

/** What holds of every reading, however damaged the file was. */
function assertSound({ refusal, slips, pages }: DocumentReading): void {
  if (refusal !== null && slips.length > 0) throw new Error('refused, and has slips');
  for (const slip of slips) {
    if (slip.pages.some((page) => page < 1 || page > pages))
      throw new Error('a slip on a page that is not there');
    for (const [name, field] of Object.entries(slip.fields))
      if (!(field.confidence >= 0 && field.confidence <= 1))
        throw new Error(`${name} is sure by ${field.confidence}`);
  }
}
