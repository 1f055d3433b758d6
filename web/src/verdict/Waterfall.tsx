/** Why the ledger's entry is, or is not, this invoice: a bar for each field, from the first guess to the probability. */
import { useState } from 'react';
import type { SlipVerdict } from '../api/types.js';
import { percent } from '../format/numbers.js';
import { useI18n } from '../i18n/index.js';
import { fullFieldLabel } from '../i18n/labels.js';
import { usePrinting } from '../ui/usePrinting.js';
import { barOf, probabilityOf, type Step, type Waterfall as Steps, waterfallOf } from './waterfall.js';
import styles from './waterfall.module.css';

const ONE_PLACE = 1;

/** `+4.2`, with a true minus sign. */
const signed = (bits: number): string => `${bits < 0 ? '−' : '+'}${Math.abs(bits).toFixed(ONE_PLACE)}`;

export function Waterfall({ verdict }: { readonly verdict: Pick<SlipVerdict, 'reasons' | 'priorBits'> }) {
  const { text } = useI18n();
  const printing = usePrinting();
  const [open, setOpen] = useState(false);
  const waterfall = waterfallOf(verdict.reasons, verdict.priorBits);
  if (waterfall === null) return null;
  return (
    <details
      className={styles.why}
      open={open || printing}
      onToggle={({ currentTarget }) => {
        if (!printing) setOpen(currentTarget.open);
      }}
    >
      <summary>{text.waterfall.title}</summary>
      <p className="hint">{text.waterfall.hint}</p>
      <table className={styles.steps}>
        <thead className="visually-hidden">
          <tr>
            <th scope="col">{text.waterfall.step}</th>
            <th scope="col">{text.waterfall.bar}</th>
            <th scope="col">{text.waterfall.bits}</th>
          </tr>
        </thead>
        <tbody>
          {waterfall.steps.map((step) => (
            <StepRow key={step.field} step={step} waterfall={waterfall} />
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{text.waterfall.total}</th>
            <td>
              <Bar step={{ from: 0, to: waterfall.total }} waterfall={waterfall} className={styles.total} />
            </td>
            <td className="figures">
              {signed(waterfall.total)}
              <strong>{percent(probabilityOf(waterfall.total))}</strong>
            </td>
          </tr>
        </tfoot>
      </table>
    </details>
  );
}

function StepRow({ step, waterfall }: { readonly step: Step; readonly waterfall: Steps }) {
  const { text, language } = useI18n();
  const kind = step.field === 'prior' ? styles.prior : step.bits < 0 ? styles.against : styles.for;
  return (
    <tr>
      <th scope="row">
        {step.field === 'prior' ? text.waterfall.prior : fullFieldLabel(step.field, language)}
      </th>
      <td>
        <Bar step={step} waterfall={waterfall} className={kind} />
      </td>
      <td className="figures">{signed(step.bits)}</td>
    </tr>
  );
}

function Bar({
  step,
  waterfall,
  className,
}: {
  readonly step: Pick<Step, 'from' | 'to'>;
  readonly waterfall: Steps;
  readonly className: string | undefined;
}) {
  const { left, width } = barOf(step, waterfall);
  const zero = barOf({ from: 0, to: 0 }, waterfall).left;
  return (
    <span className={styles.track} aria-hidden>
      <span className={styles.zero} style={{ left: `${zero}%` }} />
      <span className={`${styles.bar} ${className ?? ''}`} style={{ left: `${left}%`, width: `${width}%` }} />
    </span>
  );
}
