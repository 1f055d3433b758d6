import type { ReactNode } from 'react';
import { useTitle } from '../app/title.js';
import styles from './ui.module.css';

/** The heading of a page, which is its title in the browser's tab too; below it what the page is for. */
export function PageHead({
  title,
  tab = title,
  children,
}: {
  title: string;
  tab?: string;
  children?: ReactNode;
}) {
  useTitle(tab);
  return (
    <header className={styles.pageHead}>
      <h1>{title}</h1>
      {children !== undefined && <p className="hint">{children}</p>}
    </header>
  );
}
