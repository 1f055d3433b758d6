/** Whether the match probability is what it says: how often entries said to be the slip's with probability p are. */
import type { DrawnSlip, Scene } from '../../samples/matching/count.js';
import type { Comparison } from '../../src/document/match.js';
import { matchSlip } from '../../src/pipeline/match/match.js';
import type { Told } from './outcomes.js';

export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  n: number;
  right: number;
  /** Mean probability of those in it. */
  said: number;
}

export interface Calibration {
  readonly bins: readonly CalibrationBin[];
  readonly n: number;
  /** Expected calibration error over {@link BINS} bins of equal width. */
  readonly ece: number;
}

const BINS = 20;
const TELL_EACH = 200;

export interface MeasuredCalibration {
  /** The most probable entry of each slip for which there is any: the strictest choice, nothing is surely not it. */
  readonly best: Calibration;
  /** Every entry that was shown: hits and suggestions. */
  readonly shown: Calibration;
  /** The best again, of slips whose exact key found nothing. */
  readonly suggested: Calibration;
}

/** Over slips, ledgers and companies that nothing was counted on. */
export async function measureCalibration({ ledger, slips }: Scene, told: Told): Promise<MeasuredCalibration> {
  const [best, shown, suggested] = [new Bins(), new Bins(), new Bins()];
  for (const [at, drawn] of slips.entries()) {
    const { hit, candidates } = await matchSlip(drawn.slip, ledger);
    const all = [...(hit === null ? [] : [hit]), ...candidates];
    for (const one of all) shown.add(one, drawn);
    const [first] = all.toSorted((a, b) => b.probability - a.probability);
    if (first !== undefined) best.add(first, drawn);
    if (hit === null && first !== undefined) suggested.add(first, drawn);
    if (at % TELL_EACH === 0) told(at, slips.length);
  }
  return { best: best.result(), shown: shown.result(), suggested: suggested.result() };
}

class Bins {
  readonly #bins: CalibrationBin[] = Array.from({ length: BINS }, (_, at) => ({
    ...{ from: at / BINS, to: (at + 1) / BINS },
    ...{ n: 0, right: 0, said: 0 },
  }));

  add({ probability, entry }: Comparison, { truth, known }: DrawnSlip): void {
    const bin = this.#bins[Math.min(BINS - 1, Math.floor(probability * BINS))];
    if (bin === undefined) return;
    bin.n += 1;
    bin.right += known && entry.id === truth.id ? 1 : 0;
    bin.said += probability;
  }

  result(): Calibration {
    const n = this.#bins.reduce((sum, bin) => sum + bin.n, 0);
    const off = this.#bins.reduce((sum, { said, right }) => sum + Math.abs(said - right), 0);
    const bins = this.#bins.map((bin) => ({ ...bin, said: bin.n === 0 ? 0 : bin.said / bin.n }));
    return { bins, n, ece: n === 0 ? 0 : Number((off / n).toFixed(4)) };
  }
}
