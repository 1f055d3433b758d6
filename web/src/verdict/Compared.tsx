import { Fragment } from 'react';
import styles from './compared.module.css';
import type { Run } from './difference.js';

/** A value with the characters marked that stand differently in the other one; `null`: all of it is another value. */
export function Compared({ value, runs }: { readonly value: string; readonly runs: readonly Run[] | null }) {
  if (runs === null) return <mark className={styles.differs}>{value}</mark>;
  return runs.map(({ at, text, differs }) =>
    differs ? (
      <mark key={`${at} differs`} className={text === '' ? styles.missing : styles.differs}>
        {text}
      </mark>
    ) : (
      <Fragment key={`${at} same`}>{text}</Fragment>
    ),
  );
}
