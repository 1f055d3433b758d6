/** How many slips have which outcome. */
import type { SlipSummaryAnswer, SlipVerdict } from '../api/types.js';
import styles from './list.module.css';
import { OutcomePill } from './OutcomePill.js';

type Outcomes = readonly Pick<SlipSummaryAnswer, 'outcome' | 'invoiceState'>[];

export function OutcomeTally({ slips }: { slips: Outcomes }) {
  return (
    <span className={styles.pills}>
      {tally(slips).map(({ outcome, state, count }) => (
        <span key={`${outcome} ${state}`} className={styles.tally}>
          <OutcomePill outcome={outcome} state={state} />
          {count > 1 && <span className={`${styles.quiet} figures`}>×{count}</span>}
        </span>
      ))}
    </span>
  );
}

/** Counted by outcome and state, in the order they appear. */
function tally(slips: Outcomes) {
  const counts = new Map<string, Pick<SlipVerdict, 'outcome' | 'state'> & { count: number }>();
  for (const { outcome, invoiceState } of slips) {
    if (outcome === null) continue;
    const state = invoiceState ?? 'unknown';
    const key = `${outcome} ${state}`;
    counts.set(key, { outcome, state, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()];
}
