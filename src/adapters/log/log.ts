/**
 * The log: one JSON line an event, on stderr. It never holds personal data: no file names, no invoice fields, no
 * tokens, no addresses of people – and no messages of foreign errors, which quote what they choked on.
 */
import { type Logger, pino } from 'pino';
import { errorCode } from '../../document/error-code.js';

export type Log = Logger;

/** Errors whose message speaks of our code and its surroundings, never of data. */
const SAFE_MESSAGES = new Set([
  'TypeError',
  'RangeError',
  'ReferenceError',
  'ConfigError',
  'DatabaseFault',
  'DatabaseUnfit',
  'DataFolderInUse',
  'DataFolderUnusable',
]);

interface LoggedError {
  readonly type: string;
  readonly code?: string;
  readonly message?: string;
  readonly at: readonly string[];
  readonly cause?: LoggedError;
}

/** What of an error may stand in a log: its name, its code and where it was thrown. */
export function loggableError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, at: [] };
  const code = errorCode(error);
  return {
    type: error.name,
    ...(code === null ? {} : { code }),
    ...(SAFE_MESSAGES.has(error.name) ? { message: error.message.slice(0, 300) } : {}),
    at: framesOf(error),
    ...(error.cause === undefined || depth >= 3 ? {} : { cause: loggableError(error.cause, depth + 1) }),
  };
}

function framesOf(error: Error): string[] {
  return (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 12)
    .map((line) => line.trim().slice(3));
}

/** A log at `level`; `destination` takes the lines instead of stderr. */
export function createLog(level: string, destination?: { write(line: string): void }): Log {
  return pino(
    { level, serializers: { err: loggableError, error: loggableError }, base: undefined },
    destination ?? standardError(),
  );
}

/** Characters of lines that wait until they can be written; those that come then are dropped. */
const MOST_WAITING = 1024 ** 2;

/**
 * Where it cannot be written – its disk is full, its reader has gone – the log waits, and the program goes on: by itself
 * a line that cannot be written is an exception wherever it is logged, and ends everything.
 */
function standardError() {
  const stream = pino.destination({ dest: 2, sync: true, maxLength: MOST_WAITING });
  // The line itself is kept and written with the next one; there is nowhere else to tell this.
  stream.on('error', () => undefined);
  return stream;
}
