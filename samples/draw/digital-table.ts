/** The goods on a 数电票: its eight columns, and those that 建筑服务 and 不动产 put in their place. */
import { formatMoney } from '../../src/invoice/money.js';
import type { SampleInvoice, SampleLine } from '../truth/invoice.js';
import type { Canvas, Ink } from './canvas.js';
import type { Faces } from './faces.js';
import { BLACK, broken, taxText } from './layout.js';

const MAROON: Ink = [128, 0, 0];
/** Pitch of the item rows. */
export const STEP = 4.5;

/** Left edges of the eight columns, and the right edge of the last. */
const COLUMNS = [4.5, 41.5, 65.5, 77.5, 102.5, 127.5, 153.5, 178.5, 205.5] as const;

const USUAL: readonly (readonly [string, number])[] = [
  ['项目名称', 15.5],
  ['规格型号', 41.6],
  ['单 位', 66.5],
  ['数 量', 92.5],
  ['单 价', 117.5],
];
const SUMS: readonly (readonly [string, number])[] = [
  ['金 额', 143],
  ['税率/征收率', 157],
  ['税 额', 194],
];
const HEADINGS = {
  usual: USUAL,
  construction: [
    ['项目名称', 15.5],
    ['建筑服务发生地', 48],
    ['建筑项目名称', 93],
  ],
  property: [
    ['项目名称', 13],
    ['产权证书/不动产权证号', 38],
    ['面积单位', 71],
    ['数 量', 94],
    ['单 价', 117.5],
  ],
} as const satisfies Record<string, readonly (readonly [string, number])[]>;

const layoutOf = ({ special }: SampleInvoice) => special?.columns ?? 'usual';

export function drawHeadings(canvas: Canvas, faces: Faces, invoice: SampleInvoice): void {
  const style = { face: faces.label, size: 3.175, ink: MAROON };
  for (const [text, x] of [...HEADINGS[layoutOf(invoice)], ...SUMS]) canvas.text(text, x, 53, style);
}

/** Text broken to a column, with the field it is the value of, where it is one. */
interface Wrapped {
  readonly x: number;
  readonly rows: readonly string[];
  readonly as?: 'projectPlace' | 'projectName';
}

/** The columns of a line whose text is broken: the name, and what stands next to it. */
function wrappedIn(faces: Faces, invoice: SampleInvoice, line: SampleLine): Wrapped[] {
  const wrap = (text: string, x: number, end: number): Wrapped => ({
    x: x + 0.5,
    rows: broken(text, faces.value, 3.175, end - x - 1),
  });
  const { special } = invoice;
  switch (layoutOf(invoice)) {
    case 'construction':
      return [
        wrap(line.name, COLUMNS[0], 44),
        { ...wrap(special?.fields.projectPlace ?? '', 44, 82), as: 'projectPlace' },
        { ...wrap(special?.fields.projectName ?? '', 82, 126), as: 'projectName' },
      ];
    case 'property':
      return [wrap(line.name, COLUMNS[0], 38), wrap(special?.certificate ?? '', 38, 70)];
    default:
      return [wrap(line.name, COLUMNS[0], COLUMNS[1]), wrap(line.spec, COLUMNS[1], COLUMNS[2])];
  }
}

/** How many rows a line takes. */
export const rowsOf = (faces: Faces, invoice: SampleInvoice, line: SampleLine): number =>
  Math.max(...wrappedIn(faces, invoice, line).map(({ rows }) => rows.length));

/** Draws one line of goods and says how many rows it took. */
export function drawItem(
  canvas: Canvas,
  faces: Faces,
  invoice: SampleInvoice,
  line: SampleLine,
  y: number,
): number {
  const style = { face: faces.value, size: 3.175, ink: BLACK };
  const wrapped = wrappedIn(faces, invoice, line);
  const most = rowsOf(faces, invoice, line);
  for (let index = 0; index < most; index++) {
    for (const { x, rows, as } of wrapped) {
      canvas.text(rows[index] ?? '', x, y + index * STEP, { ...style, ...(as === undefined ? {} : { as }) });
    }
  }
  const middle = layoutOf(invoice) === 'property' ? 77 : (COLUMNS[2] + COLUMNS[3]) / 2;
  const right = { ...style, align: 'right', fit: 22 } as const;
  if (layoutOf(invoice) !== 'construction') {
    canvas.text(line.unit, middle, y, { ...style, align: 'center' });
    canvas.text(line.quantity, COLUMNS[4] - 0.8, y, right);
    canvas.text(line.unitPrice, COLUMNS[5] - 0.8, y, right);
  }
  canvas.text(formatMoney(line.amount), COLUMNS[6] - 0.8, y, right);
  canvas.text(line.rate, (COLUMNS[6] + COLUMNS[7]) / 2, y, { ...style, align: 'center' });
  canvas.text(taxText(line.tax), COLUMNS[8] - 0.5, y, right);
  return most;
}
