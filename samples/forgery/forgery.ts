/** Forged invoices and their clean twins. */
import { PDFDocument } from 'pdf-lib';
import sharp from 'sharp';
import type { Box, Quad } from '../../src/document/geometry.js';
import { boxOf } from '../../src/document/geometry.js';
import type { FieldName } from '../../src/invoice/fields.js';
import type { Raster } from '../../src/ports/image.js';
import { photograph } from '../damage/photograph.js';
import type { Random } from '../truth/random.js';
import { fontFile } from './fonts.js';
import { bounds, type Glyph, glyphsIn, isWhole, type Rect } from './glyphs.js';
import { differ, fitted, jpegOf, type Method, pasted, repainted, savedAt, typed } from './methods.js';
import { chanceOf, drawAnother, type Original } from './originals.js';

/** How much of a value was forged: one figure, or all of it (`paste` and `repaint` leave the last two as they are). */
export const EXTENTS = ['figure', 'value'] as const;
export type Extent = (typeof EXTENTS)[number];

export interface Change {
  readonly method: Method;
  readonly extent: Extent;
}

export interface Forgery {
  readonly bytes: Uint8Array;
  /** Quality of the last JPEG, `null` of a photograph's. */
  readonly quality: number | null;
  /** What was forged, in fractions of the picture; `null` of a clean twin. */
  readonly forged: { readonly field: FieldName; readonly boxes: readonly Box[] } | null;
}

/** Values of figures only, best worth forging first. */
const FORGED: readonly FieldName[] = ['grossTotal', 'netTotal', 'taxTotal', 'invoiceNumber'];
const FIGURES: readonly FieldName[] = [...FORGED, 'invoiceCode'];

/** As it would have come had nobody forged it. */
export const cleanTwin = (original: Original): Promise<Forgery> => handedIn(original, original.picture, null);

/** `null` where the picture's figures cannot be told apart by a simple forger. */
export async function forge(original: Original, change: Change): Promise<Forgery | null> {
  const random = chanceOf(original.one, 'figures');
  const target = targetIn(original, change, random);
  const rect = target === null ? null : bounds(target.glyphs);
  if (target === null || rect === null) return null;
  const picture = await changed(original, target, rect, change, random);
  if (picture === null) return null;
  const words = change.extent === 'value' && change.method === 'font' ? wordsBeside(original, target) : null;
  const both = words === null ? picture : wordsTyped(picture, words, random);
  const boxes = [rect, ...(words === null ? [] : [words.rect])].map((each) => fractions(each, picture));
  return handedIn(original, both, { field: target.field, boxes });
}

interface Target {
  readonly field: FieldName;
  /** Those to replace. */
  readonly glyphs: readonly Glyph[];
  /** The whole value as it was. */
  readonly text: string;
}

/** The figures of a value without the ¥ before them; none where they are not as many as the truth has. */
function figuresOf({ picture, truth, places }: Original, field: FieldName): Glyph[] {
  const quad = places.find((place) => place.field === field)?.quad;
  const count = (truth.fields[field] ?? '').replace(/\D/gu, '').length;
  if (quad === undefined || count === 0) return [];
  const glyphs = glyphsIn(picture, quad);
  const own = glyphs.slice(-count);
  return glyphs.length < count ||
    glyphs.length > count + 1 ||
    !isWhole(own, (truth.fields[field] ?? '').includes('.'))
    ? []
    : own;
}

function targetIn(original: Original, { extent, method }: Change, random: Random): Target | null {
  const values = FORGED.map((field) => ({ field, glyphs: figuresOf(original, field) })).filter(
    ({ glyphs }) => glyphs.length >= 4,
  );
  const value = values[random.whole(0, Math.min(2, values.length - 1))];
  if (value === undefined) return null;
  const text = original.truth.fields[value.field] ?? '';
  // Nobody forges cents alone, but who sets a value anew sets them with it.
  const [figures, isAnew] = [value.glyphs.slice(0, -2), method === 'font' || method === 'splice'];
  const all = isAnew ? value.glyphs : figures;
  return { field: value.field, glyphs: extent === 'value' ? all : [random.pick(figures)], text };
}

async function changed(
  original: Original,
  target: Target,
  rect: Rect,
  { method, extent }: Change,
  random: Random,
): Promise<Raster | null> {
  const { picture } = original;
  const room = Math.min(...target.glyphs.map((glyph) => glyph.room));
  if (method === 'font') {
    const old = extent === 'value' ? target.text : '0';
    const text = old.replace(/\d/gu, () => String(random.whole(1, 9)));
    const typing = { text, face: fontFile(random), align: 'middle', share: 0.73 } as const;
    return typed(picture, { rect, room }, typing, random);
  }
  if (method === 'splice') return spliced(original, target, { rect, room }, extent, random);
  return target.glyphs.reduce((forged, glyph) => {
    const from = figureFor(glyph, original, original, random);
    return method === 'repaint'
      ? repainted(forged, glyph, picture, from, random)
      : pasted(forged, glyph, { picture, rect: from.rect }, random);
  }, picture);
}

/** Taken from another invoice that was saved worse. */
async function spliced(
  original: Original,
  target: Target,
  to: { rect: Rect; room: number },
  extent: Extent,
  random: Random,
): Promise<Raster | null> {
  const another = await drawAnother(original.one);
  const quality = chanceOf(original.one, 'worse').whole(45, 70);
  const other = { ...another, picture: await savedAt(another.picture, quality) };
  const figures = figuresOf(other, target.field);
  const [glyph] = target.glyphs;
  const rect =
    extent === 'value'
      ? bounds(figures)
      : glyph === undefined
        ? null
        : figureFor(glyph, original, other, random).rect;
  if (rect === null) return null;
  const patch = await fitted({ picture: other.picture, rect }, to.rect.bottom - to.rect.top);
  return pasted(original.picture, to, patch, random, extent === 'value' ? 'right' : 'middle');
}

/** A figure of about the same size that is another one. */
function figureFor(glyph: Glyph, original: Original, from: Original, random: Random): Glyph {
  const all = FIGURES.flatMap((field) => figuresOf(from, field)).filter((each) =>
    differ(original.picture, glyph, from.picture, each),
  );
  const tall = ({ rect }: Glyph) => rect.bottom - rect.top;
  const near = all.toSorted((a, b) => Math.abs(tall(a) - tall(glyph)) - Math.abs(tall(b) - tall(glyph)));
  return random.pick(near.slice(0, 4).length === 0 ? [glyph] : near.slice(0, 4));
}

interface Words {
  readonly text: string;
  readonly rect: Rect;
}

/** The amount in words, where the amount in figures was forged. */
function wordsBeside({ truth, places, picture }: Original, { field }: Target): Words | null {
  const text = truth.fields.grossTotalWords;
  const quad = places.find((place) => place.field === 'grossTotalWords')?.quad;
  if (field !== 'grossTotal' || text === undefined || quad === undefined) return null;
  return { text, rect: pixels(quad, picture) };
}

function wordsTyped(picture: Raster, { text, rect }: Words, random: Random): Raster {
  const other = random.pick(['壹', '叁', '伍', '柒', '玖'].filter((sign) => !text.startsWith(sign)));
  const typing = { text: other + text.slice(1), face: fontFile(random), align: 'left', share: 0.92 } as const;
  return typed(picture, { rect, room: 1 }, typing, random);
}

function pixels(quad: Quad, { width, height }: Raster): Rect {
  const [left, top, right, bottom] = boxOf(quad);
  return {
    left: Math.round(left * width),
    top: Math.round(top * height),
    right: Math.round(right * width),
    bottom: Math.round(bottom * height),
  };
}

const fractions = ({ left, top, right, bottom }: Rect, { width, height }: Raster): Box => [
  left / width,
  top / height,
  right / width,
  bottom / height,
];

/** Saved as JPEG, or photographed. */
async function handedIn(original: Original, picture: Raster, forged: Forgery['forged']): Promise<Forgery> {
  if (original.one.base === 'retaken') return photographed(original, picture, forged);
  const quality = chanceOf(original.one, 'quality').whole(70, 95);
  return { bytes: await jpegOf(picture, quality), quality, forged };
}

const POINTS = 72 / 25.4;

/** Put on paper (or on a screen) again, and photographed. */
async function photographed(
  { one, drawn }: Original,
  picture: Raster,
  forged: Forgery['forged'],
): Promise<Forgery> {
  const document = await PDFDocument.create({ updateMetadata: false });
  const [width, height] = [drawn.widthMm * POINTS, drawn.heightMm * POINTS];
  const raw = { width: picture.width, height: picture.height, channels: 3 } as const;
  const image = await document.embedPng(await sharp(picture.data, { raw }).png().toBuffer());
  document.addPage([width, height]).drawImage(image, { x: 0, y: 0, width, height });
  const places = (forged?.boxes ?? []).map((box) => ({ field: forged?.field ?? 'grossTotal', box }) as const);
  const paper = { ...drawn, pdf: await document.save(), places: [...places, ...drawn.places] };
  const taken = await photograph(paper, 'mild', chanceOf(one, 'camera'), one.set);
  const boxes = taken.places.slice(0, places.length).map(({ quad }) => boxOf(quad));
  return { bytes: taken.bytes, quality: null, forged: forged === null ? null : { ...forged, boxes } };
}
