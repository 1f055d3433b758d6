import type { SlipAnswer } from '../api/types.js';
import { OutcomePill } from '../documents/OutcomePill.js';
import { useI18n } from '../i18n/index.js';
import { kindLabel } from '../i18n/labels.js';
import { Money } from '../ui/Money.js';
import { Pill } from '../ui/Pill.js';
import styles from './contents.module.css';
import { pageRanges } from './model.js';

/** What of a slip a person picks it by. */
export function SlipRow({
  slip,
  current,
  onChoose,
}: {
  slip: SlipAnswer;
  current: boolean;
  onChoose: () => void;
}) {
  const { text, language } = useI18n();
  const { fields, verdict } = slip;
  const total = totalOf(slip);
  const seller = fields.sellerName?.value ?? fields.company?.value ?? fields.issuer?.value ?? '';
  return (
    <button
      type="button"
      className={styles.slip}
      aria-current={current ? 'true' : undefined}
      data-testid="slip-row"
      onClick={onChoose}
    >
      <span className={`${styles.slipPages} figures`}>
        <span className="visually-hidden">{text.contents.onPages(pageRanges(slip.pages))}</span>
        <span aria-hidden title={text.contents.onPages(pageRanges(slip.pages))}>
          {pageRanges(slip.pages)}
        </span>
      </span>
      <span className={styles.slipLine}>
        <span className={styles.slipName}>{seller === '' ? kindLabel(slip.kind, language) : seller}</span>
        {total !== null && <Money value={total} />}
      </span>
      <span className={styles.slipLine}>
        <span className={`${styles.slipFacts} figures`}>
          {fields.invoiceNumber?.value || text.contents.noNumber}
        </span>
        {verdict === null ? (
          <Pill tone="wait">{text.contents.unchecked}</Pill>
        ) : (
          <OutcomePill outcome={verdict.outcome} state={verdict.state} />
        )}
      </span>
    </button>
  );
}

/** What was paid, by whatever name the kind has for it; null where it was not read. */
function totalOf({ fields }: SlipAnswer): string | null {
  const found = fields.grossTotal ?? fields.carTotal ?? fields.fare ?? fields.faceAmount ?? fields.netTotal;
  return found === undefined || found.value === '' ? null : found.value;
}
