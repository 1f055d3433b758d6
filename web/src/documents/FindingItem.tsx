/** One finding: what was checked, what came of it, whom and what else it is about, and where to look. */
import type { Box, DocumentAnswer, SlipFinding } from '../api/types.js';
import { checkLabel } from '../i18n/checks.js';
import { useI18n } from '../i18n/index.js';
import { ToneIcon } from '../ui/Notice.js';
import { type Tone, toneClass } from '../ui/tone.js';
import styles from './findings.module.css';
import { OtherInvoices } from './OtherInvoices.js';
import { Places } from './Places.js';

interface Props {
  readonly finding: SlipFinding;
  readonly document: DocumentAnswer;
  readonly onLook: (page: number, look: Box) => void;
}

export function FindingItem({ finding, document, onLook }: Props) {
  const { text, language } = useI18n();
  const { id, result, severity, message, others = [], places = [] } = finding;
  const tone = toneOf(finding);
  return (
    <li className={toneClass(tone)} data-testid="finding" data-check={id}>
      <ToneIcon tone={tone} />
      <div>
        <p className={styles.title}>
          <strong>{checkLabel(id, language)}</strong>
          <span>{result === 'broken' ? text.findings.severity[severity] : text.findings.result[result]}</span>
        </p>
        {/* The server's sentence, which is Chinese in every language of the page. */}
        <p className={`${styles.message} figures`} lang="zh-CN">
          {message}
        </p>
        {finding.unsure === true && <p className={styles.unsure}>{text.findings.unsure}</p>}
        {finding.blocks === true && <p className={styles.blocks}>{text.checks.blocks}</p>}
        {others.length > 0 && <OtherInvoices others={others} />}
        {result === 'broken' && places.length > 0 && (
          <Places places={places} document={document} onLook={onLook} />
        )}
      </div>
    </li>
  );
}

function toneOf({ result, severity }: SlipFinding): Tone {
  if (result === 'holds') return 'good';
  if (result === 'unknown') return 'neutral';
  return severity === 'E' ? 'bad' : severity === 'W' ? 'warn' : 'neutral';
}
