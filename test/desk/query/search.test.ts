import { describe, expect, it } from 'vitest';
import { matchedIn } from '../../../src/desk/query/search.js';
import { searchWords } from '../../../src/invoice/search-words.js';

const FIELDS = [
  ['invoiceNumber', '26312000000012345678'],
  ['invoiceCode', null],
  ['issueDate', '2026-10-15'],
  ['grossTotal', '1106.00'],
  ['sellerName', '云杉样本科技（北京）有限公司'],
  ['sellerTaxId', '91310000MA1TEST02Y'],
] as const;

const found = (text: string) => matchedIn(searchWords(text), FIELDS).map(({ field }) => field);

describe('what words were found in', () => {
  it.each([
    ['12345678', ['invoiceNumber']],
    ['1,106', ['grossTotal']],
    ['￥1106.00元', ['grossTotal']],
    ['2026年10月15日', ['issueDate']],
    ['云杉 样本', ['sellerName']],
    ['样本科技(北京)', ['sellerName']],
    ['云杉样本科枝', ['sellerName']],
    ['91310000ma1test02y', ['sellerTaxId']],
    ['345678 云杉样本', ['invoiceNumber', 'sellerName']],
    ['沙洲餐饮', []],
    ['123', []],
    ['', []],
  ])('%s', (text, fields) => {
    expect(found(text)).toEqual(fields);
  });

  it('looks at six words at most, each once', () => {
    expect(searchWords('a b c d e f g').map(({ text }) => text)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
    expect(searchWords('甲，甲 ； 甲')).toHaveLength(1);
  });
});
