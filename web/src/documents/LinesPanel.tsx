/** The goods, services, passages or legs, and below them the three sums, each by its own name. */
import { Fragment } from 'react';
import type { SlipAnswer, SlipLine } from '../api/types.js';
import { quantity, sumMoney } from '../format/numbers.js';
import { useI18n } from '../i18n/index.js';
import { printsLines } from '../i18n/labels.js';
import { Money } from '../ui/Money.js';
import { Panel } from '../ui/Panel.js';
import styles from './lines.module.css';

export function LinesPanel({ slip }: { slip: SlipAnswer }) {
  const { text } = useI18n();
  const { lines } = slip;
  const net = slip.fields.netTotal?.value ?? sumOf(lines, 'amount');
  const tax = slip.fields.taxTotal?.value ?? sumOf(lines, 'taxAmount');
  const gross = slip.fields.grossTotal?.value ?? null;
  if (lines.length === 0 && (!printsLines(slip.kind) || (gross === null && net === null))) return null;
  const sums = net !== null || tax !== null || COLUMNS.some((column) => hasColumn(lines, column));
  return (
    <Panel title={text.lines.heading} aside={lines.length > 0 && text.lines.count(lines.length)}>
      {lines.length === 0 ? <p className={styles.none}>{text.lines.none}</p> : <Lines lines={lines} />}
      <dl className={styles.totals}>
        {sums && <Total label={text.lines.net} value={net} />}
        {sums && <Total label={text.lines.tax} value={tax} />}
        <Total label={text.lines.gross} value={gross} strong />
      </dl>
    </Panel>
  );
}

const COLUMNS = ['amount', 'taxRate', 'taxAmount'] as const;
type Column = (typeof COLUMNS)[number];

const hasColumn = (lines: readonly SlipLine[], column: Column) =>
  lines.some((line) => line[column] !== undefined);

/** Only the columns that some line fills: the legs of a flight have none of them. */
export function Lines({ lines }: { lines: readonly SlipLine[] }) {
  const { text } = useI18n();
  const columns = COLUMNS.filter((column) => hasColumn(lines, column));
  const legs = lines.every((line) => line.flight !== undefined);
  return (
    <table className={styles.lines}>
      <thead>
        <tr>
          <th scope="col">{legs ? text.lines.leg : text.lines.name}</th>
          {columns.map((column) => (
            <th key={column} scope="col" className={styles.right}>
              {text.lines[column]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lines.map((line, index) => (
          // Lines have no id; their order is the invoice's.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <tr key={index}>
            <td>
              <span className={styles.name}>{line.name}</span>
              <LineDetail line={line} />
            </td>
            {columns.map((column) => (
              <td key={column} className={`${styles.right} figures`}>
                <Value line={line} column={column} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Value({ line, column }: { line: SlipLine; column: Column }) {
  const value = line[column];
  if (value === undefined || column === 'taxRate') return value;
  return <Money value={value} />;
}

/** `M-200 · 2 台 × ¥1,000.00`; of a toll passage vehicle and days, of a flight's leg what its ticket says. */
function LineDetail({ line }: { line: SlipLine }) {
  const joined = (by: string, ...some: (string | undefined)[]) =>
    some.filter((part) => part !== undefined && part !== '').join(by);
  const count = line.quantity === undefined ? '' : joined(' ', quantity(line.quantity), line.unit);
  const price = line.unitPrice === undefined ? '' : `¥${quantity(line.unitPrice)}`;
  const parts = [
    line.spec,
    joined(' × ', count, price),
    line.plateNumber,
    line.vehicleType,
    joined(' – ', line.passDateFrom, line.passDateTo),
    joined(' ', line.carrier, line.flight),
    line.class,
    joined(' ', line.date, line.time),
  ].filter((part) => part !== undefined && part !== '');
  if (parts.length === 0) return null;
  return (
    <span className={`${styles.detail} figures`}>
      {parts.map((part, index) => (
        // Parts never change places.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <Fragment key={index}>
          {index > 0 && ' · '}
          <span className={styles.part}>{part}</span>
        </Fragment>
      ))}
    </span>
  );
}

function Total({ label, value, strong = false }: { label: string; value: string | null; strong?: boolean }) {
  const { text } = useI18n();
  return (
    <div className={strong ? styles.strong : undefined}>
      <dt>{label}</dt>
      <dd>{value === null ? text.common.dash : <Money value={value} />}</dd>
    </div>
  );
}

/** The sum of a column, where every line has it; a part of a sum would mislead. */
function sumOf(lines: readonly SlipLine[], column: 'amount' | 'taxAmount'): string | null {
  const values = lines.flatMap((line) => line[column] ?? []);
  return lines.length > 0 && values.length === lines.length ? sumMoney(values) : null;
}
