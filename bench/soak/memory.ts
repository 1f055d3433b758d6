/** The memory of a program and everything it started, looked at from outside (Linux). */
import { readdirSync, readFileSync } from 'node:fs';

/** One process at one moment. */
export interface Seen {
  readonly pid: number;
  /** `server`, `reader` or `other`. */
  readonly role: string;
  /**
   * Proportional set size: a page that several processes share (the program's code, the models mapped from their files)
   * counts for each as its part, so that the sum over all is what they truly take.
   */
  readonly bytes: number;
}

export interface Sample {
  /** Seconds since the start. */
  readonly at: number;
  readonly processes: readonly Seen[];
}

/** Every process that descends from `root`, itself included; those that end while we look are left out. */
export function look(root: number): Seen[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const parent = /^PPid:\s+(\d+)$/m.exec(read(`/proc/${name}/status`))?.[1];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  const family = new Set([root]);
  // A child may have a lower number than its parent, so until nothing is added.
  for (let before = 0; before !== family.size; ) {
    before = family.size;
    for (const [pid, parent] of parents) if (family.has(parent)) family.add(pid);
  }
  return [...family].flatMap((pid) => {
    const share = /^Pss:\s+(\d+) kB$/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1];
    if (share === undefined) return [];
    return [{ pid, role: roleOf(pid, root), bytes: Number(share) * 1024 }];
  });
}

function roleOf(pid: number, root: number): string {
  if (pid === root) return 'server';
  return read(`/proc/${pid}/cmdline`).includes('workers/reader') ? 'reader' : 'other';
}

/** The file's text; empty when the process is gone. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ENOENT' || code === 'ESRCH') return '';
    throw error;
  }
}

/** The most memory in the first and in the last third of the time, of whatever `of` adds up. */
export interface Trend {
  readonly peak: number;
  readonly first: number;
  readonly last: number;
  /** Whether the last third's peak is at most a tenth above the first third's. */
  readonly flat: boolean;
}

const GROWTH = 1.1;

/** `of`: bytes of one sample that are looked at. Thirds of the time, not of the samples. */
export function trendOf(samples: readonly Sample[], of: (sample: Sample) => number): Trend {
  const [from, to] = [samples.at(0)?.at ?? 0, samples.at(-1)?.at ?? 0];
  const third = (to - from) / 3;
  const peak = (some: readonly Sample[]) => Math.max(0, ...some.map(of));
  const first = peak(samples.filter(({ at }) => at <= from + third));
  const last = peak(samples.filter(({ at }) => at >= to - third));
  return { peak: peak(samples), first, last, flat: last <= first * GROWTH };
}

export const totalBytes = ({ processes }: Sample): number =>
  processes.reduce((sum, { bytes }) => sum + bytes, 0);

/** The largest process of a role. */
export const largest =
  (role: string) =>
  ({ processes }: Sample): number =>
    Math.max(0, ...processes.filter((one) => one.role === role).map(({ bytes }) => bytes));

/** A curve for a terminal: `rows` high, `columns` wide, each column the peak of its stretch of time. */
export function curve(
  samples: readonly Sample[],
  of: (sample: Sample) => number,
  rows = 12,
  columns = 90,
): string {
  const end = samples.at(-1)?.at ?? 0;
  const heights = Array.from({ length: columns }, (_, column) => {
    const inside = samples.filter(
      ({ at }) => Math.min(columns - 1, Math.floor((at / end) * columns)) === column,
    );
    return inside.length === 0 ? null : Math.max(...inside.map(of));
  });
  const top = Math.max(1, ...heights.map((height) => height ?? 0));
  const lines = Array.from({ length: rows }, (_, row) => {
    const level = ((rows - row - 0.5) / rows) * top;
    const label = `${Math.round(((rows - row) / rows) * (top / 1e6))}`.padStart(6);
    return `${label} |${heights.map((height) => (height !== null && height >= level ? '#' : ' ')).join('')}`.trimEnd();
  });
  return [
    ...lines,
    `    MB +${'-'.repeat(columns)}`,
    `        0 s${`${Math.round(end)} s`.padStart(columns - 3)}`,
  ].join('\n');
}
