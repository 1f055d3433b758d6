/** Two thousand damaged files: every one is read or refused with a code, none kills, hangs or leaves anything behind. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { bases, editionOf } from '../../samples/fuzz/bases.js';
import { caseOf } from '../../samples/fuzz/cases.js';
import { fuzz } from '../../samples/fuzz/run.js';

const CASES = 2000;

test('every case ends in a reading or a refusal, and is not done again where a state tells of it', {
  timeout: 900_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'yanpiao-fuzz-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const plan = { cases: CASES, first: 0, seed: 1, processes: 2, state: join(folder, 'state') };
  const report = await fuzz(plan);
  const { cases, problems, leaked, ends } = report;
  expect(problems).toEqual([]);
  expect(leaked).toEqual([]);
  expect(cases).toBe(CASES);
  // What would end all alike would not have looked at the files.
  expect(Object.keys(ends)).toEqual(expect.arrayContaining(['read', 'damaged_file']));
  // Nothing may begin any more: all of it is told by the state.
  expect(await fuzz({ ...plan, ending: AbortSignal.abort() })).toEqual(report);
});

test('a number names the same bytes every time, however many cases came before', async () => {
  const from = await bases();
  const before = editionOf(from);
  const one = caseOf(1234, 1, from);
  for (let number = 0; number < 3000; number++) caseOf(number, 1, from);
  const [again, other] = [caseOf(1234, 1, from), caseOf(1234, 2, from)];
  expect(Buffer.from(one.bytes).equals(again.bytes)).toBe(true);
  expect(other.how).not.toBe(one.how);
  expect(editionOf(from)).toBe(before);
});
