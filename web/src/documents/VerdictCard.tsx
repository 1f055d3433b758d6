/** The ledger's answer first: in a word, why, and what to do. */
import { Spin } from 'antd';
import type { FieldKey, SlipAnswer, SlipVerdict } from '../api/types.js';
import { percent } from '../format/numbers.js';
import { type Texts, useI18n } from '../i18n/index.js';
import { kindLabel } from '../i18n/labels.js';
import { ToneIcon } from '../ui/Notice.js';
import { Pill } from '../ui/Pill.js';
import { toneClass } from '../ui/tone.js';
import { Waterfall } from '../verdict/Waterfall.js';
import { Answered } from './Answered.js';
import { Candidates } from './Candidates.js';
import { ReasonsTable } from './ReasonsTable.js';
import styles from './verdict.module.css';
import { stateMatters, stateTone, verdictTone } from './verdictLook.js';

interface Props {
  readonly slip: SlipAnswer;
  readonly active: FieldKey | null;
  readonly onPoint: (key: FieldKey | null) => void;
}

export function VerdictCard({ slip, active, onPoint }: Props) {
  return <VerdictBody kind={slip.kind} verdict={slip.verdict} active={active} onPoint={onPoint} />;
}

interface BodyProps {
  /** `null`: neither code nor number tells it. */
  readonly kind: SlipAnswer['kind'] | null;
  /** `null`: the ledger was not asked yet. */
  readonly verdict: SlipVerdict | null;
  readonly active?: FieldKey | null;
  readonly onPoint?: (key: FieldKey | null) => void;
}

/** Of a slip, or of a question without one. */
export function VerdictBody({ kind, verdict, active = null, onPoint = () => undefined }: BodyProps) {
  const { text, language } = useI18n();
  return (
    <section
      className={`${styles.card} ${toneClass(verdict === null ? 'wait' : verdictTone(verdict))}`}
      aria-label={text.verdict.label}
    >
      {kind !== null && <p className={styles.kind}>{kindLabel(kind, language)}</p>}
      {verdict === null ? <Pending /> : <Headline verdict={verdict} />}
      {verdict !== null && verdict.reasons.length > 0 && (
        <ReasonsTable reasons={verdict.reasons} active={active} onPoint={onPoint} />
      )}
      {verdict !== null && <Waterfall verdict={verdict} />}
      {verdict !== null && verdict.candidates.length > 0 && <Candidates candidates={verdict.candidates} />}
      {verdict !== null && <Answered verdict={verdict} />}
    </section>
  );
}

function Pending() {
  const { text } = useI18n();
  return (
    <p className={styles.pending}>
      <Spin size="small" /> {text.verdict.pending}
    </p>
  );
}

function Headline({ verdict }: { verdict: SlipVerdict }) {
  const { text } = useI18n();
  return (
    <>
      <div className={styles.headline}>
        <ToneIcon tone={verdictTone(verdict)} />
        <p className={styles.word} data-testid="outcome">
          {text.verdict.outcome[verdict.outcome]}
        </p>
        {stateMatters(verdict) && (
          <span className={styles.state}>
            <span className="visually-hidden">{text.verdict.stateLabel} </span>
            <Pill tone={stateTone(verdict.state)}>{text.verdict.state[verdict.state]}</Pill>
          </span>
        )}
        {isConclusion(verdict) && (
          <p className={`${styles.confidence} figures`}>
            <span>{text.verdict.confidence}</span> <strong>{percent(verdict.confidence)}</strong>
          </p>
        )}
      </div>
      <p className={styles.meaning}>{text.verdict.meaning[verdict.outcome]}</p>
      <p className={styles.remedy}>
        <strong>{text.verdict.next}</strong>
        <Remedy verdict={verdict} />
      </p>
    </>
  );
}

/** Where the ledger could not be asked, or not well enough, there is nothing to be confident of. */
const isConclusion = ({ outcome, confidence }: SlipVerdict): boolean =>
  confidence > 0 && outcome !== 'limited' && outcome !== 'error' && outcome !== 'unsupported';

/** The server's sentence is Chinese and names what it is about; in English a word on each outcome goes before it. */
function Remedy({ verdict }: { verdict: SlipVerdict }) {
  const { text } = useI18n();
  const translated = translatedRemedy(verdict, text);
  return (
    <span>
      {translated}
      <span lang="zh-CN" className={translated === null ? undefined : styles.original}>
        {verdict.remedy}
      </span>
    </span>
  );
}

function translatedRemedy({ outcome, state }: SlipVerdict, text: Texts): string | null {
  if (text.verdict.remedy === null || text.verdict.stateRemedy === null) return null;
  if (outcome === 'match' && state !== 'normal' && state !== 'unknown')
    return text.verdict.stateRemedy[state];
  return text.verdict.remedy[outcome];
}
