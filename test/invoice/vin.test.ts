import { describe, expect, it } from 'vitest';
import { checkVin, repairVin, vinCheckDigit, withoutForbidden } from '../../src/invoice/vin.js';

describe('vehicle identification numbers', () => {
  it.each(['1M8GDM9AXKP042788', '11111111111111111'])('accepts the textbook example %s', (vin) => {
    expect(checkVin(vin)).toBe('valid');
  });

  it('tells a wrong check digit from a wrong shape', () => {
    expect(checkVin('1M8GDM9A1KP042788')).toBe('check');
    expect(checkVin('1M8GDM9AXKP04278')).toBe('shape');
    expect(checkVin('1M8GDM9AXKPO42788')).toBe('shape');
    expect(vinCheckDigit('1M8GDM9A1KP042788')).toBe('X');
  });

  it('takes letters that no number has for figures', () => {
    expect(withoutForbidden('IM8GDM9AXKPO42788')).toBe('1M8GDM9AXKP042788');
  });

  it('proposes what one look-alike makes right, and nothing for a right one', () => {
    expect(repairVin('1M8GDM9AXKP042788')).toEqual([]);
    expect(repairVin('1M8GDM9AXKP04278B')).toContain('1M8GDM9AXKP042788');
  });
});
