/** What forgers do to figures, on a picture's own pixels. */
import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import sharp from 'sharp';
import type { Raster } from '../../src/ports/image.js';
import type { Random } from '../truth/random.js';
import { fontFile } from './fonts.js';
import { type Glyph, lightAt, type Rect } from './glyphs.js';

/**
 * `paste`: a figure copied from elsewhere in the picture, paper and all. `font`: the figure painted over and typed anew in
 * another face. `splice`: a figure from another picture that was saved worse. `repaint`: the paper painted flat, and the
 * ink of another figure laid on it.
 */
export const METHODS = ['paste', 'font', 'splice', 'repaint'] as const;
export type Method = (typeof METHODS)[number];

const copyOf = (picture: Raster): Raster => ({ ...picture, data: Uint8Array.from(picture.data) });
const heightOf = ({ top, bottom }: Rect) => bottom - top;
const widthOf = ({ left, right }: Rect) => right - left;

/** How far a pasted figure's rectangle reaches past its ink, in pixels: forgers select with a little room. */
const ROOM = 3;

/** The figure `to` replaced by the figure `from` of another picture (or the same): its rectangle, paper and all. */
export function pasted(picture: Raster, to: Glyph, source: Raster, from: Glyph, random: Random): Raster {
  const forged = copyOf(picture);
  const shift = shiftOf(to, from, random);
  const area = united(to.rect, moved(from.rect, shift));
  eachPixel(area, ROOM, forged, (x, y, at) => {
    const [sx, sy] = [x - shift.x, y - shift.y];
    if (sx < 0 || sy < 0 || sx >= source.width || sy >= source.height) return;
    const read = (sy * source.width + sx) * 3;
    for (let channel = 0; channel < 3; channel++)
      forged.data[at + channel] = source.data[read + channel] ?? 255;
  });
  return forged;
}

/** The paper round the figure `to` painted in one colour, and the ink of `from` laid on it. */
export function repainted(picture: Raster, to: Glyph, from: Glyph, random: Random): Raster {
  const forged = copyOf(picture);
  const colour = paperColour(picture, to.rect);
  const shift = shiftOf(to, from, random);
  const area = united(to.rect, moved(from.rect, shift));
  eachPixel(area, ROOM, forged, (x, y, at) => {
    const [sx, sy] = [x - shift.x, y - shift.y];
    const isInk =
      sx >= from.rect.left - 1 &&
      sx <= from.rect.right &&
      sy >= from.rect.top - 1 &&
      sy <= from.rect.bottom &&
      lightAt(picture, sx, sy) < from.paper - 30;
    const read = (sy * picture.width + sx) * 3;
    for (let channel = 0; channel < 3; channel++)
      forged.data[at + channel] = isInk ? (picture.data[read + channel] ?? 0) : (colour[channel] ?? 255);
  });
  return forged;
}

/** The paper round the figure painted in one colour, and another figure typed on it in another face. */
export async function typed(picture: Raster, to: Glyph, random: Random): Promise<Raster> {
  const forged = copyOf(picture);
  const face = fontFile(random);
  GlobalFonts.registerFromPath(face, face);
  const colour = paperColour(picture, to.rect);
  const ink = inkColour(picture, to);
  eachPixel(to.rect, ROOM, forged, (_x, _y, at) => {
    for (let channel = 0; channel < 3; channel++) forged.data[at + channel] = colour[channel] ?? 255;
  });
  const tall = heightOf(to.rect) * (0.94 + random.next() * 0.12);
  // A figure is about 0.73 of the type's size high.
  const size = tall / 0.73;
  const canvas = createCanvas(Math.ceil(size * 1.2), Math.ceil(size * 1.4));
  const context = canvas.getContext('2d');
  context.fillStyle = `rgb(${ink.join(',')})`;
  context.font = `${size}px "${face}"`;
  context.textAlign = 'center';
  context.fillText(String(random.whole(2, 9)), canvas.width / 2, size);
  const middle = Math.round((to.rect.left + to.rect.right) / 2 - canvas.width / 2);
  const top = to.rect.bottom - Math.round(size) + random.whole(-1, 1);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  for (let y = 0; y < canvas.height; y++) {
    for (let x = 0; x < canvas.width; x++) {
      const read = (y * canvas.width + x) * 4;
      const share = (data[read + 3] ?? 0) / 255;
      const at = ((y + top) * forged.width + x + middle) * 3;
      for (let channel = 0; channel < 3; channel++)
        forged.data[at + channel] =
          (forged.data[at + channel] ?? 0) * (1 - share) + (data[read + channel] ?? 0) * share;
    }
  }
  return forged;
}

/** A picture as JPEG, decoded again: what it looks like after a life of its own. */
export async function savedAt(picture: Raster, quality: number): Promise<Raster> {
  const bytes = await jpegOf(picture, quality);
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

export const jpegOf = ({ data, width, height }: Raster, quality: number): Promise<Buffer> =>
  sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality })
    .toBuffer();

/** Two figures that a reader would take for different ones. */
export function differ(picture: Raster, one: Glyph, other: Raster, two: Glyph): boolean {
  const [wide, tall] = [widthOf(one.rect), heightOf(one.rect)];
  let apart = 0;
  let ink = 0;
  for (let y = 0; y < tall; y++) {
    for (let x = 0; x < wide; x++) {
      const first = lightAt(picture, one.rect.left + x, one.rect.top + y) < one.paper - 50;
      const second = lightAt(other, two.rect.left + x, two.rect.top + y) < two.paper - 50;
      if (first || second) ink++;
      if (first !== second) apart++;
    }
  }
  return apart > 0.5 * ink;
}

/** Set on the baseline by eye: a pixel up or down at times. */
function shiftOf(to: Glyph, from: Glyph, random: Random): { x: number; y: number } {
  return {
    x: Math.round((to.rect.left + to.rect.right - from.rect.left - from.rect.right) / 2),
    y: to.rect.bottom - from.rect.bottom + random.pick([-1, 0, 0, 0, 1]),
  };
}

const moved = ({ left, top, right, bottom }: Rect, { x, y }: { x: number; y: number }): Rect => ({
  left: left + x,
  right: right + x,
  top: top + y,
  bottom: bottom + y,
});

export const united = (a: Rect, b: Rect): Rect => ({
  left: Math.min(a.left, b.left),
  top: Math.min(a.top, b.top),
  right: Math.max(a.right, b.right),
  bottom: Math.max(a.bottom, b.bottom),
});

function eachPixel(
  { left, top, right, bottom }: Rect,
  room: number,
  { width, height }: Raster,
  visit: (x: number, y: number, at: number) => void,
): void {
  for (let y = Math.max(0, top - room); y < Math.min(height, bottom + room); y++)
    for (let x = Math.max(0, left - room); x < Math.min(width, right + room); x++)
      visit(x, y, (y * width + x) * 3);
}

/** The colour of the paper beside a figure, as a picker tells it: the median of what is light. */
function paperColour(picture: Raster, rect: Rect): number[] {
  const light: number[][] = [[], [], []];
  const limit = lightest(picture, rect) - 25;
  eachPixel(rect, ROOM + 1, picture, (x, y, at) => {
    if (lightAt(picture, x, y) < limit) return;
    for (let channel = 0; channel < 3; channel++) light[channel]?.push(picture.data[at + channel] ?? 0);
  });
  return light.map((values) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 255);
}

function lightest(picture: Raster, rect: Rect): number {
  let most = 0;
  eachPixel(rect, ROOM + 1, picture, (x, y) => {
    most = Math.max(most, lightAt(picture, x, y));
  });
  return most;
}

function inkColour(picture: Raster, { rect }: Glyph): number[] {
  const pixels: { light: number; at: number }[] = [];
  eachPixel(rect, 0, picture, (x, y, at) => pixels.push({ light: lightAt(picture, x, y), at }));
  pixels.sort((a, b) => a.light - b.light);
  const at = pixels[Math.floor(pixels.length * 0.1)]?.at ?? 0;
  return [0, 1, 2].map((channel) => picture.data[at + channel] ?? 0);
}
