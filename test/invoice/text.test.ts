import { describe, expect, it } from 'vitest';
import { normalise, sameName, squash } from '../../src/invoice/text.js';

describe('normalise', () => {
  it.each([
    ['１２，３４（Ａ）', '12,34(A)'],
    ['⼦⽉⽇', '子月日'],
    ['⻔⻝⻋⻰', '门食车龙'],
    ['\uFEFF发\u200B票\u0007号', '发票号'],
    ['  甲 \r\n\t乙  ', '甲 乙'],
  ])('%j becomes %j', (text, expected) => {
    expect(normalise(text)).toBe(expected);
  });

  it('folds every radical of the block that stands alone to a character outside it', () => {
    const left = [];
    for (let point = 0x2e80; point <= 0x2ef3; point += 1) {
      const folded = normalise(String.fromCodePoint(point));
      if (/[⺀-⻳]/u.test(folded)) left.push(folded);
      else expect(folded).toMatch(/^[\p{Unified_Ideograph}]?$/u);
    }
    // Strokes, variants without a code point of their own, and U+2E9A, which is unassigned.
    expect(left.length).toBeLessThan(20);
  });
});

describe('squash', () => {
  it('drops spaces and unifies brackets', () => {
    expect(squash('晨星 〔苏州〕 科技【有限】［公司］')).toBe('晨星(苏州)科技(有限)(公司)');
  });
});

describe('sameName', () => {
  it.each([
    ['晨星（苏州）科技有限公司', '晨星(苏州) 科技有限公司', true],
    ['阿卜杜·拉', '阿卜杜•拉', true],
    ['Morning Star', 'MORNINGSTAR', true],
    ['晨星科技有限公司', '晨星科技有限责任公司', false],
    ['晨星科技', '辰星科技', false],
  ])('%s / %s: %s', (a, b, expected) => {
    expect(sameName(a, b)).toBe(expected);
  });
});
