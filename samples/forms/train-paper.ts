/**
 * Paper train tickets (火车票): the blue magnetic card of 85.6×54 mm, the older pink soft ticket, and the blue card that
 * only serves for reimbursement. Each set has layouts of its own.
 */
import { formatMoney } from '../../src/invoice/money.js';
import type { Ink, TextStyle } from '../draw/canvas.js';
import { drawQr } from '../draw/qr.js';
import type { Random } from '../truth/random.js';
import type { SampleForm, SampleSet } from './form.js';
import { TravelPage } from './travel-page.js';
import { type Journey, journeyOf } from './travel-truth.js';

const BLACK: Ink = [25, 25, 30];
const RED: Ink = [205, 45, 40];

interface Layout {
  readonly name: string;
  readonly years: readonly [number, number];
  readonly fast: boolean | null;
  readonly size: readonly [number, number];
  /** Of the paper and of the pattern on it. */
  readonly paper: readonly [Ink, Ink];
  readonly station: boolean;
  readonly pinyin: boolean;
  /** What stands under the fare, line by line. */
  readonly terms: readonly string[];
  readonly named: boolean;
  readonly code: 'qr' | 'bars';
  /** Digits before the letter of the serial, as newer machines print them. */
  readonly longSerial: boolean;
  /** White space around the figures of the date. */
  readonly airy: boolean;
}

const BLUE = [
  [214, 231, 240],
  [186, 213, 229],
] as const;
const PINK = [
  [244, 226, 222],
  [236, 202, 196],
] as const;

const LAYOUTS: Readonly<Record<SampleSet, readonly Layout[]>> = {
  fit: [
    {
      name: '磁卡',
      years: [2012, 2019],
      fast: true,
      size: [85.6, 54],
      paper: BLUE,
      station: true,
      pinyin: true,
      terms: ['限乘当日当次车'],
      named: true,
      code: 'qr',
      longSerial: true,
      airy: false,
    },
    {
      name: '软纸',
      years: [2008, 2013],
      fast: false,
      size: [88, 57],
      paper: PINK,
      station: false,
      pinyin: true,
      terms: ['限乘当日当次车', '在3日内到有效'],
      named: false,
      code: 'bars',
      longSerial: false,
      airy: true,
    },
  ],
  measure: [
    {
      name: '报销凭证',
      years: [2020, 2024],
      fast: null,
      size: [86.5, 54.5],
      paper: BLUE,
      station: true,
      pinyin: true,
      terms: ['仅供报销使用'],
      named: true,
      code: 'qr',
      longSerial: true,
      airy: true,
    },
    {
      name: '红票',
      years: [2010, 2016],
      fast: false,
      size: [87, 56],
      paper: PINK,
      station: true,
      pinyin: false,
      terms: ['限乘当日当次车'],
      named: true,
      code: 'qr',
      longSerial: false,
      airy: false,
    },
  ],
};

export const TRAIN_PAPER: SampleForm = {
  kind: 'train_paper',
  name: 'train_paper',
  async draw(random, set) {
    const layout = random.pick(LAYOUTS[set]);
    const page = await TravelPage.of(layout.size, set, random);
    const journey = journeyOf(random, set, layout.years, layout.fast ?? random.next() < 0.7);
    const [width, height] = layout.size;
    drawGround(page, layout, random);
    const serial = `${layout.longSerial && random.next() < 0.6 ? `${random.pick([...'ZKGT'])}${random.digits(2)}` : ''}${random.pick([...'ABCDEFGHJKLMNPQRSTUVWXYZ'])}${random.digits(6)}`;
    const long = `${random.digits(14)}${serial.slice(-7)}`;
    const issuer = journey.from[0].slice(0, 2);
    drawHead(page, serial, layout, issuer, random);
    drawRoute(page, journey, layout);
    drawTimes(page, journey, layout);
    drawTerms(page, journey, layout);
    page.canvas.text(long, 6, height - 5.6, {
      ...plain(page, 2.7),
      face: page.faces.struck,
      as: 'ticketNumber',
    });
    page.canvas.text(`${issuer}售`, 44, height - 5.6, plain(page, 2.7));
    const square = width * 0.19;
    if (layout.code === 'qr')
      drawQr(page.canvas, random.digits(144), width - square - 6, height - square - 6, square, BLACK);
    else drawBars(page, width - 34, height - 12, random);
    return page.drawn({
      kind: 'train_paper',
      paper: 'card',
      fields: {
        invoiceNumber: serial,
        trainNumber: journey.train,
        fromStation: stationOf(journey.from[0], layout),
        toStation: stationOf(journey.to[0], layout),
        travelDate: journey.date,
        departureTime: journey.time,
        carriageSeat: journey.seat,
        seatClass: journey.seatClass,
        fare: formatMoney(journey.fare),
        passengerId: journey.passengerId,
        ...(layout.named ? { passengerName: journey.passenger } : {}),
        ticketNumber: long,
      },
    });
  },
};

const stationOf = (name: string, { station }: Layout): string => (station ? `${name}站` : name);

const plain = (page: TravelPage, size: number): TextStyle => ({ face: page.faces.label, size, ink: BLACK });

function drawGround(
  page: TravelPage,
  { paper: [ground, lines], size: [width, height] }: Layout,
  random: Random,
) {
  page.canvas.fill([[0, 0, width, height]], ground);
  const waves = Array.from({ length: 26 }, (_, index): [number, number, number, number] => {
    const y = index * 2.2 + random.next() * 0.6;
    return [0, y, width, y + 0.25];
  });
  page.canvas.fill(waves, lines);
}

function drawHead(page: TravelPage, serial: string, layout: Layout, issuer: string, random: Random): void {
  const [width] = layout.size;
  page.canvas.text(serial, 6, 4, { face: page.faces.struck, size: 4.6, ink: RED, as: 'invoiceNumber' });
  const gate =
    layout.code === 'qr' ? `检票:${random.whole(1, 28)}${random.pick(['A', 'B', ''])}` : `${issuer}售`;
  page.canvas.text(gate, width - 8, 4.6, { ...plain(page, 3.2), align: 'right' });
}

/** Stations left and right, the train between them over an arrow. */
function drawRoute(page: TravelPage, journey: Journey, layout: Layout): void {
  const [width] = layout.size;
  const place = (station: readonly [string, string], middle: number, as: 'fromStation' | 'toStation') => {
    const big = { ...plain(page, 5), align: 'center', as } as const;
    // Short names are spread over the room of long ones.
    const spread = [...station[0]].length === 2 ? `${[...station[0]].join('  ')}` : station[0];
    const text = layout.station ? spread : spread;
    const room = layout.station ? 22 : 26;
    page.canvas.text(text, middle - (layout.station ? 2 : 0), 10.2, { ...big, fit: room });
    if (layout.station)
      page.canvas.text('站', middle + 13, 11.4, { ...plain(page, 3.6), align: 'center', as });
    if (layout.pinyin)
      page.canvas.text(station[1], middle - 1, 15.8, { ...plain(page, 2.8), align: 'center' });
  };
  place(journey.from, 19, 'fromStation');
  place(journey.to, width - 21, 'toStation');
  const middle = width / 2 - 0.5;
  const train = {
    face: page.faces.struck,
    size: 4.6,
    ink: BLACK,
    align: 'center',
    as: 'trainNumber',
  } as const;
  page.canvas.text(layout.station ? journey.train : `${journey.train}次`, middle, 9.8, train);
  page.canvas.line(middle - 8, 15.2, middle + 8, 15.2, 0.35, BLACK);
  page.canvas.line(middle + 6, 14.2, middle + 8, 15.2, 0.35, BLACK);
}

/** Figures large, the characters between them small; returns where it ended. */
function figured(
  page: TravelPage,
  text: string,
  x: number,
  y: number,
  as: TextStyle['as'],
  airy: boolean,
): number {
  let at = x;
  for (const part of text.match(/[\dA-Z:.]+|[^\dA-Z:.]+/gu) ?? []) {
    const small = /^[年月日开车号元]$/u.test(part);
    const face = /^[\dA-Z:.]+$/u.test(part) ? page.faces.struck : page.faces.label;
    const style = { face, size: small ? 2.7 : 4, ink: BLACK, ...(as === undefined ? {} : { as }) };
    page.canvas.text(part, at, small ? y + 1.1 : y, style);
    at += face.width(part, style.size) + (airy ? 0.7 : 0.3);
  }
  return at;
}

function drawTimes(page: TravelPage, journey: Journey, layout: Layout): void {
  const [width] = layout.size;
  const [year, month, day] = journey.date.split('-');
  const end = figured(page, `${year}年${month}月${day}日`, 6, 20, 'travelDate', layout.airy);
  const time = figured(page, journey.time, end + (layout.airy ? 1.4 : 0.6), 20, 'departureTime', layout.airy);
  figured(page, '开', time, 20, undefined, false);
  figured(page, journey.seat, width - (journey.seat.endsWith('铺') ? 36 : 29), 20, 'carriageSeat', false);
  page.canvas.text('¥', 6, 26, { face: page.faces.struck, size: 4, ink: BLACK });
  figured(page, `${formatMoney(journey.fare).replace(/0$/u, '')}元`, 10, 26, 'fare', layout.airy);
  if (layout.named) page.canvas.text('网', 42, 26.4, plain(page, 3.4));
  page.canvas.text(journey.seatClass, width - 26, 26.2, { ...plain(page, 3.8), as: 'seatClass', fit: 22 });
}

function drawTerms(page: TravelPage, journey: Journey, layout: Layout): void {
  layout.terms.forEach((text, index) => {
    page.canvas.text(text, 6, 31.2 + index * 3.8, plain(page, 3.2));
  });
  const y = 32.4 + layout.terms.length * 3.8;
  const id = { face: page.faces.struck, size: 3.5, ink: BLACK, as: 'passengerId' } as const;
  page.canvas.text(journey.passengerId, 6, y, id);
  if (!layout.named) return;
  page.canvas.text(journey.passenger, 8 + page.faces.struck.width(journey.passengerId, 3.5), y, {
    ...plain(page, 3.6),
    as: 'passengerName',
  });
  page.canvas.rectangle(10, 41, 58, 47.6, 0.15, BLACK);
  page.canvas.text('买票请到12306 发货请到95306', 34, 41.4, { ...plain(page, 2.5), align: 'center' });
  page.canvas.text('中国铁路祝您旅途愉快', 34, 44.5, { ...plain(page, 2.5), align: 'center' });
}

function drawBars(page: TravelPage, x: number, y: number, random: Random): void {
  const bars: [number, number, number, number][] = [];
  for (let at = x; at < x + 28; at += 0.35 + random.next())
    bars.push([at, y, at + 0.25 + random.next() * 0.3, y + 8]);
  page.canvas.fill(bars, BLACK);
}
