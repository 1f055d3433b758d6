/** Invoices as pictures before anybody forged them, by number: the same case is the same picture. */
import sharp from 'sharp';
import { quadOf } from '../../src/document/geometry.js';
import type { Raster } from '../../src/ports/image.js';
import { photograph } from '../damage/photograph.js';
import type { PicturedPlace } from '../damage/picture.js';
import { scan, scanSettingsOf } from '../damage/scan.js';
import { rasterOf } from '../draw/picture.js';
import type { DrawnForm, FormTruth, SampleSet } from '../forms/form.js';
import { SAMPLE_FORMS } from '../forms/index.js';
import { type Random, randomFor } from '../truth/random.js';
import { savedAt } from './methods.js';

/**
 * What was forged: a picture saved from a PDF, a scan, a photograph; all of them are saved as JPEG once more. `retaken`:
 * forged as a file, then put on paper (or on a screen) and photographed.
 */
export const BASES = ['export', 'scan', 'photo', 'retaken'] as const;
export type Base = (typeof BASES)[number];

export interface PictureCase {
  readonly set: SampleSet;
  /** Name of a form. */
  readonly form: string;
  readonly base: Base;
  readonly number: number;
}

export interface Original {
  readonly one: PictureCase;
  readonly drawn: DrawnForm;
  readonly truth: FormTruth;
  readonly picture: Raster;
  readonly places: readonly PicturedPlace[];
}

/** Chance for one purpose: what a case needs for another does not change it. */
export const chanceOf = ({ set, form, base, number }: PictureCase, what: string): Random =>
  randomFor(number, `forgery/${set}/${form}/${base}/${what}`);

export const drawOriginal = (one: PictureCase): Promise<Original> =>
  drawWith(one, chanceOf(one, 'form'), chanceOf(one, 'base'));

/** Another invoice of the same kind: where forgers take figures from. */
export function drawAnother(one: PictureCase): Promise<Original> {
  const random = chanceOf(one, 'other');
  return drawWith(one, random, random);
}

async function drawWith(one: PictureCase, ofForm: Random, ofBase: Random): Promise<Original> {
  const form = SAMPLE_FORMS.find((known) => known.name === one.form);
  if (form === undefined) throw new Error(`no form is called ${one.form}`);
  const drawn = await form.draw(ofForm, one.set);
  return { one, drawn, truth: drawn.truth, ...(await pictureOf(drawn, one, ofBase)) };
}

async function pictureOf(
  drawn: DrawnForm,
  { base, set }: PictureCase,
  random: Random,
): Promise<Pick<Original, 'picture' | 'places'>> {
  if (base === 'export' || base === 'retaken') {
    const places = drawn.places.map(({ field, box }) => ({ field, quad: quadOf(box) }));
    // What will be photographed is forged as it was drawn.
    if (base === 'retaken') return { picture: await rasterOf(drawn.pdf, 300), places };
    const raster = await rasterOf(drawn.pdf, random.pick([150, 200, 240]));
    return { picture: await savedAt(raster, random.whole(72, 92)), places };
  }
  const taken =
    base === 'scan'
      ? await scan(drawn, random, { ...scanSettingsOf(random), turns: 0 })
      : await photograph(drawn, 'mild', random, set);
  const { data, info } = await sharp(taken.bytes).rotate().raw().toBuffer({ resolveWithObject: true });
  return { picture: { data, width: info.width, height: info.height }, places: taken.places };
}
