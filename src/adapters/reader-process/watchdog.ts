/** Holds a child to its budgets while it works. */
import type { RefusalCode } from '../../document/refusal.js';
import type { ReadProgress } from '../../document/report.js';
import type { Usage } from './messages.js';

/** What a file may cost; see pipeline/budgets.ts, where each number has its reason. */
export interface Limits {
  readonly openCpuMs: number;
  readonly pageCpuMs: number;
  readonly pageWallMs: number;
  readonly readerBytes: number;
}

/**
 * One file's account. A page is charged from the moment it begins; before the first, and without any news, the larger
 * opening budget holds.
 */
export class Watchdog {
  readonly #limits: Limits;
  readonly #startWall: number;
  #startCpu: number | null = null;
  #lastCpu = 0;
  #page = 0;
  #step: ReadProgress['step'] = 'open';
  #pageCpu = 0;
  #pageWall: number;

  constructor(limits: Limits, now = performance.now()) {
    this.#limits = limits;
    this.#startWall = now;
    this.#pageWall = now;
  }

  /** The child says where it is. */
  progress({ page, step }: ReadProgress, now = performance.now()): void {
    const next = page !== this.#page || (step === 'extract' && this.#step !== 'extract');
    this.#step = step;
    if (!next) return;
    this.#page = page;
    this.#pageCpu = this.#lastCpu;
    this.#pageWall = now;
  }

  /** The budget that is spent, or `null`. `usage`: `null` when nobody knows. */
  check(usage: Usage | null, now = performance.now()): RefusalCode | null {
    if (usage) {
      this.#startCpu ??= usage.cpuMs;
      this.#lastCpu = usage.cpuMs - this.#startCpu;
      if (usage.bytes > this.#limits.readerBytes) return 'out_of_memory';
      const allowed = this.#page === 0 ? this.#limits.openCpuMs : this.#limits.pageCpuMs;
      if (this.#lastCpu - this.#pageCpu > allowed) return 'out_of_time';
    }
    return now - this.#pageWall > this.#limits.pageWallMs ? 'out_of_time' : null;
  }

  /** Milliseconds of wall clock and CPU that the file has cost so far. */
  spent(now = performance.now()): { wallMs: number; cpuMs: number } {
    return { wallMs: now - this.#startWall, cpuMs: this.#lastCpu };
  }
}
