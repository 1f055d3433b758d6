/** Ours against the ledger's, item by item; the characters that differ are marked. */
import { CheckOutlined, CloseOutlined, MinusOutlined, QuestionOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { FieldKey, VerdictReason } from '../api/types.js';
import { money } from '../format/numbers.js';
import { type Texts, useI18n } from '../i18n/index.js';
import { fieldLook, fullFieldLabel } from '../i18n/labels.js';
import { type Tone, toneClass } from '../ui/tone.js';
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
  const { field, ours, theirs } = reason;
  const comparable = ours !== null && theirs !== null && !reason.agree;
  const show = (value: string) => (fieldLook(field) === 'money' ? money(value) : value);
  const said = judged(reason, text);
  return (
    <tr
      className={`${toneClass(said.tone)} ${active ? styles.active : ''}`}
      onMouseEnter={onPoint}
      onMouseLeave={onLeave}
    >
      <th scope="row">{fullFieldLabel(field, language)}</th>
      <td className="figures">
        {ours === null ? (
          <Quiet>{text.verdict.notRead}</Quiet>
        ) : (
          <Compared value={show(ours)} other={comparable ? show(theirs) : null} />
        )}
      </td>
      <td className="figures">
        {theirs === null ? (
          <Quiet>{text.verdict.notInLedger}</Quiet>
        ) : (
          <Compared value={show(theirs)} other={comparable ? show(ours) : null} />
        )}
        {reason.apart !== undefined && language === 'zh' && (
          <span className={styles.apart}>{reason.apart}</span>
        )}
      </td>
      <td className={styles.agree} title={said.hint}>
        <span aria-hidden>{said.icon}</span>
        <span>{said.word}</span>
      </td>
    </tr>
  );
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

/** Marks the characters that stand differently in the other value; only where both are of one length, else it would mislead. */
function Compared({ value, other }: { value: string; other: string | null }) {
  if (other === null) return value;
  const mine = Array.from(value);
  const its = Array.from(other);
  if (mine.length !== its.length) return <mark>{value}</mark>;
  return runs(mine, its).map(({ start, chars, differs }) =>
    differs ? <mark key={start}>{chars}</mark> : <span key={start}>{chars}</span>,
  );
}

function runs(
  mine: readonly string[],
  its: readonly string[],
): { start: number; chars: string; differs: boolean }[] {
  const found: { start: number; chars: string; differs: boolean }[] = [];
  mine.forEach((char, index) => {
    const differs = char !== its[index];
    const last = found.at(-1);
    if (last !== undefined && last.differs === differs) last.chars += char;
    else found.push({ start: index, chars: char, differs });
  });
  return found;
}
