import { describe, expect, it } from 'vitest';
import { readBytes } from './make.js';

const CHINESE = '数电发票号码,发票代码,发票号码,销方名称,开票日期,金额,税额,价税合计,发票票种,发票状态';
const ROW =
  '26312000000012345678,,,沪上样例餐饮管理有限公司,2026-10-15,100.00,6.00,106.00,数电发票（普通发票）,正常';
const INVOICE = {
  invoiceNumber: '26312000000012345678',
  sellerName: '沪上样例餐饮管理有限公司',
  grossTotal: 10600n,
  state: 'normal',
};

/** “沪上样例” and what else CHINESE and ROW hold, in GBK: iconv of the same text, written out as bytes. */
function gbk(text: string): Buffer {
  const decoder = new TextDecoder('gbk');
  const codes = new Map<string, number[]>();
  for (let high = 0x81; high <= 0xfe; high += 1) {
    for (let low = 0x40; low <= 0xfe; low += 1)
      codes.set(decoder.decode(Uint8Array.of(high, low)), [high, low]);
  }
  return Buffer.from(
    Array.from(text).flatMap((char) => (char < '\x80' ? [char.charCodeAt(0)] : (codes.get(char) ?? []))),
  );
}

describe('CSV', () => {
  it.each([
    ['UTF-8', Buffer.from(`${CHINESE}\n${ROW}\n`)],
    ['UTF-8 with BOM', Buffer.from(`\uFEFF${CHINESE}\r\n${ROW}\r\n`)],
    ['GBK', gbk(`${CHINESE}\r\n${ROW}`)],
    ['UTF-16 with BOM and tabs', Buffer.from(`\uFEFF${CHINESE}\r\n${ROW}`.replaceAll(',', '\t'), 'utf16le')],
    ['semicolons', Buffer.from(`${CHINESE}\n${ROW}`.replaceAll(',', ';'))],
  ])('in %s', async (_, bytes) => {
    expect(await readBytes(bytes)).toMatchObject([{ where: '第 2 行', invoice: INVOICE }]);
  });

  it('by our own field names, with a check code', async () => {
    const text = [
      'kind,invoiceCode,invoiceNumber,issueDate,checkCode,buyerName,netTotal,taxTotal,state',
      'vat_general_e,031002000111,00418273,2021-03-09,71250064938815220417,"云溪测试科技, 北京",100,6,red_part',
    ].join('\n');
    expect(await readBytes(text)).toMatchObject([
      {
        invoice: {
          kind: 'vat_general_e',
          invoiceCode: '031002000111',
          invoiceNumber: '00418273',
          checkCode: '71250064938815220417',
          buyerName: '云溪测试科技, 北京',
          grossTotal: 10600n,
          state: 'red_part',
          lines: [],
        },
      },
    ]);
  });

  it('with ids guarded against Excel, and without', async () => {
    const head = '发票代码,发票号码,开票日期,金额,税额';
    const guarded = await readBytes(
      `${head}\n"=""031002000111""","=""00418273""",2021-03-09,1,0\n'031002000111,'00418274,2021-03-09,1,0`,
    );
    expect(guarded).toMatchObject([
      { invoice: { invoiceNumber: '00418273' } },
      { invoice: { invoiceNumber: '00418274' } },
    ]);
    expect(await readBytes(`${head}\n31002000111,418273,2021-03-09,1,0`)).toMatchObject([
      { code: 'id_damaged' },
    ]);
  });

  it('with a number that Excel wrote out in full after losing its end', async () => {
    const rows = await readBytes(
      '数电发票号码,开票日期,金额\n26312000000012300000,2026-10-15,94.339999999999989',
    );
    expect(rows).toMatchObject([{ code: 'id_damaged' }]);
    const whole = await readBytes(
      '数电发票号码,开票日期,金额\n26312000000012300001,2026-10-15,94.339999999999989',
    );
    expect(whole).toMatchObject([{ invoice: { netTotal: 9434n } }]);
  });

  it('tells rows by where they begin, line breaks in cells counted', async () => {
    const text =
      '数电发票号码,开票日期,金额,备注\n26312000000012345678,2026-10-15,1,"两\n行"\n2.6E+19,2026-10-15,1,\n\n26312000000012345679,2026-10-15,1,';
    const rows = await readBytes(text);
    expect(rows.map(({ where }) => where)).toEqual(['第 2 行', '第 4 行', '第 6 行']);
    expect(rows[0]).toMatchObject({ invoice: { note: '两 行' } });
    expect(rows[1]).toMatchObject({ code: 'id_damaged' });
  });

  it('with rows longer and shorter than the header', async () => {
    const rows = await readBytes(
      '数电发票号码,开票日期,金额,税额\n26312000000012345678,2026-10-15\n26312000000012345679,2026-10-15,1,0,,,,x',
    );
    expect(rows).toMatchObject([{ invoice: { netTotal: null } }, { invoice: { netTotal: 100n } }]);
  });
});
