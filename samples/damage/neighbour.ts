/** Another paper that lies partly in the picture, below the invoice. */
import type { Point } from '../../src/document/geometry.js';
import type { Raster } from '../../src/ports/image.js';
import type { DrawnForm, SampleSet } from '../forms/form.js';
import type { Random } from '../truth/random.js';
import { officePage } from './decoys.js';
import type { Placing } from './paint.js';
import { between } from './random.js';
import { surfaceOf } from './surface.js';

const A4 = { width: 210, height: 297 };

/** A written page beside `form`, its near edge around the invoice's own. */
export async function neighbourOf(
  form: DrawnForm,
  perMm: number,
  set: SampleSet,
  random: Random,
): Promise<Placing & { readonly raster: Raster }> {
  const raster = await officePage(A4.width, A4.height, perMm, set, random);
  const angle = (random.next() - 0.5) * 50;
  const [toRight, below] = [random.next() < 0.5 ? -1 : 1, random.next() < 0.5 ? -1 : 1];
  const off = (own: number, other: number) => (own + other) / 2 - between(random, [0.05, 0.25]) * own;
  const aside: Point =
    random.next() < 0.5
      ? [toRight * off(form.widthMm, A4.width), below * form.heightMm * random.next() * 0.5]
      : [toRight * form.widthMm * random.next() * 0.5, below * off(form.heightMm, A4.height)];
  const surface = surfaceOf({ curl: false, folds: 0, crumpled: false }, A4.width, A4.height, random);
  return { raster, widthMm: A4.width, heightMm: A4.height, middle: aside, angle, surface };
}
