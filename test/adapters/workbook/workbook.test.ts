import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import exceljs from 'exceljs';
import { describe, expect, it } from 'vitest';
import { writeWorkbook } from '../../../src/adapters/workbook/workbook.js';
import type { Cell, SheetOut } from '../../../src/ports/workbook.js';

const sheet = (rows: SheetOut['rows']): SheetOut => ({
  name: '发票',
  columns: [
    { header: '名称', width: 20 },
    { header: '金额', width: 10, money: true },
  ],
  rows,
});

async function written(...sheets: SheetOut[]) {
  const out = new PassThrough();
  const [bytes] = await Promise.all([buffer(out), writeWorkbook(out, sheets)]);
  const book = new exceljs.Workbook();
  await book.xlsx.load(bytes as unknown as ArrayBuffer);
  return book;
}

describe('a workbook', () => {
  it('holds its sheets row by row, headers first', async () => {
    async function* rows(): AsyncGenerator<readonly Cell[]> {
      yield ['云杉样本科技有限公司', 113.5];
      yield ['', null];
    }
    const book = await written(sheet(rows()), { ...sheet([]), name: '原件' });
    expect(book.worksheets.map(({ name }) => name)).toEqual(['发票', '原件']);
    const [first] = book.worksheets;
    expect(first?.getRow(1).values).toEqual([undefined, '名称', '金额']);
    expect(first?.getRow(2).values).toEqual([undefined, '云杉样本科技有限公司', 113.5]);
    expect(first?.getCell('B2').numFmt).toBe('0.00');
    expect(book.worksheets[1]?.rowCount).toBe(1);
  });

  it.each(['=HYPERLINK("http://x.test","x")', '+1+1', '-2+3', '@SUM(A1)', '\t=1', '=cmd|x!A0'])(
    'holds %s as a text that is not worked out',
    async (text) => {
      const cells = (await written(sheet([[text, text]]))).worksheets[0]?.getRow(2);
      for (const column of [1, 2]) {
        const cell = cells?.getCell(column);
        expect(cell?.type).toBe(exceljs.ValueType.String);
        expect(cell?.value).toBe(text);
        expect(cell?.formula).toBeUndefined();
        expect(cell?.numFmt).toBe('@');
      }
    },
  );

  it('cuts what no cell holds, and drops what XML cannot say', async () => {
    const cells = (
      await written(
        sheet([
          ['长'.repeat(40_000), null],
          ['a\u0001b', null],
        ]),
      )
    ).worksheets[0];
    expect(String(cells?.getCell('A2').value)).toHaveLength(32_767);
    expect(cells?.getCell('A3').value).toBe('ab');
  });

  it('ends, and asks for no more rows, when whoever reads it hangs up', async () => {
    const out = new PassThrough();
    let asked = 0;
    let over = false;
    async function* endless(): AsyncGenerator<readonly Cell[]> {
      try {
        for (; ; asked += 1) {
          if (asked === 100) out.destroy();
          await new Promise((resolve) => setImmediate(resolve));
          yield [`${asked}`, asked];
        }
      } finally {
        over = true;
      }
    }
    out.resume();
    const closed = once(out, 'close');
    await expect(writeWorkbook(out, [sheet(endless())])).rejects.toThrow();
    await closed;
    await expect.poll(() => over, { timeout: 120_000 }).toBe(true);
    expect(asked).toBe(100);
  });
});
