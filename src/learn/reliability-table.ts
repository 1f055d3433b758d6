/** The reliability table: how sure confidences said they were, beside how often they were right. */

/** One span of confidences. */
export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  n: number;
  exact: number;
  /** Mean confidence of those in it; 0 when there are none. */
  confidence: number;
}

/** Bounds of the table: narrow where decisions are made. */
const BOUNDS = [0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 1.0001];

/** Counts fields by their confidence. */
export class ReliabilityTable {
  /** `confidence` holds the sum here. */
  readonly #bins: ReliabilityBin[] = BOUNDS.slice(0, -1).map((from, i) => ({
    from,
    to: Math.min(1, BOUNDS[i + 1] ?? 1),
    n: 0,
    exact: 0,
    confidence: 0,
  }));

  add(confidence: number, exact: boolean): void {
    const bin = this.#bins.findLast(({ from }) => confidence >= from);
    if (bin === undefined) return;
    bin.n++;
    bin.exact += exact ? 1 : 0;
    bin.confidence += confidence;
  }

  /** The bins, and the expected calibration error over them: the mean distance of what was said from what was so. */
  result(): { readonly bins: ReliabilityBin[]; readonly ece: number } {
    const counted = this.#bins.reduce((sum, { n }) => sum + n, 0);
    const off = this.#bins.reduce((sum, { exact, confidence }) => sum + Math.abs(exact - confidence), 0);
    return {
      bins: this.#bins.map((bin) => ({
        ...bin,
        confidence: bin.n === 0 ? 0 : round(bin.confidence / bin.n),
      })),
      ece: counted === 0 ? 0 : round(off / counted),
    };
  }
}

const round = (value: number): number => Number(value.toFixed(4));
