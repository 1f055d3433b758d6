/** A reading as a person wants it on a terminal. */
import { tableOf, wrapped } from '../control/tables.js';
import type { DocumentReading } from '../document/report.js';
import type { Slip } from '../document/slip.js';
import { FIELD_NAMES, FIELDS } from '../invoice/fields.js';
import { KINDS } from '../invoice/kinds.js';
import { describeContents } from './describe-contents.js';

/** A line of `read --json` (CONTRACT). `sha256` is null where the file could not be opened at all. */
export type FileReading = { readonly file: string; readonly sha256: string | null } & Omit<
  DocumentReading,
  'cpuSeconds'
>;

const SOURCES: Readonly<Record<string, string>> = {
  qr: '二维码',
  text: '文字层',
  'ocr:paddle': '识别',
  'ocr:tesseract': '识别 (tesseract)',
  rule: '推算',
  ledger: '底账',
  person: '人工',
};

/** Together with the other columns these fit a terminal of 120 columns. */
const VALUE_COLUMNS = 48;
const ITEM_COLUMNS = 36;

const RESULTS = { holds: '✓', broken: '✗', unknown: '?' } as const;
const SEVERITIES = { E: '错误 error', W: '警告 warning', I: '提示 note' } as const;

/** Head, what of its files and pages is no invoice, then a table of fields for each slip, its lines and what its checks found. Ends with a line end. */
export function describeReading(reading: FileReading): string {
  const { file, carrier, pages, refusal, slips, ms } = reading;
  if (refusal !== null) {
    return `${file}: 拒读 refused [${refusal.code}] ${refusal.message}\n  → ${refusal.remedy}\n`;
  }
  const head = `${file}: ${carrier ?? ''} · ${pages} 页 · ${slips.length} 张票 · ${(ms.total / 1000).toFixed(1)} s`;
  return `${[head, ...describeContents(reading), ...slips.map(describeSlip)].join('\n')}\n`;
}

function describeSlip(slip: Slip): string {
  const { id, kind, pages, member, fields, lines, findings } = slip;
  const { chinese, english } = KINDS[kind];
  const where = member === null ? '' : ` · ${member}`;
  const parts = [`#${id} ${chinese} ${english} · 第 ${pages.join('、')} 页${where}`];
  const rows = FIELD_NAMES.flatMap((name) => {
    const field = fields[name];
    if (field === undefined) return [];
    const { value, confidence, source, accepted } = field;
    const sure = `${(confidence * 100).toFixed(1)} %`;
    const label = `${FIELDS[name].chinese} ${name}`;
    return [[label, wrapped(value, VALUE_COLUMNS), sure, SOURCES[source] ?? source, accepted ? '✓' : '?']];
  });
  parts.push(tableOf(['字段 Field', '值 Value', '置信度', '来源 Source', ''], rows));
  if (lines.length > 0) parts.push(describeLines(slip));
  for (const { id: check, result, severity, message } of findings) {
    // What holds is said in one word below; what does not is said in full.
    if (result !== 'holds') parts.push(`  ${RESULTS[result]} ${check} ${SEVERITIES[severity]}: ${message}`);
  }
  const held = findings.filter(({ result }) => result === 'holds').length;
  if (held > 0) parts.push(`  ${RESULTS.holds} ${held} 项检查通过 checks hold`);
  return parts.join('\n');
}

function describeLines({ lines }: Slip): string {
  return tableOf(
    ['项目名称 Item', '规格', '单位', '数量', '单价', '金额', '税率', '税额'],
    lines.map(({ name, spec, unit, quantity, unitPrice, amount, taxRate, taxAmount }) => [
      wrapped(name, ITEM_COLUMNS),
      ...[spec, unit, quantity, unitPrice, amount, taxRate, taxAmount].map((cell) => cell ?? ''),
    ]),
  );
}
