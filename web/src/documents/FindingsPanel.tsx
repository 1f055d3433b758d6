/** What the checks on the invoice itself concluded: what is broken first, what holds on demand. */
import { DownOutlined, UpOutlined } from '@ant-design/icons';
import { useId, useState } from 'react';
import type { SlipFinding } from '../api/types.js';
import { checkLabel } from '../i18n/checks.js';
import { useI18n } from '../i18n/index.js';
import { ToneIcon } from '../ui/Notice.js';
import { Panel } from '../ui/Panel.js';
import { type Tone, toneClass } from '../ui/tone.js';
import styles from './findings.module.css';
import { OtherInvoices } from './OtherInvoices.js';

export function FindingsPanel({ findings }: { findings: readonly SlipFinding[] }) {
  const { text } = useI18n();
  const [open, setOpen] = useState(false);
  const listId = useId();
  const holds = findings.filter((finding) => finding.result === 'holds');
  const others = findings
    .filter((finding) => finding.result !== 'holds')
    .sort((a, b) => weight(a) - weight(b));
  const broken = others.filter((finding) => finding.result === 'broken').length;
  return (
    <Panel
      title={text.findings.heading}
      aside={findings.length > 0 && text.findings.summary(holds.length, broken, others.length - broken)}
    >
      {findings.length === 0 && <p className={styles.none}>{text.findings.none}</p>}
      {others.length > 0 && <FindingList findings={others} />}
      {holds.length > 0 && (
        <button
          type="button"
          className={styles.toggle}
          aria-expanded={open}
          aria-controls={listId}
          onClick={() => setOpen(!open)}
        >
          <span className={toneClass('good')}>
            <ToneIcon tone="good" />
          </span>
          {text.findings.passed(holds.length)}{' '}
          {open ? <UpOutlined aria-hidden /> : <DownOutlined aria-hidden />}
        </button>
      )}
      {open && <FindingList id={listId} findings={holds} />}
    </Panel>
  );
}

function FindingList({ findings, id }: { findings: readonly SlipFinding[]; id?: string }) {
  const { text, language } = useI18n();
  return (
    <ul id={id} className={styles.list}>
      {findings.map((finding) => (
        <li key={`${finding.id} ${finding.message}`} className={toneClass(toneOf(finding))}>
          <ToneIcon tone={toneOf(finding)} />
          <div>
            <p className={styles.title}>
              <strong>{checkLabel(finding.id, language)}</strong>
              <span>
                {finding.result === 'broken'
                  ? text.findings.severity[finding.severity]
                  : text.findings.result[finding.result]}
              </span>
            </p>
            <p className={`${styles.message} figures`}>{finding.message}</p>
            {finding.blocks === true && <p className={styles.blocks}>{text.checks.blocks}</p>}
            {finding.others !== undefined && finding.others.length > 0 && (
              <OtherInvoices others={finding.others} />
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}

function toneOf({ result, severity }: SlipFinding): Tone {
  if (result === 'holds') return 'good';
  if (result === 'unknown') return 'neutral';
  return severity === 'E' ? 'bad' : severity === 'W' ? 'warn' : 'neutral';
}

/** Broken errors, broken warnings, broken notes, then what could not be told. */
function weight({ result, severity }: SlipFinding): number {
  return (result === 'broken' ? 0 : 10) + { E: 0, W: 1, I: 2 }[severity];
}
