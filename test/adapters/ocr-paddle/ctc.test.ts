import { expect, test } from 'vitest';
import { decodeCtc } from '../../../src/adapters/ocr-paddle/ctc.js';

const ALPHABET = ['', '0', '1', '金', ' '];

/** One row a step: the index that wins, with its probability. */
function rows(...steps: (readonly [number, number])[]): Float32Array {
  return Float32Array.from(
    steps.flatMap(([winner, probability]) =>
      ALPHABET.map((_, index) =>
        index === winner ? probability : (1 - probability) / (ALPHABET.length - 1),
      ),
    ),
  );
}

const decode = (data: Float32Array, allowed: readonly number[] | null = null) =>
  decodeCtc({ data, count: data.length / ALPHABET.length, alphabet: ALPHABET, allowed });

test('repeats collapse unless a blank stands between', () => {
  const steps = rows([1, 0.9], [1, 0.8], [0, 0.9], [1, 0.7], [2, 1]);
  const { text, score } = decode(steps);
  expect(text).toBe('001');
  expect(score).toBeCloseTo((0.9 + 0.7 + 1) / 3);
});

test('every character has its place, in order and without overlap', () => {
  const steps = rows([0, 1], [3, 1], [0, 1], [0, 1], [0, 1], [0, 1], [0, 1], [1, 1], [2, 1], [0, 1]);
  const { text, chars } = decode(steps);
  expect(text).toBe('金01');
  expect(chars[0]?.[0]).toBe(0); // a full-width character reaches to the edge
  expect(chars[0]?.[1]).toBeCloseTo(0.38); // and no further than its own width
  expect(chars[1]?.[1]).toBeCloseTo(0.8); // neighbours share the border
  expect(chars[2]?.[0]).toBeCloseTo(0.8);
});

test('only allowed characters come out', () => {
  const steps = rows([3, 0.6], [0, 0.9], [2, 0.9]);
  expect(decode(steps).text).toBe('金1');
  expect(decode(steps, [0, 1, 2]).text).not.toContain('金');
});

test('where only some characters may come out, unlikely ones do not take the place of others', () => {
  const steps = mixed({ 金: 0.9, '0': 0.06 }, {}, { 金: 0.99, '1': 0.01 });
  expect(decode(steps, [0, 1, 2])).toMatchObject({ text: '0', score: expect.closeTo(0.06) });
});

test('nothing but blanks is an empty text of score 0', () => {
  expect(decode(rows([0, 1], [0, 1]))).toEqual({
    text: '',
    score: 0,
    chars: [],
    sure: [],
    alternatives: [],
    loose: false,
  });
});

/** One row a step, from the probabilities of some characters; the blank has what is left. */
function mixed(...steps: Readonly<Record<string, number>>[]): Float32Array {
  return Float32Array.from(
    steps.flatMap((step) => {
      const row = ALPHABET.map((char) => step[char] ?? 0);
      row[0] = 1 - row.reduce((sum, one) => sum + one, 0);
      return row;
    }),
  );
}

const texts = (data: Float32Array) => decode(data).alternatives.map(({ text }) => text);

test('a doubtful character may be its runner-up, half as likely for half the score', () => {
  const { text, score, sure, alternatives } = decode(mixed({ '1': 1 }, {}, { '0': 0.6, 金: 0.3, ' ': 0.1 }));
  expect(text).toBe('10');
  expect(sure).toEqual([1, expect.closeTo(0.6)]);
  expect(alternatives[0]).toMatchObject({ text: '1金', score: expect.closeTo(score / 2) });
  expect(alternatives[1]).toMatchObject({ text: '1 ', score: expect.closeTo(score / 6) });
  expect(alternatives.every(({ text: other, chars }) => [...other].length === chars.length)).toBe(true);
});

test('a character may be none, and none may be one', () => {
  expect(texts(mixed({ '1': 1 }, {}, { '0': 0.7 }))).toEqual(['1']);
  expect(texts(mixed({ '1': 1 }, {}, { '0': 0.3 }))).toEqual(['10']);
});

test('a run of one digit may be longer where a blank may stand in it, in its place', () => {
  const { text, chars, alternatives } = decode(
    mixed({ '1': 1 }, {}, { '0': 1 }, { '0': 0.8 }, { '0': 1 }, {}, { 金: 1 }),
  );
  expect(text).toBe('10金');
  const [longer] = alternatives;
  expect(longer?.text).toBe('100金');
  expect(longer?.chars[1]?.[0]).toBe(chars[1]?.[0]);
  expect(longer?.chars[2]?.[1]).toBeCloseTo(chars[2]?.[0] ?? 0);
  expect(longer?.chars[3]).toEqual(chars[2]);
});

test('paths to the same text count together', () => {
  // The best path says 01, and so do most of the others.
  expect(texts(mixed({ '0': 0.6 }, { '0': 0.6 }, { '1': 1 }))).toEqual(['1']);
  const [one] = decode(mixed({ '0': 0.6 }, { '0': 0.6 }, { '1': 1 })).alternatives;
  expect(one?.score).toBeCloseTo(((0.6 + 1) / 2) * (0.16 / 0.84));
});

test('a line that is sure has no other text', () => {
  expect(texts(mixed({ '1': 0.995 }, {}, { '0': 0.999 }))).toEqual([]);
});

/** Steps with these characters on them, blanks between; `.` is a blank. */
const steps = (chars: string) => mixed(...[...chars].map((char) => (char === '.' ? {} : { [char]: 1 })));

test('digits that stand evenly have lost none, however long their run', () => {
  expect(decode(steps('.1.0.0.0.0.1.0.1')).loose).toBe(false);
  expect(decode(steps('.1.00.0.00.0.1.0.1')).loose).toBe(false);
});

test('two equal digits with the room of a third between them may have lost one', () => {
  expect(decode(steps('.1.0.0...0.1.0.1'))).toMatchObject({ text: '1000101', loose: true });
  // Any digit is followed by as much room where it was printed so, but then nothing was merged.
  expect(decode(steps('.1.0.0.0...1.0.1')).loose).toBe(false);
});

test('a digit that takes the room of two may be two', () => {
  expect(decode(steps('.1.0.1.0000.1.0.1')).loose).toBe(true);
});

test('a run that is stretched as a whole may have lost one, though no two of its digits stand far apart', () => {
  const stretched = '..1..0...0...0...0..1..0..1..0..1';
  expect(decode(steps(stretched))).toMatchObject({ text: '1000010101', loose: true });
});

test('a line of few digits has no pitch', () => {
  expect(decode(steps('.0...0.1.0')).loose).toBe(false);
});
