/** What the checks on the invoice itself concluded: what is broken first, what holds on demand. */
import { DownOutlined, UpOutlined } from '@ant-design/icons';
import { useId, useState } from 'react';
import type { Box, DocumentAnswer, SlipFinding } from '../api/types.js';
import { useI18n } from '../i18n/index.js';
import { ToneIcon } from '../ui/Notice.js';
import { Panel } from '../ui/Panel.js';
import { toneClass } from '../ui/tone.js';
import { usePrinting } from '../ui/usePrinting.js';
import { FindingItem } from './FindingItem.js';
import styles from './findings.module.css';

interface Props {
  readonly findings: readonly SlipFinding[];
  readonly document: DocumentAnswer;
  readonly onLook: (page: number, look: Box) => void;
}

export function FindingsPanel({ findings, document, onLook }: Props) {
  const { text } = useI18n();
  const [open, setOpen] = useState(false);
  const printing = usePrinting();
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
      {others.length > 0 && <FindingList findings={others} document={document} onLook={onLook} />}
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
      {(open || printing) && <FindingList id={listId} findings={holds} document={document} onLook={onLook} />}
    </Panel>
  );
}

function FindingList({ findings, id, document, onLook }: Props & { readonly id?: string }) {
  return (
    <ul id={id} className={styles.list}>
      {findings.map((finding) => (
        <FindingItem
          key={`${finding.id} ${finding.message}`}
          finding={finding}
          document={document}
          onLook={onLook}
        />
      ))}
    </ul>
  );
}

/** Broken errors, broken warnings, broken notes, then what could not be told. */
function weight({ result, severity }: SlipFinding): number {
  return (result === 'broken' ? 0 : 10) + { E: 0, W: 1, I: 2 }[severity];
}
