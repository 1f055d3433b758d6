import { describe, expect, it } from 'vitest';
import type { Slip } from '../../../src/document/slip.js';
import { projectRoot } from '../../../src/entry.js';
import type { FieldName } from '../../../src/invoice/fields.js';
import { closest } from '../../../src/pipeline/extract/approximate.js';
import { extractSlips } from '../../../src/pipeline/extract/extract.js';
import { loadModels } from '../../../src/pipeline/models.js';
import { BUYER, DIGITAL, LEGACY, PAPER, type Print, SELLER, sheetOf } from './forms.js';

const models = await loadModels(new URL('models/', projectRoot()));
const OCR = { source: 'ocr:paddle', score: 0.97 } as const;

/** What OCR made of some runs; `''` for those it missed. */
function read(prints: readonly Print[], misread: Readonly<Record<string, string>>): Slip[] {
  const printed = prints.flatMap(([text, ...place]): Print[] => {
    const seen = misread[text] ?? text;
    return seen === '' ? [] : [[seen, ...place]];
  });
  return extractSlips([sheetOf(printed, OCR)], models);
}

const values = (slip: Slip | undefined, ...names: FieldName[]) =>
  names.map((name) => slip?.fields[name]?.value);

describe('misread titles', () => {
  it.each([
    ['云南增佳税电社普通发票', 'vat_general_e'],
    ['云南增值税电子普通发', 'vat_general_e'],
  ])('%s', (title, kind) => {
    expect(read(LEGACY, { 云南增值税电子普通发票: title })[0]?.kind).toBe(kind);
  });

  it.each([
    ['电子发票誓通发票)', 'digital_general'],
    ['电子发票(增直税专用发票', 'digital_special'],
  ])('%s', (title, kind) => {
    expect(read(DIGITAL, { '电子发票(增值税专用发票)': title })[0]?.kind).toBe(kind);
  });

  it('lets the code say whether 增值税用发票 is 专用 or 普通', () => {
    const [slip] = read(PAPER, { 北京增值税专用发票: '北京增值发票' });
    expect(slip?.kind).toBe('vat_special_paper');
  });

  it('never makes up a kind', () => {
    expect(read(DIGITAL, { '电子发票(增值税专用发票)': '' })[0]?.kind).toBe('other');
  });
});

describe('misread labels and headings', () => {
  it('reads columns whose headings are lost', () => {
    const lost = { '单 价': '', 税率: '', 规格型号: '规楼座号' };
    const [slip] = read(
      LEGACY.filter(([text, x]) => !(text === '金' || text === '税' || (text === '额' && x > 140))),
      lost,
    );
    expect(slip?.lines.map(({ amount, taxAmount }) => [amount, taxAmount])).toEqual([
      ['424.78', '55.22'],
      ['-42.48', '-5.52'],
    ]);
    expect(values(slip, 'netTotal', 'taxTotal', 'grossTotal')).toEqual(['382.30', '49.70', '432.00']);
  });

  it('reads head fields under misread labels', () => {
    const [slip] = read(LEGACY, {
      '校 验 码:': '拉验4码:',
      '开票日期:': '开票0期:',
      '发票号码:': '发票编信:',
    });
    expect(values(slip, 'checkCode', 'issueDate', 'invoiceNumber')).toEqual([
      '60412773501984623058',
      '2019-11-18',
      '30718265',
    ]);
  });

  it('finds a seller of whose labels nothing is left', () => {
    const prints = LEGACY.filter(([text, , y]) => !(y > 104 && /名|称|纳税|地 址|开户/u.test(text)));
    const [slip] = read(prints, {});
    expect(values(slip, 'sellerName', 'sellerTaxId')).toEqual([SELLER.name, SELLER.taxId]);
    expect(values(slip, 'buyerName', 'buyerTaxId')).toEqual([BUYER.name, BUYER.taxId]);
  });

  it('leaves 合计 out of the lines when its heading was misread', () => {
    const [slip] = read(LEGACY, { 合: '', '¥382.30': '382.30', '¥49.70': '49.70' });
    expect(slip?.lines).toHaveLength(2);
  });

  it('parts an amount that OCR read in one run with its rate', () => {
    const prints = LEGACY.filter(([text, , y]) => !(text === '13%' && y === 57.5));
    const [slip] = read(prints, { '424.78': '424.78免税' });
    expect(slip?.lines[0]).toMatchObject({ amount: '424.78', taxRate: '免税' });
  });
});

describe('a list of goods behind its invoice', () => {
  it('is part of it, and no invoice of its own', () => {
    const list: Print[] = [
      ['销售货物或者提供应税劳务、服务清单', 60, 10, 5],
      ['所属增值税电子普通发票代码:053001900211 号码:30718265', 10, 30],
      ['序号', 8, 45],
      ['货物(劳务)名称', 30, 45],
      ['规格型号', 70, 45],
      ['单位', 90, 45],
      ['数量', 105, 45],
      ['单价', 125, 45],
      ['金额', 150, 45],
      ['税率', 168, 45],
      ['税额', 188, 45],
      ['*纸制品*复印纸', 20, 52],
      ['424.78', 148, 52],
      ['13%', 168, 52],
      ['55.22', 190, 52],
    ];
    const slips = extractSlips([sheetOf(LEGACY), sheetOf(list, { page: 2, height: 297 })], models);
    expect(slips.map(({ pages }) => pages)).toEqual([[1, 2]]);
  });
});

describe('a red invoice', () => {
  it('keeps the number it quotes out of its own', () => {
    const red = DIGITAL.map(
      ([text, ...place]): Print => [
        text.startsWith('购方开户') ? '被红冲蓝字数电发票号码:25532000000999999999' : text,
        ...place,
      ],
    );
    const [slip] = extractSlips([sheetOf(red)], models);
    expect(values(slip, 'invoiceNumber', 'precedingInvoice')).toEqual([
      '25532000000123456789',
      '25532000000999999999',
    ]);
    expect(slip?.fields.invoiceNumber?.rivals).toEqual([]);
  });
});

describe('taxi receipts', () => {
  const receipt = (x: number, number: string): Print[] => [
    ['样例市出租汽车专用发票', x, 20, 5],
    ['发票代码144032399119', x, 38, 6, 60],
    [`发票号码${number}`, x, 46, 6, 56],
    ['单位名称:样例市虚构出租汽车有限公司', x, 58, 3.4, 62],
    ['车号:XT0001', x + 6, 80, 4],
    ['日期:2024年02月04日', x + 6, 88, 4],
    ['上车:15:52', x + 6, 96, 4],
    ['下车:15:57', x + 6, 104, 4],
    ['单价:2.70元', x + 6, 112, 4],
    ['里程:3.10KM', x + 6, 120, 4],
    ['等候:00:02:34', x + 6, 128, 4],
    ['金额:¥21.50元', x + 6, 136, 4],
  ];

  it('reads one', () => {
    const [slip, ...more] = extractSlips(
      [sheetOf(receipt(8, '29990541'), { ...OCR, width: 76, height: 210 })],
      models,
    );
    expect(more).toEqual([]);
    expect(slip?.kind).toBe('taxi_paper');
    expect(
      values(slip, 'invoiceCode', 'invoiceNumber', 'company', 'plateNumber', 'tripDate', 'fare'),
    ).toEqual(['144032399119', '29990541', '样例市虚构出租汽车有限公司', 'XT0001', '2024-02-04', '21.50']);
  });

  it('parts several on one photo', () => {
    const photo = [...receipt(8, '29990541'), ...receipt(92, '29990998')];
    const slips = extractSlips([sheetOf(photo, { ...OCR, width: 168, height: 210 })], models);
    expect(slips.map((slip) => values(slip, 'invoiceNumber', 'fare'))).toEqual([
      ['29990541', '21.50'],
      ['29990998', '21.50'],
    ]);
  });

  it('reads the meter when its print slipped down a line', () => {
    const slipped = receipt(8, '29990541').map(([text, x, y, ...size]): Print => {
      const value: Record<string, string> = {
        '日期:2024年02月04日': '日期:110953',
        '上车:15:52': '上车:2024年02月04日',
        '金额:¥21.50元': '金额:00:02:34',
        '等候:00:02:34': '等候:3.10KM',
      };
      return [value[text] ?? text, x, y, ...size];
    });
    const [slip] = extractSlips(
      [sheetOf([...slipped, ['另收附加费:¥21.50元', 14, 144, 4]], { ...OCR, width: 76, height: 210 })],
      models,
    );
    expect(values(slip, 'tripDate', 'fare')).toEqual(['2024-02-04', '21.50']);
  });
});

describe('train tickets', () => {
  const TICKET: readonly Print[] = [
    ['Z56J017321', 6, 5, 4],
    ['检票:B8', 60, 5, 3],
    ['甲城南站', 10, 12, 5],
    ['G1234', 36, 12, 5],
    ['乙县站', 56, 12, 5],
    ['2019年05月20日10:00开', 8, 24, 3.2],
    ['05车12F号', 54, 24, 3.2],
    ['¥553.5元', 8, 29, 3.2],
    ['二等座', 62, 29, 3.2],
    ['限乘当日当次车', 8, 34, 3],
  ];

  it('reads a paper ticket', () => {
    const [slip, ...more] = extractSlips([sheetOf(TICKET, { ...OCR, width: 86, height: 54 })], models);
    expect(more).toEqual([]);
    expect(slip?.kind).toBe('train_paper');
    const names = ['invoiceNumber', 'trainNumber', 'fromStation', 'toStation', 'travelDate', 'fare'] as const;
    expect(values(slip, ...names)).toEqual([
      'Z56J017321',
      'G1234',
      '甲城南站',
      '乙县站',
      '2019-05-20',
      '553.50',
    ]);
  });

  it('reads the journey of a digital one', () => {
    const digital: Print[] = [
      ['电子发票(铁路电子客票)', 56, 8, 7],
      ['发票号码:', 10, 30],
      ['25999116000000123456', 28, 30],
      ['开票日期:', 150, 30],
      ['2025年03月09日', 168, 30],
      ...TICKET.slice(2, 6).map(([text, x, y, size]): Print => [text, x + 40, y + 30, size]),
      ['票价:', 10, 80],
      ['¥56.00', 22, 80],
      ['购买方名称:青禾测试科技有限公司', 10, 110],
    ];
    const valid = digital.map(([text, ...place]): Print => [text.replace('2599911', '2511911'), ...place]);
    const [slip] = extractSlips([sheetOf(valid)], models);
    expect(slip?.kind).toBe('digital_rail');
    expect(values(slip, 'invoiceNumber', 'issueDate', 'trainNumber', 'fare')).toEqual([
      '25119116000000123456',
      '2025-03-09',
      'G1234',
      '56.00',
    ]);
  });

  it('takes a timetable for no ticket', () => {
    expect(
      extractSlips(
        [
          sheetOf([
            ['甲城南站G1234乙县站', 10, 10],
            ['10:00开', 10, 20],
          ]),
        ],
        models,
      ),
    ).toEqual([]);
  });
});

describe('approximate finding', () => {
  it('gives the least edits and where they are', () => {
    expect(closest('发票', '电子发票')).toEqual({ distance: 0, from: 2, to: 4 });
    expect(closest('普通发票', '(誓通发票)')).toEqual({ distance: 1, from: 1, to: 5 });
    expect(closest('abc', '')).toMatchObject({ distance: 3 });
  });
});
