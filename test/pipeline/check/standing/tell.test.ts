import { describe, expect, it } from 'vitest';
import { checkAgainst } from '../../../../src/pipeline/check/standing/check-against.js';
import { toldOf } from '../../../../src/pipeline/check/standing/tell.js';
import { digital, TODAY } from '../slips.js';
import { type Around, neighbour, surroundings } from './surroundings.js';

const told = (around: Around) => {
  const known = surroundings(around);
  return toldOf(checkAgainst(digital(), known, TODAY), known.neighbours);
};
const step = (by: number, id: string, change: Parameters<typeof neighbour>[0] = {}) =>
  neighbour({
    ...change,
    invoiceNumber: String(24117000000000123456n + BigInt(by)),
    other: { ...neighbour().other, id },
  });

describe('who is to be looked at again', () => {
  it('is who handed the invoice in later but was matched sooner, once', () => {
    const later = neighbour({ earlier: false });
    expect(told({ same: [later, later] })).toEqual(['d1']);
    expect(told({ same: [neighbour()] })).toEqual([]);
    expect(told({ alike: [{ ...later, likeness: 'x' }] })).toEqual(['d1']);
    expect(told({ same: [{ ...later, knows: true }] })).toEqual([]);
    expect(told({ same: [{ ...later, sameDocument: true }] })).toEqual([]);
    expect(told({ same: [later], pack: { switches: { D1: { on: false, blocks: false } } } })).toEqual([]);
  });

  it('is the others of a row, and of equal sums, that do not know of it', () => {
    expect(told({ run: [step(1, 'a'), step(2, 'b', { knows: true }), step(9, 'c')] })).toEqual(['a']);
    expect(told({ run: [step(1, 'a')] })).toEqual([]);
    expect(told({ near: [step(100, 'n')] })).toEqual(['n']);
  });

  it('is nobody where the list was cut short: two such lists would call each other for ever', () => {
    const many = Array.from({ length: 50 }, (_, index) => step(100, `n${index}`));
    expect(told({ near: many })).toEqual([]);
    expect(told({ near: many.slice(1) })).toHaveLength(49);
  });
});
