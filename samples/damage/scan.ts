/** A form as an office scanner delivers it: no perspective, hardly a shadow, a little askew on the glass. */
import type { Point } from '../../src/document/geometry.js';
import type { Raster } from '../../src/ports/image.js';
import type { DrawnForm } from '../forms/form.js';
import type { Random } from '../truth/random.js';
import { boundsOf, type Camera } from './camera.js';
import { printed } from './ink.js';
import { paint } from './paint.js';
import { type Single, single } from './picture.js';
import { between, chance, eitherWay } from './random.js';
import { onPicture, type Placed, pictured } from './scene.js';
import { taken } from './sensor.js';
import { surfaceOf } from './surface.js';

export interface ScanSettings {
  /** 150 to 300. */
  readonly dpi: number;
  /** Degrees, clockwise. */
  readonly skew: number;
  readonly grey: boolean;
  /** Quarter turns clockwise that the paper was put in wrongly. */
  readonly turns: 0 | 1 | 2 | 3;
}

/** Room round the paper in mm that the scan shows as well. */
const ROOM = { from: 1, to: 8 };

/** What people scan with: mostly straight, in colour and the right way round. */
export function scanSettingsOf(random: Random): ScanSettings {
  return {
    dpi: random.pick([150, 200, 200, 300]),
    skew: eitherWay(random, [0, 1.6]),
    grey: chance(random, 0.3),
    turns: chance(random, 0.1) ? random.pick([1, 2, 3] as const) : 0,
  };
}

/** A camera straight above, infinitely far away. */
function above(perMm: number, [cx, cy]: Point): Camera {
  return {
    see: ([x, y]) => [cx + x * perMm, cy + y * perMm],
    desk: ([x, y]) => [(x - cx) / perMm, (y - cy) / perMm],
  };
}

function greyed({ data }: Raster): void {
  for (let at = 0; at < data.length; at += 3) {
    const grey = 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
    data.fill(Math.round(grey), at, at + 3);
  }
}

/** A scan of the first page. The same random numbers give the same bytes. */
export async function scan(
  form: DrawnForm,
  random: Random,
  settings: ScanSettings = scanSettingsOf(random),
): Promise<Single & { readonly settings: ScanSettings }> {
  const perMm = settings.dpi / 25.4;
  const { widthMm, heightMm } = form;
  const angle = settings.skew + settings.turns * 90;
  const surface = surfaceOf({ curl: false, folds: 0, crumpled: false }, widthMm, heightMm, random);
  const placed: Placed = { form, widthMm, heightMm, middle: [0, 0], angle, surface };
  const room = between(random, [ROOM.from, ROOM.to]) * perMm;
  const corner = onPicture(placed, above(perMm, [0, 0]));
  const [x0, y0, x1, y1] = boundsOf([corner([0, 0]), corner([1, 0]), corner([1, 1]), corner([0, 1])]);
  const width = Math.round(x1 - x0 + 2 * room);
  const height = Math.round(y1 - y0 + 2 * room);
  const camera = above(perMm, [width / 2, height / 2]);
  const ink = {
    fade: between(random, [0.7, 1]),
    carbon: between(random, [0, 0.05]),
    seal: false,
    strokes: 0,
  };
  const page = await printed(form, perMm, ink, random);
  // The lid: white, or grey where it is worn.
  const lid = random.pick([250, 244, 226]);
  const picture: Raster = { data: new Uint8Array(width * height * 3).fill(lid), width, height };
  paint(picture, { ...placed, raster: page }, camera, [0, 0]);
  if (settings.grey) greyed(picture);
  const sensor = {
    defocus: between(random, [0.3, 0.6]),
    motion: 0,
    motionAngle: 0,
    noise: settings.grey ? 0 : between(random, [0.5, 2.5]),
    jpegQuality: random.whole(72, 90),
  };
  const bytes = await taken(picture, sensor, random);
  return {
    ...single({ bytes, type: 'jpg', width, height }, pictured(placed, camera, { width, height })),
    settings,
  };
}
