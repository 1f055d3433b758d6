import type { Io } from '../../src/control/io.js';

/** A terminal that remembers what was said to it. */
export function recorder() {
  const said = { out: '', err: '' };
  const io: Io = {
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
  };
  return { said, io };
}
