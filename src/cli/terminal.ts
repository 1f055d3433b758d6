/** The terminal as commands see it. */
import { Presets, SingleBar } from 'cli-progress';
import type { Io } from '../control/io.js';

// Whoever reads our output may leave, as `| head` does: then there is nobody to tell, and no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(process.exitCode ?? 0);
});

export const terminal: Io = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
};

/** One line that shows how far long work is; nothing where stderr is no terminal. */
export interface ProgressLine {
  show(done: number, total: number, what: string): void;
  /** Clears it; the next `show` begins anew. */
  stop(): void;
}

const silent: ProgressLine = { show: () => undefined, stop: () => undefined };

export function progressLine(): ProgressLine {
  if (process.stderr.isTTY !== true) return silent;
  let bar: SingleBar | null = null;
  return {
    show(done, total, what) {
      if (bar === null) {
        // A bar of nobody knows how much would look full or empty.
        const format = total > 0 ? '{bar} {value}/{total} {what}' : '{value} {what}';
        bar = new SingleBar(
          { stream: process.stderr, format, clearOnComplete: true },
          Presets.shades_classic,
        );
        bar.start(total, done, { what });
      } else {
        bar.setTotal(total);
        bar.update(done, { what });
      }
    },
    stop() {
      bar?.stop();
      bar = null;
    },
  };
}

/** The same with a bar on stderr; it makes room for every line. */
export function withBar(io: Io): Io {
  const bar = progressLine();
  const clear = (write: (text: string) => void) => (text: string) => {
    bar.stop();
    write(text);
  };
  return {
    out: clear(io.out),
    err: clear(io.err),
    progress: (at) => (at === null ? bar.stop() : bar.show(at.done, at.total, at.what)),
  };
}
