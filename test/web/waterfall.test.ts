import { describe, expect, it } from 'vitest';
import { barOf, probabilityOf, waterfallOf } from '../../web/src/verdict/waterfall.js';

const reasons = [
  { field: 'invoiceNumber', bits: 26 },
  { field: 'grossTotal', bits: 8 },
  // The net total says what the gross has said.
  { field: 'netTotal', bits: 0 },
  { field: 'issueDate', bits: -6 },
  { field: 'checkCode' },
] as const;

describe('a waterfall', () => {
  it('goes from the prior to the sum, a step for each field that adds something', () => {
    const waterfall = waterfallOf(reasons, -20);
    expect(waterfall?.steps).toEqual([
      { field: 'prior', bits: -20, from: 0, to: -20 },
      { field: 'invoiceNumber', bits: 26, from: -20, to: 6 },
      { field: 'grossTotal', bits: 8, from: 6, to: 14 },
      { field: 'issueDate', bits: -6, from: 14, to: 8 },
    ]);
    expect(waterfall).toMatchObject({ total: 8, low: -20, high: 14 });
    expect(probabilityOf(8)).toBeCloseTo(256 / 257);
  });

  it('places every bar between its ends', () => {
    const waterfall = waterfallOf(reasons, -20);
    if (waterfall === null) throw new Error('no waterfall');
    expect(barOf({ from: 0, to: -20 }, waterfall)).toEqual({ left: 0, width: (20 / 34) * 100 });
    expect(barOf({ from: 14, to: 8 }, waterfall)).toEqual({ left: (28 / 34) * 100, width: (6 / 34) * 100 });
  });

  it('is none where a verdict carries no bits', () => {
    expect(waterfallOf([{ field: 'invoiceNumber' }], -20)).toBeNull();
    expect(waterfallOf(reasons, undefined)).toBeNull();
  });
});
