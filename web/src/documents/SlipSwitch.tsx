import type { SlipAnswer } from '../api/types.js';
import { useI18n } from '../i18n/index.js';
import { ToneIcon } from '../ui/Notice.js';
import { toneClass } from '../ui/tone.js';
import styles from './document.module.css';
import { verdictTone } from './verdictLook.js';

/** Several invoices in one document: which one to look at. */
export function SlipSwitch({
  slips,
  current,
  onChoose,
}: {
  slips: readonly SlipAnswer[];
  current: string;
  onChoose: (slip: SlipAnswer) => void;
}) {
  const { text } = useI18n();
  return (
    <nav className={styles.slips} aria-label={text.slips.choose}>
      {slips.map((slip, index) => {
        const tone = slip.verdict === null ? 'wait' : verdictTone(slip.verdict);
        return (
          <button
            type="button"
            key={slip.id}
            className={`${styles.slip} ${toneClass(tone)}`}
            aria-pressed={slip.id === current}
            onClick={() => onChoose(slip)}
          >
            <ToneIcon tone={tone} />
            {text.slips.nth(index + 1)}
            {slip.verdict !== null && <span>{text.verdict.outcome[slip.verdict.outcome]}</span>}
          </button>
        );
      })}
    </nav>
  );
}
