/** The measured figures as tables beside each other, for a terminal or for docs/speed.md. */
import { ENGINES, type EngineName } from './messages.js';

/** One engine on the images of one class. */
export interface ClassResult {
  readonly engine: EngineName;
  readonly images: string;
  readonly count: number;
  /** Seconds a page. */
  readonly cpu: Spread;
  readonly wall: Spread;
  /** Seconds until the provisional answer from the QR; `null` where no page had one. */
  readonly provisional: Spread | null;
  readonly startCpuSeconds: number;
  readonly peakBytes: number;
  /** Fields counted; found in the page's text; extracted exactly (`null`: it extracts none). */
  readonly fields: number;
  readonly found: number;
  readonly exact: number | null;
}

export interface Spread {
  readonly median: number;
  readonly p95: number;
}

/** Nearest rank. NaN without values. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
  return { median: at(0.5), p95: at(0.95) };
}

const HEAD = [
  'images',
  'reader',
  'n',
  'CPU s median',
  'CPU s p95',
  'wall s median',
  'wall s p95',
  'peak MB',
  'start CPU s',
  'fields found in its text',
  'fields extracted exactly',
  'provisional s',
] as const;

const seconds = (value: number) => value.toFixed(2);
const megabytes = (bytes: number) => String(Math.round(bytes / 1e6));
const share = (right: number, of: number) =>
  `${((100 * right) / Math.max(1, of)).toFixed(1)} % (${right} of ${of})`;

function cellsOf(result: ClassResult): string[] {
  const { engine, images, count, cpu, wall, provisional, fields, found, exact } = result;
  const floor = engine === 'decode';
  return [
    images,
    floor ? 'decode only (sharp)' : engine,
    String(count),
    seconds(cpu.median),
    seconds(cpu.p95),
    seconds(wall.median),
    seconds(wall.p95),
    megabytes(result.peakBytes),
    seconds(result.startCpuSeconds),
    floor ? '–' : share(found, fields),
    exact === null ? '–' : share(exact, fields),
    provisional === null ? '–' : seconds(provisional.median),
  ];
}

/** A Markdown table that reads well as plain text, too. */
export function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => (i < 2 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join(' | ')} |`;
  const rule = widths.map((width, i) => `${'-'.repeat(width + 1)}${i < 2 ? '-' : ':'}`);
  return [line(head), `|${rule.join('|')}|`, ...rows.map(line)].join('\n');
}

export const speedTable = (results: readonly ClassResult[]): string => tableOf(HEAD, results.map(cellsOf));

/** Everything that one engine read, class after class. Medians of all pages are those of `pages`. */
export interface Total {
  readonly cpu: readonly number[];
  readonly peakBytes: number;
  readonly fields: number;
  /** By its own measure: extracted by ours, found in the text of the others. */
  readonly right: number;
  readonly found: number;
}

/** What is aimed at, and what was measured: ours by what it extracts, the rivals by the text that holds it. */
export function targetTable(totals: ReadonlyMap<EngineName, Total>): string | null {
  const ours = totals.get('yanpiao');
  if (ours === undefined) return null;
  const rows: string[][] = [];
  const row = (target: string, against: string, measured: string, met: boolean) =>
    rows.push([target, against, measured, met ? 'yes' : 'no']);
  const wrong = ({ fields, right }: Total) => fields - right;
  const cpuOf = ({ cpu }: Total) => cpu.reduce((sum, one) => sum + one, 0);
  for (const engine of ENGINES) {
    const rival = totals.get(engine);
    if (rival === undefined || engine === 'yanpiao' || engine === 'decode') continue;
    const cpu = cpuOf(ours) / cpuOf(rival);
    const fieldsSaid = `${wrong(ours)} wrong against ${wrong(rival)}`;
    const cpuSaid = `${cpu.toFixed(2)} of its CPU time`;
    if (engine === 'tesseract.js') {
      row('at most a quarter of its wrong fields', engine, fieldsSaid, wrong(ours) <= wrong(rival) / 4);
      row('no slower', engine, cpuSaid, cpu <= 1);
    } else {
      row('no field fewer', engine, fieldsSaid, wrong(ours) <= wrong(rival));
      row('at most a third of its CPU time', engine, cpuSaid, cpu <= 1 / 3);
      const memory = ours.peakBytes / rival.peakBytes;
      row('at most a sixth of its memory', engine, `${memory.toFixed(2)} of its peak`, memory <= 1 / 6);
    }
  }
  row('at most 700 MB a worker', '–', `${megabytes(ours.peakBytes)} MB at most`, ours.peakBytes <= 700e6);
  return tableOf(['target', 'against', 'measured', 'met'], rows);
}
