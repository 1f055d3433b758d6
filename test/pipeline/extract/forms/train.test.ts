import { describe, expect, it } from 'vitest';
import { type Print, sheetOf } from '../forms.js';
import { toldBy } from './told.js';

const OCR = { source: 'ocr:paddle', score: 0.95, width: 86, height: 54 } as const;

const BLUE: readonly Print[] = [
  ['Z56J017321', 6, 4, 4.4],
  ['检票:B8', 64, 4, 3],
  ['甲 城 南', 10, 11, 5],
  ['站', 28, 12, 3.6],
  ['G1234', 36, 10.6, 4.6],
  ['乙县', 56, 11, 5],
  ['站', 74, 12, 3.6],
  ['Jiachengnan', 10, 17, 2.6],
  ['Yixian', 58, 17, 2.6],
  ['2019年05月20日10:00开', 8, 21, 3.4],
  ['05车12F号', 54, 21, 3.4],
  ['¥553.5元', 8, 26, 3.4],
  ['二等座', 62, 26, 3.4],
  ['限乘当日当次车', 8, 31, 3],
  ['1101011990****2012', 8, 36, 3.4],
  ['贾明', 40, 36, 3.4],
  ['10010300120520J017321', 8, 49, 2.6],
];

/** The ticket with some of its lines read otherwise; an empty text stands for a line not read. */
const misread = (other: Readonly<Record<string, string>>): Print[] =>
  BLUE.map(([text, ...place]): Print => [other[text] ?? text, ...place]).filter(([text]) => text !== '');

const read = (other: Readonly<Record<string, string>> = {}) => toldBy(sheetOf(misread(other), OCR));

describe('a blue ticket', () => {
  it('is read whole', () => {
    const told = read();
    expect(told.kind).toBe('train_paper');
    const fields = {
      invoiceNumber: 'Z56J017321',
      trainNumber: 'G1234',
      fromStation: '甲城南站',
      toStation: '乙县站',
      travelDate: '2019-05-20',
      departureTime: '10:00',
      carriageSeat: '05车12F号',
      seatClass: '二等座',
      fare: '553.50',
      passengerId: '1101011990****2012',
      passengerName: '贾明',
      ticketNumber: '10010300120520J017321',
    } as const;
    for (const [field, value] of Object.entries(fields)) {
      expect([field, told.value(field as keyof typeof fields)]).toEqual([field, value]);
    }
  });

  it('ends names and stations where what lies on the desk begins', () => {
    const desk: readonly Print[] = [
      ['清点数量并签', 62, 36, 3.4],
      ['附件', 2, 12, 2.4],
      ['五下班前', 86, 11, 3],
    ];
    const told = toldBy(sheetOf([...BLUE, ...desk], { ...OCR, width: 110 }));
    expect(told.value('passengerName')).toBe('贾明');
    expect(told.value('fromStation')).toBe('甲城南站');
    expect(told.value('toStation')).toBe('乙县站');
  });

  it('takes a class that lost its first character for 一等座 and for no other', () => {
    expect(read({ 二等座: '等座' }).value('seatClass')).toBe('一等座');
    expect(read({ 二等座: '口等座' }).value('seatClass')).toBeNull();
  });

  it('keeps the name behind a number that lost a figure', () => {
    const told = read({ '1101011990****2012': '110101199****2012' });
    expect(told.value('passengerName')).toBe('贾明');
    expect(told.value('passengerId')).toBeNull();
  });

  it('is read on a tilted photo', () => {
    const told = toldBy(sheetOf(BLUE, { ...OCR, tilt: 6, keystone: 0.08 }));
    expect(told.value('fromStation')).toBe('甲城南站');
    expect(told.value('carriageSeat')).toBe('05车12F号');
  });

  it('parts what one box holds', () => {
    const told = read({ '2019年05月20日10:00开': '2019年05月20日10:0005车12F号', '05车12F号': '' });
    expect(told.value('departureTime')).toBe('10:00');
    expect(told.value('carriageSeat')).toBe('05车12F号');
  });

  it('puts back a fare’s point as a repair', () => {
    const told = read({ '¥553.5元': '¥5535元' });
    expect([told.value('fare'), told.channel('fare')]).toEqual(['553.50', 'repair']);
  });

  it('takes the red number from the long code where a seal hides it', () => {
    expect(read({ Z56J017321: '' }).value('invoiceNumber')).toBe('J017321');
  });

  it('mends the long code’s letter by the red number', () => {
    const told = read({ '10010300120520J017321': '100103001205201017321' });
    expect(told.value('ticketNumber')).toBe('10010300120520J017321');
    expect(told.channel('ticketNumber')).toBe('repair');
  });

  it('joins an id broken at its stars', () => {
    const told = read({ '1101011990****2012': '11010119900****', 贾明: '' });
    expect(told.value('passengerId')).toBeNull();
    const parts = sheetOf(
      [...misread({ '1101011990****2012': '1101011990**', 贾明: '' }), ['**2012贾明', 32, 36, 3.4]],
      OCR,
    );
    expect(toldBy(parts).value('passengerId')).toBe('1101011990****2012');
    expect(toldBy(parts).value('passengerName')).toBe('贾明');
  });

  it('knows a seat from a class of seats', () => {
    const told = read({ '05车12F号': '05车无座' });
    expect(told.value('carriageSeat')).toBe('05车无座');
    expect(told.value('seatClass')).toBe('二等座');
  });

  it('gives back the 站 that only one station lost', () => {
    const prints = BLUE.filter(([text, x]) => !(text === '站' && x > 60));
    const told = toldBy(sheetOf(prints, OCR));
    expect([told.value('toStation'), told.channel('toStation')]).toEqual(['乙县站', 'repair']);
  });
});

describe('an old red ticket', () => {
  const RED: readonly Print[] = [
    ['A017321', 6, 4, 4.4],
    ['甲城售', 66, 4, 3],
    ['甲城', 10, 11, 5],
    ['K456次', 36, 10.6, 4.6],
    ['乙县', 58, 11, 5],
    ['2009年05月20日 10:00开', 8, 20, 3.4],
    ['11车016号 下铺', 52, 20, 3.4],
    ['¥327.0元', 8, 26, 3.4],
    ['新空调硬卧', 58, 26, 3.4],
    ['在3日内到有效', 8, 31, 3],
  ];

  it('is read without 站', () => {
    const told = toldBy(sheetOf(RED, OCR));
    expect(told.kind).toBe('train_paper');
    expect(told.value('fromStation')).toBe('甲城');
    expect(told.value('trainNumber')).toBe('K456');
    expect(told.value('carriageSeat')).toBe('11车016号下铺');
    expect(told.value('seatClass')).toBe('新空调硬卧');
  });
});

describe('what is no ticket', () => {
  it('is left alone', () => {
    const note: Print[] = [
      ['行程安排', 10, 10, 5],
      ['G1234次列车由甲城站开往乙县站', 10, 20, 4],
      ['2019年05月20日出发', 10, 30, 4],
    ];
    expect(toldBy(sheetOf(note, OCR)).kind).toBeNull();
  });
});
