import { describe, expect, it } from 'vitest';
import {
  compareCheckCodes,
  compareDates,
  compareIds,
  compareMoney,
  compareNames,
} from '../../../src/pipeline/match/comparators.js';

describe('comparators', () => {
  it.each([
    ['26312000000012345678', '26312000000012345678', 'equal'],
    ['91310115ma1sample3', '91310115MA1SAMPLE3', 'equal'],
    ['26312000000012345678', '26312000000012345671', 'near'],
    ['26312000000012345678', '26312000000012345673', 'confusable'],
    ['26312000000012345678', '2631200000001234567B', 'confusable'],
    ['26312000000012345678', '26312000000012345698', 'near'],
    ['60418273', '60418274', 'near'],
    ['60418273', '60418275', 'confusable'],
    ['26312000000012345678', '2631200000012345678', 'confusable'],
    ['26312000000012345678', '26312000000012345', 'different'],
    ['60418273', '60418237', 'near'],
    ['60418273', '6041827', 'near'],
    ['60418273', '71529384', 'different'],
  ])('ids %s and %s are %s', (ours, theirs, level) => {
    expect(compareIds(ours, theirs).level).toBe(level);
    expect(compareIds(theirs, ours).level).toBe(level);
  });

  it.each([
    ['106.00', '106.00', 'equal'],
    ['0.00', '***', 'equal'],
    ['106.00', '106.01', 'near'],
    ['10600.00', '106.00', 'confusable'],
    ['-106.00', '106.00', 'confusable'],
    ['106.00', '108.00', 'confusable'],
    ['106.00', '2345.67', 'different'],
  ])('money %s and %s is %s', (ours, theirs, level) => {
    expect(compareMoney(ours, theirs).level).toBe(level);
  });

  it.each([
    ['2026-10-15', '2026-10-15', 'equal'],
    ['2026-10-15', '2026-10-14', 'near'],
    ['2026-10-31', '2026-11-01', 'near'],
    ['2026-10-15', '2026-10-16', 'confusable'],
    ['2026-10-18', '2026-10-16', 'confusable'],
    ['2026-10-15', '2025-03-02', 'different'],
  ])('dates %s and %s are %s', (ours, theirs, level) => {
    expect(compareDates(ours, theirs).level).toBe(level);
  });

  it.each([
    ['云溪测试科技（北京）有限公司', '云溪测试科技(北京) 有限公司', 'equal'],
    ['云溪测试责任有限公司', '云溪测试贵任有限公司', 'confusable'],
    ['云溪测试科技有限公司', '云溪测试科技有限责任公司', 'near'],
    ['云溪测试科技有限公司', '沪上样例餐饮管理中心', 'different'],
    ['张三', '张四', 'different'],
  ])('names %s and %s are %s', (ours, theirs, level) => {
    expect(compareNames(ours, theirs).level).toBe(level);
  });

  it.each([
    ['220417', '71250064938815220417', 'equal'],
    ['71250064938815220417', '220417', 'equal'],
    ['20417', '71250064938815220417', 'different'],
    ['20417', '20417', 'equal'],
    ['220418', '71250064938815220417', 'near'],
    ['117', '117', 'different'],
  ])('check codes %s and %s are %s', (ours, theirs, level) => {
    expect(compareCheckCodes(ours, theirs).level).toBe(level);
  });
});
