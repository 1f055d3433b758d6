/** Ours against the ledger's, item by item; the characters that differ are marked. */
import { CheckOutlined, CloseOutlined, MinusOutlined, QuestionOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { FieldKey, VerdictReason } from '../api/types.js';
import { money } from '../format/numbers.js';
import { type Texts, useI18n } from '../i18n/index.js';
import { fieldLook, fullFieldLabel } from '../i18n/labels.js';
import { type Tone, toneClass } from '../ui/tone.js';
import { apartInEnglish } from '../verdict/apart.js';
import { Compared } from '../verdict/Compared.js';
import { differenceOf } from '../verdict/difference.js';
import styles from './verdict.module.css';

interface Props {
  readonly reasons: readonly VerdictReason[];
  readonly active: FieldKey | null;
  readonly onPoint: (key: FieldKey | null) => void;
}

export function ReasonsTable({ reasons, active, onPoint }: Props) {
  const { text } = useI18n();
  return (
    <table className={styles.reasons}>
      <caption>{text.verdict.reasons}</caption>
      <thead>
        <tr>
          <th scope="col">{text.verdict.field}</th>
          <th scope="col">{text.verdict.ours}</th>
          <th scope="col">{text.verdict.theirs}</th>
          <th scope="col" className={styles.agreeHead}>
            {text.verdict.agree}
          </th>
        </tr>
      </thead>
      <tbody>
        {differencesFirst(reasons).map((reason) => (
          <ReasonRow
            key={reason.field}
            reason={reason}
            active={reason.field === active}
            onPoint={() => onPoint(reason.field)}
            onLeave={() => onPoint(null)}
          />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  readonly reason: VerdictReason;
  readonly active: boolean;
  readonly onPoint: () => void;
  readonly onLeave: () => void;
}

function ReasonRow({ reason, active, onPoint, onLeave }: RowProps) {
  const { text, language } = useI18n();
  const { field, ours, theirs, agree } = reason;
  const show = (value: string) => (fieldLook(field) === 'money' ? money(value) : value);
  const said = judged(reason, text);
  const differing = !agree && ours !== null && theirs !== null;
  const difference = differing ? differenceOf(show(ours), show(theirs)) : null;
  return (
    <tr
      className={`${toneClass(said.tone)} ${active ? styles.active : ''} ${ours === theirs ? styles.equal : ''}`}
      onMouseEnter={onPoint}
      onMouseLeave={onLeave}
    >
      <th scope="row">{fullFieldLabel(field, language)}</th>
      <td className="figures" data-label={text.verdict.ours}>
        <span>
          {ours === null && <Quiet>{text.verdict.notRead}</Quiet>}
          {ours !== null && !differing && show(ours)}
          {differing && <Compared value={show(ours)} runs={difference?.ours ?? null} />}
        </span>
      </td>
      <td className="figures" data-label={text.verdict.theirs}>
        <span>
          {theirs === null && <Quiet>{text.verdict.notInLedger}</Quiet>}
          {theirs !== null && !differing && show(theirs)}
          {differing && <Compared value={show(theirs)} runs={difference?.theirs ?? null} />}
        </span>
        <Apart reason={reason} />
      </td>
      <td className={styles.agree} title={said.hint}>
        <span aria-hidden>{said.icon}</span>
        <span>{said.word}</span>
      </td>
    </tr>
  );
}

/** How far apart both are: in Chinese as the server has it, in English made of the values. */
function Apart({ reason }: { readonly reason: VerdictReason }) {
  const { language } = useI18n();
  const said = language === 'zh' ? (reason.apart ?? null) : apartInEnglish(reason);
  return said === null ? null : <span className={styles.apart}>{said}</span>;
}

/** What accuses comes first, then what is in doubt: on a phone the rest is a scroll away. */
function differencesFirst(reasons: readonly VerdictReason[]): VerdictReason[] {
  const rank = ({ agree, accepted, ours, theirs }: VerdictReason) => {
    if (agree || ours === null || theirs === null) return 2;
    return accepted ? 0 : 1;
  };
  return [...reasons].sort((a, b) => rank(a) - rank(b));
}

/** What the comparison of one item says: a difference accuses only where our own reading was accepted. */
function judged(
  { agree, accepted, ours, theirs }: VerdictReason,
  text: Texts,
): { tone: Tone; icon: ReactNode; word: string; hint?: string } {
  if (agree) return { tone: 'good', icon: <CheckOutlined />, word: text.verdict.agreeYes };
  if (ours === null || theirs === null)
    return { tone: 'neutral', icon: <MinusOutlined />, word: text.verdict.agreeNone };
  if (accepted) return { tone: 'bad', icon: <CloseOutlined />, word: text.verdict.agreeNo };
  return {
    tone: 'warn',
    icon: <QuestionOutlined />,
    word: text.verdict.agreeUnsure,
    hint: text.verdict.unsure,
  };
}

function Quiet({ children }: { children: ReactNode }) {
  return <span className={styles.quiet}>{children}</span>;
}
