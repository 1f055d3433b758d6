import { describe, expect, it } from 'vitest';
import { quadOf } from '../../../src/document/geometry.js';
import type { TextLine } from '../../../src/document/sheet.js';
import { parseInvoiceQr } from '../../../src/invoice/qr.js';
import { isBorneOut, isGarbage, isScant, isUseful } from '../../../src/pipeline/read/text-layer.js';

const line = (text: string): TextLine => ({
  text,
  quad: quadOf([0.1, 0.1, 0.5, 0.12]),
  score: 1,
  source: 'text',
});

const NUMBER = '26332000000000000018';
const INVOICE = [
  '电子发票(普通发票)',
  `发票号码:${NUMBER}`,
  '开票日期:2026年03月02日',
  '名称:浙江云杉检测有限公司',
  '名称:江苏白桦仪器有限公司',
  '价税合计(大写)壹佰壹拾叁圆整 (小写)¥113.00',
].map(line);

const qr = parseInvoiceQr(`01,32,,${NUMBER},113.00,20260302,,1A2B`);

describe('a text layer stands for its page', () => {
  it('where it says what the page’s code says', () => {
    expect(qr?.number).toBe(NUMBER);
    expect(isUseful(INVOICE, qr === null ? [] : [qr])).toBe(true);
  });

  it('but not where its digits are others than those of the code', () => {
    const shifted = INVOICE.map(({ text }) =>
      line(text.replace(/\d/gu, (digit) => `${(Number(digit) + 1) % 10}`)),
    );
    expect(isUseful(shifted, [])).toBe(true);
    expect(isUseful(shifted, qr === null ? [] : [qr])).toBe(false);
  });

  it('nor where a watermark is all of it, however often', () => {
    expect(
      isUseful(
        Array.from({ length: 40 }, () => line('仅供报销使用')),
        [],
      ),
    ).toBe(false);
    expect(isUseful([line('Scanned by CamScanner')], [])).toBe(false);
  });

  it('nor where its characters are private, unknown, or taken at random', () => {
    expect(isGarbage([line('\uE001\uE002\uE003发票')])).toBe(true);
    expect(isGarbage([line('\uFFFD\uFFFD\uFFFD12')])).toBe(true);
    const random = Array.from({ length: 80 }, (_, index) =>
      String.fromCodePoint(0x4e00 + ((index * 7919) % 20902)),
    );
    expect(isGarbage([line(random.join(''))])).toBe(true);
    expect(isGarbage(INVOICE)).toBe(false);
  });

  it('and is scant where a program only put its header to a scan', () => {
    expect(isScant(INVOICE)).toBe(true);
    expect(
      isScant(Array.from({ length: 20 }, (_, index) => line(`第 ${index} 项 检测服务费 数量 1 单价 100.00`))),
    ).toBe(false);
  });
});

describe('a text layer that says another number than the code', () => {
  const goods = Array.from({ length: 30 }, (_, row) => line(`*办公用品*第 ${row} 号文件夹 ${row + 7}.00`));
  const OTHER = NUMBER.replace('18', '78');
  const layer = [...goods, ...INVOICE.map(({ text }) => line(text.replace(NUMBER, OTHER)))];
  const invoices = qr === null ? [] : [qr];

  it('is the page’s own where that number was recognised on the page', () => {
    expect(isUseful(layer, invoices)).toBe(false);
    expect(isBorneOut(layer, [line(`发票号码: ${OTHER}`)], invoices)).toBe(true);
  });

  it('is not where the page shows the code’s number, another one, or one that is nothing like it', () => {
    expect(isBorneOut(layer, [line(`发票号码: ${NUMBER}`)], invoices)).toBe(false);
    expect(isBorneOut(layer, [line(`${OTHER}`), line(NUMBER)], invoices)).toBe(false);
    expect(isBorneOut(layer, [line('发票号码: 26332000000000000019')], invoices)).toBe(false);
    const telephone = '01234567890123456789';
    const without = layer.map(({ text }) => line(text.replace(OTHER, telephone)));
    expect(isBorneOut(without, [line(telephone)], invoices)).toBe(false);
  });

  it('is not where there is no more of it than a scan’s header', () => {
    expect(isBorneOut(layer.slice(goods.length), [line(OTHER)], invoices)).toBe(false);
  });
});
