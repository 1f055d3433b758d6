/** The threshold of acceptance, from counts. */

/** Judged fields of one class and degree of belief: what their confidence says and how many were right. */
export interface Judged {
  readonly confidence: number;
  readonly right: number;
  readonly of: number;
}

/** No single accepted field may be more doubtful than this many times the error rate: many sure ones must not carry bad bets. */
const SINGLE = 4;

/** Chance that the true error rate is above the bound all the same. */
const DOUBT = 0.1;

/**
 * The least confidence at which fields may be accepted so that at most `errorRate` of those at or above it are wrong:
 * on average by what the confidences say, and by what was seen, taking the upper end of what the true rate may be when so
 * many of so many were wrong (90 %, Poisson). 1 when no confidence is good enough, or too few fields were counted to
 * show it.
 */
export function fitThreshold(judged: readonly Judged[], errorRate: number): number {
  const bound = 1 - SINGLE * errorRate;
  const sorted = judged
    .filter(({ confidence, of }) => of > 0 && confidence >= bound)
    .sort((a, b) => b.confidence - a.confidence);
  let [said, wrong, all, good] = [0, 0, 0, 1];
  for (const [index, { confidence, right, of }] of sorted.entries()) {
    said += (1 - confidence) * of;
    wrong += of - right;
    all += of;
    if (confidence === sorted[index + 1]?.confidence) continue;
    if (said <= errorRate * all && mostExpected(wrong) <= errorRate * all) good = confidence;
  }
  return good;
}

/** The greatest mean of a Poisson count of which `seen` or fewer would still come about with a chance of {@link DOUBT}. */
function mostExpected(seen: number): number {
  let [low, high] = [seen, 3 * seen + 10];
  while (high - low > 1e-6) {
    const mean = (low + high) / 2;
    if (atMost(seen, mean) > DOUBT) low = mean;
    else high = mean;
  }
  return high;
}

/** Chance of `count` or fewer where `mean` are expected. */
function atMost(count: number, mean: number): number {
  let term = Math.exp(-mean);
  let sum = term;
  for (let k = 1; k <= count; k++) {
    term *= mean / k;
    sum += term;
  }
  return sum;
}
