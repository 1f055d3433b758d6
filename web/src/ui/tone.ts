/** The few meanings a colour may carry; each also has its own icon and word. */
import styles from './ui.module.css';

export type Tone = 'good' | 'bad' | 'warn' | 'wait' | 'neutral';

export function toneClass(tone: Tone): string {
  return styles[tone] ?? '';
}
