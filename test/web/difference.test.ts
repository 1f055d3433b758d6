import { describe, expect, it } from 'vitest';
import { apartInEnglish } from '../../web/src/verdict/apart.js';
import { differenceOf, type Run } from '../../web/src/verdict/difference.js';

/** What is marked in brackets. */
const shown = (runs: readonly Run[] | undefined): string | undefined =>
  runs?.map(({ text, differs }) => (differs ? `[${text}]` : text)).join('');

describe('the difference of two values', () => {
  it.each([
    ['25932900000454293488', '25932900000454298488', '2593290000045429[3]488', '2593290000045429[8]488'],
    ['2593290000454293488', '25932900000454293488', null, null],
    ['¥999.00', '¥9,990.00', null, null],
  ])('of %s and %s leaves both whole', (ours, theirs, marked, markedTheirs) => {
    const found = differenceOf(ours, theirs);
    expect(found?.ours.map(({ text }) => text).join('')).toBe(ours);
    expect(found?.theirs.map(({ text }) => text).join('')).toBe(theirs);
    if (marked !== null) expect([shown(found?.ours), shown(found?.theirs)]).toEqual([marked, markedTheirs]);
  });

  it('holds the place of what is missing', () => {
    const found = differenceOf('杭州假想科技公司', '杭州假想科技有限公司');
    expect(shown(found?.ours)).toBe('杭州假想科技[]公司');
    expect(shown(found?.theirs)).toBe('杭州假想科技[有限]公司');
    expect(found).toMatchObject({ replaced: 0, more: 0, fewer: 2, first: 7 });
  });

  it('marks no single characters of values that have little in common', () => {
    expect(differenceOf('宁波样例信息技术有限公司', '西安乌有先生食品厂')).toBeNull();
    expect(differenceOf('a'.repeat(301), 'a'.repeat(300))).toBeNull();
  });
});

describe('how far apart, in English', () => {
  const apart = (
    field: Parameters<typeof apartInEnglish>[0]['field'],
    ours: string,
    theirs: string,
    level: 'confusable' | 'near' | 'different' = 'different',
  ) => apartInEnglish({ field, ours, theirs, level, agree: false });

  it.each([
    [apart('grossTotal', '2323.33', '2323.32', 'near'), '¥0.01 apart – close'],
    [apart('grossTotal', '10000.00', '12345.00'), '¥2,345.00 apart'],
    [apart('grossTotal', '-12.30', '12.30', 'confusable'), 'opposite sign – easily misread'],
    [
      apart('grossTotal', '1230.00', '12.30', 'confusable'),
      'decimal point moved (100 times) – easily misread',
    ],
    [apart('issueDate', '2025-02-28', '2025-03-01', 'near'), '1 day apart – close'],
    [
      apart('issueDate', '2025-04-03', '2025-03-04', 'near'),
      'month and day changed about, 30 days apart – close',
    ],
    [
      apart('invoiceNumber', '25932900000454293488', '25932900000454298488', 'confusable'),
      '1 digit differs (place 17) – easily misread',
    ],
    [
      apart('sellerTaxId', '91330106MAYP11712', '91330106MAYP117126', 'near'),
      '1 digit missing (place 18) – close',
    ],
    [apart('sellerName', '杭州假想科技公司', '杭州假想科技有限公司', 'near'), '2 characters missing – close'],
    [apart('sellerName', '宁波样例', '西安乌有先生食品厂'), 'another value'],
  ])('%s', (said, expected) => {
    expect(said).toBe(expected);
  });

  it('says nothing where both agree or one is not known', () => {
    const both = { field: 'drawer', ours: '符号', theirs: '符号' } as const;
    expect(apartInEnglish({ ...both, agree: true })).toBeNull();
    expect(apartInEnglish({ ...both, theirs: null, agree: false })).toBeNull();
  });
});
