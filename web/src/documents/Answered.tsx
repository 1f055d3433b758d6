/** When a verdict was reached, by whom where it was not the ledger, and what it is in the platform's codes. */
import type { SlipVerdict } from '../api/types.js';
import { moment } from '../format/dates.js';
import { type Texts, useI18n } from '../i18n/index.js';
import styles from './verdict.module.css';

export function Answered({ verdict }: { readonly verdict: SlipVerdict }) {
  const { text, language } = useI18n();
  const { checkedAt, official, provider, rawCode = '', rawText = '', otherAnswer } = verdict;
  return (
    <p className={styles.when}>
      <span>{text.verdict.checkedAt(moment(checkedAt, language))}</span>
      {official !== undefined && (
        <span>
          {official.code !== null && `${text.checks.official(official.code)} `}
          <Chinese>{official.text}</Chinese>
        </span>
      )}
      {provider !== undefined && (
        <span>
          {text.checks.answeredBy(nameOf(provider, text))} {rawCode} <Chinese>{rawText}</Chinese>
        </span>
      )}
      {otherAnswer !== undefined && (
        <span>
          {text.checks.otherAnswer(
            nameOf(otherAnswer.by, text),
            text.verdict.outcome[otherAnswer.outcome],
            text.verdict.state[otherAnswer.state],
          )}
        </span>
      )}
    </p>
  );
}

/** A register goes by its name. */
function nameOf(who: string, text: Texts): string {
  if (who === 'person') return text.checks.person;
  return who === 'ledger' ? text.checks.ledger : who;
}

/** Words of the platform or of a register, which are Chinese whatever the language of the page. */
function Chinese({ children }: { readonly children: string }) {
  return <span lang="zh-CN">{children}</span>;
}
