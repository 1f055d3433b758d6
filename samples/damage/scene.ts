/** Papers on a desk under a camera, and the picture it takes of them. */
import type { Point, Quad } from '../../src/document/geometry.js';
import type { Raster } from '../../src/ports/image.js';
import type { DrawnForm, SampleSet } from '../forms/form.js';
import type { Random } from '../truth/random.js';
import type { Camera, Frame, Spot } from './camera.js';
import { deskSeen } from './desk.js';
import { type Lighting, light, slantOf } from './light.js';
import { type Laid, type Placing, paint, spotOfPage } from './paint.js';
import { type PicturedSlip, quadThrough } from './picture.js';

/** Where and how a form lies, before it has pixels. */
export interface Placed extends Placing {
  readonly form: DrawnForm;
}

export interface Scene {
  readonly frame: Frame;
  readonly camera: Camera;
  readonly set: SampleSet;
  readonly desk: string;
  /** From the lowest to the uppermost. */
  readonly papers: readonly Laid[];
  readonly lighting: Lighting;
}

/** What the lens lets through: light as it arrives, before blur and noise. */
export function seen(scene: Scene, random: Random): Raster {
  const picture = deskSeen(scene.desk, scene.set, scene.camera, scene.frame, random);
  const slant = slantOf(random);
  for (const paper of scene.papers) paint(picture, paper, scene.camera, slant);
  light(picture, scene.lighting, random);
  return picture;
}

/** Spots along the edge of a sheet: what has to be in the picture. */
export function outline(laid: Placing): Spot[] {
  const spots: Spot[] = [];
  for (let index = 0; index <= 8; index++) {
    const along = index / 8;
    for (const point of [
      [along, 0],
      [along, 1],
      [0, along],
      [1, along],
    ] as const)
      spots.push(spotOfPage(laid, point));
  }
  return spots;
}

/** The place of a point of the page in the picture, in pixels. */
export const onPicture =
  (placed: Placing, camera: Camera) =>
  (point: Point): Point =>
    camera.see(spotOfPage(placed, point));

/** The truth about a form with its places carried into the picture. */
export function pictured(placed: Placed, camera: Camera, { width, height }: Frame): PicturedSlip {
  const pixel = onPicture(placed, camera);
  const through = (point: Point): Point => {
    const [x, y] = pixel(point);
    return [x / width, y / height];
  };
  return {
    truth: placed.form.truth,
    places: placed.form.places.map(({ field, box }) => ({ field, quad: quadThrough(box, through) })),
    corners: quadThrough([0, 0, 1, 1], through),
  };
}

const distance = ([x0, y0]: Point, [x1, y1]: Point) => Math.hypot(x1 - x0, y1 - y0);

/** Mean length of the longer pair of a paper's edges in the picture, in pixels. */
export function longSide(placed: Placed, camera: Camera): number {
  const [a, b, c, d]: Quad = quadThrough([0, 0, 1, 1], onPicture(placed, camera));
  const long = placed.widthMm >= placed.heightMm;
  return long ? (distance(a, b) + distance(d, c)) / 2 : (distance(a, d) + distance(b, c)) / 2;
}

/** Pixels of the picture a millimetre of the paper, on average. */
export const pixelsPerMm = (placed: Placed, camera: Camera): number =>
  longSide(placed, camera) / Math.max(placed.widthMm, placed.heightMm);
