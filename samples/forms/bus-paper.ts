/** Coach tickets (客运汽车票): a printed strip with a stub, filled in by a needle printer. */
import { formatMoney } from '../../src/invoice/money.js';
import type { Ink, TextStyle } from '../draw/canvas.js';
import type { SampleForm, SampleSet } from './form.js';
import { openForm } from './travel-page.js';
import { clock, dayIn, two } from './travel-truth.js';

const RIBBON: Ink = [46, 44, 80];

interface Layout {
  readonly size: readonly [number, number];
  readonly title: string;
  readonly ink: Ink;
  readonly labels: readonly [
    from: string,
    to: string,
    date: string,
    time: string,
    seat: string,
    fare: string,
  ];
  readonly towns: readonly string[];
}

const LAYOUTS: Readonly<Record<SampleSet, Layout>> = {
  fit: {
    size: [130, 62],
    title: '公路汽车客票',
    ink: [40, 96, 72],
    labels: ['始发站：', '到达站：', '乘车日期：', '开车时间：', '座号：', '票价：'],
    towns: ['南京中央门', '扬州西', '苏州北广场', '无锡', '常熟', '镇江南'],
  },
  measure: {
    size: [118, 70],
    title: '道路客运发票',
    ink: [132, 52, 44],
    labels: ['上车站：', '到站：', '日期：', '发车时间：', '座位号：', '票价（元）：'],
    towns: ['杭州九堡', '义乌宾王', '绍兴', '嘉兴北', '温州新南站', '台州'],
  },
};

export const BUS_PAPER: SampleForm = {
  kind: 'bus_paper',
  name: 'bus_paper',
  async draw(random, set) {
    const { layout, page, place } = await openForm(LAYOUTS, set, random);
    const [from = '', to = ''] = random.some(layout.towns, 2);
    const date = dayIn(random, 2013, 2024);
    const trip = {
      code: `1${place.codeRegion}${date.slice(2, 4)}71${random.pick(['021', '011', '341'])}`,
      number: random.digits(8),
      time: clock(random),
      seat: two(random.whole(1, 49)),
      fare: BigInt(random.whole(16, 300)) * 50n,
    };
    const printed: TextStyle = { face: page.faces.label, size: 3.4, ink: layout.ink };
    const [width] = layout.size;
    page.canvas.text(`${place.authority.replace('税务局', '')}${layout.title}`, width / 2, 5, {
      ...printed,
      size: 5.4,
      align: 'center',
    });
    page.canvas.line(28, 11.8, width - 28, 11.8, 0.3, layout.ink);
    page.canvas.text('发票代码', 10, 15, printed);
    page.canvas.text(trip.code, 26, 15, { ...printed, face: page.faces.figures, as: 'invoiceCode' });
    page.canvas.text('发票号码', width - 50, 15, printed);
    const number = {
      face: page.faces.figures,
      size: 4.4,
      ink: [210, 60, 50] as Ink,
      as: 'invoiceNumber',
    } as const;
    page.canvas.text(trip.number, width - 34, 14.6, number);
    const values = [
      [from, 'fromStation'],
      [to, 'toStation'],
      [date, 'travelDate'],
      [trip.time, 'departureTime'],
      [trip.seat, 'carriageSeat'],
      [formatMoney(trip.fare), 'grossTotal'],
    ] as const;
    values.forEach(([text, as], index) => {
      const x = index % 2 === 0 ? 10 : width / 2 + 2;
      const y = 24 + Math.floor(index / 2) * 8;
      const label = layout.labels[index] ?? '';
      page.canvas.text(label, x, y, printed);
      page.strike(text, x + page.faces.label.width(label, 3.4) + 1, y - 0.2, { size: 3.6, ink: RIBBON, as });
    });
    page.canvas.text('当日当次有效 遗失不补', 10, 50, { ...printed, size: 2.9 });
    return page.drawn({
      kind: 'bus_paper',
      paper: 'needle',
      fields: {
        invoiceCode: trip.code,
        invoiceNumber: trip.number,
        fromStation: from,
        toStation: to,
        travelDate: date,
        departureTime: trip.time,
        carriageSeat: trip.seat,
        grossTotal: formatMoney(trip.fare),
      },
    });
  },
};
