import type { VerdictCandidate } from '../api/types.js';
import { percent } from '../format/numbers.js';
import { useI18n } from '../i18n/index.js';
import { Money } from '../ui/Money.js';
import styles from './verdict.module.css';

/** Ledger entries that look alike. Suggestions, and said to be. */
export function Candidates({ candidates }: { candidates: readonly VerdictCandidate[] }) {
  const { text } = useI18n();
  return (
    <div className={styles.candidates}>
      <h3>{text.verdict.candidates}</h3>
      <p className={styles.quiet}>{text.verdict.candidatesHint}</p>
      <ul>
        {candidates.map((one) => (
          <li key={one.ledgerId}>
            <span className={styles.candidateMain}>
              <span className="figures">
                {[one.invoiceCode, one.invoiceNumber].filter((part) => part !== null).join(' ')}
              </span>
              <span className={styles.quiet}>
                {one.sellerName ?? text.common.dash} · {one.issueDate ?? text.common.dash}
              </span>
            </span>
            <span className={styles.candidateEnd}>
              {one.grossTotal !== null && <Money value={one.grossTotal} />}
              <span className={styles.quiet}>{text.verdict.likeness(percent(one.probability))}</span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
