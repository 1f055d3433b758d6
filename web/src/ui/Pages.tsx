import type { InfiniteData } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useI18n } from '../i18n/index.js';
import { Loaded } from './Loaded.js';
import { Nothing } from './Nothing.js';
import styles from './ui.module.css';

/** As much of an infinite query as it takes to show its rows. */
interface Found<T> {
  readonly data: InfiniteData<{ readonly items: readonly T[] }> | undefined;
  readonly error: Error | null;
  readonly refetch: () => unknown;
  /** The rows are those of the question before, until this one is answered. */
  readonly isPlaceholderData: boolean;
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => unknown;
}

interface Props<T> {
  readonly found: Found<T>;
  /** Said where there are no rows. */
  readonly empty: ReactNode;
  readonly children: (rows: readonly T[]) => ReactNode;
}

/** What comes page by page: how the asking stands, the rows so far, and a way to more of them. */
export function Pages<T>({ found, empty, children }: Props<T>) {
  const { text } = useI18n();
  return (
    <Loaded query={found}>
      {({ pages }) => {
        const rows = pages.flatMap((page) => page.items);
        return (
          <div
            className={found.isPlaceholderData ? styles.outdated : undefined}
            aria-busy={found.isPlaceholderData}
          >
            <p className="visually-hidden" role="status">
              {text.common.shown(rows.length, found.hasNextPage)}
            </p>
            {rows.length === 0 ? <Nothing>{empty}</Nothing> : children(rows)}
            {found.hasNextPage && (
              <Button
                className={styles.more}
                loading={found.isFetchingNextPage}
                onClick={() => void found.fetchNextPage()}
              >
                {text.common.loadMore}
              </Button>
            )}
          </div>
        );
      }}
    </Loaded>
  );
}
