import { describe, expect, it } from 'vitest';
import { digital, results } from './slips.js';

describe('A3 the sum of an itinerary', () => {
  const air = {
    fare: '330.28',
    fuelSurcharge: '64.22',
    taxTotal: '35.50',
    civilAviationFund: '50.00',
    grossTotal: '480.00',
  };
  const itinerary = (fields: Partial<Record<keyof typeof air, string | null>> = {}) =>
    digital({ kind: 'digital_air', lines: [], fields: { ...air, ...fields } });

  it('holds', () => {
    expect(results('A3', itinerary())).toEqual(['holds E']);
  });

  it('is broken where the parts exceed the total', () => {
    expect(results('A3', itinerary({ grossTotal: '430.00' }))).toEqual(['broken E']);
  });

  it('cannot tell with other taxes, or a part that was not read', () => {
    expect(results('A3', itinerary({ grossTotal: '500.00' }))).toEqual(['unknown E']);
    expect(results('A3', itinerary({ civilAviationFund: null }))).toEqual(['unknown E']);
  });

  it('says nothing of other kinds', () => {
    expect(results('A3', digital())).toEqual([]);
  });
});

describe('A4 the tax inside a rail fare', () => {
  const rail = (fields: Record<string, string | null>) =>
    digital({ kind: 'digital_rail', lines: [], fields: { grossTotal: null, taxRate: '9%', ...fields } });

  it.each([
    ['91.00', '83.49', 'holds W'],
    ['272.50', '250.00', 'holds W'],
    ['56.00', '51.38', 'holds W'],
    ['56.00', '53.18', 'broken W'],
  ])('%s holds %s', (fare, netTotal, expected) => {
    expect(results('A4', rail({ fare, netTotal }))).toEqual([expected]);
  });

  it('says nothing of a ticket without net', () => {
    expect(results('A4', rail({ fare: '56.00', netTotal: null }))).toEqual([]);
  });
});
