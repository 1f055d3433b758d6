import type { ReactNode } from 'react';
import { isOffline } from '../api/errors.js';
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
  // That the server is gone stands above every page already; what is there stays where it is.
  const told = data !== undefined && isOffline(error);
  return (
    <>
      {error !== null && !told && <ErrorNotice error={error} onRetry={refetch} />}
      {data !== undefined && children(data)}
      {data === undefined && error === null && <Waiting {...(rows === undefined ? {} : { rows })} />}
    </>
  );
}
