/** Two thousand damaged files: every one is read or refused with a code, none kills, hangs or leaves anything behind. */
import { expect, test } from 'vitest';
import { bases } from '../../samples/fuzz/bases.js';
import { caseOf } from '../../samples/fuzz/cases.js';
import { fuzz } from '../../samples/fuzz/run.js';

const CASES = 2000;

test('every case ends in a reading or a refusal', { timeout: 900_000 }, async () => {
  const { cases, problems, leaked, ends } = await fuzz({ cases: CASES, first: 0, seed: 1, processes: 2 });
  expect(problems).toEqual([]);
  expect(leaked).toEqual([]);
  expect(cases).toBe(CASES);
  // What would end all alike would not have looked at the files.
  expect(Object.keys(ends)).toEqual(expect.arrayContaining(['read', 'damaged_file']));
});

test('a number names the same bytes every time', async () => {
  const from = await bases();
  const [one, again, other] = [caseOf(1234, 1, from), caseOf(1234, 1, from), caseOf(1234, 2, from)];
  expect(Buffer.from(one.bytes).equals(again.bytes)).toBe(true);
  expect(other.how).not.toBe(one.how);
});
