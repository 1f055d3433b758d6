/** What every long-running process of ours does around its work: settings, signals, faults that end it, exit codes. */
import { type Config, ConfigError, readConfig } from './config.js';

/** Exit codes of CONTRACT. */
const WRONG_USE = 2;
const OUR_FAULT = 3;
/** A close that hangs longer than this is cut: the stores bear it. */
const PATIENCE_MS = 20_000;

export interface Closable {
  close(): Promise<void>;
}

/**
 * Reads the settings, starts, and closes on SIGINT or SIGTERM. A second signal ends the process at once.
 * `start` is given `onLost`, which ends the process when what it stands on is gone.
 */
export async function runProcess(
  start: (config: Config, onLost: (error: Error) => void) => Promise<Closable>,
): Promise<void> {
  try {
    const running = await start(readConfig(), (error) => {
      console.error(tell(error));
      process.exit(OUR_FAULT);
    });
    let closing = false;
    const end = () => {
      if (closing) process.exit(OUR_FAULT);
      closing = true;
      setTimeout(() => process.exit(OUR_FAULT), PATIENCE_MS).unref();
      running.close().then(
        () => process.exit(0),
        (error) => {
          console.error(tell(error));
          process.exit(OUR_FAULT);
        },
      );
    };
    process.on('SIGINT', end);
    process.on('SIGTERM', end);
  } catch (error) {
    console.error(tell(error));
    process.exit(error instanceof ConfigError ? WRONG_USE : OUR_FAULT);
  }
}

/** One or two lines for the terminal: what happened and, where we know it, what to do. */
export function tell(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const remedy = 'remedy' in error && typeof error.remedy === 'string' ? `\n${error.remedy}` : '';
  if (remedy !== '' || error instanceof ConfigError) return `${error.message}${remedy}`;
  return error.stack ?? error.message;
}
