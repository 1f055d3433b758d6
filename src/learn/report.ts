/** An evaluation as text. Totals only, so that the table may be shown where the invoices may not. */
import { FIELD_NAMES } from '../invoice/fields.js';
import type { Evaluation, Share } from './evaluate.js';

/** The tables of `yanpiao eval`. */
export function formatEvaluation(evaluation: Evaluation): string {
  const fields = FIELD_NAMES.flatMap((name) => {
    const share = evaluation.fields[name];
    return share === undefined ? [] : [{ name, share }];
  });
  const total = fields.reduce(
    (sum, { share }) => ({
      n: sum.n + share.n,
      exact: sum.exact + share.exact,
      accepted: sum.accepted + share.accepted,
      acceptedWrong: sum.acceptedWrong + share.acceptedWrong,
    }),
    { n: 0, exact: 0, accepted: 0, acceptedWrong: 0 },
  );
  const whole: [string, Share][] = [
    ['whole header', evaluation.headerExact],
    ['line count', evaluation.lineItems],
    ['QR text', evaluation.qr],
  ];
  return [
    table(
      ['field', 'n', 'exact', '%', 'accepted', 'accepted and wrong'],
      [...fields, { name: 'all fields', share: total }].map(({ name, share }) => [
        name,
        ...shareCells(share),
        String(share.accepted),
        String(share.acceptedWrong),
      ]),
    ),
    table(
      ['kind', 'n', 'exact', '%'],
      Object.entries(evaluation.kinds).map(([kind, share]) => [kind, ...shareCells(share)]),
    ),
    table(
      ['', 'n', 'exact', '%'],
      whole.map(([name, share]) => [name, ...shareCells(share)]),
    ),
    table(
      ['confidence', 'n', 'right', '%', 'said %'],
      evaluation.reliability
        .filter(({ n }) => n > 0)
        .map((bin) => [`${bin.from}-${bin.to}`, ...shareCells(bin), (100 * bin.confidence).toFixed(1)]),
    ),
    [
      `files ${evaluation.files}, refused ${evaluation.refused}, crashed ${evaluation.crashed}, spurious slips ${evaluation.spurious}, ECE ${evaluation.ece.toFixed(3)}`,
      `seconds a file: median ${evaluation.secondsPerFile.median}, p95 ${evaluation.secondsPerFile.p95}; CPU seconds: median ${evaluation.cpuSecondsPerFile.median}, p95 ${evaluation.cpuSecondsPerFile.p95}`,
    ].join('\n'),
  ].join('\n\n');
}

const shareCells = ({ n, exact }: Share): string[] => [
  String(n),
  String(exact),
  n === 0 ? '-' : ((100 * exact) / n).toFixed(1),
];

/** A Markdown table, figures to the right. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((cell, i) => Math.max(cell.length, 3, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join(' | ')} |`;
  const rule = `|${widths.map((width, i) => (i === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}
