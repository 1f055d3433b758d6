import { describe, expect, it } from 'vitest';
import {
  checkResidentId,
  checkUscc,
  looksLikeTaxId,
  organisationCheckCharacter,
  repairUscc,
  usccCheckCharacter,
} from '../../src/invoice/tax-id.js';
import { seeded, vectors } from '../support/vectors.js';

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

describe('vectors', () => {
  it.each(vectors.uscc.valid)('%s is valid', (code) => {
    expect(checkUscc(code)).toBe('valid');
    expect(usccCheckCharacter(code.slice(0, 17))).toBe(code.charAt(17));
    expect(repairUscc(code)).toEqual([code]);
    expect(looksLikeTaxId(code)).toBe(true);
  });

  it.each(Object.entries(vectors.uscc.invalid))('%s: %s', (code, fault) => {
    expect(checkUscc(code)).toBe(fault === 'innerOrgCheck' ? 'organisation' : fault);
  });

  it.each(vectors.organisationCode)('organisation code %s', (code) => {
    expect(organisationCheckCharacter(code.slice(0, 8))).toBe(code.charAt(8));
  });

  it.each(vectors.residentId.valid)('resident id %s is valid', (id) => {
    expect(checkResidentId(id)).toBe('valid');
  });

  it.each(Object.entries(vectors.residentId.invalid))('resident id %s: %s', (id, fault) => {
    expect(checkResidentId(id)).toBe(fault);
  });
});

describe('checkUscc', () => {
  it('catches every single wrong character', () => {
    for (const code of vectors.uscc.valid) {
      for (let i = 0; i < 18; i += 1) {
        for (const other of ALPHABET) {
          if (other === code.charAt(i)) continue;
          const wrong = code.slice(0, i) + other + code.slice(i + 1);
          expect(checkUscc(wrong), wrong).not.toBe('valid');
        }
      }
    }
  });

  it('catches every swap of unequal neighbours', () => {
    for (const code of vectors.uscc.valid) {
      for (let i = 0; i < 17; i += 1) {
        const [a, b] = [code.charAt(i), code.charAt(i + 1)];
        if (a !== b) expect(checkUscc(code.slice(0, i) + b + a + code.slice(i + 2))).not.toBe('valid');
      }
    }
  });

  it('takes spaces, full-width and lower-case forms', () => {
    expect(checkUscc('９１３３０１０８ ma27y5xh5g')).toBe('valid');
  });
});

describe('checkResidentId', () => {
  it('names length and alphabet', () => {
    expect(checkResidentId('1101')).toBe('length');
    expect(checkResidentId('11010519491231002Y')).toBe('alphabet');
  });
});

describe('check characters', () => {
  it('are null for what they are not defined on', () => {
    expect(usccCheckCharacter('91440300I92203821')).toBeNull();
    expect(usccCheckCharacter('9144')).toBeNull();
    expect(organisationCheckCharacter('7152672')).toBeNull();
  });
});

describe('looksLikeTaxId', () => {
  it.each([
    ['440300192203821', true],
    ['11010519491231002X01', true],
    ['ABCDEFGHJKLMNPQ', false],
    ['12345678', false],
    ['苏州工业园区91320594', false],
  ])('%s: %s', (text, expected) => {
    expect(looksLikeTaxId(text)).toBe(expected);
  });
});

describe('repairUscc', () => {
  it('puts characters outside the alphabet right', () => {
    expect(repairUscc('9144O3OOI922O38216')).toEqual(['914403001922038216']);
    // With 1 and 0 in place of I and O the check character is still wrong.
    expect(repairUscc('91440300I92203821O')).toEqual([]);
    expect(repairUscc('9133O108MA27YSXHSG')).toEqual(['91330108MA27Y5XH5G']);
  });

  it('offers the true code among its candidates after one confusion', () => {
    const confusions: Record<string, string> = {
      0: 'DQO',
      1: '7LI',
      8: 'B3',
      5: '6S',
      6: '5G',
      2: 'Z',
      B: '8',
      D: '0',
      G: '6',
    };
    const random = seeded(91);
    let sole = 0;
    let cases = 0;
    for (let i = 0; i < 400; i += 1) {
      const code = vectors.uscc.valid[random(vectors.uscc.valid.length)] ?? '';
      const at = random(18);
      const others = confusions[code.charAt(at)] ?? '';
      if (others === '') continue;
      const misread = code.slice(0, at) + others.charAt(random(others.length)) + code.slice(at + 1);
      const candidates = repairUscc(misread);
      expect(candidates, misread).toContain(code);
      cases += 1;
      if (candidates.length === 1) sole += 1;
    }
    expect(sole / cases).toBeGreaterThan(0.8);
  });

  it('offers nothing for the wrong length or for noise', () => {
    expect(repairUscc('9144030019220382')).toEqual([]);
    expect(repairUscc('猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫猫')).toEqual([]);
    expect(repairUscc('OOOOOOOOOOOOOOOVVV')).toEqual([]);
  });
});
