/** The match on drawn ledgers, small: `npm run bench:matching` measures the same on a hundred thousand. */
import { describe, expect, it } from 'vitest';
import { measureNearMisses, measureTruePairs } from '../../bench/matching/outcomes.js';
import { countScene, drawScene } from '../../samples/matching/count.js';
import { drawLedger } from '../../samples/matching/ledger.js';
import { NEAR_MISSES } from '../../samples/matching/near-misses.js';
import { matchCountsText } from '../../src/learn/match-counts.js';
import { parseMatchCounts } from '../../src/pipeline/match/counts.js';

const untold = () => undefined;
const scene = drawScene('measure', 3, 400, 60);

describe('drawn ledgers', () => {
  it('are the same for the same seed, and share no company between the sets', () => {
    expect(drawLedger({ set: 'fit', seed: 5, entries: 50 })).toEqual(
      drawLedger({ set: 'fit', seed: 5, entries: 50 }),
    );
    const parties = (set: 'fit' | 'measure') =>
      new Set(drawLedger({ set, seed: 5, entries: 300 }).flatMap((one) => [one.sellerTaxId, one.sellerName]));
    expect([...parties('fit')].filter((one) => parties('measure').has(one))).toEqual([]);
  });

  it('give counts that the match can load', () => {
    const counts = countScene(scene, 3).counts();
    const text = matchCountsText({ about: 'a test', date: '2026-11-22', from: 'a test', ...counts });
    expect(parseMatchCounts(text)).toMatchObject(counts);
    expect(counts.prior.present + counts.prior.absent).toBe(60);
    expect(counts.fields.date.accepted.same[0]).toBeGreaterThan(40);
  });
});

describe('match and judge', () => {
  it('call no near miss of any kind 一致', async () => {
    const { outcomes, kinds, wrong } = await measureNearMisses(scene.ledger, 300, 3, untold);
    expect(wrong).toEqual([]);
    expect(outcomes.match ?? 0).toBe(0);
    expect(Object.keys(kinds).sort()).toEqual([...NEAR_MISSES].sort());
  });

  it('call every true pair 一致, in whichever form it comes', async () => {
    const { outcomes, wrong } = await measureTruePairs(scene.ledger, 200, 3, untold);
    expect(wrong).toEqual([]);
    expect(outcomes.match).toBe(200);
  });
});
