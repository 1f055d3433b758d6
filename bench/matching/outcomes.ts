/** What the judge makes of near misses and of true pairs. */

import type { MemoryLedger } from '../../samples/matching/memory-ledger.js';
import { NEAR_MISSES, type NearMiss, nearMiss, truePair } from '../../samples/matching/near-misses.js';
import { randomFor } from '../../samples/truth/random.js';
import type { Slip } from '../../src/document/slip.js';
import type { Outcome, Verdict } from '../../src/document/verdict.js';
import { verifySlip } from '../../src/pipeline/line.js';

/** Long after every drawn invoice: nothing is 次日再查. */
export const NOW = new Date('2026-11-22T04:00:00Z');

export type Told = (done: number, of: number) => void;
export type Outcomes = Partial<Record<Outcome, number>>;

export interface OutcomeCounts {
  readonly total: number;
  readonly outcomes: Outcomes;
  /** By kind of near miss. */
  readonly kinds: Readonly<Partial<Record<NearMiss, Outcomes>>>;
  /** The first that came out as they must not. */
  readonly wrong: readonly { readonly slip: Slip; readonly verdict: Verdict }[];
}

/** Shown, and looked into, of what came out wrong. */
const SHOWN = 5;
const TELL_EACH = 500;

/** Each kind as often as any other; a miss that is another invoice's own slip is drawn anew. */
export async function measureNearMisses(
  ledger: MemoryLedger,
  total: number,
  seed: number,
  told: Told,
): Promise<OutcomeCounts> {
  const random = randomFor(seed, 'matching/near-misses');
  const outcomes: Outcomes = {};
  const kinds: Partial<Record<NearMiss, Outcomes>> = {};
  const wrong: { slip: Slip; verdict: Verdict }[] = [];
  for (let done = 0; done < total; ) {
    const kind = NEAR_MISSES[done % NEAR_MISSES.length] ?? 'digit';
    const slip = nearMiss(kind, random.pick(ledger.entries), ledger, random);
    if (slip === null) continue;
    const verdict = await verifySlip(slip, ledger, NOW);
    count(outcomes, verdict.outcome);
    kinds[kind] = count(kinds[kind] ?? {}, verdict.outcome);
    if (verdict.outcome === 'match' && wrong.length < SHOWN) wrong.push({ slip, verdict });
    done += 1;
    if (done % TELL_EACH === 0) told(done, total);
  }
  return { total, outcomes, kinds, wrong };
}

/** Slips of entries, every field read rightly. */
export async function measureTruePairs(
  ledger: MemoryLedger,
  total: number,
  seed: number,
  told: Told,
): Promise<OutcomeCounts> {
  const random = randomFor(seed, 'matching/true-pairs');
  const outcomes: Outcomes = {};
  const wrong: { slip: Slip; verdict: Verdict }[] = [];
  for (let done = 1; done <= total; done += 1) {
    const slip = truePair(random.pick(ledger.entries), random);
    const verdict = await verifySlip(slip, ledger, NOW);
    count(outcomes, verdict.outcome);
    if (verdict.outcome !== 'match' && wrong.length < SHOWN) wrong.push({ slip, verdict });
    if (done % TELL_EACH === 0) told(done, total);
  }
  return { total, outcomes, kinds: {}, wrong };
}

function count(outcomes: Outcomes, outcome: Outcome): Outcomes {
  outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  return outcomes;
}
