/**
 * Taxi receipts (出租车发票): a roll of 57 to 76 mm with a printed form – title, 监制章, 发票代码, 发票号码, the company –
 * and below it what the meter struck beside the labels, or a line lower when the roll slipped.
 */
import { formatMoney } from '../../src/invoice/money.js';
import type { Ink, TextStyle } from '../draw/canvas.js';
import { drawControlSeal, drawSellerSeal } from '../draw/seal.js';
import { taxIdOf } from '../truth/companies.js';
import { PLACES } from '../truth/places.js';
import type { Random } from '../truth/random.js';
import type { SampleForm, SampleSet } from './form.js';
import { LAYOUTS, type Layout, type MeterLine, type Trip } from './taxi-meter.js';
import { type Strike, TravelPage } from './travel-page.js';
import { clock, dayIn, two } from './travel-truth.js';

const RED: Ink = [214, 60, 48];

const NAMES: Readonly<Record<SampleSet, readonly string[]>> = {
  fit: ['虚构流马', '假想云梯', '乌有'],
  measure: ['杜撰云间', '臆造飞廉', '杜撰寻梅'],
};

/** Meters: first kilometres for a flat price, then so much each, and for waiting. In fen. */
function tripOf(random: Random, set: SampleSet, layout: Layout): Trip {
  const title = random.pick(layout.places);
  const place = PLACES.find((one) => one.title === title) ?? random.pick(PLACES);
  const year = random.whole(2017, 2024);
  const minutes = random.whole(5, 55);
  const board = clock(random);
  const [hour = 0, minute = 0] = board.split(':').map(Number);
  const end = hour * 60 + minute + minutes;
  const unitPrice = random.pick([240n, 230n, 270n, 351n, 180n, 260n]);
  const hundredths = BigInt(random.whole(120, 3800));
  const waited = random.whole(0, minutes * 20);
  const steps = (1000n + (hundredths * unitPrice) / 100n + BigInt(waited)) / 50n;
  const letter = random.pick([...'ABCDEFG']);
  return {
    place,
    code: `1${place.codeRegion}${String(year).slice(2)}70${random.pick(['119', '219', '018'])}`,
    number: `${random.whole(0, 2)}${random.digits(7)}`,
    company: `${place.city}市${random.pick(NAMES[set])}出租汽车有限公司`,
    taxId: taxIdOf(place.district, random.whole(2000, 2999)),
    plate:
      `${random.next() < 0.5 ? '' : letter}${letter}${random.pick([...'DFTXUZ'])}${random.digits(4)}`.slice(
        0,
        7,
      ),
    driver: random.next() < 0.5 ? random.digits(6) : `9000${random.digits(6)}`,
    date: dayIn(random, year, Math.min(year + 1, 2025)),
    board,
    alight: `${two(Math.floor(end / 60) % 24)}:${two(end % 60)}`,
    unitPrice,
    distance: formatMoney(hundredths),
    wait: `${two(Math.floor(waited / 3600))}:${two(Math.floor(waited / 60) % 60)}:${two(waited % 60)}`,
    fare: steps * 50n + 200n,
    surcharge: BigInt(random.whole(1, 4)) * 50n,
  };
}

export const TAXI_PAPER: SampleForm = {
  kind: 'taxi_paper',
  name: 'taxi_paper',
  async draw(random, set) {
    const layout = random.pick(LAYOUTS[set]);
    const trip = tripOf(random, set, layout);
    const lines = layout.lines(trip);
    const top = 74;
    // A seal is stamped across the last lines, but rarely across the fare.
    const height = top + (lines.length + (layout.sealed ? (lines.length < 12 ? 5.8 : 3.6) : 3)) * layout.step;
    const page = await TravelPage.of([layout.width, height], set, random);
    drawForm(page, trip, layout);
    const slip = random.next() < 0.4 ? random.next() * 1.05 : (random.next() - 0.5) * 0.3;
    drawMeter(page, lines, layout, { top, slip: slip * layout.step, random });
    if (layout.sealed) {
      drawSellerSeal(page.canvas, page.faces, layout.width - 21, height - Math.max(layout.step * 2.4, 15.5), {
        name: trip.company,
        taxId: trip.taxId,
      });
    }
    return page.drawn({ kind: 'taxi_paper', paper: 'needle', fields: fieldsOf(trip, lines, layout) });
  },
};

function fieldsOf(trip: Trip, lines: readonly MeterLine[], { companyPrinted }: Layout) {
  const struck = new Map(
    lines.flatMap(({ parts }) => parts.flatMap(([text, field]) => (field ? [[field, text]] : []))),
  );
  return {
    invoiceCode: trip.code,
    invoiceNumber: trip.number,
    ...(companyPrinted ? { company: trip.company, sellerName: trip.company } : {}),
    ...Object.fromEntries(struck),
    tripDate: trip.date,
  };
}

function drawForm(page: TravelPage, trip: Trip, layout: Layout): void {
  const middle = layout.width / 2;
  const print: TextStyle = { face: page.faces.label, size: 3.1, ink: layout.printed };
  const city = trip.place.city;
  page.canvas.fill([[layout.width - 16, 4, layout.width - 3, 10]], [15, 15, 15]);
  page.canvas.text(layout.title(city), middle, 14, {
    ...print,
    size: 4.3,
    align: 'center',
    fit: layout.width - 6,
  });
  page.canvas.line(3.5, 19.6, layout.width - 3.5, 19.6, 0.3, layout.printed);
  page.canvas.text('发　　票　　联', middle, 22, {
    ...print,
    size: 4.6,
    align: 'center',
    fit: layout.width - 10,
  });
  drawControlSeal(page.canvas, page.faces, middle, 21, trip.place.authority);
  page.canvas.text('发票代码', 5, 34, { ...print, size: 3.8 });
  const code = {
    face: page.faces.figures,
    size: 4.2,
    ink: layout.printed,
    as: 'invoiceCode',
    fit: 31,
  } as const;
  page.canvas.text(trip.code, 21.5, 33.8, code);
  page.canvas.text('发票号码', 5, 40.6, { ...print, size: 3.8 });
  page.canvas.text(trip.number, 21.5, 40, { ...code, size: 5.2, ink: RED, as: 'invoiceNumber' });
  page.canvas.text('投诉电话：12328', 5, 48, { ...print, face: page.faces.struck });
  if (layout.companyPrinted) {
    const label = '单位名称：';
    page.canvas.text(label, 5, 53, { ...print, face: page.faces.struck });
    const x = 5 + page.faces.struck.width(label, 3.1) + 0.4;
    const name = { ...print, face: page.faces.struck, fit: layout.width - x - 3 };
    page.canvas.text(trip.company, x, 53, { ...name, as: 'company' });
  }
  page.canvas.text(`${city}样票〔样〕00号 样票印制有限公司制`, 5, 58, {
    ...print,
    size: 2,
    face: page.faces.struck,
  });
  page.canvas.fill([[1.5, 63, 15, 69]], [15, 15, 15]);
  page.canvas.rectangle(18, 63.4, layout.width - 6, 68.6, 0.25, layout.printed);
  page.canvas.text('机打发票　手写无效', (12 + layout.width) / 2, 64.3, {
    ...print,
    align: 'center',
    fit: layout.width - 27,
  });
}

/** What the meter struck: ribbon fresh or worn, on the labels' lines or up to a line below them. */
function drawMeter(
  page: TravelPage,
  lines: readonly MeterLine[],
  layout: Layout,
  { top, slip, random }: { top: number; slip: number; random: Random },
): void {
  const worn = random.next();
  const ink: Ink = worn < 0.4 ? [48, 46, 84] : worn < 0.75 ? [40, 38, 44] : [104, 100, 138];
  const style: Strike = { size: layout.step * 0.72, ink, lost: worn > 0.6 ? 0.06 : 0.01 };
  const right = layout.width - 9;
  lines.forEach(({ label, parts }, index) => {
    const y = top + index * layout.step;
    const print = { face: page.faces.struck, size: 3, ink: layout.printed };
    page.canvas.text(label, 9, y + 0.3, print);
    const text = parts.map(([part]) => part).join('');
    const width = page.widthOf(text, style.size);
    let x = layout.align === 'right' ? right - width : 9 + page.faces.struck.width(label, 3) + 1.2;
    for (const [part, as] of parts) {
      page.strike(part, x, y + slip, as === undefined ? style : { ...style, as });
      x += page.widthOf(part, style.size);
    }
  });
}
