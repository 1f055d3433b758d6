/** How a scene is lit: light that falls off, a hand's shadow, glare, the colour of a lamp, the beat of a screen's grid. */
import type { Point } from '../../src/document/geometry.js';
import type { Raster } from '../../src/ports/image.js';
import type { Random } from '../truth/random.js';
import { sweep, type Triple } from './lattice.js';
import { between, chance, step } from './random.js';

export interface Lighting {
  /** Share of the light that is lost between the brightest and the darkest corner. */
  readonly fallOff: number;
  /** How dark the shadow of a hand is, 0 for none. */
  readonly handShadow: number;
  /** How near to white glare comes in its middle, 0 for none. */
  readonly glare: number;
  /** Overall: 1 as bright as paper is, less in the dark. */
  readonly exposure: number;
  /** Strength of a screen's moiré, 0 for none. */
  readonly moire: number;
  /** Warm (above 0) or cool light. */
  readonly warmth: number;
}

/** Size of the picture over which the shapes below are drawn: they are in fractions of its longer side. */
interface Stage {
  readonly width: number;
  readonly height: number;
  readonly side: number;
}

/** How much light reaches a pixel, 1 where it is brightest. */
function fallOff(strength: number, stage: Stage, random: Random): (pixel: Point) => number {
  const direction = random.next() * 2 * Math.PI;
  const [cos, sin] = [Math.cos(direction), Math.sin(direction)];
  // A lamp beside the picture: the way across it, bent a little by the lamp's being near.
  const span = (Math.abs(cos) * stage.width + Math.abs(sin) * stage.height) / 2;
  return ([x, y]) => {
    const along = ((x - stage.width / 2) * cos + (y - stage.height / 2) * sin) / span;
    const part = (Math.min(1, Math.max(-1, along)) + 1) / 2;
    return 1 - strength * part ** 1.3;
  };
}

/** The shadow of a hand with a telephone: a palm and fingers that come in from an edge, with soft borders. */
function handShadow(strength: number, stage: Stage, random: Random): (pixel: Point) => number {
  if (strength === 0) return () => 1;
  const { width, height, side } = stage;
  const from = random.next() * 2 * Math.PI;
  const [cos, sin] = [Math.cos(from), Math.sin(from)];
  const palm: Point = [width / 2 + cos * width * 0.55, height / 2 + sin * height * 0.55];
  const soft = side * between(random, [0.015, 0.05]);
  const reach = side * between(random, [0.2, 0.32]);
  const fingers = Array.from({ length: random.whole(2, 4) }, (_, index) => {
    const lean = from + Math.PI + (index - 1.5) * 0.28 + (random.next() - 0.5) * 0.15;
    const length = reach * between(random, [1.2, 1.9]);
    return {
      tip: [palm[0] + Math.cos(lean) * length, palm[1] + Math.sin(lean) * length] as Point,
      thick: side * between(random, [0.022, 0.035]),
    };
  });
  return ([x, y]) => {
    let inside = reach * 0.8 - Math.hypot(x - palm[0], y - palm[1]);
    for (const { tip, thick } of fingers) inside = Math.max(inside, thick - toSegment([x, y], palm, tip));
    return 1 - strength * step(-soft, soft, inside);
  };
}

/** How far a point is from the line between two others. */
function toSegment([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const [dx, dy] = [bx - ax, by - ay];
  const part = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(x - ax - dx * part, y - ay - dy * part);
}

/** A lamp mirrored in the paper: a pale patch, in its middle `strength` of the way to white. */
function glare(strength: number, stage: Stage, random: Random): (pixel: Point) => number {
  if (strength === 0) return () => 0;
  const middle: Point = [
    stage.width * between(random, [0.2, 0.8]),
    stage.height * between(random, [0.2, 0.8]),
  ];
  const turn = random.next() * Math.PI;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const long = stage.side * between(random, [0.08, 0.2]);
  const short = long * between(random, [0.35, 0.8]);
  return ([x, y]) => {
    const [dx, dy] = [x - middle[0], y - middle[1]];
    const away = ((dx * cos + dy * sin) / long) ** 2 + ((dy * cos - dx * sin) / short) ** 2;
    return away > 6 ? 0 : strength * Math.exp(-away);
  };
}

/** The beat between a screen's grid and the sensor's: coloured bands that bend. */
function moire(strength: number, random: Random): (x: number, y: number) => Triple {
  const wave = between(random, [9, 34]);
  const turn = random.next() * Math.PI;
  const [kx, ky] = [(Math.cos(turn) * 2 * Math.PI) / wave, (Math.sin(turn) * 2 * Math.PI) / wave];
  const bend = between(random, [0.5, 2]);
  const long = (2 * Math.PI) / (wave * between(random, [12, 30]));
  return (x, y) => {
    const phase = x * kx + y * ky + bend * Math.sin((x - y) * long);
    const band = (shift: number) => 1 + strength * Math.sin(phase + shift);
    return [band(0), band(0.9), band(1.8)];
  };
}

/** Lights a picture, in place. */
export function light(picture: Raster, lighting: Lighting, random: Random): void {
  const { data, width, height } = picture;
  const stage = { width, height, side: Math.max(width, height) };
  const falling = fallOff(lighting.fallOff, stage, random);
  const shadow = handShadow(lighting.handShadow, stage, random);
  const shine = glare(lighting.glare, stage, random);
  const beat = lighting.moire > 0 ? moire(lighting.moire, random) : null;
  const { warmth, exposure } = lighting;
  const [red, green, blue] = [exposure * (1 + warmth), exposure, exposure * (1 - warmth)];
  // Stays within 0 to 255 by itself.
  const out = new Uint8ClampedArray(data.buffer, data.byteOffset, data.length);
  sweep(
    { left: 0, top: 0, right: width, bottom: height },
    width,
    (pixel) => [falling(pixel) * shadow(pixel), shine(pixel), 0],
    (at, gain, white) => {
      const place = at * 3;
      const bands = beat === null ? NO_BEAT : beat(at % width, Math.floor(at / width));
      const pale = 250 * white;
      const left = gain * (1 - white);
      out[place] = (out[place] ?? 0) * red * bands[0] * left + pale;
      out[place + 1] = (out[place + 1] ?? 0) * green * bands[1] * left + pale;
      out[place + 2] = (out[place + 2] ?? 0) * blue * bands[2] * left + pale;
    },
  );
}

const NO_BEAT: Triple = [1, 1, 1];

/** The side that light comes from over the paper, for the shading of its bends: 30 to 55 degrees from above. */
export function slantOf(random: Random): Point {
  const direction = random.next() * 2 * Math.PI;
  const slant = Math.tan((between(random, [30, 55]) * Math.PI) / 180);
  return [Math.cos(direction) * slant, Math.sin(direction) * slant];
}

/** A strength within bounds in a share of the pictures, 0 in the others. */
export const sometimes = (random: Random, share: number, range: readonly [number, number]): number =>
  chance(random, share) ? between(random, range) : 0;
