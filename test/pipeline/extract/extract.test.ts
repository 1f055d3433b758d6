import { describe, expect, it } from 'vitest';
import type { Sheet } from '../../../src/document/sheet.js';
import type { Slip } from '../../../src/document/slip.js';
import { projectRoot } from '../../../src/entry.js';
import type { FieldName } from '../../../src/invoice/fields.js';
import { formatInvoiceQr } from '../../../src/invoice/qr.js';
import { extractSlips, gatherSlips } from '../../../src/pipeline/extract/extract.js';
import { believedFields } from '../../../src/pipeline/extract/judge/judge.js';
import { loadModels } from '../../../src/pipeline/models.js';
import { BUYER, DIGITAL, ending, LEGACY, movedBy, PAPER, type Print, SELLER, sheetOf } from './forms.js';

const models = await loadModels(new URL('models/', projectRoot()));
const valuesOf = (slip: Slip | undefined): Partial<Record<FieldName, string>> =>
  Object.fromEntries(Object.entries(slip?.fields ?? {}).map(([name, field]) => [name, field.value]));

const LEGACY_VALUES = {
  invoiceCode: '053001900211',
  invoiceNumber: '30718265',
  issueDate: '2019-11-18',
  checkCode: '60412773501984623058',
  machineNumber: '661900017724',
  buyerName: BUYER.name,
  buyerTaxId: BUYER.taxId,
  buyerAddressPhone: '北京市海淀区样例路8号 010-55550123',
  buyerBankAccount: '样例银行海淀支行 110900001234567',
  sellerName: SELLER.name,
  sellerTaxId: SELLER.taxId,
  sellerAddressPhone: '昆明市五华区虚构街21号 0871-55550188',
  sellerBankAccount: '样例银行昆明分行 530900007654321',
  netTotal: '382.30',
  taxTotal: '49.70',
  grossTotal: '432.00',
  grossTotalWords: '肆佰叁拾贰圆整',
  note: '订单号:90817263',
  payee: '林一',
  reviewer: '周二',
  drawer: '吴三',
  province: '云南',
};

describe('VAT e-invoice', () => {
  const [slip, ...more] = extractSlips([sheetOf(LEGACY)], models);

  it('gives one slip of its kind with every header field', () => {
    expect(more).toEqual([]);
    expect(slip?.kind).toBe('vat_general_e');
    expect(valuesOf(slip)).toMatchObject(LEGACY_VALUES);
    expect(valuesOf(slip).cipherText).toHaveLength(112);
  });

  it('reads both lines, the discount with its sign', () => {
    expect(slip?.lines).toEqual([
      {
        name: '*纸制品*复印纸',
        spec: 'A4 80g',
        unit: '箱',
        quantity: '3',
        unitPrice: '141.59292035398230',
        amount: '424.78',
        taxRate: '13%',
        taxAmount: '55.22',
      },
      { name: '*纸制品*复印纸', amount: '-42.48', taxRate: '13%', taxAmount: '-5.52' },
    ]);
  });

  it('points at where the number is printed', () => {
    const [x0, y0, x1, y1] = slip?.fields.invoiceNumber?.box ?? [0, 0, 0, 0];
    expect([x0 * 210, y0 * 140]).toEqual([expect.closeTo(164, 1), expect.closeTo(13, 1)]);
    expect([x1 * 210, y1 * 140]).toEqual([expect.closeTo(164 + 8 * 1.6, 1), expect.closeTo(16.2, 1)]);
  });

  it.each([-6, -2, 2, 6])('reads the same on paper that lies %d degrees askew', (tilt) => {
    const [askew] = extractSlips([sheetOf(LEGACY, { tilt })], models);
    expect(valuesOf(askew)).toMatchObject(LEGACY_VALUES);
    expect(askew?.lines).toHaveLength(2);
  });

  it.each([-0.12, 0.12])('reads the same from a slanting camera (%d)', (keystone) => {
    const [slanting] = extractSlips([sheetOf(LEGACY, { keystone, tilt: 3 })], models);
    expect(valuesOf(slanting)).toMatchObject(LEGACY_VALUES);
    expect(slanting?.lines).toHaveLength(2);
  });

  it('calls an invoice with a code ending in 12 a toll invoice', () => {
    const toll = LEGACY.map(
      ([text, ...place]): Print => [text.replace('053001900211', '053001900212'), ...place],
    );
    expect(extractSlips([sheetOf(toll)], models)[0]?.kind).toBe('toll_e');
  });

  it('keeps the text of a window beside the invoice out', () => {
    const screen = [
      ...movedBy(LEGACY, 10, 20),
      ['"发票号码": "99999999",', 260, 40] as const,
      ['"名称": "旁边窗口有限公司",', 260, 52] as const,
      ['价税合计(大写) 壹佰圆整 (小写) ¥100.00', 260, 118] as const,
    ];
    const [slip, ...more] = extractSlips(
      [sheetOf(screen, { width: 400, height: 200, source: 'ocr:paddle', score: 0.97 })],
      models,
    );
    expect(more).toEqual([]);
    expect(valuesOf(slip)).toMatchObject(LEGACY_VALUES);
  });

  it('tells two invoices on one sheet apart', () => {
    const second = LEGACY.map(([text, ...place]): Print => [text.replace('30718265', '30718266'), ...place]);
    const sheet = sheetOf([...LEGACY, ...movedBy(second, 0, 148)], { height: 297 });
    const slips = extractSlips([sheet], models);
    expect(slips.map((found) => found.fields.invoiceNumber?.value)).toEqual(['30718265', '30718266']);
    expect(slips.map(({ id }) => id)).toEqual(['1', '2']);
    for (const found of slips)
      expect(valuesOf(found)).toMatchObject({ sellerName: SELLER.name, grossTotal: '432.00' });
  });
});

describe('数电票', () => {
  const [slip, ...more] = extractSlips([sheetOf(DIGITAL)], models);

  it('parts buyer and seller that stand side by side', () => {
    expect(more).toEqual([]);
    expect(slip?.kind).toBe('digital_special');
    expect(valuesOf(slip)).toMatchObject({
      invoiceNumber: '25532000000123456789',
      issueDate: '2025-03-09',
      buyerName: BUYER.name,
      buyerTaxId: BUYER.taxId,
      sellerName: SELLER.name,
      sellerTaxId: SELLER.taxId,
      netTotal: '18867.92',
      taxTotal: '1132.08',
      grossTotal: '20000.00',
      grossTotalWords: '贰万圆整',
      drawer: '吴三',
    });
    expect(slip?.fields.invoiceCode).toBeUndefined();
    expect(slip?.fields.payee).toBeUndefined();
  });

  it('joins a wrapped item name', () => {
    expect(slip?.lines).toEqual([
      {
        name: '*信息技术服务*平台维护费',
        spec: '年度',
        unit: '项',
        quantity: '1',
        unitPrice: '18867.9245283019',
        amount: '18867.92',
        taxRate: '6%',
        taxAmount: '1132.08',
      },
    ]);
  });

  it('reads runs that merge a vertical heading, a label and a value', () => {
    const merged = DIGITAL.filter(([text]) => !/^[购买销售方信息]$/u.test(text)).map(
      ([text, x, y, size]): Print =>
        text === BUYER.name
          ? [`购 名称:${text}`, 5.5, y, size]
          : text === SELLER.name
            ? [`销 名称:${text}`, 106, y, size]
            : text === '名称:'
              ? ['', x, y]
              : [text, x, y, size],
    );
    const [found] = extractSlips([sheetOf(merged)], models);
    expect(valuesOf(found)).toMatchObject({ buyerName: BUYER.name, sellerName: SELLER.name });
  });

  it('puts the pages of one invoice together', () => {
    const table = DIGITAL.findIndex(([text]) => text === '合');
    const first = [...DIGITAL.slice(0, table), ['小计', 20, 92] as const, ending('¥18867.92', 153, 92)];
    const sums = new Map([
      ['¥18867.92', '¥37735.84'],
      ['¥1132.08', '¥2264.16'],
      ['贰万圆整', '肆万圆整'],
      ['¥20000.00', '¥40000.00'],
    ]);
    const last = DIGITAL.map(([text, ...place]): Print => [sums.get(text) ?? text, ...place]);
    const slips = extractSlips([sheetOf(first), sheetOf(last, { page: 2 })], models);
    expect(slips).toHaveLength(1);
    expect(slips[0]?.pages).toEqual([1, 2]);
    expect(slips[0]?.lines).toHaveLength(2);
    expect(slips[0]?.fields.grossTotal?.value).toBe('40000.00');
  });

  it('keeps several invoices of one file apart', () => {
    const other = DIGITAL.map(
      ([text, ...place]): Print => [text.replace('123456789', '123456790'), ...place],
    );
    const slips = extractSlips([sheetOf(DIGITAL), sheetOf(other, { page: 2 })], models);
    expect(slips.map(({ pages }) => pages)).toEqual([[1], [2]]);
  });
});

describe('paper special invoice of the old form', () => {
  const [slip] = extractSlips([sheetOf(PAPER, { source: 'ocr:paddle', score: 0.96 })], models);

  it('finds code and number without labels, and ids of 15 digits', () => {
    expect(slip?.kind).toBe('vat_special_paper');
    expect(valuesOf(slip)).toMatchObject({
      invoiceCode: '1100134140',
      invoiceNumber: '20481537',
      issueDate: '2013-07-02',
      buyerName: '虚构购货厂',
      buyerTaxId: '110105001234567',
      sellerName: '虚构销货公司',
      sellerTaxId: '110108007654321',
      netTotal: '3000.00',
      taxTotal: '510.00',
      grossTotal: '3510.00',
      grossTotalWords: '叁仟伍佰壹拾圆整',
      drawer: '甲某',
    });
    expect(slip?.lines).toHaveLength(1);
  });
});

describe('judging', () => {
  const qr = formatInvoiceQr({
    type: '10',
    code: '053001900211',
    number: '30718265',
    amount: 38230n,
    date: '2019-11-18',
    checkCode: '60412773501984623058',
  });
  const ocr = { source: 'ocr:paddle', score: 0.97 } as const;
  const misread = (from: string, to: string) =>
    LEGACY.map(([text, ...place]): Print => [text.replace(from, to), ...place]);

  it('lets the QR outweigh a misread number and keeps the loser as a rival', () => {
    const [slip] = extractSlips([sheetOf(misread('30718265', '30718263'), { ...ocr, codes: [qr] })], models);
    expect(slip?.fields.invoiceNumber).toMatchObject({ value: '30718265', source: 'qr' });
    expect(slip?.fields.invoiceNumber?.rivals).toMatchObject([{ value: '30718263', source: 'ocr:paddle' }]);
    expect(slip?.qr).toBe(qr);
  });

  it('finds the one misread amount by the sum', () => {
    const [slip] = extractSlips([sheetOf(misread('¥432.00', '¥482.00'), ocr)], models);
    expect(slip?.fields.grossTotal?.value).toBe('432.00');
    expect(slip?.fields.grossTotal?.rivals.map(({ value }) => value)).toContain('482.00');
  });

  it('accepts no amount where sums and words contradict each other without a way out', () => {
    const broken = misread('¥382.30', '¥381.30').map(
      ([text, ...place]): Print => [
        text.replace('肆佰叁拾贰圆整', '肆佰叁拾伍圆整').replace('424.78', '4247'),
        ...place,
      ],
    );
    const [slip] = extractSlips([sheetOf(broken, ocr)], models);
    for (const field of ['netTotal', 'grossTotal'] as const)
      expect(slip?.fields[field]?.accepted).toBe(false);
  });

  it('sets a tax id right only when its check characters prove the repair', () => {
    const wrong = SELLER.taxId.replace(/0/u, 'O');
    const [slip] = extractSlips([sheetOf(misread(SELLER.taxId, wrong), ocr)], models);
    expect(slip?.fields.sellerTaxId?.value).toBe(SELLER.taxId);
    expect(slip?.fields.sellerTaxId?.rivals).toMatchObject([{ value: wrong }]);
  });

  it('restores a lost decimal point when the sum proves it', () => {
    const [slip] = extractSlips([sheetOf(misread('¥49.70', '¥4970'), ocr)], models);
    expect(slip?.fields.taxTotal?.value).toBe('49.70');
  });

  it('is surer of what two sources say than of what one says', () => {
    const beliefIn = (sheet: Sheet) =>
      gatherSlips([sheet])
        .flatMap((slip) => believedFields(slip, models))
        .find(({ field }) => field === 'invoiceNumber')?.belief ?? 0;
    const coded = sheetOf(LEGACY, { ...ocr, codes: [qr] });
    expect(beliefIn(coded)).toBeGreaterThan(beliefIn(sheetOf(LEGACY, ocr)));
    const [both] = extractSlips([coded], models);
    expect(both?.fields.invoiceNumber?.agreeing).toEqual(['ocr:paddle']);
  });
});

describe('what is no invoice', () => {
  it('yields no slip for a form that mentions an invoice number', () => {
    const form: Print[] = [
      ['样例大学报账单', 80, 15, 6],
      ['电子发票号:', 30, 30],
      ['25532000000123456789', 90, 30],
      ['金额:', 30, 40],
      ['1,839.00', 90, 40],
      ['预约报账总金额(大写):', 30, 50],
      ['壹仟捌佰叁拾玖元整', 90, 50],
    ];
    expect(extractSlips([sheetOf(form, { height: 297 })], models)).toEqual([]);
  });

  it('yields no slip for an empty page', () => {
    expect(extractSlips([sheetOf([])], models)).toEqual([]);
  });
});

describe('a QR with nothing else readable', () => {
  it('still gives the fields it carries', () => {
    const qr = '01,32,,25532000000123456789,20000.00,20250309,,';
    const [slip] = extractSlips([sheetOf([], { codes: [qr] })], models);
    expect(slip?.kind).toBe('digital_general');
    expect(valuesOf(slip)).toEqual({
      invoiceNumber: '25532000000123456789',
      issueDate: '2025-03-09',
      grossTotal: '20000.00',
    });
  });
});
