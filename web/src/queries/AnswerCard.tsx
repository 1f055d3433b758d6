/** What the ledger answered to a question: the verdict, how fresh it is, and what is still missing. */
import type { PictureSlip, QueryAnswer } from '../api/types.js';
import { VerdictBody } from '../documents/VerdictCard.js';
import { moment } from '../format/dates.js';
import { useI18n } from '../i18n/index.js';
import { fullFieldLabel } from '../i18n/labels.js';
import { InvoiceTable } from '../ledger/InvoiceTable.js';
import { Notice } from '../ui/Notice.js';
import styles from './queries.module.css';

export function AnswerCard({ answer }: { readonly answer: QueryAnswer | PictureSlip }) {
  const { text, language } = useI18n();
  const { quota, cachedFrom, missing, entries } = answer;
  // The remedy of a verdict that is still open names them, in Chinese.
  const told = answer.outcome === 'unverified' && language === 'zh';
  return (
    <article className={styles.answer} data-testid="answer" data-outcome={answer.outcome}>
      {/* The entries below hold the candidates too, and more of each. */}
      <VerdictBody kind={answer.kind} verdict={entries.length > 0 ? { ...answer, candidates: [] } : answer} />
      {missing.length > 0 && !told && (
        <Notice
          tone="warn"
          title={text.queries.missing(
            missing.map((field) => fullFieldLabel(field, language)).join(text.common.listed),
          )}
        />
      )}
      {entries.length > 0 && (
        <>
          <h3 className={styles.could}>{text.queries.could}</h3>
          <InvoiceTable rows={entries} />
        </>
      )}
      <p className="hint">
        {[
          cachedFrom === null ? null : text.queries.cached(moment(cachedFrom, language)),
          quota === null ? null : text.queries.left(quota.left, quota.perInvoice),
        ]
          .filter((part) => part !== null)
          .join(' · ')}
      </p>
    </article>
  );
}
