/** A PDF of many invoices, quickly made: nothing but the words that tell them apart, in a text layer. */
import { PDFDocument } from 'pdf-lib';
import { songPdf, ucs2 } from '../adapters/pdf/song-pdf.js';

/** The number of the invoice on a page, from 1. */
export const numberOn = (page: number): string => `2433200000001234${String(page).padStart(4, '0')}`;

const linesOf = (number: string): readonly (readonly [x: number, y: number, text: string])[] => [
  [200, 130, '电子发票（普通发票）'],
  [420, 118, `发票号码：${number}`],
  [420, 106, '开票日期：2024年03月01日'],
  [20, 88, '购买方名称：浙江云杉检测技术有限公司'],
  [320, 88, '销售方名称：宁波样例信息技术有限公司'],
  [20, 60, '*信息技术服务*软件维护费'],
  [320, 60, '100.00'],
  [420, 60, '6%'],
  [500, 60, '6.00'],
  [20, 34, '价税合计（大写）壹佰零陆圆整'],
  [420, 34, '（小写）¥106.00'],
];

/** Points. */
const SIZE: [number, number] = [620, 200];

/** An invoice on each page; `numbers`: of each page, {@link numberOn} of it by default. */
export async function pileOf(
  pages: number,
  numbers: (page: number) => string = numberOn,
): Promise<Uint8Array> {
  const pile = await PDFDocument.create();
  for (let page = 1; page <= pages; page++) {
    const content = linesOf(numbers(page))
      .map(([x, y, text]) => `BT /F1 9 Tf 1 0 0 1 ${x} ${y} Tm ${ucs2(text)} Tj ET`)
      .join('\n');
    const one = await PDFDocument.load(songPdf({ content }));
    const [copy] = await pile.copyPages(one, [0]);
    if (copy === undefined) continue;
    copy.setSize(...SIZE);
    pile.addPage(copy);
  }
  return pile.save();
}
