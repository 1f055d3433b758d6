/** A process that judges cases and may die of one: the parent sees which. */
import { join } from 'node:path';
import { caseOf, judge } from './cases.js';

/** Judge the cases `from` up to, and without, `to`. */
export interface Task {
  readonly seed: number;
  readonly from: number;
  readonly to: number;
}

export type Said =
  | { readonly say: 'ready'; readonly bases: number }
  | { readonly say: 'begins'; readonly number: number; readonly what: string }
  /** `problem`: what came out is neither a reading nor a refusal. */
  | {
      readonly say: 'ended';
      readonly number: number;
      readonly as: string;
      readonly ms: number;
      readonly problem: string | null;
    }
  | { readonly say: 'done'; readonly peakBytes: number };

const say = (said: Said) => process.send?.(said);

// Temporary files lie where the parent looks for leaks; this one is ours and counted as such.
const { bases, judge: judgeOne } = await judge(
  join(process.env.FUZZ_SCRATCH ?? '.', `ledger-${process.pid}`),
);
process.on('disconnect', () => process.exit(0));
process.on('message', (task: Task) => void work(task));
say({ say: 'ready', bases: bases.length });

async function work({ seed, from, to }: Task): Promise<void> {
  for (let number = from; number < to; number++) {
    const one = caseOf(number, seed, bases);
    const what = `${one.base.name}, ${one.how}`;
    say({ say: 'begins', number, what });
    const start = performance.now();
    const { as, problem } = await judgeOne(one).then(
      (code) => ({ as: code, problem: null }),
      (error: unknown) => ({
        as: 'problem',
        problem: error instanceof Error ? (error.stack ?? error.message) : String(error),
      }),
    );
    say({ say: 'ended', number, as, ms: performance.now() - start, problem });
  }
  say({ say: 'done', peakBytes: process.resourceUsage().maxRSS * 1024 });
}
