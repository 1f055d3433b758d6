/**
 * What is taken to hold before anything is counted: every figure with its reason, and its weight as a number of
 * observations that counting outweighs soon or late. (`shareOf` adds one right and one wrong to each.)
 */
import type { Calibration, Models } from '../pipeline/models.js';

/** Never on a wrong value, for all that is known; still one in so many. */
const never = (of: number): [number, number] => [0, of - 2];
const always = (of: number): [number, number] => [of - 2, of - 2];

const evidence: Omit<Calibration['evidence'], 'date' | 'from'> = {
  // A misread character is one of about eighteen positions, most often taken for one other character.
  misreadAlike: [1, 38],
  checks: {
    // Ids of 18 characters that are no credit codes hardly ever bear the letters those leave out.
    taxIdAlphabet: { ifRight: always(1000), ifWrong: [12, 18] },
    // Of an id that fails: some 25 changes are tried and one in 341 passes by chance; a misread one mostly has its own.
    mendingFits: { ifRight: [1, 26], ifWrong: [12, 18] },
    // Some taxpayers' ids are no credit codes (DOMAIN 4.2); a misread one passes once in 31 × 11 by chance.
    taxIdCheck: { ifRight: [97, 99], ifWrong: [0, 30] },
    // Exact in law, off by 0.01 now and then (DOMAIN 6.1).
    sumHolds: { ifRight: [498, 499], ifWrong: [0, 30] },
    // Several lines round one by one, and 差额 invoices are meant to differ (DOMAIN 6.1, 6.2).
    rateHolds: { ifRight: [97, 99], ifWrong: [1, 30] },
    // Some issuers compute another CRC (DOMAIN 2.2); one in 65536 passes by chance, and anyone can compute one.
    crcHolds: { ifRight: [89, 98], ifWrong: never(1000) },
    // Misread digits mostly leave a code's kind, region and year alone.
    codeMatchesKind: { ifRight: [98, 99], ifWrong: [6, 18] },
    yearFitsCode: { ifRight: [98, 99], ifWrong: [10, 18] },
    // A 20-digit number has a year from 2021 and a known region; only its first four digits are held against that.
    dateFitsNumber: { ifRight: always(1000), ifWrong: [9, 18] },
    yearFitsNumber: { ifRight: [298, 299], ifWrong: [9, 18] },
    // Nobody invoices himself, or hardly (DOMAIN 13.3: 反向开票 names two parties all the same).
    partiesDiffer: { ifRight: always(500), ifWrong: [16, 18] },
    // Half of one's partners are in one's ledger; a misread pair that is another known pair is next to impossible.
    knownPair: { ifRight: [9, 18], ifWrong: never(500) },
    // Forms of values were written down from DOMAIN 13.1 and hold but for oddities; most misreadings keep them.
    shapeFits: { ifRight: [195, 198], ifWrong: [12, 18] },
    // The words are the figures spelt out (DOMAIN 5); a misread one hardly ever spells another reading of the figures.
    wordsAgree: { ifRight: [498, 499], ifWrong: [0, 30] },
  },
};

/** How often another way of reading is right where the leading one is wrong: one in three, a known pair nearly always. */
const rescues: Calibration['looks']['rescues'] = {
  again: [2, 8],
  path: [1, 8],
  'near path': [3, 8],
  taller: [3, 8],
  wider: [3, 8],
  red: [3, 8],
  latin: [3, 8],
  repair: [3, 8],
  known: [17, 18],
  'repair|id': [17, 18],
};

/** Models with nothing counted. */
export function priors(date: string): Models {
  const provenance = { date, from: 'src/learn/priors.ts' };
  return {
    calibration: {
      readings: {
        ...provenance,
        // A score is that of the least sure character: near 1 mostly, so the bins are narrow there.
        scoreBins: [0, 0.4, 0.6, 0.8, 0.9, 0.95, 0.97, 0.985, 0.993, 0.997, 0.999, 0.9997],
        counts: {},
        unseen: [3, 4],
        originals: always(10_000),
      },
      looks: { ...provenance, patterns: {}, paths: {}, rescues },
      evidence: { ...provenance, ...evidence },
      confidence: {
        ...provenance,
        beliefBins: [0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999, 0.9995, 0.9999],
        counts: {},
      },
    },
    thresholds: { ...provenance, errorRate: 0.005, accept: 0.99 },
  };
}
