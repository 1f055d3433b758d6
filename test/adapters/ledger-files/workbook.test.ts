import { describe, expect, it } from 'vitest';
import {
  BASE_HEADERS,
  bureauWorkbook,
  DIGITAL_ROW,
  handMade,
  LEGACY_ROW,
  line,
  type Named,
  readBytes,
  sheetXml,
  workbookOf,
} from './make.js';

const SECOND = { ...DIGITAL_ROW, 序号: 2, 数电发票号码: '26312000000087654321' };

/** What one row gives: its invoice, or why it was skipped. Numbers become number cells, text inline text. */
async function only(patch: Named, of: Named = DIGITAL_ROW) {
  const row: Named = { ...of, ...patch };
  const cells = BASE_HEADERS.map((header) => {
    const value = row[header] ?? '';
    return typeof value === 'number' ? `<c><v>${value}</v></c>` : String(value);
  });
  const rows = await readBytes(handMade({ 发票基础信息: sheetXml([[...BASE_HEADERS], cells]) }));
  expect(rows).toHaveLength(1);
  const [first] = rows;
  return first !== undefined && 'invoice' in first ? first.invoice : first;
}

describe('the bureau’s export', () => {
  it('gives an invoice a row, with the lines of the other sheet', async () => {
    const bytes = await bureauWorkbook(
      [DIGITAL_ROW, LEGACY_ROW],
      [
        line(DIGITAL_ROW, '*餐饮服务*餐费', 80, 4.8, { 规格型号: '份', 单位: '次', 数量: 2, 单价: 40 }),
        line(LEGACY_ROW, '*餐饮服务*餐费', 100, 6),
        line(DIGITAL_ROW, '*餐饮服务*茶位费', 20, 1.2, { 税率: 0.06 }),
      ],
    );
    const [first, second, ...rest] = await readBytes(bytes);
    expect(rest).toEqual([]);
    expect(first).toEqual({
      where: '发票基础信息 第 2 行',
      invoice: {
        kind: 'digital_general',
        invoiceCode: null,
        invoiceNumber: '26312000000012345678',
        alias: null,
        issueDate: '2026-10-15',
        checkCode: null,
        buyerName: '云溪测试科技(北京)有限公司',
        buyerTaxId: '91110108MA01TEST0X',
        sellerName: '沪上样例餐饮管理有限公司',
        sellerTaxId: '91310115MA1SAMPLE3',
        netTotal: 10000n,
        taxTotal: 600n,
        grossTotal: 10600n,
        state: 'normal',
        risk: '正常',
        drawer: '王样例',
        note: null,
        lines: [
          {
            name: '*餐饮服务*餐费',
            spec: '份',
            unit: '次',
            quantity: '2',
            unitPrice: '40',
            amount: '80.00',
            taxRate: '6%',
            taxAmount: '4.80',
          },
          { name: '*餐饮服务*茶位费', amount: '20.00', taxRate: '6%', taxAmount: '1.20' },
        ],
      },
    });
    expect(second).toMatchObject({
      invoice: {
        kind: 'vat_general_e',
        invoiceCode: '031002000111',
        invoiceNumber: '00418273',
        lines: [{ amount: '100.00' }],
      },
    });
  });

  it('reports lines that don’t sum up to their invoice and keeps the invoice without them', async () => {
    const bytes = await bureauWorkbook(
      [DIGITAL_ROW, SECOND],
      [line(DIGITAL_ROW, '餐费', 80, 4.8), line(SECOND, '餐费', 100.01, 6)],
    );
    const rows = await readBytes(bytes);
    expect(rows[0]).toMatchObject({ invoice: { lines: [], grossTotal: 10600n } });
    expect(rows[1]).toMatchObject({ where: '发票基础信息 第 2 行', code: 'sums_differ' });
    expect(rows[1]).toHaveProperty('message', expect.stringContaining('80.00'));
    expect(rows[2]).toMatchObject({ invoice: { lines: [{ amount: '100.01' }] } });
    expect(rows).toHaveLength(3);
  });

  it('sees every row behind a wrong dimension, in parts of any order and without references', async () => {
    const row = BASE_HEADERS.map((header) => String(DIGITAL_ROW[header] ?? ''));
    const many = Array.from({ length: 3000 }, (_, i) =>
      row.map((cell) =>
        cell === DIGITAL_ROW.数电发票号码 ? `2631200000${String(i).padStart(10, '0')}` : cell,
      ),
    );
    const bytes = handMade({
      说明: sheetXml([['本表由系统导出']]),
      发票基础信息: sheetXml([[...BASE_HEADERS], ...many]),
    });
    const rows = await readBytes(bytes);
    expect(rows).toHaveLength(3000);
    expect(rows[2999]).toMatchObject({
      where: '发票基础信息 第 3001 行',
      invoice: { invoiceNumber: '26312000000000002999' },
    });
  });

  it('finds the header below other rows and by its text, whatever the order, stars, spaces and older names', async () => {
    const bytes = await workbookOf({
      导出: [
        ['税款所属期：2026年10月'],
        [],
        [
          '备注',
          '开票日期*',
          '票面税额',
          '税额*',
          ' 金 额* ',
          '全电发票号码',
          '销方企业名称',
          '购方税号',
          '票种*',
        ],
        [
          '摘要',
          '2026/10/15',
          9.99,
          6,
          100,
          '26312000000012345678',
          '沪上样例餐饮管理有限公司',
          '91110108MA01TEST0X',
          '数电发票（增值税专用发票）',
        ],
      ],
    });
    expect(await readBytes(bytes)).toMatchObject([
      {
        where: '导出 第 4 行',
        invoice: {
          kind: 'digital_special',
          taxTotal: 600n,
          netTotal: 10000n,
          grossTotal: 10600n,
          note: '摘要',
          state: 'unknown',
        },
      },
    ]);
  });

  it('leaves footers and blank rows without a word, and names a row without number', async () => {
    const bytes = await bureauWorkbook(
      [
        DIGITAL_ROW,
        { 序号: '合计', 金额: 100, 税额: 6, 价税合计: 106 },
        { 发票号码: '份数：1  金额：100.00' },
        { 数电发票号码: '-', 发票代码: '-', 发票号码: '-', 金额: 100 },
        {},
        { ...DIGITAL_ROW, 数电发票号码: '-' },
      ],
      [],
    );
    const rows = await readBytes(bytes);
    expect(rows.slice(1)).toEqual([
      { where: '发票基础信息 第 7 行', code: 'no_number', message: '缺少发票号码' },
    ]);
  });

  it('is an empty ledger, not an error, with nothing below its header', async () => {
    expect(await readBytes(await bureauWorkbook([], []))).toEqual([]);
  });
});

describe('identifiers that Excel damaged', () => {
  it.each([
    ['数电发票号码', 2.6312000000012345e19],
    ['数电发票号码', '2.6312E+19'],
    ['数电发票号码', '2631200000001234567'],
    ['销方识别号', 913101150000000000],
    ['购方识别号', '9.13101E+17'],
  ])('%s %s is refused, with what to do', async (header, value) => {
    const row = await only({ [header]: value });
    expect(row).toMatchObject({ code: 'id_damaged' });
    expect(row).toHaveProperty('message', expect.stringMatching(/数位.*文本/));
  });

  it.each([
    ['发票号码', 418273],
    ['发票代码', 31002000111],
    ['发票号码', '418273'],
  ])('legacy %s %s has lost its zeros', async (header, value) => {
    expect(await only({ [header]: value }, LEGACY_ROW)).toMatchObject({ code: 'id_damaged' });
  });

  it('trusts a text cell that ends in zeros', async () => {
    const row = await only({ 数电发票号码: '26312000000012300000' });
    expect(row).toMatchObject({ invoiceNumber: '26312000000012300000' });
  });

  it('takes short ones that are whole although stored as numbers', async () => {
    const whole = await only(
      { 发票代码: 3100203130, 发票号码: 60418273, 发票票种: '增值税专用发票' },
      LEGACY_ROW,
    );
    expect(whole).toMatchObject({
      invoiceCode: '3100203130',
      invoiceNumber: '60418273',
      kind: 'vat_special_paper',
    });
  });

  it('refuses a 20-digit number stored as a number even where the file shows all digits', async () => {
    const bytes = handMade({
      发票基础信息: sheetXml([
        ['数电发票号码', '开票日期', '金额', '税额'],
        ['<c><v>26312000000012345678</v></c>', '2026-10-15', '100', '6'],
      ]),
    });
    expect(await readBytes(bytes)).toMatchObject([{ code: 'id_damaged' }]);
  });
});

describe('keys', () => {
  it('keeps the pre-printed code and number of 数电纸质 paper as an alias', async () => {
    const paper = {
      发票代码: '3100203130',
      发票号码: '60418273',
      发票票种: '数电纸质发票（增值税专用发票）',
    };
    expect(await only(paper)).toMatchObject({
      kind: 'digital_special_paper',
      invoiceCode: null,
      invoiceNumber: '26312000000012345678',
      alias: '310020313060418273',
    });
  });

  it('rejoins a 20-digit number split into 12 and 8, and takes one from the column 发票号码', async () => {
    const split = { 数电发票号码: null, 发票代码: '263120000000', 发票号码: '12345678' };
    expect(await only(split)).toMatchObject({
      invoiceCode: null,
      invoiceNumber: '26312000000012345678',
      alias: null,
    });
    const whole = { 数电发票号码: null, 发票号码: '26312000000012345678' };
    expect(await only(whole)).toMatchObject({
      invoiceCode: null,
      invoiceNumber: '26312000000012345678',
      alias: null,
    });
  });

  it('is none where the code is missing', async () => {
    expect(await only({ 发票代码: null }, LEGACY_ROW)).toMatchObject({ code: 'no_number' });
  });
});

describe('values', () => {
  it.each([
    ['2026-10-15 18:22:02', '2026-10-15'],
    ['2026年10月15日', '2026-10-15'],
    [46310.99, '2026-10-15'],
    [20261015, '2026-10-15'],
  ])('date %s', async (value, issueDate) => {
    expect(await only({ 开票日期: value })).toMatchObject({ issueDate });
  });

  it('date in a cell formatted as one, with a time', async () => {
    const bytes = await bureauWorkbook([{ ...DIGITAL_ROW, 开票日期: new Date('2026-10-15T18:22:02Z') }], []);
    expect(await readBytes(bytes)).toMatchObject([{ invoice: { issueDate: '2026-10-15' } }]);
  });

  it('date of a workbook that counts from 1904', async () => {
    const rows = [
      ['数电发票号码', '开票日期', '金额', '税额'],
      ['26312000000012345678', '<c><v>44848</v></c>', '100', '6'],
    ];
    const bytes = handMade({ 发票基础信息: sheetXml(rows) }, [], '<x:workbookPr date1904="1"/>');
    expect(await readBytes(bytes)).toMatchObject([{ invoice: { issueDate: '2026-10-15' } }]);
  });

  it.each(['昨天', '2026-02-30', 12, null])('no date: %s', async (value) => {
    expect(await only({ 开票日期: value })).toMatchObject({ code: 'bad_date' });
  });

  it.each([
    [94.339999999999989, 9434n],
    ['1,234.50', 123450n],
    ['-12.30', -1230n],
    ['***', null],
    ['-', null],
    [null, null],
  ])('amount %s', async (value, taxTotal) => {
    expect(await only({ 税额: value })).toMatchObject({ taxTotal });
  });

  it.each(['一百', 1.005, '12.345'])('no amount: %s', async (value) => {
    expect(await only({ 金额: value })).toMatchObject({ code: 'bad_amount' });
  });

  it.each([
    ['正常', '是', '正常', 'normal'],
    ['已作废', '是', '正常', 'void'],
    ['已红冲-全额', '是', '正常', 'red_full'],
    ['已红冲-部分', '是', '正常', 'red_part'],
    ['正常', '否', '正常', 'is_red'],
    ['正常', '是', '异常凭证', 'abnormal'],
    ['正常', '是', '疑点发票', 'normal'],
    ['失控', '是', '正常', 'out_of_control'],
    [null, '是', null, 'unknown'],
  ] as const)('状态 %s, 正数 %s, 风险 %s is %s', async (stated, positive, risk, state) => {
    const row = { 发票状态: stated, 是否正数发票: positive, 发票风险等级: risk };
    expect(await only(row)).toMatchObject({ state, risk });
  });

  it.each([
    ['数电发票（增值税专用发票）', 'digital_special'],
    ['数电票 (普通发票)', 'digital_general'],
    ['数电发票（铁路电子客票）', 'digital_rail'],
    ['数电发票（航空运输电子客票行程单）', 'digital_air'],
    ['数电发票（机动车销售统一发票）', 'digital_motor_vehicle'],
    ['数电发票（二手车销售统一发票）', 'digital_used_vehicle'],
    ['数电纸质发票（普通发票）', 'digital_general_paper'],
    ['电子发票（普通发票）', 'digital_general'],
    ['digital_special', 'digital_special'],
    [null, 'other'],
    ['某种新发票', 'other'],
  ])('票种 %s is %s', async (words, kind) => {
    expect(await only({ 发票票种: words })).toMatchObject({ kind });
  });

  it.each([
    ['增值税专用发票', 'vat_special_paper'],
    ['增值税普通发票', 'vat_general_paper'],
    ['增值税普通发票（卷式）', 'vat_general_roll'],
    ['增值税电子专用发票', 'vat_special_e'],
    ['通行费增值税电子普通发票', 'toll_e'],
    ['机动车销售统一发票', 'motor_vehicle_paper'],
    ['二手车销售统一发票', 'used_vehicle_paper'],
    ['货物运输业增值税专用发票', 'freight_special_paper'],
    [null, 'vat_general_e'],
  ])('legacy 票种 %s is %s', async (words, kind) => {
    expect(await only({ 发票票种: words }, LEGACY_ROW)).toMatchObject({ kind });
  });

  it('does not guess at legacy words it does not know', async () => {
    expect(await only({ 发票票种: '通用机打发票' }, LEGACY_ROW)).toMatchObject({ code: 'unknown_kind' });
  });
});
