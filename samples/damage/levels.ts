/** How bad a photograph is: the bounds of each level, and what chance makes of them for one picture. */
import type { DrawnForm, SampleSet } from '../forms/form.js';
import type { Random } from '../truth/random.js';
import type { Pose } from './camera.js';
import { DESKS } from './desk.js';
import type { Ink } from './ink.js';
import { type Lighting, sometimes } from './light.js';
import { between, chance, eitherWay, type Range } from './random.js';
import type { Orientation } from './sensor.js';
import type { Lie } from './surface.js';

export const LEVELS = ['mild', 'medium', 'hard'] as const;
export type Level = (typeof LEVELS)[number];

export interface Bounds {
  readonly megapixels: Range;
  /** Degrees between the camera's axis and the paper's normal. */
  readonly tilt: Range;
  /** Degrees to either side. */
  readonly roll: Range;
  /** Share turned by one, two or three quarters besides. */
  readonly turned: number;
  /** Share of the picture that the invoice spans, along the side where it spans more. */
  readonly fill: Range;
  /** Least length of the invoice's longer side in pixels. */
  readonly leastSide: number;
  /** Blur on the paper in mm: what it does to a character does not depend on the picture's size. */
  readonly defocus: Range;
  /** Pixels. */
  readonly motion: Range;
  readonly noise: Range;
  readonly jpegQuality: Range;
  readonly fallOff: Range;
  readonly exposure: Range;
  /** Shares of the pictures with a hand's shadow, glare, a bent sheet, crumples, one more seal, pen strokes, a cut edge. */
  readonly handShadow: number;
  readonly glare: number;
  readonly bent: number;
  readonly crumpled: number;
  readonly seal: number;
  readonly strokes: number;
  readonly cut: number;
  /** Share of electronic invoices that are photographed off a screen. */
  readonly moire: number;
  /** Share of pictures with another paper beside the invoice. */
  readonly neighbour: number;
  /** Contrast left on thermal paper. */
  readonly fade: Range;
  /** Blur in mm of what the needles struck; 0 for the top copy. */
  readonly carbon: Range;
}

export const BOUNDS: Readonly<Record<Level, Bounds>> = {
  mild: {
    megapixels: [12, 12.2],
    tilt: [2, 13],
    roll: [0, 3],
    turned: 0,
    fill: [0.72, 0.93],
    leastSide: 2000,
    defocus: [0.025, 0.05],
    motion: [0, 0],
    noise: [1, 2.5],
    jpegQuality: [88, 92],
    fallOff: [0, 0.12],
    exposure: [0.9, 1],
    handShadow: 0,
    glare: 0,
    bent: 0,
    crumpled: 0,
    seal: 0,
    strokes: 0,
    cut: 0,
    moire: 0,
    neighbour: 0.15,
    fade: [0.75, 1],
    carbon: [0, 0],
  },
  medium: {
    megapixels: [3, 12.2],
    tilt: [8, 24],
    roll: [0, 12],
    turned: 0,
    fill: [0.7, 0.93],
    leastSide: 1350,
    defocus: [0.04, 0.08],
    motion: [0, 1],
    noise: [2, 4],
    jpegQuality: [72, 78],
    fallOff: [0.15, 0.35],
    exposure: [0.75, 1],
    handShadow: 0.75,
    glare: 0,
    bent: 0.5,
    crumpled: 0,
    seal: 0.15,
    strokes: 0,
    cut: 0,
    moire: 0.15,
    neighbour: 0.25,
    fade: [0.6, 0.9],
    carbon: [0, 0.045],
  },
  hard: {
    megapixels: [1.5, 5],
    tilt: [14, 34],
    roll: [0, 12],
    turned: 0.25,
    fill: [0.8, 0.97],
    leastSide: 1150,
    defocus: [0.05, 0.1],
    motion: [0, 1],
    noise: [3, 6.5],
    jpegQuality: [47, 54],
    fallOff: [0.2, 0.5],
    exposure: [0.6, 1],
    handShadow: 0.5,
    glare: 0.5,
    bent: 0.75,
    crumpled: 0.5,
    seal: 0.4,
    strokes: 0.5,
    cut: 0.5,
    moire: 0.15,
    neighbour: 0.3,
    fade: [0.5, 0.75],
    carbon: [0, 0.07],
  },
};

/** Everything that chance decided about one photograph. */
export interface Conditions {
  readonly level: Level;
  readonly megapixels: number;
  /** Quarter turns clockwise that the paper is turned in the picture. */
  readonly turns: 0 | 1 | 2 | 3;
  readonly pose: Pose;
  readonly fill: number;
  readonly aside: readonly [number, number];
  readonly lie: Lie;
  readonly lighting: Lighting;
  readonly ink: Ink;
  /** Blur on the paper in mm. */
  readonly defocus: number;
  readonly motion: number;
  readonly motionAngle: number;
  readonly noise: number;
  readonly jpegQuality: number;
  readonly orientation: Orientation;
  readonly desk: string;
  readonly neighbour: boolean;
  readonly cut: boolean;
}

function lieOf(bounds: Bounds, random: Random): Lie {
  const bent = chance(random, bounds.bent);
  const curl = chance(random, 0.5);
  const folds = random.whole(1, 2);
  return {
    curl: bent && curl,
    folds: bent && !curl ? folds : 0,
    crumpled: chance(random, bounds.crumpled),
  };
}

function lightingOf(bounds: Bounds, onScreen: boolean, random: Random): Lighting {
  return {
    fallOff: between(random, bounds.fallOff),
    handShadow: sometimes(random, bounds.handShadow, [0.2, 0.42]),
    glare: sometimes(random, bounds.glare, [0.25, 0.5]),
    exposure: between(random, bounds.exposure),
    moire: sometimes(random, onScreen ? bounds.moire : 0, [0.03, 0.08]),
    warmth: between(random, [-0.05, 0.07]),
  };
}

/** What a photograph of this form at this level is like. */
export function conditionsOf(
  form: Pick<DrawnForm, 'paper'>,
  level: Level,
  set: SampleSet,
  random: Random,
): Conditions {
  const bounds = BOUNDS[level];
  return {
    level,
    megapixels: between(random, bounds.megapixels),
    turns: chance(random, bounds.turned) ? random.pick([1, 2, 3] as const) : 0,
    pose: {
      tilt: between(random, bounds.tilt),
      azimuth: between(random, [0, 360]),
      roll: eitherWay(random, bounds.roll),
      focal: between(random, [0.55, 0.68]),
    },
    fill: between(random, bounds.fill),
    aside: [between(random, [-0.7, 0.7]), between(random, [-0.7, 0.7])],
    lie: lieOf(bounds, random),
    lighting: lightingOf(bounds, form.paper === 'screen', random),
    ink: {
      fade: between(random, bounds.fade),
      carbon: between(random, bounds.carbon),
      seal: chance(random, bounds.seal),
      strokes: chance(random, bounds.strokes) ? random.whole(1, 3) : 0,
    },
    defocus: between(random, bounds.defocus),
    motion: between(random, bounds.motion),
    motionAngle: between(random, [0, 180]),
    noise: between(random, bounds.noise),
    jpegQuality: random.whole(...bounds.jpegQuality),
    orientation: chance(random, 0.4) ? random.pick([3, 6, 8] as const) : 1,
    desk: random.pick(Object.keys(DESKS[set])),
    neighbour: chance(random, bounds.neighbour),
    cut: chance(random, bounds.cut),
  };
}
