/** Runs many cases in children, survives their deaths, and tells what went wrong. */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtEntry } from '../../src/entry.js';
import { BUDGETS } from '../../src/pipeline/budgets.js';
import { bases, editionOf } from './bases.js';
import type { Said, Task } from './child.js';
import { type Chunk, type FuzzProblem, FuzzState } from './state.js';

export interface FuzzPlan {
  readonly cases: number;
  /** Number of the first case. */
  readonly first: number;
  readonly seed: number;
  readonly processes: number;
  /** File that keeps what was done; what it says was done is not done again. */
  readonly state?: string;
  /** Aborted: cases that have begun are ended, no others begin. */
  readonly ending?: AbortSignal;
  readonly onProgress?: (done: number, problems: number) => void;
}

export interface FuzzReport {
  /** How many came to an end, those that the state already told of included. */
  readonly cases: number;
  /** How many ended as `read`, or with which code. */
  readonly ends: Readonly<Record<string, number>>;
  readonly problems: readonly FuzzProblem[];
  /** Names of temporary files that were left behind. */
  readonly leaked: readonly string[];
  readonly slowestMs: number;
  /** The case that took so long. */
  readonly slowest: string;
  readonly peakBytes: number;
}

/** Cases that one child takes before it is asked again, and that are done again after a stop. */
const CHUNK = 50;
/** A real reader would be ended then. */
const HANG_MS = BUDGETS.pageWallMs;

/** Never throws for what a case does. */
export async function fuzz(plan: FuzzPlan): Promise<FuzzReport> {
  const temporary = mkdtempSync(join(tmpdir(), 'yanpiao-fuzz-'));
  const scratch = mkdtempSync(join(tmpdir(), 'yanpiao-fuzz-own-'));
  try {
    const edition = `${editionOf(await bases())} seed ${plan.seed}`;
    const tally = new Tally(plan, FuzzState.open(plan.state ?? null, edition));
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

/** Cases that a child is at, and what became of those of them that are over. */
class Current {
  readonly from: number;
  readonly to: number;
  readonly #ends: Record<string, number> = {};
  readonly #problems: FuzzProblem[] = [];
  #next: number;
  #slowestMs = 0;
  #slowest = '';

  constructor(from: number, to: number) {
    this.from = from;
    this.to = to;
    this.#next = from;
  }

  /** First case that is not over. */
  get next(): number {
    return this.#next;
  }

  get problems(): number {
    return this.#problems.length;
  }

  ended(number: number, what: string, as: string, ms: number, problem: string | null): void {
    this.#ends[as] = (this.#ends[as] ?? 0) + 1;
    if (problem !== null) this.#problems.push({ number, what, problem });
    this.#next = number + 1;
    if (ms <= this.#slowestMs) return;
    this.#slowestMs = ms;
    this.#slowest = `${number}: ${what}`;
  }

  done(peakBytes: number): Chunk {
    const [ends, problems] = [this.#ends, this.#problems];
    const [slowestMs, slowest] = [this.#slowestMs, this.#slowest];
    return { from: this.from, to: this.#next, ends, problems, slowestMs, slowest, peakBytes };
  }
}

/** Which cases are left, and what became of the others. */
class Tally {
  readonly #plan: FuzzPlan;
  readonly #state: FuzzState;
  readonly #known: ReadonlySet<number>;
  #next: number;

  constructor(plan: FuzzPlan, state: FuzzState) {
    this.#plan = plan;
    this.#state = state;
    this.#next = plan.first;
    const numbers = state.chunks.flatMap(({ from, to }) =>
      Array.from({ length: to - from }, (_, index) => from + index),
    );
    this.#known = new Set(numbers);
  }

  get seed(): number {
    return this.#plan.seed;
  }

  /** `null`: none is left. */
  take(): Current | null {
    const end = this.#plan.first + this.#plan.cases;
    while (this.#next < end && this.#known.has(this.#next)) this.#next++;
    if (this.#next >= end || this.#plan.ending?.aborted === true) return null;
    const from = this.#next;
    while (this.#next < end && this.#next < from + CHUNK && !this.#known.has(this.#next)) this.#next++;
    return new Current(from, this.#next);
  }

  over(current: Current, peakBytes: number): void {
    this.#state.add(current.done(peakBytes));
    const { cases, problems } = this.#sums();
    this.#plan.onProgress?.(cases, problems.length);
  }

  report(leaked: readonly string[]): FuzzReport {
    return { ...this.#sums(), leaked };
  }

  #sums(): Omit<FuzzReport, 'leaked'> {
    const { first, cases } = this.#plan;
    const chunks = this.#state.chunks.filter(({ from, to }) => from >= first && to <= first + cases);
    const ends: Record<string, number> = {};
    for (const chunk of chunks)
      for (const [end, count] of Object.entries(chunk.ends)) ends[end] = (ends[end] ?? 0) + count;
    const slowest = chunks.toSorted((a, b) => b.slowestMs - a.slowestMs)[0];
    return {
      cases: chunks.reduce((sum, { from, to }) => sum + to - from, 0),
      ends,
      problems: chunks.flatMap(({ problems }) => problems).toSorted((a, b) => a.number - b.number),
      slowestMs: slowest?.slowestMs ?? 0,
      slowest: slowest?.slowest ?? '',
      peakBytes: Math.max(0, ...chunks.map(({ peakBytes }) => peakBytes)),
    };
  }
}

/** One child after another until no case is left: a case that kills its child costs that child only. */
async function lane(tally: Tally, folders: Folders): Promise<void> {
  let current = tally.take();
  while (current !== null) {
    const rest = await inOneChild(current, tally, folders);
    if (rest !== null && rest.next >= rest.to) tally.over(rest, 0);
    current = rest === null || rest.next < rest.to ? rest : tally.take();
  }
}

/** Runs cases in a child until none is left or it dies; then the cases that it was at. */
function inOneChild(first: Current, tally: Tally, { temporary, scratch }: Folders): Promise<Current | null> {
  const child: ChildProcess = fork(builtEntry('samples/fuzz/child'), [], {
    execArgv: [],
    env: { ...process.env, TMPDIR: temporary, FUZZ_SCRATCH: scratch },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  return new Promise((resolve) => {
    let current = first;
    let at: { number: number; what: string; since: number } | null = null;
    let finished = false;
    const give = () => {
      const task: Task = { seed: tally.seed, from: current.next, to: current.to };
      child.send(task);
    };
    const watch = setInterval(() => {
      if (at !== null && performance.now() - at.since > HANG_MS) child.kill('SIGKILL');
    }, 1000);
    child.on('message', (said: Said) => {
      if (said.say === 'ready') give();
      else if (said.say === 'begins') at = { number: said.number, what: said.what, since: performance.now() };
      else if (said.say === 'ended') {
        current.ended(said.number, at?.what ?? '', said.as, said.ms, said.problem);
        at = null;
      } else {
        tally.over(current, said.peakBytes);
        const next = tally.take();
        finished = next === null;
        if (next === null) return child.disconnect();
        current = next;
        give();
      }
    });
    child.once('exit', (code, signal) => {
      clearInterval(watch);
      if (finished) return resolve(null);
      const ms = at === null ? 0 : performance.now() - at.since;
      const problem = ms > HANG_MS ? 'hang' : `the process ended by ${signal ?? `exit ${code}`}`;
      current.ended(at?.number ?? current.next, at?.what ?? 'before its first case', 'crash', ms, problem);
      resolve(current);
    });
  });
}
