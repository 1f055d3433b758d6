import { describe, expect, it } from 'vitest';
import { companyName, differInEndingOnly } from '../../src/invoice/company.js';

describe('company names', () => {
  it.each([
    ['云溪测试科技有限公司', '云溪测试科技', '有限公司'],
    ['云溪测试（集团）股份有限公司', '云溪测试(集团)', '股份有限公司'],
    ['云溪测试 有限责任公司', '云溪测试', '有限责任公司'],
    ['沪上样例餐饮经营部', '沪上样例餐饮经营部', ''],
    ['有限公司', '有限', '公司'],
  ])('%s is %s and %s', (name, stem, ending) => {
    expect(companyName(name)).toEqual({ stem, ending });
  });

  it('tells another ending from another name and from the same', () => {
    expect(differInEndingOnly('云溪测试有限公司', '云溪测试股份有限公司')).toBe(true);
    expect(differInEndingOnly('云溪测试有限公司', '云溪测试有限公司')).toBe(false);
    expect(differInEndingOnly('云溪测试有限公司', '沪上样例股份有限公司')).toBe(false);
  });
});
