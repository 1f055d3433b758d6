/** Several slips on one desk, in one photograph. */
import type { Point } from '../../src/document/geometry.js';
import type { DrawnForm, SampleSet } from '../forms/form.js';
import type { Random } from '../truth/random.js';
import { type Frame, framing } from './camera.js';
import { printed } from './ink.js';
import { BOUNDS, conditionsOf, type Level } from './levels.js';
import type { Picture } from './picture.js';
import { between, chance } from './random.js';
import { outline, type Placed, pictured, pixelsPerMm, seen } from './scene.js';
import { taken } from './sensor.js';
import { surfaceOf } from './surface.js';

/** Least room between two slips, in mm. */
const ROOM = 6;
/** Share of the slips that lie at any angle; the others lean by a few degrees. */
const ANY_ANGLE = 0.4;
/** As many pixels as telephones take, whatever the level: each slip gets a part of them only. */
const LONG_SIDE = 4032;
const ASPECT = 4 / 3;

interface Slot {
  readonly middle: Point;
  readonly angle: number;
  readonly widthMm: number;
  readonly heightMm: number;
}

const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** How far a slip reaches from its middle along a direction, half the room included. */
function reachAlong({ angle, widthMm, heightMm }: Slot, [x, y]: Point): number {
  const [cos, sin] = [Math.cos(radians(angle)), Math.sin(radians(angle))];
  return (
    (Math.abs(x * cos + y * sin) * (widthMm + ROOM)) / 2 +
    (Math.abs(y * cos - x * sin) * (heightMm + ROOM)) / 2
  );
}

/** Whether two turned rectangles keep apart: some edge's direction separates them. */
function apart(a: Slot, b: Slot): boolean {
  const between: Point = [b.middle[0] - a.middle[0], b.middle[1] - a.middle[1]];
  return [a.angle, a.angle + 90, b.angle, b.angle + 90].some((angle) => {
    const axis: Point = [Math.cos(radians(angle)), Math.sin(radians(angle))];
    const away = Math.abs(between[0] * axis[0] + between[1] * axis[1]);
    return away >= reachAlong(a, axis) + reachAlong(b, axis);
  });
}

/** Places for all, close together: the desk they may use grows only while they do not fit. */
function slots(forms: readonly DrawnForm[], random: Random): Slot[] {
  const area = forms.reduce((sum, { widthMm, heightMm }) => sum + widthMm * heightMm, 0);
  let side = Math.sqrt(area) * 0.9;
  const placed: Slot[] = [];
  for (const { widthMm, heightMm } of forms) {
    const angle = chance(random, ANY_ANGLE) ? between(random, [0, 360]) : between(random, [-7, 7]);
    for (let attempt = 1; ; attempt++) {
      const middle: Point = [(random.next() - 0.5) * side * ASPECT, (random.next() - 0.5) * side];
      const slot = { middle, angle, widthMm, heightMm };
      if (placed.every((other) => apart(slot, other))) {
        placed.push(slot);
        break;
      }
      if (attempt % 40 === 0) side *= 1.04;
    }
  }
  return placed;
}

/** One photograph of two to six forms; the truth of each in the order given. */
export async function deskOfSeveral(
  forms: readonly DrawnForm[],
  level: Exclude<Level, 'hard'>,
  random: Random,
  set: SampleSet,
): Promise<Picture> {
  const conditions = conditionsOf({ paper: 'card' }, level, set, random);
  const bounds = BOUNDS[level];
  const papers: Placed[] = slots(forms, random).map((slot, index) => {
    const form = forms[index];
    if (form === undefined) throw new Error('more places than forms');
    const bent = chance(random, bounds.bent);
    const lie = { curl: bent, folds: 0, crumpled: false };
    return { ...slot, form, surface: surfaceOf(lie, slot.widthMm, slot.heightMm, random) };
  });
  const frame: Frame = { width: LONG_SIDE, height: Math.round(LONG_SIDE / ASPECT) };
  const camera = framing(conditions.pose, frame, papers.flatMap(outline), 0.96);
  const laid = [];
  for (const paper of papers) {
    const perMm = pixelsPerMm(paper, camera);
    laid.push({ ...paper, raster: await printed(paper.form, perMm * 1.1, conditions.ink, random) });
  }
  const perMm = Math.min(...papers.map((paper) => pixelsPerMm(paper, camera)));
  const scene = { frame, camera, set, desk: conditions.desk, papers: laid, lighting: conditions.lighting };
  const sensor = { ...conditions, defocus: conditions.defocus * perMm };
  const bytes = await taken(seen(scene, random), sensor, random, conditions.orientation);
  return { bytes, type: 'jpg', ...frame, slips: papers.map((paper) => pictured(paper, camera, frame)) };
}
