/** 销售货物或者提供应税劳务、服务清单: the list of an invoice with more lines than its form has room for (DOMAIN 6.3). */
import { formatMoney } from '../../src/invoice/money.js';
import { type SampleInvoice, SPECIMEN_MARK } from '../truth/invoice.js';
import type { Canvas } from './canvas.js';
import type { Faces } from './faces.js';
import { BLACK, longDate, taxText, yuan } from './layout.js';

/** Left edges of its columns in mm, with their headings, and the right edge of the last. */
const COLUMNS = [
  ['序号', 10],
  ['货物(劳务)名称', 21],
  ['规格型号', 74],
  ['单位', 98],
  ['数量', 110],
  ['单价', 128],
  ['金额', 150],
  ['税率', 174],
  ['税额', 184],
] as const;
const RIGHT = 202;
const STEP = 6;

/** The height of the list's page in mm. */
export const listHeight = ({ lines }: SampleInvoice): number => 96 + lines.length * STEP;

export function drawGoodsList(canvas: Canvas, faces: Faces, invoice: SampleInvoice): void {
  const text = { face: faces.value, size: 3.1, ink: BLACK };
  const title = '销售货物或者提供应税劳务、服务清单';
  canvas.text(title, 105, 12, { ...text, size: 5.5, align: 'center' });
  canvas.text(`购买方名称：${invoice.buyer.name}`, 12, 24, text);
  canvas.text(`销售方名称：${invoice.seller.name}`, 12, 30, text);
  const kind = invoice.kind.includes('special') ? '专用' : '普通';
  const owner = `所属增值税${kind}发票代码：${invoice.code ?? ''}`;
  canvas.text(owner, 12, 36, text);
  canvas.text(`号码：${invoice.number}`, 96, 36, text);
  canvas.text('共1页 第1页', 170, 36, text);
  const bottom = 50 + invoice.lines.length * STEP;
  canvas.rectangle(10, 42, RIGHT, bottom + 18, 0.25, BLACK);
  for (const y of [49, bottom, bottom + 6, bottom + 12]) canvas.line(10, y, RIGHT, y, 0.25, BLACK);
  for (const [, x] of COLUMNS.slice(1)) canvas.line(x, 42, x, bottom, 0.25, BLACK);
  COLUMNS.forEach(([heading, x], index) => {
    const end = COLUMNS[index + 1]?.[1] ?? RIGHT;
    canvas.text(heading, (x + end) / 2, 43.8, { ...text, align: 'center' });
  });
  invoice.lines.forEach((line, index) => {
    const cells = [
      String(index + 1),
      line.name,
      line.spec,
      line.unit,
      line.quantity,
      line.unitPrice,
      formatMoney(line.amount),
      line.rate,
      taxText(line.tax),
    ];
    cells.forEach((cell, column) => {
      const [x, end] = [COLUMNS[column]?.[1] ?? 0, COLUMNS[column + 1]?.[1] ?? RIGHT];
      const y = 50.5 + index * STEP;
      if (column >= 4 && column !== 7)
        canvas.text(cell, end - 0.8, y, { ...text, size: 2.8, align: 'right', fit: end - x - 1.6 });
      else canvas.text(cell, x + 1, y, { ...text, size: 2.8, fit: end - x - 1.6 });
    });
  });
  for (const [name, y] of [
    ['小计', bottom + 1],
    ['总计', bottom + 7],
  ] as const) {
    canvas.text(name, 14, y, text);
    canvas.text(yuan(invoice.net), 173, y, { ...text, align: 'right' });
    canvas.text(yuan(invoice.tax), RIGHT - 1, y, { ...text, align: 'right' });
  }
  canvas.text('备注', 14, bottom + 13, text);
  canvas.text(SPECIMEN_MARK, 24, bottom + 13.3, { ...text, size: 2.3 });
  canvas.text('销售方(章)：', 12, bottom + 22, text);
  canvas.text(`填开日期：${longDate(invoice.date)}`, 140, bottom + 22, text);
}
