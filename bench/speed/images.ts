/** The images of the bench: kinds that every reader knows, flat and as photographs of each level, never fitted on. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { casesOf, labelledPicture } from '../../samples/damage/pictures.js';
import type { Kind } from '../../src/invoice/kinds.js';
import type { Fields } from './found.js';

/** Levels of samples/damage; photographs at `mild` have 12 megapixels, at `medium` 3 to 12, at `hard` 1.5 to 5. */
export const IMAGE_CLASSES = ['scan', 'mild', 'medium', 'hard'] as const;
export type ImageClass = (typeof IMAGE_CLASSES)[number];

/** What mailrooms get most of, one after the other. */
const KINDS: readonly Kind[] = [
  'digital_general',
  'vat_special_paper',
  'vat_general_e',
  'digital_special',
  'train_paper',
];

export interface SpeedImage {
  readonly file: string;
  readonly path: string;
  /** Every header field it shows. */
  readonly fields: Fields;
}

/** Draws `count` images into `folder`, the kinds in turn. The same seed gives the same bytes. */
export async function drawImages(
  name: ImageClass,
  count: number,
  seed: number,
  folder: string,
): Promise<SpeedImage[]> {
  const cases = casesOf({
    set: 'measure',
    kinds: KINDS,
    damages: [name],
    each: Math.ceil(count / KINDS.length),
    first: seed,
  });
  const images: SpeedImage[] = [];
  for (const one of cases.slice(0, count)) {
    const { file, picture } = await labelledPicture(one);
    const path = join(folder, file);
    writeFileSync(path, picture.bytes);
    images.push({ file, path, fields: picture.slips[0]?.truth.fields ?? {} });
  }
  return images;
}
