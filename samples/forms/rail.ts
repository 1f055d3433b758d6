/** 电子发票（铁路电子客票）: a 数电票 that looks like a ticket in a frame. Some print net and tax, most only the fare. */
import { formatMoney } from '../../src/invoice/money.js';
import { formatInvoiceQr } from '../../src/invoice/qr.js';
import type { Ink, TextStyle } from '../draw/canvas.js';
import { longDate } from '../draw/layout.js';
import { drawQr } from '../draw/qr.js';
import { drawControlSeal } from '../draw/seal.js';
import { PLACES } from '../truth/places.js';
import { POOLS } from '../truth/pools.js';
import type { SampleForm, SampleSet } from './form.js';
import { TravelPage } from './travel-page.js';
import { type Journey, journeyOf } from './travel-truth.js';

const BLACK: Ink = [0, 0, 0];
const MAROON: Ink = [128, 0, 0];
const FRAME: Ink = [120, 160, 200];

/** Where the two layouts differ. */
interface Layout {
  readonly size: readonly [number, number];
  readonly labels: Ink;
  readonly business: boolean;
  /** Where net, rate and tax stand, if they do: beside the fare or in a line of their own. */
  readonly tax: 'beside' | 'below';
  readonly qr: readonly [number, number];
  readonly seat: 'one line' | 'two lines';
}

const LAYOUTS: Readonly<Record<SampleSet, Layout>> = {
  fit: { size: [210, 140], labels: BLACK, business: false, tax: 'beside', qr: [168, 88], seat: 'one line' },
  measure: {
    size: [200, 128],
    labels: MAROON,
    business: true,
    tax: 'below',
    qr: [14, 92],
    seat: 'two lines',
  },
};

export const DIGITAL_RAIL: SampleForm = {
  kind: 'digital_rail',
  name: 'digital_rail',
  async draw(random, set) {
    const layout = LAYOUTS[set];
    const journey = journeyOf(random, set, [2025, 2026], random.next() < 0.75);
    const place = random.pick(PLACES);
    const buyer = random.next() < 0.8 ? random.pick(POOLS[set].companies) : null;
    // Issued on the day of travel or later in the month.
    const issueDate = `${journey.date.slice(0, 8)}${String(random.whole(Number(journey.date.slice(8)), 28)).padStart(2, '0')}`;
    const number = `${issueDate.slice(2, 4)}${place.numberRegion}9900000${random.digits(9)}`;
    // Tickets are taxed at 9 % inside the fare.
    const net = (journey.fare * 100n + 54n) / 109n;
    const taxed = random.next() < 0.5;
    const business = layout.business ? random.pick(['售', '改签', '退']) : null;
    const ticketNumber = `${random.digits(21)}${issueDate.slice(0, 4)}`;
    const qr = formatInvoiceQr({
      type: '51',
      code: '',
      number,
      amount: journey.fare,
      date: issueDate,
      checkCode: '',
    });
    const page = await TravelPage.of(layout.size, set, random);
    drawHead(page, { number, issueDate, authority: place.authority }, layout);
    drawJourney(page, journey, layout);
    drawMoney(page, journey, taxed ? net : null, layout);
    drawFoot(page, { ticketNumber, business, buyer, journey, qr }, layout);
    return page.drawn({
      kind: 'digital_rail',
      paper: 'screen',
      qr,
      fields: {
        invoiceNumber: number,
        issueDate,
        trainNumber: journey.train,
        fromStation: `${journey.from[0]}站`,
        toStation: `${journey.to[0]}站`,
        travelDate: journey.date,
        departureTime: journey.time,
        carriageSeat: journey.seat,
        seatClass: journey.seatClass,
        fare: formatMoney(journey.fare),
        grossTotal: formatMoney(journey.fare),
        passengerId: journey.passengerId,
        passengerName: journey.passenger,
        ticketNumber,
        ...(taxed
          ? { netTotal: formatMoney(net), taxRate: '9%', taxTotal: formatMoney(journey.fare - net) }
          : {}),
        ...(buyer === null ? {} : { buyerName: buyer.name, buyerTaxId: buyer.taxId }),
        ...(business === null ? {} : { businessKind: business }),
      },
    });
  },
};

const plain = (page: TravelPage, size: number): TextStyle => ({ face: page.faces.label, size, ink: BLACK });

/** Draws a printed label and its value after it; returns where the value ends. */
function labelled(
  page: TravelPage,
  label: string,
  value: string,
  [x, y]: readonly [number, number],
  { as, ink, size = 4 }: { as: TextStyle['as']; ink: Ink; size?: number },
): number {
  page.canvas.text(label, x, y, { ...plain(page, size), ink });
  const from = x + page.faces.label.width(label, size) + 0.5;
  page.canvas.text(value, from, y, { ...plain(page, size), ...(as === undefined ? {} : { as }) });
  return from + page.faces.label.width(value, size);
}

function drawHead(
  page: TravelPage,
  { number, issueDate, authority }: { number: string; issueDate: string; authority: string },
  { size: [width], labels }: Layout,
): void {
  const title = { face: page.faces.label, size: 7, ink: labels, align: 'center', fit: 96 } as const;
  page.canvas.text('电子发票（铁路电子客票）', width / 2, 8, title);
  drawControlSeal(page.canvas, page.faces, width / 2, 18, authority);
  labelled(page, '发票号码：', number, [14, 24], { as: 'invoiceNumber', ink: labels });
  labelled(page, '开票日期：', longDate(issueDate), [width - 66, 24], { as: 'issueDate', ink: labels });
}

function drawJourney(page: TravelPage, journey: Journey, { size: [width], seat }: Layout): void {
  page.canvas.rectangle(12, 31, width - 12, 86, 0.3, FRAME);
  const middle = width / 2;
  for (const [[name, pinyin], x, as] of [
    [journey.from, 48, 'fromStation'],
    [journey.to, width - 48, 'toStation'],
  ] as const) {
    page.canvas.text(`${name}站`, x, 35, { ...plain(page, 6.5), align: 'center', as });
    page.canvas.text(pinyin, x, 43, { ...plain(page, 3.6), align: 'center' });
  }
  page.canvas.text(journey.train, middle, 36, { ...plain(page, 6), align: 'center', as: 'trainNumber' });
  page.canvas.line(middle - 12, 43.5, middle + 12, 43.5, 0.4, BLACK);
  const y = 52;
  page.canvas.text(longDate(journey.date), 20, y, { ...plain(page, 5), as: 'travelDate' });
  page.canvas.text(`${journey.time}开`, 72, y, { ...plain(page, 5), as: 'departureTime' });
  page.canvas.text(journey.seat, 104, y, { ...plain(page, 5), as: 'carriageSeat' });
  const place: [number, number] = seat === 'one line' ? [158, y] : [104, y + 9];
  page.canvas.text(journey.seatClass, ...place, { ...plain(page, 5), as: 'seatClass' });
}

function drawMoney(page: TravelPage, journey: Journey, net: bigint | null, layout: Layout): void {
  const style = { as: 'fare', ink: layout.labels, size: 4.6 } as const;
  const end = labelled(page, '票价：', `￥${formatMoney(journey.fare)}`, [20, 62], style);
  if (net === null) return;
  const [x, y] = layout.tax === 'beside' ? [Math.max(end + 8, 66), 62.4] : [20, 70];
  const parts = [
    ['不含税金额：', `￥${formatMoney(net)}`, 'netTotal'],
    ['税率：', '9%', 'taxRate'],
    ['税额：', `￥${formatMoney(journey.fare - net)}`, 'taxTotal'],
  ] as const;
  let at = x;
  for (const [label, value, as] of parts) {
    at = 5 + labelled(page, label, value, [at, y], { as, ink: layout.labels, size: 3.6 });
  }
}

function drawFoot(
  page: TravelPage,
  {
    ticketNumber,
    business,
    buyer,
    journey,
    qr,
  }: {
    ticketNumber: string;
    business: string | null;
    buyer: { name: string; taxId: string } | null;
    journey: Journey;
    qr: string;
  },
  { labels, qr: [qx, qy] }: Layout,
): void {
  page.canvas.text(journey.passengerId, 20, 78, { ...plain(page, 4.4), as: 'passengerId' });
  page.canvas.text(journey.passenger, 72, 78, { ...plain(page, 4.4), as: 'passengerName' });
  const left = qx < 50 ? 48 : 14;
  labelled(page, '电子客票号：', ticketNumber, [left, 91], { as: 'ticketNumber', ink: labels });
  if (business !== null)
    labelled(page, '业务类型：', business, [150, 91], { as: 'businessKind', ink: labels });
  if (buyer !== null) {
    const size = 3.6;
    labelled(page, '购买方名称：', buyer.name, [left, 99], { as: 'buyerName', ink: labels, size });
    const place: [number, number] = [left, 106];
    labelled(page, '统一社会信用代码：', buyer.taxId, place, { as: 'buyerTaxId', ink: labels, size });
  }
  drawQr(page.canvas, qr, qx, qy, 24);
  page.canvas.text('买票请到12306 发货请到95306', left, 114, plain(page, 3.2));
  page.canvas.text('中国铁路祝您旅途愉快', left, 119, plain(page, 3.2));
}
