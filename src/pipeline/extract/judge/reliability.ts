/** How far one reading may be trusted: the measured share of right readings of its class. */
import { FIELDS } from '../../../invoice/fields.js';
import type { Kind } from '../../../invoice/kinds.js';
import type { Calibration } from '../../models.js';
import type { Candidate } from '../candidates/candidate.js';
import { binOf, drawnShare, shareOf } from './counts.js';

/** The class under which a reading is counted. A second look that stands alone is a source of its own. */
export function classOf({ source, look, channel, field }: Candidate, kind: Kind): string {
  const seen = look === undefined ? source : `${source}+${look}`;
  return [seen, channel, FIELDS[field].type, field, kind].join('|');
}

/** Probability that a reading is right, by itself. A QR text whose CRC holds is surer by what that proves. */
export function reliability(candidate: Candidate, kind: Kind, { readings, evidence }: Calibration): number {
  const bin = binOf(candidate.score, readings.scoreBins);
  const start = shareOf(candidate.channel === 'structured' ? readings.originals : readings.unseen);
  const share = drawnShare(readings.counts, classOf(candidate, kind), bin, start);
  if (candidate.channel !== 'code' || candidate.score !== 1) return share;
  const { ifRight, ifWrong } = evidence.checks.crcHolds;
  const [right, wrong] = [share * shareOf(ifRight), (1 - share) * shareOf(ifWrong)];
  return right / (right + wrong);
}
