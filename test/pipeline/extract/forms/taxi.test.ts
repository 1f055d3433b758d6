import { describe, expect, it } from 'vitest';
import { formsOn } from '../../../../src/pipeline/extract/forms/index.js';
import { type Print, sheetOf } from '../forms.js';
import { toldBy } from './told.js';

const OCR = { source: 'ocr:paddle', score: 0.9, width: 60, height: 150 } as const;

const HEAD: readonly Print[] = [
  ['样例市出租汽车专用发票', 5, 14, 4.4],
  ['发票代码144032399119', 5, 34, 4],
  ['发票号码', 5, 41, 4],
  ['29990541', 22, 41, 4.6],
  ['投诉电话:12328', 5, 48, 3],
  ['单位名称:样例市虚构出租汽车有限公司', 5, 53, 3],
];
const LABELS = [
  '车号:',
  '证号:',
  '日期:',
  '上车:',
  '下车:',
  '单价:',
  '里程:',
  '等候:',
  '金额:',
  '另收附加费:',
];
const STRUCK = [
  'XT0001',
  '110953',
  '2024年02月04日',
  '15:52',
  '15:57',
  '2.70元',
  '3.10KM',
  '00:02:34',
  '¥21.50元',
  '¥0.00元',
];

/** A receipt whose meter struck these values, `slip` lines below their labels. */
function receipt(struck: readonly string[], slip = 0): Print[] {
  return [
    ...HEAD,
    ...LABELS.map((text, index): Print => [text, 8, 70 + index * 5, 3]),
    ...struck.map((text, index): Print => [text, 28, 70 + (index + slip) * 5, 3.4]),
  ];
}

const read = (struck: readonly string[], slip = 0) => toldBy(sheetOf(receipt(struck, slip), OCR));
const like = (other: Readonly<Record<string, string>>) => STRUCK.map((text) => other[text] ?? text);

describe('a receipt from a taxi’s meter', () => {
  it.each([0, 0.5, 1])('is read with its print %s lines too low', (slip) => {
    const told = read(STRUCK, slip);
    expect(told.kind).toBe('taxi_paper');
    expect(told.value('invoiceNumber')).toBe('29990541');
    expect(told.value('tripDate')).toBe('2024-02-04');
    expect(told.value('boardTime')).toBe('15:52');
    expect(told.value('alightTime')).toBe('15:57');
    expect(told.value('unitPrice')).toBe('2.70');
    expect(told.value('distanceKm')).toBe('3.10');
    expect(told.value('waitTime')).toBe('00:02:34');
    expect(told.value('fare')).toBe('21.50');
  });

  it('takes no other paper beside it for a second receipt', () => {
    const quota: readonly Print[] = [
      ['发票代码142002209551', 75, 34, 4],
      ['发票号码37622537', 75, 41, 4],
      ['人民币壹佰元整', 75, 52, 5],
    ];
    const found = formsOn(sheetOf([...receipt(STRUCK), ...quota], { ...OCR, width: 140 }));
    expect(found.map(({ kind }) => kind).sort()).toEqual(['quota_paper', 'taxi_paper']);
  });

  it('puts a lost point where kilometres and price allow it', () => {
    const told = read(like({ '¥21.50元': '¥2150元' }));
    expect([told.value('fare'), told.channel('fare')]).toEqual(['21.50', 'repair']);
  });

  it('holds a fare against kilometres that lost their point', () => {
    const lost = { '3.10KM': '310KH', '2.70元': '270元' };
    const told = read(like({ ...lost, '¥21.50元': '¥2180元' }));
    expect([told.value('fare'), told.channel('fare')]).toEqual(['21.00', 'repair']);
  });

  it('takes a last figure that no meter strikes for nought, as a repair', () => {
    const told = read(like({ '¥21.50元': '¥21.58元' }));
    expect([told.value('fare'), told.channel('fare')]).toEqual(['21.50', 'repair']);
  });

  it('does not believe a figure far from what the way costs', () => {
    expect(read(like({ '¥21.50元': '421.50元' })).channel('fare')).toBe('repair');
  });

  it('never takes a surcharge of nought for the fare', () => {
    expect(read(like({ '¥21.50元': '健小50元' })).value('fare')).toBeNull();
  });

  it('takes the total where the receipt names one', () => {
    const prints: Print[] = [
      ...receipt(STRUCK.slice(0, 9)).filter(([text]) => text !== '另收附加费:'),
      ['燃油附加费:1.00元', 8, 115, 3],
      ['总金额:22.50元', 8, 120, 3],
    ];
    const told = toldBy(sheetOf(prints, OCR));
    expect(told.value('fare')).toBe('22.50');
    expect(told.value('fuelSurcharge')).toBe('1.00');
  });

  it('is known by what meters print where the title is torn off', () => {
    const prints = receipt(STRUCK).slice(1);
    expect(toldBy(sheetOf(prints, OCR)).kind).toBe('taxi_paper');
  });
});
