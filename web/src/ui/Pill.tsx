import type { ReactNode } from 'react';
import { ToneIcon } from './Notice.js';
import { type Tone, toneClass } from './tone.js';
import styles from './ui.module.css';

/** A short word with an icon and a colour. */
export function Pill({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={`${styles.pill} ${toneClass(tone)}`}>
      <ToneIcon tone={tone} />
      {children}
    </span>
  );
}
