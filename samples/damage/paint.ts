/**
 * Lays sheets of paper into a picture. Every pixel of the picture is looked up once in the sheet's own pixels: the way
 * back through camera and curl is solved on a coarse lattice and is straight within its cells.
 */
import type { Point } from '../../src/document/geometry.js';
import type { Raster } from '../../src/ports/image.js';
import { boundsOf, type Camera, type Spot } from './camera.js';
import { type Part, sweep } from './lattice.js';
import type { Surface } from './surface.js';

/** How a sheet lies on the desk. */
export interface Placing {
  readonly widthMm: number;
  readonly heightMm: number;
  /** Where its middle lies on the desk, and the degrees it is turned there, clockwise. */
  readonly middle: Point;
  readonly angle: number;
  readonly surface: Surface;
}

/** A sheet on the desk. */
export interface Laid extends Placing {
  readonly raster: Raster;
}

/** How far the shadow of a sheet's edge reaches on the desk, in mm, and how dark it is at the edge. */
const SHADOW_REACH = 7;
const SHADOW = 0.35;
/** Half width in mm of the rim over which a sheet passes into what lies below. */
const RIM = 0.08;

const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** The spot above the desk where a point of the sheet lies; the point in mm from the sheet's middle. */
export function spotOf(laid: Placing, point: Point): Spot {
  const [x, y, z] = laid.surface.at(point);
  const [cos, sin] = [Math.cos(radians(laid.angle)), Math.sin(radians(laid.angle))];
  return [laid.middle[0] + x * cos - y * sin, laid.middle[1] + x * sin + y * cos, z];
}

/** The same for a point in fractions of the page. */
export const spotOfPage = (laid: Placing, [u, v]: Point): Spot =>
  spotOf(laid, [(u - 0.5) * laid.widthMm, (v - 0.5) * laid.heightMm]);

/** What lies under a spot of the desk if the sheet were flat: mm from the sheet's middle. */
function flatPoint(laid: Placing, [x, y]: Point): Point {
  const [cos, sin] = [Math.cos(radians(laid.angle)), Math.sin(radians(laid.angle))];
  const [dx, dy] = [x - laid.middle[0], y - laid.middle[1]];
  return [dx * cos + dy * sin, dy * cos - dx * sin];
}

/** The point of the sheet that a pixel shows: steps towards it until the way forward hits the pixel. */
function pointShown(laid: Placing, camera: Camera, pixel: Point): Point {
  const aim = flatPoint(laid, camera.desk(pixel));
  let [x, y] = aim;
  for (let round = 0; round < 6; round++) {
    const hit = flatPoint(laid, camera.desk(camera.see(spotOf(laid, [x, y]))));
    const [dx, dy] = [aim[0] - hit[0], aim[1] - hit[1]];
    x += dx;
    y += dy;
    if (Math.abs(dx) + Math.abs(dy) < 0.01) break;
  }
  return [x, y];
}

/** Light that falls from a side, as a vector; z is 1. */
export type Light = Point;

/** How bright a slope is under the light, 1 for flat. */
function brightness([sx, sy]: Point, [lx, ly]: Light): number {
  const bright = (1 - sx * lx - sy * ly) / Math.sqrt(1 + sx * sx + sy * sy);
  return Math.min(1.25, Math.max(0.6, bright));
}

/** The part of the picture that a sheet and its shadow can touch. */
function reach(laid: Placing, camera: Camera, picture: Raster): Part {
  const seen: Point[] = [];
  const wide = 0.5 + SHADOW_REACH / laid.widthMm;
  const high = 0.5 + SHADOW_REACH / laid.heightMm;
  for (let i = -8; i <= 8; i++) {
    for (let j = -8; j <= 8; j++) {
      seen.push(camera.see(spotOfPage(laid, [0.5 + (i / 8) * wide, 0.5 + (j / 8) * high])));
    }
  }
  const [x0, y0, x1, y1] = boundsOf(seen);
  return {
    left: Math.max(0, Math.floor(x0)),
    top: Math.max(0, Math.floor(y0)),
    right: Math.min(picture.width, Math.ceil(x1)),
    bottom: Math.min(picture.height, Math.ceil(y1)),
  };
}

/** Paints a sheet and the shadow of its edge over what the picture holds. */
export function paint(picture: Raster, laid: Laid, camera: Camera, light: Light): void {
  const { width, height } = laid.raster;
  const turned = radians(laid.angle);
  const own: Light = [
    light[0] * Math.cos(turned) + light[1] * Math.sin(turned),
    light[1] * Math.cos(turned) - light[0] * Math.sin(turned),
  ];
  sweep(
    reach(laid, camera, picture),
    picture.width,
    (pixel) => {
      const [x, y] = pointShown(laid, camera, pixel);
      const bright = brightness(laid.surface.slope([x, y]), own);
      return [(x / laid.widthMm + 0.5) * width - 0.5, (y / laid.heightMm + 0.5) * height - 0.5, bright];
    },
    painter(picture, laid),
  );
}

/** Paints one pixel of the picture from a place in the sheet's pixels. */
function painter(picture: Raster, laid: Laid): (at: number, u: number, v: number, bright: number) => void {
  const { data, width, height } = laid.raster;
  // Rounds and stays within 0 to 255 by itself.
  const out = new Uint8ClampedArray(picture.data.buffer, picture.data.byteOffset, picture.data.length);
  const perMm = width / laid.widthMm;
  const rim = Math.max(0.5, RIM * perMm);
  const far = SHADOW_REACH * perMm;
  const stride = width * 3;
  return (at, u, v, bright) => {
    const to = at * 3;
    const cu = Math.min(Math.max(u, 0), width - 1.001);
    const cv = Math.min(Math.max(v, 0), height - 1.001);
    const beyond = Math.abs(u - cu) + Math.abs(v - cv);
    if (beyond > far) return;
    if (beyond >= rim) {
      const dark = 1 - SHADOW * (1 - beyond / far) ** 3;
      for (let channel = to; channel < to + 3; channel++) out[channel] = (out[channel] ?? 0) * dark;
      return;
    }
    const u0 = Math.floor(cu);
    const v0 = Math.floor(cv);
    const fu = cu - u0;
    const fv = cv - v0;
    // Within the sheet's own last pixel it still covers all.
    const cover = beyond < 0.01 ? 1 : 1 - beyond / rim;
    let from = v0 * stride + u0 * 3;
    for (let channel = to; channel < to + 3; channel++, from++) {
      const upper = (data[from] ?? 0) * (1 - fu) + (data[from + 3] ?? 0) * fu;
      const lower = (data[from + stride] ?? 0) * (1 - fu) + (data[from + stride + 3] ?? 0) * fu;
      const value = Math.min(255, (upper * (1 - fv) + lower * fv) * bright);
      out[channel] = value * cover + (out[channel] ?? 0) * (1 - cover);
    }
  };
}
