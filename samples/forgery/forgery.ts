/** Forged invoices and their clean twins, by number: the same case is the same picture. */
import { PDFDocument } from 'pdf-lib';
import sharp from 'sharp';
import type { Box } from '../../src/document/geometry.js';
import { quadOf } from '../../src/document/geometry.js';
import type { FieldName } from '../../src/invoice/fields.js';
import type { Raster } from '../../src/ports/image.js';
import { photograph } from '../damage/photograph.js';
import type { PicturedPlace } from '../damage/picture.js';
import { scan, scanSettingsOf } from '../damage/scan.js';
import { rasterOf } from '../draw/picture.js';
import type { DrawnForm, FormTruth, SampleSet } from '../forms/form.js';
import { SAMPLE_FORMS } from '../forms/index.js';
import { type Random, randomFor } from '../truth/random.js';
import { type Glyph, glyphsIn, type Rect } from './glyphs.js';
import { differ, jpegOf, type Method, pasted, repainted, savedAt, typed } from './methods.js';

/** What was forged: an invoice saved as a picture, a scan, a photograph. */
export const BASES = ['export', 'scan', 'photo'] as const;
export type Base = (typeof BASES)[number];

/** What happened to it afterwards: saved once more as JPEG, or printed (or shown) and photographed. */
export const AFTERS = ['saved', 'photographed'] as const;
export type After = (typeof AFTERS)[number];

export interface ForgeryCase {
  readonly set: SampleSet;
  /** Name of a form. */
  readonly form: string;
  readonly base: Base;
  readonly after: After;
  /** `null`: the clean twin of the same number. */
  readonly method: Method | null;
  readonly number: number;
}

export interface Forgery {
  readonly bytes: Uint8Array;
  /** Quality of the last JPEG. */
  readonly quality: number | null;
  /** What was forged, in fractions of the picture; `null` of a clean twin. */
  readonly forged: { readonly field: FieldName; readonly box: Box } | null;
}

/** Values of figures only, best worth forging first. */
const FORGED: readonly FieldName[] = ['grossTotal', 'netTotal', 'taxTotal', 'invoiceNumber'];
const FIGURES: readonly FieldName[] = [...FORGED, 'invoiceCode'];

interface Plain {
  readonly truth: FormTruth;
  readonly picture: Raster;
  readonly places: readonly PicturedPlace[];
}

const POINTS = 72 / 25.4;

/** `null` where the picture's figures cannot be told apart by a simple forger: that number is left out with its twin. */
export async function drawForgery(one: ForgeryCase): Promise<Forgery | null> {
  const random = (what: string) =>
    randomFor(one.number, `forgery/${one.set}/${one.form}/${one.base}/${what}`);
  const form = await formOf(one.form).draw(random('form'), one.set);
  const plain = await plainPicture(form, one, random('base'));
  const chance = random('figures');
  const target = targetIn(plain, chance);
  if (target === null) return null;
  const changed =
    one.method === null ? plain.picture : await forgedPicture(plain, target, one, chance, random('other'));
  const field = target.field;
  const box = boxOf(target.glyph.rect, plain.picture);
  if (one.after === 'photographed') return photographed(form, one, changed, { field, box }, random('camera'));
  const quality = random('quality').whole(70, 95);
  return {
    bytes: await jpegOf(changed, quality),
    quality,
    forged: one.method === null ? null : { field, box },
  };
}

function formOf(name: string) {
  const form = SAMPLE_FORMS.find((known) => known.name === name);
  if (form === undefined) throw new Error(`no form is called ${name}`);
  return form;
}

/** Before anything is forged. What will be photographed is forged as it was drawn. */
async function plainPicture(
  form: DrawnForm,
  { base, after, set }: ForgeryCase,
  random: Random,
): Promise<Plain> {
  if (after === 'photographed') {
    const picture = await rasterOf(form.pdf, 300);
    return {
      truth: form.truth,
      picture,
      places: form.places.map(({ field, box }) => ({ field, quad: quadOf(box) })),
    };
  }
  if (base === 'export') {
    const picture = await savedAt(
      await rasterOf(form.pdf, random.pick([150, 200, 240])),
      random.whole(72, 92),
    );
    return {
      truth: form.truth,
      picture,
      places: form.places.map(({ field, box }) => ({ field, quad: quadOf(box) })),
    };
  }
  const taken =
    base === 'scan'
      ? await scan(form, random, { ...scanSettingsOf(random), turns: 0 })
      : await photograph(form, 'mild', random, set);
  const { data, info } = await sharp(taken.bytes).rotate().raw().toBuffer({ resolveWithObject: true });
  return {
    truth: form.truth,
    picture: { data, width: info.width, height: info.height },
    places: taken.places,
  };
}

interface Target {
  readonly field: FieldName;
  readonly glyph: Glyph;
}

/** The figures of a value without the ¥ before them; none where they are not as many as the truth has. */
function figuresAt({ picture, truth }: Plain, { field, quad }: PicturedPlace): Glyph[] {
  const count = (truth.fields[field] ?? '').replace(/\D/gu, '').length;
  const glyphs = glyphsIn(picture, quad);
  return count === 0 || glyphs.length < count || glyphs.length > count + 1 ? [] : glyphs.slice(-count);
}

/** The figure to replace: not the last two, nobody forges cents. */
function targetIn(plain: Plain, random: Random): Target | null {
  const figures = FORGED.flatMap((field) =>
    plain.places
      .filter((place) => place.field === field)
      .map((place) => ({ field, glyphs: figuresAt(plain, place) })),
  ).filter(({ glyphs }) => glyphs.length >= 4);
  const value = figures[random.whole(0, Math.min(2, figures.length - 1))];
  if (value === undefined) return null;
  return { field: value.field, glyph: random.pick(value.glyphs.slice(0, -2)) };
}

async function forgedPicture(
  plain: Plain,
  { glyph }: Target,
  one: ForgeryCase,
  random: Random,
  otherRandom: Random,
): Promise<Raster> {
  const { picture } = plain;
  if (one.method === 'font') return typed(picture, glyph, random);
  if (one.method === 'splice') {
    const form = await formOf(one.form).draw(otherRandom, one.set);
    const other = await plainPicture(form, one, otherRandom);
    const worse = await savedAt(other.picture, otherRandom.whole(45, 70));
    return pasted(
      picture,
      glyph,
      worse,
      await figureFor(glyph, picture, { ...other, picture: worse }, random),
      random,
    );
  }
  const from = figureFor(glyph, picture, plain, random);
  return one.method === 'repaint'
    ? repainted(picture, glyph, from, random)
    : pasted(picture, glyph, picture, from, random);
}

/** A figure of about the same size that is another one. */
function figureFor(glyph: Glyph, picture: Raster, plain: Plain, random: Random): Glyph {
  const { picture: other, places } = plain;
  const all = FIGURES.flatMap((field) =>
    places.filter((place) => place.field === field).flatMap((place) => figuresAt(plain, place)),
  ).filter((each) => differ(picture, glyph, other, each));
  const tall = ({ rect }: Glyph) => rect.bottom - rect.top;
  const near = all.toSorted((a, b) => Math.abs(tall(a) - tall(glyph)) - Math.abs(tall(b) - tall(glyph)));
  return random.pick(near.slice(0, 4).length === 0 ? [glyph] : near.slice(0, 4));
}

const boxOf = ({ left, top, right, bottom }: Rect, { width, height }: Raster): Box => [
  left / width,
  top / height,
  right / width,
  bottom / height,
];

/** Put on paper (or on a screen) again, and photographed. */
async function photographed(
  form: DrawnForm,
  one: ForgeryCase,
  picture: Raster,
  { field, box }: { field: FieldName; box: Box },
  random: Random,
): Promise<Forgery> {
  const document = await PDFDocument.create({ updateMetadata: false });
  const [width, height] = [form.widthMm * POINTS, form.heightMm * POINTS];
  const image = await document.embedPng(
    await sharp(picture.data, { raw: { width: picture.width, height: picture.height, channels: 3 } })
      .png()
      .toBuffer(),
  );
  document.addPage([width, height]).drawImage(image, { x: 0, y: 0, width, height });
  const paper = { ...form, pdf: await document.save(), places: [{ field, box }, ...form.places] };
  const taken = await photograph(paper, 'mild', random, one.set);
  const [place] = taken.places;
  const xs = place?.quad.map(([x]) => x) ?? [0];
  const ys = place?.quad.map(([, y]) => y) ?? [0];
  const found: Box = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  return { bytes: taken.bytes, quality: null, forged: one.method === null ? null : { field, box: found } };
}
