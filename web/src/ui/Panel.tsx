import { type ReactNode, useId } from 'react';
import styles from './ui.module.css';

/** A white card with a heading, one of several below each other. */
export function Panel({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section className={styles.panel} aria-labelledby={id}>
      <div className={styles.panelHead}>
        <h2 id={id}>{title}</h2>
        {aside !== undefined && <span className={`${styles.aside} figures`}>{aside}</span>}
      </div>
      {children}
    </section>
  );
}
