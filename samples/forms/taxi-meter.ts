/** What taxi meters strike, city by city: the printed labels and the values beside them. */
import { formatMoney } from '../../src/invoice/money.js';
import type { Ink } from '../draw/canvas.js';
import { longDate } from '../draw/layout.js';
import type { Place } from '../truth/places.js';
import type { SampleSet } from './form.js';
import type { TravelPage } from './travel-page.js';

export interface Trip {
  readonly place: Place;
  readonly code: string;
  readonly number: string;
  readonly company: string;
  readonly taxId: string;
  readonly plate: string;
  readonly driver: string;
  readonly date: string;
  readonly board: string;
  readonly alight: string;
  readonly unitPrice: bigint;
  /** As printed: `4.05`. */
  readonly distance: string;
  readonly wait: string;
  readonly fare: bigint;
  readonly surcharge: bigint;
}

/** One line of the meter: the printed label, what is struck beside it, and the field that is its value. */
export interface MeterLine {
  readonly label: string;
  readonly parts: readonly (readonly [text: string, field?: Parameters<TravelPage['strike']>[3]['as']])[];
}

export interface Layout {
  readonly name: string;
  readonly places: readonly string[];
  readonly width: number;
  readonly title: (city: string) => string;
  readonly printed: Ink;
  /** Height of a meter line, and of what is struck, in mm. */
  readonly step: number;
  readonly align: 'left' | 'right';
  readonly companyPrinted: boolean;
  readonly sealed: boolean;
  readonly lines: (trip: Trip) => readonly MeterLine[];
}

const BROWN: Ink = [112, 48, 36];
const GREEN: Ink = [38, 96, 70];
const DARK: Ink = [45, 45, 50];

const yuan = (fen: bigint) => formatMoney(fen);

/** The lines from the car to the waiting that most cities share. */
const metered = (
  trip: Trip,
  as: { readonly date: string; readonly price: string; readonly distance: string },
): readonly MeterLine[] => [
  { label: '车号：', parts: [[trip.plate, 'plateNumber']] },
  { label: '证号：', parts: [[trip.driver]] },
  { label: '日期：', parts: [[as.date, 'tripDate']] },
  { label: '上车：', parts: [[trip.board, 'boardTime']] },
  { label: '下车：', parts: [[trip.alight, 'alightTime']] },
  { label: '单价：', parts: [[yuan(trip.unitPrice), 'unitPrice'], [as.price]] },
  { label: '里程：', parts: [[trip.distance, 'distanceKm'], [as.distance]] },
  { label: '等候：', parts: [[trip.wait, 'waitTime']] },
];

/** Meter lines as the cities print them; labels stay blank where a machine strikes nothing. */
export const LAYOUTS: Readonly<Record<SampleSet, readonly Layout[]>> = {
  fit: [
    {
      name: '机打卷式',
      places: ['深圳', '重庆', '厦门'],
      width: 57,
      title: (city) => `${city}市出租汽车专用发票`,
      printed: BROWN,
      step: 4.75,
      align: 'right',
      companyPrinted: true,
      sealed: true,
      lines: (trip) => [
        ...metered(trip, { date: longDate(trip.date), price: '元', distance: 'KM' }),
        { label: '金额：', parts: [['¥'], [yuan(trip.fare), 'fare'], ['元']] },
        { label: '另收附加费：', parts: [['¥ 0.00元']] },
        { label: '另收电召费：', parts: [['¥ 0.00元']] },
        { label: '卡号：', parts: [] },
        { label: '卡余额：', parts: [] },
      ],
    },
    {
      name: '总金额',
      places: ['广东', '湖北', '江苏'],
      width: 60,
      title: (city) => `${city}市出租小汽车专用发票`,
      printed: GREEN,
      step: 4.6,
      align: 'left',
      companyPrinted: false,
      sealed: false,
      lines: (trip) => [
        { label: '单位：', parts: [[trip.company.slice(0, 12), undefined]] },
        { label: '电话：', parts: [['96900']] },
        ...metered(trip, { date: trip.date, price: '元/km', distance: 'km' }),
        { label: '金额：', parts: [[`${yuan(trip.fare - trip.surcharge)}元`]] },
        { label: '燃油附加费：', parts: [[yuan(trip.surcharge), 'fuelSurcharge'], ['元']] },
        { label: '总金额：', parts: [[yuan(trip.fare), 'fare'], ['元']] },
      ],
    },
  ],
  measure: [
    {
      name: '时间段',
      places: ['北京', '青岛', '宁波'],
      width: 58,
      title: (city) => `${city}市出租汽车统一发票`,
      printed: DARK,
      step: 4.9,
      align: 'right',
      companyPrinted: false,
      sealed: true,
      lines: (trip) => [
        { label: '单位', parts: [[trip.company.slice(0, 9), undefined]] },
        { label: '电话', parts: [['96103']] },
        { label: '车号', parts: [[trip.plate, 'plateNumber']] },
        { label: '证号', parts: [[trip.driver]] },
        { label: '日期', parts: [[trip.date, 'tripDate']] },
        { label: '时间', parts: [[trip.board, 'boardTime'], ['-'], [trip.alight, 'alightTime']] },
        { label: '单价', parts: [[yuan(trip.unitPrice), 'unitPrice'], ['元']] },
        { label: '里程', parts: [[trip.distance, 'distanceKm'], ['km']] },
        { label: '等候', parts: [[trip.wait, 'waitTime']] },
        { label: '状态', parts: [['单程']] },
        { label: '金额', parts: [['¥'], [yuan(trip.fare), 'fare']] },
      ],
    },
    {
      name: '原额余额',
      places: ['上海', '浙江', '陕西'],
      width: 76,
      title: (city) => `${city}市出租汽车发票`,
      printed: BROWN,
      step: 5.1,
      align: 'left',
      companyPrinted: true,
      sealed: true,
      lines: (trip) => [
        { label: '电话：', parts: [['62580000']] },
        ...metered(trip, { date: longDate(trip.date), price: '元', distance: 'KM' }),
        { label: '状态：', parts: [['0']] },
        { label: '金额：', parts: [[yuan(trip.fare), 'fare'], ['元']] },
        { label: '卡号：', parts: [] },
        { label: '原额：', parts: [] },
        { label: '余额：', parts: [] },
      ],
    },
  ],
};
