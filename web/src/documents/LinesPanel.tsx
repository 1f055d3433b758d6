/** The goods or services, and below them the three sums, each by its own name. */
import type { SlipAnswer, SlipLine } from '../api/types.js';
import { quantity, sumMoney } from '../format/numbers.js';
import { useI18n } from '../i18n/index.js';
import { Money } from '../ui/Money.js';
import { Panel } from '../ui/Panel.js';
import styles from './lines.module.css';

export function LinesPanel({ slip }: { slip: SlipAnswer }) {
  const { text } = useI18n();
  const { lines } = slip;
  const net = slip.fields.netTotal?.value ?? sumOf(lines, 'amount');
  const tax = slip.fields.taxTotal?.value ?? sumOf(lines, 'taxAmount');
  const gross = slip.fields.grossTotal?.value ?? null;
  if (lines.length === 0 && gross === null && net === null) return null;
  return (
    <Panel title={text.lines.heading} aside={lines.length > 0 && text.lines.count(lines.length)}>
      {lines.length === 0 ? <p className={styles.none}>{text.lines.none}</p> : <Lines lines={lines} />}
      <dl className={styles.totals}>
        <Total label={text.lines.net} value={net} />
        <Total label={text.lines.tax} value={tax} />
        <Total label={text.lines.gross} value={gross} strong />
      </dl>
    </Panel>
  );
}

function Lines({ lines }: { lines: readonly SlipLine[] }) {
  const { text } = useI18n();
  return (
    <table className={styles.lines}>
      <thead>
        <tr>
          <th scope="col">{text.lines.name}</th>
          <th scope="col" className={styles.right}>
            {text.lines.amount}
          </th>
          <th scope="col" className={styles.right}>
            {text.lines.taxRate}
          </th>
          <th scope="col" className={styles.right}>
            {text.lines.taxAmount}
          </th>
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
            <td className={styles.right}>{line.amount !== undefined && <Money value={line.amount} />}</td>
            <td className={`${styles.right} figures`}>{line.taxRate}</td>
            <td className={styles.right}>
              {line.taxAmount !== undefined && <Money value={line.taxAmount} />}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
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
  return parts.length === 0 ? null : <span className={`${styles.detail} figures`}>{parts.join(' · ')}</span>;
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
