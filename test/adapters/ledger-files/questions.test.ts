import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { openQuestions } from '../../../src/adapters/ledger-files/questions.js';
import { xmlReader } from '../../../src/adapters/xml/xml.js';
import { zipReader } from '../../../src/adapters/zip/zip.js';
import type { QuestionRow } from '../../../src/desk/query/question-row.js';
import { formatInvoiceQr } from '../../../src/invoice/qr.js';

const NUMBER = '26312000000012345678';

async function asked(
  bytes: string | Uint8Array,
): Promise<{ headers: readonly string[]; rows: QuestionRow[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'yanpiao-questions-'));
  try {
    const path = join(folder, 'file');
    await writeFile(path, bytes);
    const file = await openQuestions(path, { zip: zipReader(), xml: xmlReader() });
    const rows: QuestionRow[] = [];
    for await (const row of file.rows()) rows.push(row);
    file.close();
    return { headers: file.headers, rows };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const questions = async (text: string) => (await asked(text)).rows.map((row) => row.asked);

describe('a file of questions', () => {
  it('is told to be none by its own code where it is no table at all', async () => {
    const none = asked(Buffer.from('%PDF-1.7\n\u0001\u0002 no table', 'latin1'));
    await expect(none).rejects.toMatchObject({ code: 'no_questions' });
  });

  it('is told by its headers, wherever the columns stand, whatever stands beside them', async () => {
    const { headers, rows } = await asked(
      `七月报销\n\n部门,开票日期,发票号码,*发票代码,校验码后六位\n财务,2021/3/9,60418273,031002000111,123456\n,,,,\n行政,,${NUMBER},,\n`,
    );
    expect(headers).toEqual(['部门', '开票日期', '发票号码', '*发票代码', '校验码后六位']);
    expect(rows).toEqual([
      {
        row: 1,
        where: '第 4 行',
        cells: ['财务', '2021/3/9', '60418273', '031002000111', '123456'],
        asked: {
          fields: {
            ...{ invoiceNumber: '60418273', invoiceCode: '031002000111' },
            ...{ issueDate: '2021-03-09', checkCode: '123456' },
          },
        },
      },
      {
        row: 2,
        where: '第 6 行',
        cells: ['行政', null, NUMBER, null, null],
        asked: { fields: { invoiceNumber: NUMBER } },
      },
    ]);
  });

  it('takes 金额 for whichever total the kind is asked by, and for the net one beside 税额 or 价税合计', async () => {
    expect(await questions(`发票号码,金额\n${NUMBER},106`)).toEqual([
      { fields: { invoiceNumber: NUMBER }, amount: '106.00' },
    ]);
    expect(await questions(`发票号码,金额,税额\n${NUMBER},100,6`)).toEqual([
      { fields: { invoiceNumber: NUMBER, netTotal: '100.00' } },
    ]);
    expect(await questions(`发票号码,金额,价税合计\n${NUMBER},100,"1,106.00"`)).toEqual([
      { fields: { invoiceNumber: NUMBER, netTotal: '100.00', grossTotal: '1106.00' } },
    ]);
  });

  it('tells of a formula without a value, and shows it as it stands', async () => {
    const workbook = new ExcelJS.Workbook();
    const sheet = workbook.addWorksheet('x');
    sheet.addRow(['发票号码', '金额']);
    sheet.addRow([NUMBER, { formula: 'A2&""' }]);
    sheet.addRow([{ formula: 'A2', result: NUMBER }, 106]);
    const { rows } = await asked(new Uint8Array(await workbook.xlsx.writeBuffer()));
    expect(rows).toMatchObject([
      { cells: [NUMBER, '=A2&""'], asked: { code: 'formula_cell', message: expect.stringMatching(/^B2 /) } },
      { asked: { fields: { invoiceNumber: NUMBER }, amount: '106.00' } },
    ]);
  });

  it('takes kinds as the bureau words them, and texts of QR codes', async () => {
    const qr = formatInvoiceQr({
      ...{ type: '32', code: '', number: NUMBER, amount: 10600n },
      ...{ date: '2026-10-15', checkCode: '' },
    });
    expect(await questions(`二维码,备注\n"${qr}",a`)).toEqual([{ fields: {}, qr }]);
    expect(
      await questions(
        `发票号码,发票票种\n${NUMBER},数电发票（铁路电子客票）\n${NUMBER},别的\n60418273,增值税专用发票`,
      ),
    ).toEqual([
      { fields: { invoiceNumber: NUMBER }, kind: 'digital_rail' },
      { fields: { invoiceNumber: NUMBER } },
      { fields: { invoiceNumber: '60418273' } },
    ]);
  });

  it('tells of ids that Excel has damaged, and of what cannot be read', async () => {
    const told = await questions(
      [
        '发票号码,发票代码,开票日期,金额',
        '2.4442E+19,,,',
        '6041827,031002000111,,',
        '60418273,31002000111,,',
        `${NUMBER},,昨天,`,
        `${NUMBER},,,很多`,
        ',,2026-10-15,1',
      ].join('\n'),
    );
    expect(told.map((one) => ('code' in one ? one.code : one))).toEqual([
      ...['id_damaged', 'id_damaged', 'id_damaged', 'bad_date', 'bad_amount', 'no_number'],
    ]);
  });

  it('is read from workbooks: numbers past fifteen digits are damaged, dates are dates', async () => {
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet('清单');
    sheet.addRow(['发票号码', '开票日期', '价税合计']);
    sheet.addRow([NUMBER, new Date('2026-10-15T00:00:00Z'), 106]);
    sheet.addRow([26312000000012345000, '2026-10-15', 106]);
    const { rows } = await asked(new Uint8Array(await book.xlsx.writeBuffer()));
    expect(rows).toMatchObject([
      {
        where: '清单 第 2 行',
        cells: [NUMBER, '2026-10-15', '106'],
        asked: { fields: { invoiceNumber: NUMBER, issueDate: '2026-10-15', grossTotal: '106.00' } },
      },
      { asked: { code: 'id_damaged' } },
    ]);
  });

  it.each([
    ['部门,备注\n财务,无', 'no_questions'],
    ['', 'empty_file'],
  ])('refuses %j', async (text, code) => {
    await expect(asked(text)).rejects.toMatchObject({ code });
  });
});
