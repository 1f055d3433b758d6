/** Road toll receipts (过路过桥费): a small thermal or needle print with entrance, exit, class of vehicle and amount. */
import { formatMoney } from '../../src/invoice/money.js';
import type { Ink, TextStyle } from '../draw/canvas.js';
import type { SampleForm, SampleSet } from './form.js';
import { openForm } from './travel-page.js';
import { clock, dayIn } from './travel-truth.js';

const INK: Ink = [52, 50, 66];

interface Layout {
  readonly size: readonly [number, number];
  readonly title: string;
  readonly ink: Ink;
  readonly labels: readonly [entrance: string, exit: string, type: string, amount: string, when: string];
  readonly types: readonly string[];
  readonly gates: readonly string[];
  readonly paper: 'thermal' | 'needle';
}

const LAYOUTS: Readonly<Record<SampleSet, Layout>> = {
  fit: {
    size: [60, 92],
    title: '高速公路车辆通行费发票',
    ink: [120, 50, 40],
    labels: ['入口：', '出口：', '车型：', '金额：', '日期：'],
    types: ['一类', '二类', '三类'],
    gates: ['南京', '镇江南', '常州北', '苏州新区', '无锡东'],
    paper: 'needle',
  },
  measure: {
    size: [64, 86],
    title: '公路通行费专用发票',
    ink: [40, 40, 46],
    labels: ['入口站：', '出口站：', '车型：', '收费金额：', '时间：'],
    types: ['客1', '客2', '货1'],
    gates: ['杭州西', '湖州', '嘉善', '绍兴柯桥', '宁波北'],
    paper: 'thermal',
  },
};

export const TOLL_PAPER: SampleForm = {
  kind: 'toll_paper',
  name: 'toll_paper',
  async draw(random, set) {
    const { layout, page, place } = await openForm(LAYOUTS, set, random);
    const date = dayIn(random, 2013, 2024);
    const [entrance = '', exit = ''] = random.some(layout.gates, 2);
    const fields = {
      invoiceCode: `1${place.codeRegion}${date.slice(2, 4)}72${random.pick(['030', '041', '123'])}`,
      invoiceNumber: random.digits(8),
      entrance,
      exit,
      vehicleType: random.pick(layout.types),
      grossTotal: formatMoney(BigInt(random.whole(5, 190)) * 100n),
      issueDate: date,
    };
    const middle = layout.size[0] / 2;
    const printed: TextStyle = { face: page.faces.label, size: 3.3, ink: layout.ink };
    page.canvas.text(place.authority.replace('税务局', ''), middle, 5, {
      ...printed,
      size: 4.4,
      align: 'center',
    });
    page.canvas.text(layout.title, middle, 11, {
      ...printed,
      size: 4.4,
      align: 'center',
      fit: layout.size[0] - 8,
    });
    page.canvas.text('发票代码', 6, 21, printed);
    page.canvas.text(fields.invoiceCode, 21, 20.8, {
      ...printed,
      face: page.faces.figures,
      size: 4,
      as: 'invoiceCode',
    });
    page.canvas.text('发票号码', 6, 27, printed);
    const number = {
      face: page.faces.figures,
      size: 4.4,
      ink: [205, 55, 50] as Ink,
      as: 'invoiceNumber',
    } as const;
    page.canvas.text(fields.invoiceNumber, 21, 26.6, number);
    const rows = [
      [entrance, 'entrance'],
      [exit, 'exit'],
      [fields.vehicleType, 'vehicleType'],
      [fields.grossTotal, 'grossTotal'],
      [date, 'issueDate'],
    ] as const;
    rows.forEach(([text, as], index) => {
      const y = 38 + index * 7;
      const label = layout.labels[index] ?? '';
      page.canvas.text(label, 6, y, printed);
      const x = 6 + page.faces.label.width(label, 3.3) + 1;
      page.strike(text, x, y - 0.2, { size: 3.6, ink: INK, as });
      const after = as === 'grossTotal' ? '元' : as === 'issueDate' ? ` ${clock(random)}` : '';
      if (after !== '') page.strike(after, x + page.widthOf(text, 3.6), y - 0.2, { size: 3.6, ink: INK });
    });
    page.canvas.text('收费员：0000　车道：03', 6, 74, { ...printed, size: 2.8 });
    return page.drawn({ kind: 'toll_paper', paper: layout.paper, fields });
  },
};
