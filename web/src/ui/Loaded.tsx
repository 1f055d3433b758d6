import type { ReactNode } from 'react';
import { ErrorNotice } from './ErrorNotice.js';
import { Waiting } from './Waiting.js';

/** As much of a query as it takes to show how it stands. */
interface Asked<T> {
  readonly data: T | undefined;
  readonly error: Error | null;
  readonly refetch: () => unknown;
}

interface Props<T> {
  readonly query: Asked<T>;
  /** Rows of room to hold while nothing is there. */
  readonly rows?: number;
  readonly children: (data: T) => ReactNode;
}

/** What was asked for, once it is there: room for it until then, the error with another try where it failed. */
export function Loaded<T>({ query: { data, error, refetch }, rows, children }: Props<T>) {
  return (
    <>
      {error !== null && <ErrorNotice error={error} onRetry={refetch} />}
      {data !== undefined && children(data)}
      {data === undefined && error === null && <Waiting {...(rows === undefined ? {} : { rows })} />}
    </>
  );
}
