/** What invoices lie on. Drawn, not photographed; the two sets know different ones. */
import type { Raster } from '../../src/ports/image.js';
import type { SampleSet } from '../forms/form.js';
import type { Random } from '../truth/random.js';
import type { Camera } from './camera.js';
import { sweep } from './lattice.js';
import { between, hashed, smoothNoise, step } from './random.js';

type Colour = readonly [number, number, number];

/** The colour of a surface at a point of its tile, both coordinates 0 to 1; it repeats without a seam. */
type Pattern = (u: number, v: number) => Colour;

const mix = (a: Colour, b: Colour, share: number): Colour => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
  a[2] + (b[2] - a[2]) * share,
];

const shade = (colour: Colour, by: number): Colour => [colour[0] * by, colour[1] * by, colour[2] * by];

/** Wood of one piece: streaks along the grain, rings that wander. */
function wood(random: Random): Pattern {
  const seed = random.whole(1, 1e6);
  const light = random.pick<Colour>([
    [176, 132, 88],
    [142, 101, 66],
    [205, 170, 124],
  ]);
  const dark = shade(light, 0.68);
  return (u, v) => {
    const ring = smoothNoise(u * 8, v * 24, 8, seed) + 0.3 * smoothNoise(u * 16, v * 128, 16, seed + 1);
    const wave = 0.5 + 0.5 * Math.sin(ring * 14);
    const fibre = smoothNoise(u * 16, v * 512, 16, seed + 2);
    return shade(mix(light, dark, wave * 0.7), 0.9 + 0.2 * fibre);
  };
}

/** Cloth of crossed threads. */
function linen(random: Random): Pattern {
  const seed = random.whole(1, 1e6);
  const base = random.pick<Colour>([
    [120, 138, 128],
    [168, 160, 146],
    [96, 104, 140],
  ]);
  return (u, v) => {
    const warp = 0.5 + 0.5 * Math.sin(u * Math.PI * 256);
    const weft = 0.5 + 0.5 * Math.sin(v * Math.PI * 256);
    const over = (Math.floor(u * 128) + Math.floor(v * 128)) % 2 === 0 ? warp : weft;
    return shade(base, 0.75 + 0.25 * over + 0.16 * (smoothNoise(u * 64, v * 64, 64, seed) - 0.5));
  };
}

/** A dull dark plate, mottled. */
function slate(random: Random): Pattern {
  const seed = random.whole(1, 1e6);
  const base = random.pick<Colour>([
    [66, 68, 72],
    [92, 84, 78],
  ]);
  return (u, v) =>
    shade(base, 0.8 + 0.4 * smoothNoise(u * 24, v * 24, 24, seed) * smoothNoise(u * 6, v * 6, 6, seed + 1));
}

/** Boards side by side with gaps between them. */
function boards(random: Random): Pattern {
  const seed = random.whole(1, 1e6);
  const base = random.pick<Colour>([
    [150, 120, 92],
    [118, 88, 62],
    [190, 178, 160],
  ]);
  const count = 4;
  return (u, v) => {
    const board = Math.floor(v * count);
    const inside = v * count - board;
    const gap = step(0, 0.02, inside) * step(0, 0.02, 1 - inside);
    const tone = 0.82 + 0.3 * hashed(board, 7, seed);
    const streak = smoothNoise(u * 8, v * 256, 8, seed + board) * 0.28;
    return shade(base, (tone + streak - 0.14) * (0.25 + 0.75 * gap));
  };
}

/** Twill: slanting ribs, as jeans and bags have. */
function twill(random: Random): Pattern {
  const seed = random.whole(1, 1e6);
  const base = random.pick<Colour>([
    [62, 78, 112],
    [80, 74, 66],
    [134, 120, 98],
  ]);
  return (u, v) => {
    const rib = 0.5 + 0.5 * Math.sin((u + v) * Math.PI * 2 * 110);
    const thread = hashed(Math.floor(u * 512), Math.floor(v * 512), seed);
    return shade(base, 0.72 + 0.3 * rib + 0.22 * (thread - 0.5));
  };
}

/** Stone with veins. */
function marble(random: Random): Pattern {
  const seed = random.whole(1, 1e6);
  const [base, vein] = random.pick<readonly [Colour, Colour]>([
    [
      [208, 204, 198],
      [128, 126, 128],
    ],
    [
      [74, 78, 76],
      [150, 156, 150],
    ],
  ]);
  return (u, v) => {
    const turn = smoothNoise(u * 4, v * 4, 4, seed) + 0.5 * smoothNoise(u * 8, v * 8, 8, seed + 1);
    const line = 1 - Math.abs(Math.sin((turn + u) * Math.PI * 3));
    return mix(base, vein, 0.7 * line ** 6 + 0.25 * smoothNoise(u * 32, v * 32, 32, seed + 2));
  };
}

/** Pale laminate with specks: paper hardly stands out from it. */
function laminate(random: Random): Pattern {
  const seed = random.whole(1, 1e6);
  const base = random.pick<Colour>([
    [196, 198, 200],
    [214, 206, 192],
    [178, 188, 184],
  ]);
  return (u, v) => {
    const speck = hashed(Math.floor(u * 300), Math.floor(v * 300), seed) > 0.94 ? 0.86 : 1;
    return shade(base, speck * (0.97 + 0.05 * smoothNoise(u * 5, v * 5, 5, seed)));
  };
}

/** Desks by name. No name stands in both sets. */
export const DESKS: Readonly<Record<SampleSet, Readonly<Record<string, (random: Random) => Pattern>>>> = {
  fit: { wood, linen, slate },
  measure: { boards, twill, marble, laminate },
};

/** Pixels of a tile; a power of two. */
const TILE = 1024;
const MASK = TILE - 1;

function tileOf(pattern: Pattern): Uint8Array {
  const tile = new Uint8Array(TILE * TILE * 3);
  let at = 0;
  for (let y = 0; y < TILE; y++) {
    for (let x = 0; x < TILE; x++) {
      for (const part of pattern(x / TILE, y / TILE)) tile[at++] = Math.max(0, Math.min(255, part));
    }
  }
  return tile;
}

/** A picture of nothing but the desk. */
export function deskSeen(
  desk: string,
  set: SampleSet,
  camera: Camera,
  { width, height }: { readonly width: number; readonly height: number },
  random: Random,
): Raster {
  const draw = DESKS[set][desk];
  if (draw === undefined) throw new Error(`the set ${set} has no desk called ${desk}`);
  const tile = tileOf(draw(random));
  const data = new Uint8Array(width * height * 3);
  const scale = TILE / between(random, [180, 300]);
  const turn = random.next() * 2 * Math.PI;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  sweep(
    { left: 0, top: 0, right: width, bottom: height },
    width,
    (pixel) => {
      const [x, y] = camera.desk(pixel);
      return [(x * cos - y * sin) * scale, (x * sin + y * cos) * scale, 0];
    },
    (at, u, v) => copyFrom(tile, u, v, data, at * 3),
  );
  return { data, width, height };
}

/** One pixel out of a tile, between its own pixels. */
function copyFrom(tile: Uint8Array, u: number, v: number, data: Uint8Array, to: number): void {
  const u0 = Math.floor(u);
  const v0 = Math.floor(v);
  const fu = u - u0;
  const fv = v - v0;
  const upper = (v0 & MASK) * TILE;
  const lower = ((v0 + 1) & MASK) * TILE;
  const left = u0 & MASK;
  const right = (u0 + 1) & MASK;
  let a = (upper + left) * 3;
  let b = (upper + right) * 3;
  let c = (lower + left) * 3;
  let d = (lower + right) * 3;
  for (let channel = to; channel < to + 3; channel++) {
    const top = (tile[a++] ?? 0) * (1 - fu) + (tile[b++] ?? 0) * fu;
    const bottom = (tile[c++] ?? 0) * (1 - fu) + (tile[d++] ?? 0) * fu;
    data[channel] = top * (1 - fv) + bottom * fv;
  }
}
