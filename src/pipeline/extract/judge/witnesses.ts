/**
 * Witnesses: everything read from one print, weighed together. Second looks at a print and less likely paths through
 * it are no independent witnesses: what they prove beside the first look was counted, pattern by pattern.
 */

import type { Box } from '../../../document/geometry.js';
import { comparable } from '../../../invoice/compare.js';
import { FIELDS } from '../../../invoice/fields.js';
import type { Kind } from '../../../invoice/kinds.js';
import type { Calibration, LookCounts } from '../../models.js';
import type { Candidate } from '../candidates/candidate.js';
import { binOf, shareOf } from './counts.js';
import { reliability } from './reliability.js';
import { shapeOf, speaksFor } from './shape.js';

/** What one print may say: each value read from it with its probability; the rest is "something else". */
export interface Witness {
  readonly values: ReadonlyMap<string, number>;
  readonly rest: number;
  readonly candidates: readonly Candidate[];
}

/** All that was read from one print, the reading that leads first. */
export interface Print {
  readonly lead: Candidate;
  readonly others: readonly Candidate[];
}

/** The readings of one field by the prints they were read from. */
export function printsOf(readings: readonly Candidate[]): Print[] {
  const groups: Candidate[][] = [];
  for (const reading of readings) {
    const group = groups.find((members) => members.some((member) => samePrint(member, reading)));
    if (group === undefined) groups.push([reading]);
    else group.push(reading);
  }
  return groups.flatMap((members): Print[] => {
    const [lead, ...others] = [...members].sort((a, b) => rank(a) - rank(b) || b.score - a.score);
    return lead === undefined ? [] : [{ lead, others }];
  });
}

/** As it stands before set right, the engine's own reading before second looks. */
const rank = ({ channel, look, source }: Candidate): number =>
  (source === 'ledger' ? 8 : 0) +
  (look === undefined ? 0 : look === 'path' ? 4 : 2) +
  (channel === 'repair' ? 1 : 0);

function samePrint(a: Candidate, b: Candidate): boolean {
  const comparableSources = a.source === b.source || a.source === 'ledger' || b.source === 'ledger';
  if (!comparableSources || a.page !== b.page || a.box === null || b.box === null) return false;
  if ((a.channel === 'words') !== (b.channel === 'words')) return false;
  return overlap(a.box, b.box) > 0.5;
}

/** The part of the smaller box that lies in the other. */
function overlap(a: Box, b: Box): number {
  const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  const area = (box: Box) => (box[2] - box[0]) * (box[3] - box[1]);
  const least = Math.min(area(a), area(b));
  return width <= 0 || height <= 0 || least <= 0 ? 0 : (width * height) / least;
}

/** How a reading that does not lead came about, as rescues are counted. */
export function wayOf({ look, channel, source, score }: Candidate): string {
  if (source === 'ledger') return 'known';
  if (channel === 'repair') return 'repair';
  if (look === 'path') return score >= NEAR_PATH ? 'near path' : 'path';
  return look ?? 'again';
}

/** A path scores as its line does, times how likely it is beside the first: from here on it is a close second. */
const NEAR_PATH = 0.3;

/** How near the likeliest other path through the lead's own look comes that says something else. */
export type PathNear = 'none' | 'far' | 'some' | 'near';

/** `null` where no paths are told: a text layer, a code, a reading that was set right. */
export function pathNearOf({ lead, others }: Print): PathNear | null {
  if (lead.source !== 'ocr:paddle' || lead.look !== undefined || lead.channel === 'repair') return null;
  const ratio = others
    .filter((other) => other.look === 'path' && keyOf(other) !== keyOf(lead))
    .reduce((most, { score }) => Math.max(most, score / Math.max(lead.score, 1e-6)), 0);
  return ratio === 0 ? 'none' : ratio < 0.2 ? 'far' : ratio < 0.5 ? 'some' : 'near';
}

/** Lower bounds of the scores within which lines are compared by their paths. */
const PATH_SCORES = [0, 0.6, 0.8, 0.95, 0.99];

/** The name under which such a path is counted, beside the same with the type of the field. */
export const pathNearName = (near: PathNear, { score }: Candidate): string =>
  `${PATH_SCORES[binOf(score, PATH_SCORES)]}/${near}`;

const isSecondLook = ({ look, channel }: Candidate): boolean =>
  look !== undefined && look !== 'path' && channel !== 'repair';

/** `agreeing/differing` second looks; `null` when nobody looked twice. */
export function patternOf({ lead, others }: Print): string | null {
  const looks = others.filter(isSecondLook);
  if (looks.length === 0) return null;
  const agreeing = looks.filter((other) => keyOf(other) === keyOf(lead)).length;
  return `${agreeing}/${looks.length - agreeing}`;
}

/** What was made of a reading before: each is held against every other of its field. */
const KEYS = new WeakMap<Candidate, string>();

/** The form in which readings of one field say the same. */
export function keyOf(candidate: Candidate): string {
  const known = KEYS.get(candidate);
  if (known !== undefined) return known;
  const key = comparable(candidate.field, candidate.value);
  KEYS.set(candidate, key);
  return key;
}

/** What of the doubt left about the lead may go to named alternatives: a misread print mostly says something else. */
const NAMED_AT_MOST = 0.95;

/** A print's testimony as probabilities. */
export function witnessOf(print: Print, kind: Kind, calibration: Calibration): Witness {
  const { lead, others } = print;
  const alone = reliability(lead, kind, calibration);
  const odds =
    (alone / (1 - alone)) *
    patternRatio(patternOf(print), calibration.looks) *
    pathRatio(pathNearOf(print), print, calibration.looks);
  const led = odds / (1 + odds);
  const claims = new Map<string, number>();
  for (const other of others) {
    const key = keyOf(other);
    if (key === keyOf(lead)) continue;
    const rescue = rescueShare(print, other, calibration.looks);
    // Several that say the same: wrong only if all of them are.
    claims.set(key, 1 - (1 - (claims.get(key) ?? 0)) * (1 - rescue));
  }
  const claimed = [...claims.values()].reduce((sum, claim) => sum + claim, 0);
  const scale = (1 - led) * (claimed > NAMED_AT_MOST ? NAMED_AT_MOST / claimed : 1);
  const values = new Map([
    [keyOf(lead), led],
    ...[...claims].map(([key, claim]) => [key, claim * scale] as const),
  ]);
  const rest = 1 - [...values.values()].reduce((sum, share) => sum + share, 0);
  return { values, rest: Math.max(rest, 1e-6), candidates: [lead, ...others] };
}

/** Strength of what all types of field have in common, in observations. */
const PULL = 8;

/** How often this way of reading is right where the lead is wrong. */
function rescueShare(print: Print, other: Candidate, { rescues }: LookCounts): number {
  const [way, ofType] = rescueNames(print, other);
  const [right, of] = rescues[ofType] ?? [0, 0];
  return (right + PULL * shareOf(rescues[way] ?? [0, 0])) / (of + PULL);
}

/**
 * The names under which a reading that does not lead is counted: its way, and its way with the type of the field. One
 * that has the field's shape where the lead has not is another thing than one of two that both have it.
 */
export function rescueNames({ lead }: Print, other: Candidate): readonly [string, string] {
  const { field, value } = other;
  const mends = shapeOf(field, value) === 'fits' && speaksFor(shapeOf(field, lead.value)) === false;
  const way = mends ? `${wayOf(other)}, in shape` : wayOf(other);
  return [way, `${way}|${FIELDS[field].type}`];
}

/** What a pattern is worth before any was counted: agreement is usual where the lead is right, and rarer where not. */
const START = { agreesIfRight: 0.95, agreesIfWrong: 0.4, strength: 10 } as const;

/** How much likelier this pattern is where the first look is right, among those with as many second looks. */
function patternRatio(pattern: string | null, { patterns }: LookCounts): number {
  if (pattern === null) return 1;
  const [agreeing = 0, differing = 0] = pattern.split('/').map(Number);
  const looks = agreeing + differing;
  let [right, wrong] = [0, 0];
  for (const [name, counts] of Object.entries(patterns)) {
    const [a = 0, b = 0] = name.split('/').map(Number);
    if (a + b !== looks) continue;
    right += counts.ifRight;
    wrong += counts.ifWrong;
  }
  const { agreesIfRight, agreesIfWrong, strength } = START;
  const seen = patterns[pattern] ?? { ifRight: 0, ifWrong: 0 };
  // Second looks mostly go together: of several, all or none agree.
  const start = (agrees: number) =>
    differing === 0 ? agrees : agreeing === 0 ? (1 - agrees) * 0.7 : ((1 - agrees) * 0.3) / (looks - 1);
  return (
    (seen.ifRight + strength * start(agreesIfRight)) /
    (right + strength) /
    ((seen.ifWrong + strength * start(agreesIfWrong)) / (wrong + strength))
  );
}

/**
 * How much likelier a path this near is where the first look is right. A line that scores low has near paths by itself,
 * so that only lines of a like score are compared; of few, both sides are drawn to what lines of that score have.
 */
function pathRatio(near: PathNear | null, { lead }: Print, { paths }: LookCounts): number {
  if (near === null) return 1;
  const total = (nameOf: (each: PathNear) => string, side: Side) =>
    PATHS_NEAR.reduce((sum, each) => sum + (paths[nameOf(each)]?.[side] ?? 0), 0);
  const common = (each: PathNear) => pathNearName(each, lead);
  const own = (each: PathNear) => `${common(each)}|${FIELDS[lead.field].type}`;
  const both = (nameOf: (each: PathNear) => string, each: PathNear) =>
    (paths[nameOf(each)]?.ifRight ?? 0) + (paths[nameOf(each)]?.ifWrong ?? 0);
  const seen = PATHS_NEAR.reduce((sum, each) => sum + both(common, each), 0);
  const start = (both(common, near) + 1) / (seen + PATHS_NEAR.length);
  const share = (side: Side): number => {
    const drawn = ((paths[common(near)]?.[side] ?? 0) + PULL * start) / (total(common, side) + PULL);
    return ((paths[own(near)]?.[side] ?? 0) + PULL * drawn) / (total(own, side) + PULL);
  };
  return share('ifRight') / share('ifWrong');
}

type Side = 'ifRight' | 'ifWrong';

const PATHS_NEAR: readonly PathNear[] = ['none', 'far', 'some', 'near'];
