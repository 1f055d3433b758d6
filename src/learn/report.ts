/** An evaluation as text. Totals only, so that the table may be shown where the invoices may not. */
import { FIELD_NAMES } from '../invoice/fields.js';
import type { Evaluation, FieldShare, Share } from './evaluation.js';
import type { Fitted } from './fit.js';
import type { ReliabilityBin } from './reliability-table.js';

/** The tables of `yanpiao eval`. */
export function formatEvaluation(evaluation: Evaluation): string {
  return [
    table(
      ['field', ...FIELD_HEAD],
      [...fieldRows(evaluation.fields), fieldRow('all fields', evaluation.all)],
    ),
    table(['kind', 'n', 'exact', '%', 'fields', 'exact', '%'], kindRows(evaluation)),
    ...lineTables(evaluation),
    table(['', 'n', 'exact', '%'], wholeRows(evaluation)),
    reliabilityTable('confidence', evaluation.reliability),
    ...sourceTables(evaluation),
    [
      `files ${evaluation.files}, refused ${evaluation.refused}, crashed ${evaluation.crashed}, spurious slips ${evaluation.spurious}, ECE ${evaluation.ece.toFixed(3)}`,
      `seconds a file: median ${evaluation.secondsPerFile.median}, p95 ${evaluation.secondsPerFile.p95}; CPU seconds: median ${evaluation.cpuSecondsPerFile.median}, p95 ${evaluation.cpuSecondsPerFile.p95}`,
    ].join('\n'),
  ].join('\n\n');
}

const FIELD_HEAD = ['n', 'exact', '%', 'accepted', '%', 'accepted and wrong'] as const;

const fieldRow = (name: string, share: FieldShare): string[] => [
  name,
  ...shareCells(share),
  String(share.accepted),
  percent(share.accepted, share.n),
  String(share.acceptedWrong),
];

function fieldRows(fields: Evaluation['fields']): string[][] {
  return FIELD_NAMES.flatMap((name) => {
    const share = fields[name];
    return share === undefined ? [] : [fieldRow(name, share)];
  });
}

/** Each kind: how often it was told rightly, and its fields taken together. */
function kindRows({ kinds, kindFields }: Evaluation): string[][] {
  return Object.entries(kinds).map(([kind, share]) => {
    const fields = Object.values(kindFields[kind] ?? {});
    return [kind, ...shareCells(share), ...shareCells(sumOf(fields))];
  });
}

const sumOf = (shares: readonly Share[]): Share =>
  shares.reduce<Share>((sum, { n, exact }) => ({ n: sum.n + n, exact: sum.exact + exact }), {
    n: 0,
    exact: 0,
  });

function lineTables({ lineCells }: Evaluation): string[] {
  const rows = Object.entries(lineCells).map(([column, share]) => [column, ...shareCells(share)]);
  return rows.length === 0 ? [] : [table(['cell of a line', 'n', 'exact', '%'], rows)];
}

function wholeRows(evaluation: Evaluation): string[][] {
  const rows: [string, Share][] = [
    ['whole header', evaluation.headerExact],
    ['…what it is verified by', evaluation.coreExact],
    ['whole invoice with lines', evaluation.invoiceExact],
    ['all lines', evaluation.linesExact],
    ['line count', evaluation.lineItems],
    ['QR text', evaluation.qr],
  ];
  return rows.filter(([, { n }]) => n > 0).map(([name, share]) => [name, ...shareCells(share)]);
}

const reliabilityTable = (name: string, bins: readonly ReliabilityBin[]): string =>
  table(
    [name, 'n', 'right', '%', 'said %'],
    bins
      .filter(({ n }) => n > 0)
      .map((bin) => [`${bin.from}-${bin.to}`, ...shareCells(bin), (100 * bin.confidence).toFixed(1)]),
  );

/** Source by source: what it spoke for, then its own reliability; only where there is more than one to tell apart. */
function sourceTables({ sources }: Evaluation): string[] {
  const entries = Object.entries(sources);
  if (entries.length < 2) return [];
  return [
    table(
      ['source', ...FIELD_HEAD, 'ECE'],
      entries.map(([source, counted]) => [...fieldRow(source, counted), counted.ece.toFixed(3)]),
    ),
    ...entries.map(([source, { bins }]) => reliabilityTable(source, bins)),
  ];
}

const shareCells = ({ n, exact }: Share): string[] => [String(n), String(exact), percent(exact, n)];

const percent = (part: number, whole: number): string =>
  whole === 0 ? '-' : ((100 * part) / whole).toFixed(1);

/** A Markdown table, figures to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((cell, i) => Math.max(cell.length, 3, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join(' | ')} |`;
  const rule = `|${widths.map((width, i) => (i === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}

/** What a fit came to: the reliability before and after, and the threshold. */
export function formatFit({ models, fields, before, after }: Fitted): string {
  const [was, is] = [before.result(), after.result()];
  const { accept, errorRate } = models.thresholds;
  return [
    `before: ECE ${was.ece.toFixed(3)}`,
    reliabilityTable('confidence', was.bins),
    `after (files that were not counted): ECE ${is.ece.toFixed(3)}`,
    reliabilityTable('confidence', is.bins),
    `fields ${fields}; accepted from ${accept.toFixed(4)} on, for ${errorRate} wrong`,
  ].join('\n\n');
}
