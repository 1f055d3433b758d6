/** Fields of a VAT form of which something was lost: under a seal, in a fold, or in a neighbour's run. */
import { describe, expect, it } from 'vitest';
import type { Point, Quad } from '../../../src/document/geometry.js';
import type { Sheet } from '../../../src/document/sheet.js';
import type { FieldName } from '../../../src/invoice/fields.js';
import type { Candidate } from '../../../src/pipeline/extract/candidates/candidate.js';
import { gatherSlips } from '../../../src/pipeline/extract/extract.js';
import { uprightSpans } from '../../../src/pipeline/extract/frame.js';
import { rowsOf } from '../../../src/pipeline/extract/rows.js';
import { BUYER, LEGACY, type Print, SELLER, sheetOf } from './forms.js';

const OCR = { source: 'ocr:paddle', score: 0.97 } as const;

/** The form with some of its runs read as others, `''` for those that were missed. */
const printed = (misread: Readonly<Record<string, string>>): Print[] =>
  LEGACY.flatMap(([text, ...place]): Print[] => {
    const seen = misread[text] ?? text;
    return seen === '' ? [] : [[seen, ...place]];
  });

const candidates = (prints: readonly Print[], field: FieldName): Candidate[] =>
  (gatherSlips([sheetOf(prints, OCR)])[0]?.candidates ?? []).filter((one) => one.field === field);

const testimony = (prints: readonly Print[], field: FieldName): (readonly [string, string])[] =>
  candidates(prints, field).map(({ value, channel }) => [value, channel]);

describe('the region', () => {
  it('is that of the title', () => {
    expect(testimony(LEGACY, 'province')).toEqual([['云南', 'label']]);
  });

  it('is read though the first character of what follows it is misread', () => {
    const prints = printed({ 云南增值税电子普通发票: '云南憎值税电子普通发票' });
    expect(testimony(prints, 'province')).toEqual([['云南', 'label']]);
  });

  it('follows from the code where the title lost it', () => {
    const prints = printed({ 云南增值税电子普通发票: '增值税电子普通发票' });
    expect(testimony(prints, 'province')).toEqual([['云南', 'sum']]);
  });
});

describe('sums', () => {
  it('that lost their end are no figures', () => {
    expect(testimony(printed({ '¥49.70': '¥49.7' }), 'taxTotal').filter(([, how]) => how !== 'sum')).toEqual(
      [],
    );
  });

  it('stand left and right, however far the print lies off', () => {
    const shifted = LEGACY.map(
      ([text, x, ...rest]): Print =>
        text === '¥382.30' || text === '¥49.70' ? [text, x + 9, ...rest] : [text, x, ...rest],
    );
    expect(testimony(shifted, 'netTotal')).toContainEqual(['382.30', 'label']);
    expect(testimony(shifted, 'taxTotal')).toContainEqual(['49.70', 'label']);
  });

  it('in words are mended where a character was read for another', () => {
    expect(testimony(printed({ 肆佰叁拾贰圆整: '肆佰参拾贰圆整' }), 'grossTotalWords')).toEqual([
      ['肆佰叁拾贰圆整', 'repair'],
    ]);
  });
});

describe('parties', () => {
  it('are not taken from a heading of the table that came in pieces', () => {
    const pieces = printed({ '货物或应税劳务、服务名称': '货物或应税劳务、月' });
    const prints: Print[] = [...pieces, ['服务名称', 44, 53]];
    expect(testimony(prints, 'sellerName')).toEqual([[SELLER.name, 'label']]);
  });

  it('keep an address whose label was misread', () => {
    const [address] = testimony(LEGACY, 'buyerAddressPhone');
    const prints = printed({ '地 址、电 话:': '地址、建电话:' });
    expect(testimony(prints, 'buyerAddressPhone')).toEqual([[address?.[0], 'place']]);
    expect(testimony(prints, 'buyerBankAccount')).toEqual(testimony(LEGACY, 'buyerBankAccount'));
  });

  it('leave out what stands apart behind the second line of a name', () => {
    const prints = LEGACY.flatMap(([text, x, y, ...rest]): Print[] =>
      text === BUYER.name
        ? [
            ['青禾测试科技有限公司第三工程项目', 36, 30.4, 2.4],
            ['经理部样例分公司', 36, 33.4, 2.4],
            ['发票', 64, 33.4, 2.4],
          ]
        : [[text, x, y, ...rest]],
    );
    expect(testimony(prints, 'buyerName')).toEqual([
      ['青禾测试科技有限公司第三工程项目经理部样例分公司', 'label'],
    ]);
  });
});

describe('the cipher', () => {
  const ROW = '5/*2<861-+40>9>73*28<-/105+6';

  it('of four rows is as sure as its characters, one that lost a row less', () => {
    const [whole] = candidates(LEGACY, 'cipherText');
    const [part] = candidates(printed({ [ROW]: '' }), 'cipherText');
    expect(whole?.score).toBe(OCR.score);
    expect(part?.score).toBeLessThan(0.6);
  });

  it('keeps a row that was read together with its heading', () => {
    const prints = printed({ [ROW]: `区${ROW}` });
    expect(candidates(prints, 'cipherText')[0]?.value).toBe(candidates(LEGACY, 'cipherText')[0]?.value);
  });
});

describe('rows on bent paper', () => {
  /** The sheet with its left part, up to a fold at 50 mm, leaning down to the left. */
  function folded(sheet: Sheet): Sheet {
    const bend = ([x, y]: Point): Point => [x, y + (Math.max(0, 50 / 210 - x) * 210 * 0.12) / 140];
    const bent = ([a, b, c, d]: Quad): Quad => [bend(a), bend(b), bend(c), bend(d)];
    return { ...sheet, lines: sheet.lines.map((line) => ({ ...line, quad: bent(line.quad) })) };
  }

  it('go on along the slope of their runs, not to the row above', () => {
    const rows = [0, 1, 2].flatMap((nth): Print[] => [
      [`第${nth}行的标签文字写在这里:`, 5, 20 + 4 * nth],
      [`${nth}号值也有这么长才看得出斜度`, 47.5, 20 + 4 * nth],
    ]);
    const sheet = folded(sheetOf(rows, OCR));
    const paper = {
      corners: [
        [0, 0],
        [1, 0],
        [1, 1],
        [0, 1],
      ],
      ratio: 1.5,
    } as const;
    expect(rowsOf(uprightSpans({ ...sheet, paper })).map(({ text }) => text)).toEqual(
      [0, 1, 2].map((nth) => `第${nth}行的标签文字写在这里:${nth}号值也有这么长才看得出斜度`),
    );
  });
});

it('takes no character of the seal into the name of the drawer', () => {
  const [drawer] = testimony(LEGACY, 'drawer');
  expect(drawer?.[1]).toBe('label');
  const place = LEGACY.find(([text]) => text === drawer?.[0]);
  const beside: Print[] = place === undefined ? [] : [['发', place[1] + 14, place[2], 4]];
  expect(beside).toHaveLength(1);
  expect(testimony([...LEGACY, ...beside], 'drawer')).toEqual([drawer]);
});
