/** Text that is no invoice: letters, price lists, answers of a program. It lies or stands beside invoices. */
import { PDFDocument } from 'pdf-lib';
import type { Raster } from '../../src/ports/image.js';
import { Canvas, type Ink } from '../draw/canvas.js';
import { embedFaces, type Faces } from '../draw/faces.js';
import { rasterOf } from '../draw/picture.js';
import type { SampleSet } from '../forms/form.js';
import type { Random } from '../truth/random.js';

/** Sentences of office papers. The sets share none. */
export const PROSE: Readonly<Record<SampleSet, readonly string[]>> = {
  fit: [
    '各部门请于本周五下班前将报销单交至财务室，逾期顺延至下月处理。',
    '会议决定由行政部负责采购，预算不得超过年初核定的数额。',
    '设备到货后请当场清点数量并签收，如有破损立即拍照留存。',
    '本协议一式两份，双方各执一份，自签字之日起生效。',
    '出差住宿标准按城市分档执行，超出部分由个人承担。',
    '仓库盘点时间为每月最后一个工作日，请提前安排人手。',
  ],
  measure: [
    '请将快递单号登记在台账中，并在到货后通知申请人领取。',
    '项目验收资料包括测试报告、用户手册和培训签到表。',
    '租赁期满前三十日内，乙方可以书面形式提出续租。',
    '食堂自下周一起调整供餐时间，午餐提前至十一点半开始。',
    '本月考勤结果已公布，如有疑问请在三日内反馈人事专员。',
    '培训课件将发送至各位邮箱，未收到者请联系主办单位。',
  ],
};

const POINTS = 72 / 25.4;
const DARK: Ink = [40, 40, 44];

const money = (random: Random) => `${random.whole(1, 98000)}.${random.digits(2)}`;

/** A few rows of figures, as price lists have them. */
const figures = (random: Random) =>
  `${random.whole(1, 40)}    ${random.pick(['A', 'B', 'K', 'T'])}-${random.digits(4)}    ${random.whole(1, 200)}    ${money(random)}`;

export type Draw = (canvas: Canvas, faces: Faces) => void;

/** Draws a page of `width` by `height` mm and gives its pixels. */
export async function drawnPage(width: number, height: number, perMm: number, draw: Draw): Promise<Raster> {
  const document = await PDFDocument.create({ updateMetadata: false });
  const faces = await embedFaces(document, 'screen');
  const page = document.addPage([width * POINTS, height * POINTS]);
  draw(new Canvas(page, height), faces);
  return rasterOf(await document.save(), perMm * 25.4);
}

/** A page of a letter or a list, `perMm` pixels a millimetre. */
export function officePage(
  width: number,
  height: number,
  perMm: number,
  set: SampleSet,
  random: Random,
): Promise<Raster> {
  return drawnPage(width, height, perMm, (canvas, faces) => {
    const style = { face: faces.value, size: 4, ink: DARK };
    canvas.text(random.pick(['通知', '会议纪要', '采购清单', '说明']), width / 2, 14, {
      ...style,
      size: 8,
      align: 'center',
    });
    for (let y = 32; y < height - 14; y += 7) {
      const text = random.next() < 0.75 ? random.pick(PROSE[set]) : figures(random);
      canvas.text(text, 16, y, { ...style, fit: width - 32 });
    }
  });
}

/** The lines of a program's answer about some other document, as JSON. */
export function jsonLines(random: Random): string[] {
  const entry = (key: string, value: string) => `  "${key}": "${value}",`;
  return [
    '{',
    entry('log_id', random.digits(19)),
    `  "words_result_num": ${random.whole(8, 40)},`,
    entry('status', 'finished'),
    entry('AmountInFiguers', money(random)),
    entry('InvoiceNum', random.digits(8)),
    entry('InvoiceCode', random.digits(12)),
    entry('CheckCode', random.digits(20)),
    entry('InvoiceDate', `20${random.whole(17, 24)}-0${random.whole(1, 9)}-1${random.whole(0, 9)}`),
    entry('request_id', `${random.digits(8)}-${random.digits(4)}`),
    `  "elapsed_ms": ${random.whole(80, 900)}`,
    '}',
  ];
}
