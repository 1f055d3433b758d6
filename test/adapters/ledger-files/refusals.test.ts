import { describe, expect, it } from 'vitest';
import { readLedgerFile } from '../../../src/adapters/ledger-files/read.js';
import { xmlReader } from '../../../src/adapters/xml/xml.js';
import { zipReader } from '../../../src/adapters/zip/zip.js';
import { LEDGER_FILE_ERRORS, LedgerFileError } from '../../../src/document/ledger-file.js';
import {
  bureauWorkbook,
  DIGITAL_ROW,
  handMade,
  line,
  readBytes,
  sheetXml,
  workbookOf,
  zipOf,
} from './make.js';

const HEADER = ['数电发票号码', '开票日期', '金额', '税额'];
const MIB = 1024 * 1024;

describe('what is no ledger is refused with a code and a remedy', () => {
  it.each([
    ['an empty file', Buffer.alloc(0), 'empty_file'],
    ['a text', Buffer.from('今天天气很好\n再见'), 'not_a_ledger'],
    ['another CSV', Buffer.from('name,age\nx,1\n'), 'not_a_ledger'],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'not_a_ledger'],
    ['a compound file that is cut', Buffer.from('d0cf11e0a1b11ae100000000', 'hex'), 'damaged_file'],
    ['bytes of no encoding', Buffer.from([0x61, 0x2c, 0xff, 0xff, 0x0a, 0x81]), 'unknown_encoding'],
    [
      'a ZIP of something else',
      zipOf([{ name: 'word/document.xml', data: Buffer.from('<a/>') }]),
      'not_a_ledger',
    ],
    ['an empty ZIP', zipOf([]), 'not_a_ledger'],
    ['a cut workbook', handMade({ 发票基础信息: sheetXml([HEADER]) }).subarray(0, 300), 'damaged_file'],
    ['broken XML', handMade({ 发票基础信息: '<worksheet><sheetData><row></c>' }), 'damaged_file'],
    [
      'a DOCTYPE',
      handMade({ 发票基础信息: `<!DOCTYPE x [<!ENTITY a "b">]>${sheetXml([HEADER]).slice(38)}` }),
      'damaged_file',
    ],
  ])('%s', async (_, bytes, code) => {
    await expect(readBytes(bytes)).rejects.toMatchObject({ name: 'LedgerFileError', code });
  });

  it('a workbook without such a header, or with the lines only', async () => {
    await expect(
      readBytes(
        await workbookOf({
          Sheet1: [
            ['a', 'b'],
            ['1', '2'],
          ],
        }),
      ),
    ).rejects.toMatchObject({ code: 'not_a_ledger' });
    const lines = await bureauWorkbook([], [line(DIGITAL_ROW, '餐费', 100, 6)]);
    expect(await readBytes(lines)).toEqual([]);
    const header = ['数电发票号码', '开票日期', '货物或应税劳务名称', '金额', '税额'];
    await expect(readBytes(await workbookOf({ 信息汇总表: [header] }))).rejects.toMatchObject({
      code: 'not_a_ledger',
    });
  });

  it('a file that is not there, and a folder', async () => {
    const read = async (path: string) => {
      for await (const row of readLedgerFile(path, { zip: zipReader(), xml: xmlReader() }))
        throw new Error(row.where);
    };
    await expect(read('/nowhere/ledger.xlsx')).rejects.toMatchObject({ code: 'not_found' });
    await expect(read(import.meta.dirname)).rejects.toMatchObject({ code: 'not_readable' });
  });
});

describe('what no database takes', () => {
  const csv = (cells: Readonly<Record<string, string>>) =>
    `${Object.keys(cells).join(',')}\n${Object.values(cells).join(',')}\n`;
  const row = { 数电发票号码: '26312000000012345678', 开票日期: '2026-10-15', 金额: '1', 税额: '0' };

  it('names and identifiers too long to be any: the row is told', async () => {
    for (const column of ['销方名称', '购方识别号']) {
      const rows = await readBytes(csv({ ...row, [column]: 'Ab3'.repeat(200) }));
      expect(rows).toMatchObject([{ code: 'id_damaged', message: expect.stringContaining('超过') }]);
    }
  });

  it('a NUL far behind the header', async () => {
    const filler = `${'x'.repeat(1000)}\n`.repeat(10);
    await expect(readBytes(csv({ ...row, 备注: `${filler}\0`.replaceAll('\n', ' ') }))).rejects.toMatchObject(
      {
        code: 'holds_nul',
      },
    );
  });
});

describe('formulas', () => {
  const withCell = (cell: string) =>
    handMade({ 发票基础信息: sheetXml([HEADER, ['26312000000012345678', '2026-10-15', cell, '6.00']]) });

  it.each([
    ['without a value', '<c r="C2"><f>D2/0.06</f></c>'],
    ['with an empty value', '<c r="C2"><f>D2/0.06</f><v></v></c>'],
    ['shared, and without a value', '<c r="C2"><f t="shared" si="0"/></c>'],
    ['that comes to an error', '<c r="C2" t="e"><f>D2/0</f><v>#DIV/0!</v></c>'],
  ])('%s are told as that, with their cell and what to do', async (_, cell) => {
    expect(await readBytes(withCell(cell))).toMatchObject([
      { code: 'formula_cell', message: expect.stringMatching(/^C2 是公式.*数值/) },
    ]);
  });

  it('with a value are that value; one of text that comes to nothing is blank', async () => {
    expect(await readBytes(withCell('<c r="C2"><f>D2/0.06</f><v>99.999999999999986</v></c>'))).toMatchObject([
      { invoice: { netTotal: 10000n } },
    ]);
    expect(await readBytes(withCell('<c r="C2" t="str"><f>""</f><v></v></c>'))).toMatchObject([
      { invoice: { netTotal: null } },
    ]);
  });
});

describe('bombs', () => {
  const zeros = Buffer.alloc(64 * MIB, 0x20);

  it('a sheet that inflates a thousandfold', async () => {
    const sheet = Buffer.concat([Buffer.from('<worksheet><sheetData>'), zeros]).toString();
    await expect(readBytes(handMade({ 发票基础信息: sheet }))).rejects.toMatchObject({ code: 'too_large' });
  });

  it('shared strings that inflate a thousandfold', async () => {
    const strings = { name: 'xl/sharedStrings.xml', data: Buffer.concat([Buffer.from('<sst>'), zeros]) };
    await expect(readBytes(handMade({ 发票基础信息: sheetXml([HEADER]) }, [strings]))).rejects.toMatchObject({
      code: 'too_large',
    });
  });

  it('a directory that lies about the size', async () => {
    const strings = {
      name: 'xl/sharedStrings.xml',
      data: Buffer.concat([Buffer.from('<sst>'), zeros]),
      claimed: 100,
    };
    await expect(readBytes(handMade({ 发票基础信息: sheetXml([HEADER]) }, [strings]))).rejects.toBeInstanceOf(
      LedgerFileError,
    );
  });

  it('a cell without end', async () => {
    const noise = Array.from({ length: 60_000 }, (_, i) => (i * 2654435761) % 997).join('');
    const bytes = handMade({ 发票基础信息: sheetXml([HEADER, [noise]]) });
    await expect(readBytes(bytes)).rejects.toMatchObject({ code: 'too_large' });
    await expect(readBytes(`${HEADER.join(',')}\n${noise},2026-10-15,1,0`)).rejects.toMatchObject({
      code: 'too_large',
    });
  });

  it.each([
    ['a comment', '<!--', '-->'],
    ['a CDATA section', '<row><c t="inlineStr"><is><t><![CDATA[', ']]></t></is></c></row>'],
    ['an instruction', '<?x ', '?>'],
    ['attributes', '<row ', '/>'],
  ])('%s without end, which the parser would hold', async (what, before, after) => {
    const piece = (index: number) => {
      const noise = (index * 2_654_435_761) % 4_294_967_291;
      return what === 'attributes' ? `a${index}="${noise}" ` : `<${noise}`;
    };
    const noise = Array.from({ length: 60_000 }, (_, index) => piece(index)).join('');
    const sheet = sheetXml([HEADER]).replace('</sheetData>', `${before}${noise}${after}</sheetData>`);
    await expect(readBytes(handMade({ 发票基础信息: sheet }))).rejects.toMatchObject({ code: 'too_large' });
  });

  it('elements within elements, each of which the parser would remember', async () => {
    const sheet = sheetXml([HEADER]).replace(
      '</sheetData>',
      `${'<a>'.repeat(70)}${'</a>'.repeat(70)}</sheetData>`,
    );
    await expect(readBytes(handMade({ 发票基础信息: sheet }))).rejects.toMatchObject({
      code: 'damaged_file',
    });
  });

  it('long texts in every cell of a row', async () => {
    const noise = Array.from({ length: 5000 }, (_, i) => (i * 2654435761) % 997).join('');
    const row = ['26312000000012345678', '2026-10-15', '1', '0', noise, noise, noise, noise, noise];
    const bytes = handMade({ 发票基础信息: sheetXml([HEADER, row]) });
    await expect(readBytes(bytes)).rejects.toMatchObject({ code: 'too_large' });
  });

  it('a row number past the end of any sheet', async () => {
    const sheet = sheetXml([HEADER, []]).replace('<row></row>', '<row r="2000000"></row>');
    await expect(readBytes(handMade({ 发票基础信息: sheet }))).rejects.toMatchObject({ code: 'too_large' });
  });
});

describe('LedgerFileError', () => {
  it('tells people in Chinese what to do, and logs nothing of the content', () => {
    for (const code of Object.keys(LEDGER_FILE_ERRORS) as (keyof typeof LEDGER_FILE_ERRORS)[]) {
      const error = new LedgerFileError(code);
      expect(error.remedy).toMatch(/[\u4e00-\u9fff]/);
      expect(error.told).toMatch(/[\u4e00-\u9fff]/);
      expect(error.message).not.toMatch(/[\u4e00-\u9eff]{10,}/);
    }
  });
});
