/** Runs many cases in children, survives their deaths, and tells what went wrong. */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtEntry } from '../../src/entry.js';
import type { Said, Task } from './child.js';

export interface FuzzPlan {
  readonly cases: number;
  /** Number of the first case. */
  readonly first: number;
  readonly seed: number;
  readonly processes: number;
  readonly onProgress?: (done: number) => void;
}

export interface FuzzProblem {
  readonly number: number;
  /** The file and what was done to it. */
  readonly what: string;
  /** The stack, `hang`, or how the process ended. */
  readonly problem: string;
}

export interface FuzzReport {
  readonly cases: number;
  /** How many ended as `read`, or with which code. */
  readonly ends: Readonly<Record<string, number>>;
  readonly problems: readonly FuzzProblem[];
  /** Names of temporary files that were left behind. */
  readonly leaked: readonly string[];
  readonly slowestMs: number;
  readonly peakBytes: number;
}

/** Cases that one child takes before it is asked again. */
const CHUNK = 50;
/** No file of these sizes takes so long, whatever else the machine does: `pageWallMs` would have ended a real reader. */
const HANG_MS = 60_000;

/** Never throws for what a case does. */
export async function fuzz(plan: FuzzPlan): Promise<FuzzReport> {
  const temporary = mkdtempSync(join(tmpdir(), 'yanpiao-fuzz-'));
  const scratch = mkdtempSync(join(tmpdir(), 'yanpiao-fuzz-own-'));
  const tally = new Tally(plan);
  try {
    const lanes = Array.from({ length: plan.processes }, () => lane(tally, { temporary, scratch }));
    await Promise.all(lanes);
    return tally.report(readdirSync(temporary));
  } finally {
    for (const folder of [temporary, scratch]) rmSync(folder, { recursive: true, force: true });
  }
}

interface Folders {
  readonly temporary: string;
  readonly scratch: string;
}

/** Which cases are left, and what became of the others. */
class Tally {
  readonly #plan: FuzzPlan;
  readonly #ends: Record<string, number> = {};
  readonly #problems: FuzzProblem[] = [];
  #next: number;
  #done = 0;
  #slowest = 0;
  #peak = 0;

  constructor(plan: FuzzPlan) {
    this.#plan = plan;
    this.#next = plan.first;
  }

  /** `null`: none is left. */
  take(): Task | null {
    const end = this.#plan.first + this.#plan.cases;
    if (this.#next >= end) return null;
    const from = this.#next;
    this.#next = Math.min(end, from + CHUNK);
    return { seed: this.#plan.seed, from, to: this.#next };
  }

  ended(as: string, ms: number, problem: FuzzProblem | null): void {
    this.#ends[as] = (this.#ends[as] ?? 0) + 1;
    this.#slowest = Math.max(this.#slowest, ms);
    if (problem !== null) this.#problems.push(problem);
    this.#done++;
    this.#plan.onProgress?.(this.#done);
  }

  peak(bytes: number): void {
    this.#peak = Math.max(this.#peak, bytes);
  }

  report(leaked: readonly string[]): FuzzReport {
    const problems = this.#problems.toSorted((a, b) => a.number - b.number);
    return {
      cases: this.#done,
      ends: this.#ends,
      problems,
      leaked,
      slowestMs: this.#slowest,
      peakBytes: this.#peak,
    };
  }
}

/** One child after another until no case is left: a case that kills its child costs that child only. */
async function lane(tally: Tally, folders: Folders): Promise<void> {
  let task = tally.take();
  while (task !== null) {
    const rest = await inOneChild(task, tally, folders);
    task = rest ?? null;
  }
}

/** Runs tasks in a child until none is left or it dies; then what it left of its task. */
function inOneChild(first: Task, tally: Tally, { temporary, scratch }: Folders): Promise<Task | null> {
  const child: ChildProcess = fork(builtEntry('samples/fuzz/child'), [], {
    execArgv: [],
    env: { ...process.env, TMPDIR: temporary, FUZZ_SCRATCH: scratch },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  return new Promise((resolve) => {
    let task: Task = first;
    let at: { number: number; what: string; since: number } | null = null;
    let finished = false;
    const watch = setInterval(() => {
      if (at !== null && performance.now() - at.since > HANG_MS) child.kill('SIGKILL');
    }, 1000);
    child.on('message', (said: Said) => {
      if (said.say === 'ready') child.send(task);
      else if (said.say === 'begins') at = { number: said.number, what: said.what, since: performance.now() };
      else if (said.say === 'ended') {
        const { number, problem } = said;
        tally.ended(said.as, said.ms, problem === null ? null : { number, what: at?.what ?? '', problem });
        at = null;
        task = { ...task, from: number + 1 };
      } else {
        tally.peak(said.peakBytes);
        const next = tally.take();
        if (next === null) {
          finished = true;
          child.disconnect();
        } else {
          task = next;
          child.send(next);
        }
      }
    });
    child.once('exit', (code, signal) => {
      clearInterval(watch);
      if (finished) return resolve(null);
      const hung = at !== null && performance.now() - at.since > HANG_MS;
      const number = at?.number ?? task.from;
      const problem = hung ? 'hang' : `the process ended by ${signal ?? `exit ${code}`}`;
      tally.ended('crash', 0, { number, what: at?.what ?? 'before its first case', problem });
      resolve(number + 1 < task.to ? { ...task, from: number + 1 } : tally.take());
    });
  });
}
