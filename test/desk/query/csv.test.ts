import { describe, expect, it } from 'vitest';
import { historyCsv } from '../../../src/desk/query/history.js';
import { resultCsv } from '../../../src/desk/query/result.js';
import type { QueryRecord } from '../../../src/document/query.js';
import type { Page } from '../../../src/ports/page.js';

const record: QueryRecord = {
  ...{ id: '1', way: 'fields', askedBy: '=cmd|calc', askedAt: new Date('2026-11-22T16:30:00Z') },
  ...{ kind: 'digital_general', invoiceCode: null, invoiceNumber: '26312000000012345678' },
  question: { invoiceNumber: '26312000000012345678', grossTotal: '-106.00' },
  ...{ outcome: 'mismatch', state: 'normal', cachedFrom: null, batchId: null },
  verdict: {
    ...{ outcome: 'mismatch', state: 'normal', confidence: 1, ledgerId: null, candidates: [] },
    reasons: [
      { field: 'sellerName', ours: '@SUM(A1)', theirs: '云杉, "样本"', agree: false, accepted: true },
      { field: 'grossTotal', ours: '-106.00', theirs: '-106.00', agree: true, accepted: true },
    ],
    remedy: '请核对',
    checkedAt: '2026-11-22T16:30:00.000Z',
    official: { code: '006', text: '不一致', stateCode: null },
  },
};

const whole = async (lines: AsyncIterable<string>): Promise<string> => {
  let text = '';
  for await (const line of lines) text += line;
  return text;
};

const who = { organisationId: '1', role: 'owner', personId: null, apiKeyId: null, name: 'Test' } as const;

describe('the history as a CSV', () => {
  it('has a mark, keeps ids, works nothing out, and goes through all pages', async () => {
    const pages: Page<QueryRecord>[] = [
      { items: [record], next: 'second' },
      { items: [{ ...record, askedBy: 'ERP' }], next: null },
    ];
    const asked: (string | undefined)[] = [];
    const list = async (_who: unknown, _filter: unknown, { cursor }: { cursor?: string }) => {
      asked.push(cursor);
      return pages.shift() ?? { items: [], next: null };
    };
    const text = await whole(historyCsv({ list }, who, {}));
    expect(asked).toEqual([undefined, 'second']);
    const lines = text.split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]?.startsWith('\uFEFF查验时间,')).toBe(true);
    expect(lines[1]).toContain(
      "2026-11-23 00:30:00,'=cmd|calc,逐项填写,电子发票（普通发票）,,26312000000012345678\t,价税合计：-106.00,不一致,正常,006,不一致,请核对",
    );
    expect(lines[1]).toContain('"销售方名称：所查“@SUM(A1)”，底账“云杉, ""样本""”"');
    expect(lines[2]).toContain(',ERP,');
  });
});

describe('a file with its answers', () => {
  const rows = [
    { row: 1, where: '第 2 行', cells: ['26312000000012345678', null, '=1+1'], asked: { fields: {} } },
    { row: 2, where: '第 3 行', cells: ['123'], asked: { code: 'id_damaged', message: '丢失了数位' } },
    {
      row: 3,
      where: '第 4 行',
      cells: ['60418273', 'x', 'y', 'z'],
      asked: { fields: { issueDate: '昨天', invoiceNumber: '60418273' } },
    },
  ];
  const file = {
    headers: ['发票号码', '', '备注'],
    rows: async function* () {
      yield* rows;
    },
    close: () => undefined,
  };

  it('holds the same rows in the same order, and says of each what came of it', async () => {
    const batchRows = async (_organisation: string, _id: string, after: number) =>
      after === 0 ? [{ ...record, row: 1 }] : [];
    const text = await whole(resultCsv(file, { queries: { batchRows }, organisationId: '1', batchId: '1' }));
    const lines = text.split('\r\n');
    expect(lines[0]).toBe(
      '\uFEFF发票号码,,备注,查验结果,发票状态,官方代码,官方说明,处理建议,差异说明,结果代码,答复得出时间',
    );
    expect(lines[1]).toContain("26312000000012345678\t,,'=1+1,不一致,正常,006,不一致,请核对,");
    expect(lines[2]).toBe('123,,,无法查验,,,,丢失了数位,,id_damaged,');
    expect(lines[3]).toBe('60418273,x,y,无法查验,,,,开票日期无法识别：请更正后重新查验,,bad_question,');
  });
});
