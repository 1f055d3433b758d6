/** Air itineraries (航空运输电子客票行程单): on paper with its printed serial number, and as 数电票. */
import type { LineItem } from '../../src/document/slip.js';
import type { FieldName } from '../../src/invoice/fields.js';
import { formatMoney } from '../../src/invoice/money.js';
import { formatInvoiceQr } from '../../src/invoice/qr.js';
import type { Ink, TextStyle } from '../draw/canvas.js';
import { longDate } from '../draw/layout.js';
import { drawQr } from '../draw/qr.js';
import { drawControlSeal } from '../draw/seal.js';
import { PLACES } from '../truth/places.js';
import { POOLS } from '../truth/pools.js';
import type { Random } from '../truth/random.js';
import type { SampleForm, SampleSet } from './form.js';
import { TravelPage } from './travel-page.js';
import { clock, dayIn, passengerOf } from './travel-truth.js';

const BLACK: Ink = [0, 0, 0];
const MAROON: Ink = [128, 0, 0];
const BROWN: Ink = [120, 70, 40];
const RIBBON: Ink = [40, 42, 90];

const AIRPORTS: Readonly<Record<SampleSet, readonly string[]>> = {
  fit: ['北京首都', '上海虹桥', '广州白云', '成都双流', '西安咸阳', '厦门高崎', '乌鲁木齐地窝堡'],
  measure: ['北京大兴', '上海浦东', '深圳宝安', '成都天府', '杭州萧山', '昆明长水', '哈尔滨太平'],
};
const CARRIERS: Readonly<Record<SampleSet, readonly (readonly [string, string])[]>> = {
  fit: [
    ['国航', 'CA'],
    ['东航', 'MU'],
    ['厦航', 'MF'],
  ],
  measure: [
    ['南航', 'CZ'],
    ['海航', 'HU'],
    ['川航', '3U'],
  ],
};

interface Trip {
  readonly digital: boolean;
  readonly legs: readonly Required<
    Pick<LineItem, 'from' | 'to' | 'carrier' | 'flight' | 'class' | 'date' | 'time'>
  >[];
  readonly number: string;
  readonly eTicket: string;
  readonly check: string;
  readonly issueDate: string;
  readonly passenger: { readonly name: string; readonly id: string };
  readonly buyer: { readonly name: string; readonly taxId: string } | null;
  readonly fare: bigint;
  readonly fuel: bigint;
  readonly tax: bigint;
  readonly fund: bigint;
  readonly insurance: string;
  readonly authority: string;
}

function tripOf(random: Random, set: SampleSet, digital: boolean): Trip {
  const count = random.next() < 0.7 ? 1 : 2;
  const airports = random.some(AIRPORTS[set], count + 1);
  const date = digital ? dayIn(random, 2025, 2026) : dayIn(random, 2014, 2024);
  const place = random.pick(PLACES);
  const legs = Array.from({ length: count }, (_, index) => {
    const [carrier, code] = random.pick(CARRIERS[set]);
    return {
      from: airports[index] ?? '',
      to: airports[index + 1] ?? '',
      carrier,
      flight: `${code}${random.whole(1001, 8999)}`,
      class: random.pick([...'YMBHKLQ']),
      date,
      time: clock(random),
    };
  });
  const fund = BigInt(count) * 5000n;
  const [grossFare, grossFuel] = [BigInt(random.whole(31, 260)) * 1000n, BigInt(random.whole(0, 7)) * 1000n];
  const net = (gross: bigint) => (digital ? (gross * 100n + 54n) / 109n : gross);
  const fare = net(grossFare);
  const fuel = net(grossFuel);
  return {
    digital,
    legs,
    number: digital
      ? `${date.slice(2, 4)}${place.numberRegion}9900000${random.digits(9)}`
      : random.digits(11),
    eTicket: `${random.pick(['999', '781', '784', '880'])}-${random.digits(10)}`,
    check: random.digits(4),
    issueDate: date,
    passenger: passengerOf(random, set),
    buyer: digital && random.next() < 0.85 ? random.pick(POOLS[set].companies) : null,
    fare,
    fuel,
    tax: digital ? grossFare + grossFuel - fare - fuel : 0n,
    fund,
    insurance: random.pick(['XXX', '0.00', '30.00']),
    authority: place.authority,
  };
}

const totalOf = ({ fare, fuel, tax, fund }: Trip): bigint => fare + fuel + tax + fund;

const form = (kind: 'digital_air' | 'air_paper'): SampleForm => ({
  kind,
  name: kind,
  async draw(random, set) {
    const trip = tripOf(random, set, kind === 'digital_air');
    const page = await TravelPage.of([230, 118 + trip.legs.length * 7], set, random);
    const qr = trip.digital
      ? formatInvoiceQr({
          type: '61',
          code: '',
          number: trip.number,
          amount: totalOf(trip),
          date: trip.issueDate,
          checkCode: '',
        })
      : null;
    drawItinerary(page, trip, set, qr);
    return page.drawn({
      kind,
      paper: trip.digital ? 'screen' : 'needle',
      qr,
      fields: fieldsOf(trip),
      lines: trip.legs.map((leg) => ({ name: `${leg.from}-${leg.to}`, ...leg })),
    });
  },
});

export const DIGITAL_AIR = form('digital_air');
export const AIR_PAPER = form('air_paper');

function fieldsOf(trip: Trip): Partial<Record<FieldName, string>> {
  return {
    invoiceNumber: trip.number,
    issueDate: trip.issueDate,
    eTicketNumber: trip.eTicket,
    passengerName: trip.passenger.name,
    passengerId: trip.passenger.id,
    fare: formatMoney(trip.fare),
    fuelSurcharge: formatMoney(trip.fuel),
    civilAviationFund: formatMoney(trip.fund),
    insurance: trip.insurance,
    grossTotal: formatMoney(totalOf(trip)),
    ...(trip.digital ? { taxRate: '9%', taxTotal: formatMoney(trip.tax) } : {}),
    ...(trip.buyer === null ? {} : { buyerName: trip.buyer.name, buyerTaxId: trip.buyer.taxId }),
  };
}

/** One cell: its label, its value and the field it is. */
type Cell = readonly [label: string, value: string, field?: FieldName];

/** How the sets write labels: with their English, or bare. */
const WITH_ENGLISH: Readonly<Record<SampleSet, boolean>> = { fit: true, measure: false };

function drawItinerary(page: TravelPage, trip: Trip, set: SampleSet, qr: string | null): void {
  const ink = trip.digital ? MAROON : BROWN;
  const label: TextStyle = { face: page.faces.label, size: 3.1, ink };
  const value: TextStyle = trip.digital
    ? { face: page.faces.label, size: 3.4, ink: BLACK }
    : { face: page.faces.struck, size: 3.5, ink: RIBBON };
  drawHead(page, trip, label, value, qr);
  const row = (cells: readonly Cell[], y: number, edges: readonly number[]) => {
    cells.forEach(([name, text, as], index) => {
      const x = (edges[index] ?? 8) + 1.5;
      const fit = (edges[index + 1] ?? 222) - x - 1;
      page.canvas.text(name, x, y + 0.8, { ...label, fit });
      page.canvas.text(text, x, y + 5.4, { ...value, fit, ...(as === undefined ? {} : { as }) });
    });
    page.canvas.line(8, y + 10.5, 222, y + 10.5, 0.25, ink);
    for (const x of edges.slice(1)) page.canvas.line(x, y, x, y + 10.5, 0.25, ink);
  };
  const english = (name: string, words: string) => (WITH_ENGLISH[set] ? `${name} ${words}` : name);
  const top = 36;
  const tables = top + 10.5 + 10 + (trip.legs.length + 1) * 7;
  page.canvas.rectangle(8, top, 222, tables + 31.5, 0.3, ink);
  row(
    [
      [english('旅客姓名', 'NAME OF PASSENGER'), trip.passenger.name, 'passengerName'],
      [english('有效身份证件号码', 'ID.NO.'), trip.passenger.id, 'passengerId'],
      [english('签注', 'ENDORSEMENTS/RESTRICTIONS'), '不得签转'],
    ],
    top,
    [8, 78, 150],
  );
  drawLegs(page, trip, top + 10.5, label, value);
  row(moneyCells(trip, set), tables, trip.digital ? [8, 44, 78, 106, 140, 168, 190] : [8, 50, 98, 140, 176]);
  row(
    [
      [english('电子客票号码', 'E-TICKET NO.'), trip.eTicket, 'eTicketNumber'],
      [english('验证码', 'CK.'), trip.check],
      [english('提示信息', 'INFORMATION'), ''],
      [english('保险费', 'INSURANCE'), trip.insurance, 'insurance'],
    ],
    tables + 10.5,
    [8, 78, 112, 170],
  );
  row(lastCells(trip, english), tables + 21, trip.digital ? [8, 56, 112] : [8, 78, 170]);
}

function moneyCells(trip: Trip, set: SampleSet): readonly Cell[] {
  const cny = (fen: bigint) => `CNY ${formatMoney(fen)}`;
  const total: Cell = ['合计', cny(totalOf(trip)), 'grossTotal'];
  if (trip.digital)
    return [
      ['票价', cny(trip.fare), 'fare'],
      ['燃油附加费', cny(trip.fuel), 'fuelSurcharge'],
      ['增值税税率', '9%', 'taxRate'],
      ['增值税税额', cny(trip.tax), 'taxTotal'],
      ['民航发展基金', cny(trip.fund), 'civilAviationFund'],
      ['其他税费', ''],
      total,
    ];
  const fund = `${set === 'fit' ? 'CN ' : 'CNY '}${formatMoney(trip.fund)}`;
  const fuel = `${set === 'fit' ? 'YQ ' : 'CNY '}${formatMoney(trip.fuel)}`;
  return [
    ['票价 FARE', cny(trip.fare), 'fare'],
    ['民航发展基金', fund, 'civilAviationFund'],
    ['燃油附加费', fuel, 'fuelSurcharge'],
    ['其他税费 OTHER TAXES', ''],
    ['合计 TOTAL', total[1], 'grossTotal'],
  ];
}

function lastCells(trip: Trip, english: (name: string, words: string) => string): readonly Cell[] {
  if (!trip.digital)
    return [
      [english('销售单位代号', 'AGENT CODE'), 'PEK00008300000'],
      [english('填开单位', 'ISSUED BY'), '样例航空服务有限公司'],
      [english('填开日期', 'DATE OF ISSUE'), trip.issueDate, 'issueDate'],
    ];
  return [
    ['销售网点代号', 'SHA25508000000'],
    ['购买方名称', trip.buyer?.name ?? '', 'buyerName'],
    ['统一社会信用代码/纳税人识别号', trip.buyer?.taxId ?? '', 'buyerTaxId'],
  ];
}

function drawHead(page: TravelPage, trip: Trip, label: TextStyle, value: TextStyle, qr: string | null): void {
  const title = trip.digital ? '电子发票（航空运输电子客票行程单）' : '航空运输电子客票行程单';
  page.canvas.text(title, 115, 8, { ...label, size: 6.4, align: 'center', fit: 120 });
  drawControlSeal(page.canvas, page.faces, 115, 22, trip.authority);
  if (qr === null) {
    page.canvas.text('ITINERARY/RECEIPT OF E-TICKET FOR AIR TRANSPORT', 115, 29, {
      ...label,
      size: 2.8,
      align: 'center',
    });
    page.canvas.text('印刷序号：', 158, 26, label);
    page.canvas.text(trip.number, 175, 25.8, { ...value, size: 4, as: 'invoiceNumber' });
    return;
  }
  drawQr(page.canvas, qr, 9, 7, 22);
  page.canvas.text('国内国际标识：国内', 36, 29, label);
  page.canvas.text('发票号码：', 160, 16, label);
  page.canvas.text(trip.number, 176, 15.8, { ...value, as: 'invoiceNumber' });
  page.canvas.text('填开日期：', 160, 23, label);
  page.canvas.text(longDate(trip.issueDate), 176, 22.8, { ...value, as: 'issueDate' });
  page.canvas.text('开票状态：正常', 160, 29, label);
}

const LEG_HEADS = ['承运人', '航班号', '座位等级', '日期', '时间', '客票级别/客票类别', '免费行李'] as const;
const LEG_EDGES = [58, 80, 104, 122, 152, 172, 206] as const;

/** From, to, to…: each station's row carries the flight that leaves from it, the last none. */
function drawLegs(page: TravelPage, trip: Trip, y: number, label: TextStyle, value: TextStyle): void {
  LEG_HEADS.forEach((text, index) => {
    page.canvas.text(text, (LEG_EDGES[index] ?? 0) + 1, y + 2, { ...label, size: 2.9 });
  });
  const stops = [...trip.legs.map(({ from }) => from), trip.legs.at(-1)?.to ?? ''];
  stops.forEach((stop, index) => {
    const at = y + 8 + index * 7;
    page.canvas.text(index === 0 ? '自FROM：' : '至TO：', 10, at, label);
    page.canvas.text(stop, 26, at - 0.2, value);
    const leg = trip.legs[index];
    const cells = leg
      ? [leg.carrier, leg.flight, leg.class, leg.date, leg.time, leg.class, '20K']
      : ['VOID', 'VOID', '', '', '', '', ''];
    cells.forEach((text, column) => {
      page.canvas.text(text, (LEG_EDGES[column] ?? 0) + 1, at - 0.2, value);
    });
  });
  const bottom = y + 10 + stops.length * 7;
  page.canvas.line(8, bottom, 222, bottom, 0.25, label.ink);
}
