/**
 * Invoices laid out as text on a sheet, in the millimetres of DOMAIN 7.1 and 7.2. Companies, ids and numbers are
 * invented; the ids carry valid check characters.
 */
import type { Point, Quad } from '../../../src/document/geometry.js';
import type { Sheet, TextLine } from '../../../src/document/sheet.js';
import { organisationCheckCharacter, usccCheckCharacter } from '../../../src/invoice/tax-id.js';

/** Text, left edge, top edge, height; width follows from the characters unless given. All in mm. */
export type Print = readonly [text: string, x: number, y: number, height?: number, width?: number];

export interface Press {
  /** Degrees clockwise by which the paper lies askew. */
  readonly tilt?: number;
  /** How much nearer the camera was to the top edge than to the bottom edge, as a share of the distance. */
  readonly keystone?: number;
  readonly source?: TextLine['source'];
  readonly score?: number;
  readonly page?: number;
  readonly width?: number;
  readonly height?: number;
  readonly codes?: readonly string[];
}

/** Prints text on a sheet of 210 × 140 mm unless told otherwise. */
export function sheetOf(prints: readonly Print[], press: Press = {}): Sheet {
  const {
    tilt = 0,
    keystone = 0,
    source = 'text',
    score = 1,
    page = 1,
    width = 210,
    height = 140,
    codes = [],
  } = press;
  const angle = (tilt * Math.PI) / 180;
  const turned = (x: number, y: number): readonly [number, number] => {
    const [dx, dy] = [x - width / 2, y - height / 2];
    const across = (dx * Math.cos(angle) - dy * Math.sin(angle)) / width;
    const down = (dx * Math.sin(angle) + dy * Math.cos(angle)) / height;
    const distance = 1 + keystone * down;
    return [0.5 + across / distance, 0.5 + down / distance];
  };
  const lines = prints.map(([text, x, y, size = 3.2, given]): TextLine => {
    const long = given ?? widthOf(text, size);
    const quad: Quad = [turned(x, y), turned(x + long, y), turned(x + long, y + size), turned(x, y + size)];
    return { text, quad, score, source };
  });
  return {
    page,
    width,
    height,
    turns: 0,
    lines,
    codes: codes.map((text) => ({ text, quad: null, decoder: 'zxing' as const })),
  };
}

/** The sheet as OCR reads it when it takes these prints, which stand side by side, for one run. */
export function asOneRun(sheet: Sheet, ...texts: readonly string[]): Sheet {
  const parts = texts.map((text) => {
    const part = sheet.lines.find((line) => line.text === text);
    if (part === undefined) throw new Error(`${text} is not printed`);
    return part;
  });
  const [first, last] = [parts[0], parts.at(-1)];
  if (first === undefined || last === undefined) throw new Error('no prints given');
  const quad: Quad = [first.quad[0], last.quad[1], last.quad[2], first.quad[3]];
  const along = ([x]: Point) => (x - quad[0][0]) / (quad[1][0] - quad[0][0]);
  const chars = parts.flatMap(({ text, quad: [from, to] }) => {
    const size = widthOf(text, 1);
    let done = 0;
    return [...text].map((char): [number, number] => {
      const start = done / size;
      done += widthOf(char, 1);
      const at = (share: number) => along(from) + (along(to) - along(from)) * share;
      return [at(start), at(done / size)];
    });
  });
  const run: TextLine = { ...first, text: texts.join(''), quad, chars };
  return { ...sheet, lines: [...sheet.lines.filter((line) => !parts.includes(line)), run] };
}

const widthOf = (text: string, size: number): number =>
  [...text].reduce((sum, char) => sum + ((char.codePointAt(0) ?? 0) < 0x2000 ? 0.5 : 1) * size, 0);

/** Text printed so that it ends at `right`. */
export const ending = (text: string, right: number, y: number, size = 3.2): Print => [
  text,
  right - widthOf(text, size),
  y,
  size,
];

/** A credit code with right check characters from 8 digits of region and kind and 8 of the organisation. */
export function creditCode(start: string, organisation: string): string {
  const first17 = `${start}${organisation}${organisationCheckCharacter(organisation)}`;
  return `${first17}${usccCheckCharacter(first17)}`;
}

export const BUYER = { name: '青禾测试科技有限公司', taxId: creditCode('91110108', 'MA7T3K2E') } as const;
export const SELLER = {
  name: '云岭样例贸易有限责任公司',
  taxId: creditCode('91530100', 'MA6P8W4Q'),
} as const;

/** A VAT e-invoice (DOMAIN 7.1) with a discount line, its labels broken into glyphs as issuers' tools print them. */
export const LEGACY: readonly Print[] = [
  ['云南增值税电子普通发票', 68.5, 7, 6.7],
  ['发票代码:', 148.5, 7.5],
  ['053001900211', 164, 7.5],
  ['发票号码:', 148.5, 13],
  ['30718265', 164, 13],
  ['开票日期:', 148.5, 18.5],
  ['2019', 164, 18.5],
  ['年', 171, 18.5],
  ['11', 175, 18.5],
  ['月', 179, 18.5],
  ['18', 183, 18.5],
  ['日', 187, 18.5],
  ['校 验 码:', 148.5, 24],
  ['60412 77350 19846 23058', 164, 24],
  ['机器编号:', 5.5, 24],
  ['661900017724', 22, 24],
  ['购', 6.6, 33],
  ['买', 6.6, 39],
  ['方', 6.6, 45],
  ['名', 13, 31.6],
  ['称:', 29, 31.6],
  [BUYER.name, 36, 31.8],
  ['纳税人识别号:', 13, 36.8],
  [BUYER.taxId, 36, 36.2, 4.2],
  ['地 址、电 话:', 13, 42.4],
  ['北京市海淀区样例路8号 010-55550123', 36, 42.4],
  ['开户行及账号:', 13, 47.7],
  ['样例银行海淀支行 110900001234567', 36, 47.7],
  ['密', 120.8, 33],
  ['码', 120.8, 39],
  ['区', 120.8, 45],
  ['03*<48>7/9-+215<*6603>81/4-2', 126.5, 31.5, 4.2, 76],
  ['7+5-<0/92*>>4418-+07<3*/6621', 126.5, 36.5, 4.2, 76],
  ['-09>3*71</5+8824-*06<<97+1/3', 126.5, 41.5, 4.2, 76],
  ['5/*2<861-+40>9>73*28<-/105+6', 126.5, 46.5, 4.2, 76],
  ['货物或应税劳务、服务名称', 15, 53],
  ['规格型号', 63.4, 53],
  ['单位', 84.5, 53],
  ['数 量', 98.8, 53],
  ['单 价', 120, 53],
  ['金', 144.2, 53],
  ['额', 150, 53],
  ['税率', 166.2, 53],
  ['税', 184.5, 53],
  ['额', 190, 53],
  ['*纸制品*复印纸', 6, 57.5],
  ['A4 80g', 57, 57.5],
  ['箱', 87, 57.5],
  ending('3', 110, 57.5),
  ending('141.59292035398230', 134, 57.5, 2.6),
  ending('424.78', 163.5, 57.5),
  ending('13%', 173, 57.5),
  ending('55.22', 204, 57.5),
  ['*纸制品*复印纸', 6, 62],
  ending('-42.48', 163.5, 62),
  ending('13%', 173, 62),
  ending('-5.52', 204, 62),
  ['合', 20, 91.4],
  ['计', 36, 91.4],
  ending('¥382.30', 163.5, 91.4),
  ending('¥49.70', 204, 91.4),
  ['价税合计(大写)', 16.8, 98.5],
  ['肆佰叁拾贰圆整', 63, 98],
  ['(小写)', 156.5, 98.5],
  ['¥432.00', 168.5, 98],
  ['销', 6.6, 106.5],
  ['售', 6.6, 112],
  ['方', 6.6, 118],
  ['名', 13, 105.4],
  ['称:', 29, 105.4],
  [SELLER.name, 36, 105.4],
  ['纳税人识别号:', 13, 110.3],
  [SELLER.taxId, 36, 110, 4.2],
  ['地 址、电 话:', 13, 114.8],
  ['昆明市五华区虚构街21号 0871-55550188', 36, 114.8],
  ['开户行及账号:', 13, 119.5],
  ['样例银行昆明分行 530900007654321', 36, 119.5],
  ['备', 121, 107],
  ['注', 121, 117],
  ['订单号:90817263', 126, 106],
  ['收款人:', 7, 125.5],
  ['林一', 19, 125.5],
  ['复核:', 63.5, 125.5],
  ['周二', 73, 125.5],
  ['开票人:', 105.5, 125.5],
  ['吴三', 117, 125.5],
  ['销售方:(章)', 150, 125.5],
];

/** A 数电票 (DOMAIN 7.2): vertical headings as five objects each, a wrapped item name, no rules. */
export const DIGITAL: readonly Print[] = [
  ['电子发票(增值税专用发票)', 56, 8, 7],
  ['发票号码:', 154, 11],
  ['25532000000123456789', 170, 11],
  ['开票日期:', 154, 17],
  ['2025年03月09日', 170, 17],
  ...(['购', '买', '方', '信', '息'] as const).map((char, i): Print => [char, 5.5, 32.5 + 3.5 * i]),
  ...(['销', '售', '方', '信', '息'] as const).map((char, i): Print => [char, 106, 32.5 + 3.5 * i]),
  ['名称:', 11, 33.5],
  [BUYER.name, 20, 33.8],
  ['名称:', 111.5, 33.5],
  [SELLER.name, 120, 33.8],
  ['统一社会信用代码/纳税人识别号:', 11, 44, 2.8],
  [BUYER.taxId, 54, 43.3, 4.2],
  ['统一社会信用代码/纳税人识别号:', 111.5, 44, 2.8],
  [SELLER.taxId, 154.5, 43.3, 4.2],
  ['项目名称', 15.5, 53],
  ['规格型号', 41.6, 53],
  ['单 位', 66.5, 53],
  ['数 量', 92.5, 53],
  ['单 价', 117.5, 53],
  ['金 额', 143, 53],
  ['税率/征收率', 157, 53],
  ['税 额', 194, 53],
  ['*信息技术服务*平台', 5, 57],
  ['维护费', 5, 60.6],
  ['年度', 42, 57],
  ['项', 70, 57],
  ending('1', 103, 57),
  ending('18867.9245283019', 128, 57, 2.6),
  ending('18867.92', 153, 57),
  ['6%', 164, 57],
  ending('1132.08', 205, 57),
  ['合', 20, 92],
  ['计', 36, 92],
  ending('¥18867.92', 153, 91.5),
  ending('¥1132.08', 205, 91.5),
  ['价税合计(大写)', 16.4, 98.5],
  ['贰万圆整', 63, 98.5],
  ['(小写)', 143, 98.5],
  ['¥20000.00', 155.5, 98.2, 3.6],
  ['备', 5.5, 109],
  ['注', 5.5, 115],
  ['购方开户银行:样例银行; 银行账号:110900001234567;', 11.1, 105],
  ['收款人:林一; 复核人:周二;', 11.1, 109.5],
  ['开票人:', 19, 129.5],
  ['吴三', 32, 129.5],
];

/** A paper special invoice of the old form: 购货单位, ids of 15 digits, number after No, no labels at the top. */
export const PAPER: readonly Print[] = [
  ['1100134140', 18, 10, 5],
  ['北京增值税专用发票', 75, 8, 6.5],
  ['No 20481537', 150, 9, 5.5],
  ['1100134140', 195, 8, 2.6],
  ['20481537', 196, 12, 2.6],
  ['开票日期:', 150, 20],
  ['2013年07月02日', 168, 20],
  ['购货单位', 6.6, 30, 20, 3.4],
  ['名 称:', 13, 30],
  ['虚构购货厂', 36, 30],
  ['纳税人识别号:', 13, 35],
  ['110105001234567', 36, 35],
  ['地址、电话:', 13, 40],
  ['开户行及账号:', 13, 45],
  ['货物或应税劳务名称', 15, 53],
  ['规格型号', 63.4, 53],
  ['单位', 84.5, 53],
  ['数量', 98.8, 53],
  ['单价', 120, 53],
  ['金额', 144.2, 53],
  ['税率', 166.2, 53],
  ['税额', 184.5, 53],
  ['水泵', 8, 58],
  ['台', 88, 58],
  ending('2', 110, 58),
  ending('1500.00', 134, 58),
  ending('3000.00', 163.5, 58),
  ending('17%', 173, 58),
  ending('510.00', 204, 58),
  ['合 计', 20, 91.4],
  ending('¥3000.00', 163.5, 91.4),
  ending('¥510.00', 204, 91.4),
  ['价税合计(大写)', 16.8, 98.5],
  ['⊗叁仟伍佰壹拾圆整', 60, 98],
  ['(小写)¥3510.00', 156.5, 98.5],
  ['销货单位', 6.6, 104, 20, 3.4],
  ['名 称:', 13, 105],
  ['虚构销货公司', 36, 105],
  ['纳税人识别号:', 13, 110],
  ['110108007654321', 36, 110],
  ['收款人:', 7, 125.5],
  ['复核:', 63.5, 125.5],
  ['开票人:', 105.5, 125.5],
  ['甲某', 117, 125.5],
  ['销货单位:(章)', 150, 125.5],
];

/** The same prints moved, and spread, over another place of the sheet. */
export const movedBy = (prints: readonly Print[], dx: number, dy: number): Print[] =>
  prints.map(([text, x, y, size, width]) => [text, x + dx, y + dy, size, width]);
