/** The terminal as commands see it. */
import { MultiBar, Presets } from 'cli-progress';
import type { Io } from '../control/io.js';

export const terminal: Io = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
};

/** One line that shows how far long work is; nothing where stderr is no terminal. */
export interface ProgressLine {
  show(done: number, total: number, what: string): void;
  stop(): void;
}

const silent: ProgressLine = { show: () => undefined, stop: () => undefined };

export function progressLine(): ProgressLine {
  if (process.stderr.isTTY !== true) return silent;
  const bars = new MultiBar(
    {
      stream: process.stderr,
      format: '{bar} {value}/{total} {what}',
      clearOnComplete: true,
      hideCursor: true,
    },
    Presets.shades_classic,
  );
  const bar = bars.create(1, 0, { what: '' });
  return {
    show(done, total, what) {
      bar.setTotal(total);
      bar.update(done, { what });
    },
    stop: () => bars.stop(),
  };
}
