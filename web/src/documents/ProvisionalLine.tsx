/** What the QR said while the page is still being read: in the place where the result will stand, and marked as early. */
import type { ProgressAnswer } from '../api/types.js';
import { useI18n } from '../i18n/index.js';
import { kindLabel } from '../i18n/labels.js';
import { Money } from '../ui/Money.js';
import { Pill } from '../ui/Pill.js';
import styles from './provisional.module.css';

export function ProvisionalLine({ progress }: { progress: ProgressAnswer | null }) {
  const { text, language } = useI18n();
  const answers = progress?.provisional ?? [];
  return answers.map(({ page, kind, invoiceCode, invoiceNumber, issueDate, amount, amountBasis }) => (
    <span
      key={`${page} ${invoiceCode ?? ''} ${invoiceNumber ?? ''}`}
      className={`${styles.line} figures`}
      title={text.documents.provisionalHint}
      data-testid="provisional"
    >
      <Pill tone="wait">{text.documents.provisional}</Pill>
      {kind !== null && <span>{kindLabel(kind, language)}</span>}
      {invoiceNumber !== null && <span>{invoiceNumber}</span>}
      {issueDate !== null && <span>{issueDate}</span>}
      {amount !== null && (
        <span>
          <Money value={amount} />
          {amountBasis === 'net' && <small> {text.documents.net}</small>}
        </span>
      )}
    </span>
  ));
}
