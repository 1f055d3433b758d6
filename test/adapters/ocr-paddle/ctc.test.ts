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

test('repeats collapse unless a blank stands between', () => {
  const steps = rows([1, 0.9], [1, 0.8], [0, 0.9], [1, 0.7], [2, 1]);
  const { text, score } = decodeCtc(steps, 5, ALPHABET);
  expect(text).toBe('001');
  expect(score).toBeCloseTo((0.9 + 0.7 + 1) / 3);
});

test('every character has its place, in order and without overlap', () => {
  const steps = rows([0, 1], [3, 1], [0, 1], [0, 1], [0, 1], [0, 1], [0, 1], [1, 1], [2, 1], [0, 1]);
  const { text, chars } = decodeCtc(steps, 10, ALPHABET);
  expect(text).toBe('金01');
  expect(chars[0]?.[0]).toBe(0); // a full-width character reaches to the edge
  expect(chars[0]?.[1]).toBeCloseTo(0.38); // and no further than its own width
  expect(chars[1]?.[1]).toBeCloseTo(0.8); // neighbours share the border
  expect(chars[2]?.[0]).toBeCloseTo(0.8);
});

test('only allowed characters come out', () => {
  const steps = rows([3, 0.6], [0, 0.9], [2, 0.9]);
  expect(decodeCtc(steps, 3, ALPHABET).text).toBe('金1');
  expect(decodeCtc(steps, 3, ALPHABET, [1, 2]).text).not.toContain('金');
});

test('nothing but blanks is an empty text of score 0', () => {
  expect(decodeCtc(rows([0, 1], [0, 1]), 2, ALPHABET)).toEqual({ text: '', score: 0, chars: [] });
});
