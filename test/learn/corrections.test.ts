import { describe, expect, it } from 'vitest';
import type { Correction } from '../../src/document/correction.js';
import { CorrectionsError, expectedByDocument, parseCorrections } from '../../src/learn/corrections.js';

const DOCUMENT = 'a'.repeat(64);
const correction = (more: Partial<Correction> = {}): Correction => ({
  document: DOCUMENT,
  slip: '1',
  field: 'invoiceNumber',
  machine: '12345678',
  corrected: '12345679',
  by: 'reviewer-1',
  at: '2026-11-22T10:00:00+08:00',
  ...more,
});
const lines = (...corrections: unknown[]) => corrections.map((one) => JSON.stringify(one)).join('\n');

describe('corrections', () => {
  it('are one a line; empty lines are none', () => {
    expect(parseCorrections(`${lines(correction())}\n\n`)).toEqual([correction()]);
  });

  it.each([
    ['line 1: not JSON', 'no JSON'],
    ['line 2: field:', lines(correction(), { ...correction(), field: 'colour' })],
    ['line 1: document:', lines({ ...correction(), document: '../etc' })],
  ])('%s', (message, text) => {
    expect(() => parseCorrections(text)).toThrow(CorrectionsError);
    expect(() => parseCorrections(text)).toThrow(message);
  });

  it('tell what is known of each slip; of one field, the latest counts', () => {
    const known = expectedByDocument([
      correction({ corrected: '3', at: '2026-11-22T03:00:00Z' }),
      correction({ corrected: '2', at: '2026-11-22T10:30:00+08:00' }),
      correction({ slip: '2', field: 'note', corrected: '' }),
    ]).get(DOCUMENT);
    expect(known?.slips.map(({ fields }) => [...fields])).toEqual([[['invoiceNumber', '3']], [['note', '']]]);
  });
});
