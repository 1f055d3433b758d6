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

  it.each([
    [compareIds, '26312000000012345678', '26312000000012345678', null],
    [compareIds, '26318000000012345678', '2631B000000012345678', '第 5 位不同（8↔B）'],
    [compareIds, '60418273', '60918278', '第 3、8 位不同（4↔9、3↔8）'],
    [compareIds, '60418273', '60418237', '第 7、8 位互换'],
    [compareIds, '2631200000001234567', '26312000000012345678', '少 1 位（第 20 位“8”）'],
    [compareIds, '604182733', '60418273', '多 1 位（第 9 位“3”）'],
    [compareIds, '60418273', '71529384', '8 位不同'],
    [compareIds, '60418273', '26312000000012345678', '位数不同（8 位，底账 20 位）'],
    [compareMoney, '106.00', '106.01', '相差 0.01 元'],
    [compareMoney, '-106.00', '106.00', '正负号相反'],
    [compareMoney, '10600.00', '106.00', '小数点位置不同（相差 100 倍）'],
    [compareDates, '2026-10-14', '2026-10-15', '早 1 天'],
    [compareDates, '2026-11-01', '2026-10-31', '晚 1 天'],
    [compareDates, '2026-05-03', '2026-03-05', '月、日互换，晚 59 天'],
    [compareDates, '2026-10-18', '2026-10-16', '第 10 位不同（8↔6），晚 2 天'],
    [
      compareNames,
      '云溪测试科技有限公司',
      '云溪测试科技有限责任公司',
      '仅企业后缀不同（有限公司↔有限责任公司）',
    ],
    [compareNames, '云溪测试责任有限公司', '云溪测试贵任有限公司', '第 5 字不同（责↔贵）'],
    [compareNames, '云溪测试科技', '云溪测试科技发展有限公司北京分公司', '名称只有一部分'],
    [compareNames, '云溪测试科技有限公司', '沪上样例餐饮管理中心', '名称不同'],
    [compareCheckCodes, '20417', '71250064938815220417', '位数不足（校验码至少比对后 6 位）'],
  ] as const)('%o says of %s and %s: %s', (compare, ours, theirs, apart) => {
    expect(compare(ours, theirs).apart).toBe(apart);
  });
});
