import {
  CheckCircleFilled,
  ClockCircleFilled,
  CloseCircleFilled,
  ExclamationCircleFilled,
  InfoCircleFilled,
} from '@ant-design/icons';
import type { ReactNode } from 'react';
import { type Tone, toneClass } from './tone.js';
import styles from './ui.module.css';

const icons: Record<Tone, ReactNode> = {
  good: <CheckCircleFilled />,
  bad: <CloseCircleFilled />,
  warn: <ExclamationCircleFilled />,
  wait: <ClockCircleFilled />,
  neutral: <InfoCircleFilled />,
};

export function ToneIcon({ tone }: { tone: Tone }) {
  return (
    <span className={styles.toneIcon} aria-hidden>
      {icons[tone]}
    </span>
  );
}

/** A message in a box: what is the matter, and below it what to do. */
export function Notice({ tone, title, children }: { tone: Tone; title: string; children?: ReactNode }) {
  return (
    <div className={`${styles.notice} ${toneClass(tone)}`} role={tone === 'bad' ? 'alert' : undefined}>
      <ToneIcon tone={tone} />
      <div>
        <p className={styles.noticeTitle}>{title}</p>
        {children !== undefined && <div className={styles.noticeBody}>{children}</div>}
      </div>
    </div>
  );
}
