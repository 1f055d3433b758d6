import { describe, expect, it } from 'vitest';
import { goodsName } from '../../../src/pipeline/extract/goods-name.js';
import {
  isProduct,
  partedByProduct,
  taxHolds,
  withDigits,
} from '../../../src/pipeline/extract/line-sense.js';

describe('the figures of a line', () => {
  it('part a quantity from the price it was read in one run with, where the two make the amount', () => {
    expect(partedByProduct('63427.96226415094', '20567.77')).toEqual({
      quantity: '6',
      unitPrice: '3427.96226415094',
    });
    expect(partedByProduct('-1200.50', '-200.50')).toEqual({ quantity: '-1', unitPrice: '200.50' });
  });

  it('stay one run where no parting makes the amount', () => {
    expect(partedByProduct('63427.96226415094', '20567.17')).toBeNull();
    expect(partedByProduct('3427.96', '3427.96')).toBeNull();
  });

  it('make a product as nearly as the price is printed', () => {
    expect(isProduct('3000', '0.33', '1000.00')).toBe(true);
    expect(isProduct('3000', '0.3333333', '1000.10')).toBe(false);
    expect(isProduct('7', '12', '84.00')).toBe(true);
  });

  it('have digits where letters look like them', () => {
    expect(withDigits('4d.B7')).toBe('40.87');
    expect(withDigits(undefined)).toBeUndefined();
  });

  it('tell nothing of a tax where the rate is none or a cell is missing', () => {
    expect(taxHolds({ name: '', amount: '100.00', taxRate: '6%', taxAmount: '6.00' })).toBe(true);
    expect(taxHolds({ name: '', amount: '100.00', taxRate: '6%', taxAmount: '9.00' })).toBe(false);
    expect(taxHolds({ name: '', amount: '100.00', taxRate: '免税', taxAmount: '***' })).toBeNull();
    expect(taxHolds({ name: '', amount: '100.00', taxRate: '6%' })).toBeNull();
  });
});

describe('a name with its class between asterisks', () => {
  it.each([
    ['“信息技术服务“软件维护费', '*信息技术服务*软件维护费'],
    ['样*蛋类*鲜鸡蛋', '*蛋类*鲜鸡蛋'],
    ['家具*办公椅', '*家具*办公椅'],
    ['*签证服务“咨询费', '*签证服务*咨询费'],
  ])(
    'is set right where look-alikes stand for them, the margin came in or the first was cut off: %s',
    (read, name) => {
      expect(goodsName(read)).toBe(name);
    },
  );

  it.each(['*家具*办公椅', '纸箱600*400', '“老字号”酱菜', '办公用品', '详见销货清单', '*金属制品轻钢龙骨'])(
    'stays as read otherwise: %s',
    (read) => {
      expect(goodsName(read)).toBe(read);
    },
  );
});
