/** What forgers do to figures, on a picture's own pixels. */
import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import sharp from 'sharp';
import type { Raster } from '../../src/ports/image.js';
import type { Random } from '../truth/random.js';
import { type Glyph, lightAt, type Rect, ROOM, united } from './glyphs.js';

/**
 * `paste`: figures copied from elsewhere in the picture, paper and all. `font`: painted over and typed anew in another
 * face. `splice`: from another invoice that was saved worse, fitted to the size. `repaint`: the paper painted flat, and
 * the ink of other figures laid on it.
 */
export const METHODS = ['paste', 'font', 'splice', 'repaint'] as const;
export type Method = (typeof METHODS)[number];

const copyOf = (picture: Raster): Raster => ({ ...picture, data: Uint8Array.from(picture.data) });
const heightOf = ({ top, bottom }: Rect) => bottom - top;
const widthOf = ({ left, right }: Rect) => right - left;

/** Somewhere in a picture: a figure, or a whole value. */
export interface Patch {
  readonly picture: Raster;
  readonly rect: Rect;
}

/** A patch laid over a place, right edges or middles and feet together, paper and all. */
export function pasted(
  picture: Raster,
  to: { readonly rect: Rect; readonly room: number },
  { picture: source, rect: from }: Patch,
  random: Random,
  align: 'middle' | 'right' = 'middle',
): Raster {
  const forged = copyOf(picture);
  const shift = shiftOf(to.rect, from, random, align);
  const area = united(to.rect, moved(from, shift));
  eachPixel(area, to.room, forged, (x, y, at) => {
    const [sx, sy] = [x - shift.x, y - shift.y];
    if (sx < 0 || sy < 0 || sx >= source.width || sy >= source.height) return;
    const read = (sy * source.width + sx) * 3;
    for (let channel = 0; channel < 3; channel++)
      forged.data[at + channel] = source.data[read + channel] ?? 255;
  });
  return forged;
}

/** The paper round the figure `to` painted in one colour, and the ink of a figure of `source` laid on it. */
export function repainted(picture: Raster, to: Glyph, source: Raster, from: Glyph, random: Random): Raster {
  const forged = copyOf(picture);
  const colour = paperColour(picture, to.rect);
  const shift = shiftOf(to.rect, from.rect, random, 'middle');
  const area = united(to.rect, moved(from.rect, shift));
  eachPixel(area, to.room, forged, (x, y, at) => {
    const [sx, sy] = [x - shift.x, y - shift.y];
    const isInk =
      sx >= from.rect.left - 1 &&
      sx <= from.rect.right &&
      sy >= from.rect.top - 1 &&
      sy <= from.rect.bottom &&
      lightAt(source, sx, sy) < from.paper - 30;
    const read = (sy * source.width + sx) * 3;
    for (let channel = 0; channel < 3; channel++)
      forged.data[at + channel] = isInk ? (source.data[read + channel] ?? 0) : (colour[channel] ?? 255);
  });
  return forged;
}

/** What is typed: in which file of type, and whether it ends or is centred where the old text did. */
export interface Typing {
  readonly text: string;
  readonly face: string;
  readonly align: 'middle' | 'right' | 'left';
  /** Height of the signs as a share of the type's size: figures some 0.73, Han characters 0.92. */
  readonly share: number;
}

/** A place painted in the colour of its paper, and text typed on it in another face. */
export function typed(
  picture: Raster,
  { rect, room }: { readonly rect: Rect; readonly room: number },
  { text, face, align, share }: Typing,
  random: Random,
): Raster {
  const forged = copyOf(picture);
  GlobalFonts.registerFromPath(face, face);
  const colour = paperColour(picture, rect);
  const ink = inkColour(picture, rect);
  eachPixel(rect, room, forged, (_x, _y, at) => {
    for (let channel = 0; channel < 3; channel++) forged.data[at + channel] = colour[channel] ?? 255;
  });
  const size = (heightOf(rect) * (0.94 + random.next() * 0.12)) / share;
  const canvas = createCanvas(Math.ceil(size * (text.length + 1)), Math.ceil(size * 1.5));
  const context = canvas.getContext('2d');
  context.fillStyle = `rgb(${ink.join(',')})`;
  context.font = `${size}px "${face}"`;
  const wide = context.measureText(text).width;
  context.fillText(text, 0, size);
  const start = { left: rect.left, right: rect.right - wide, middle: (rect.left + rect.right - wide) / 2 };
  const foot = share > 0.8 ? 0.08 * size : 0;
  const [left, top] = [Math.round(start[align]), Math.round(rect.bottom - size - foot) + random.whole(-1, 1)];
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  for (let y = 0; y < canvas.height; y++) {
    for (let x = 0; x < canvas.width; x++) {
      const opaque = (data[(y * canvas.width + x) * 4 + 3] ?? 0) / 255;
      const isInside = x + left >= 0 && x + left < forged.width && y + top >= 0 && y + top < forged.height;
      if (opaque === 0 || !isInside) continue;
      const at = ((y + top) * forged.width + x + left) * 3;
      for (let channel = 0; channel < 3; channel++)
        forged.data[at + channel] =
          (forged.data[at + channel] ?? 0) * (1 - opaque) + (ink[channel] ?? 0) * opaque;
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

/** A patch cut out with some room and made as tall as `tall` pixels; as it is where it is that tall within 2 %. */
export async function fitted({ picture, rect }: Patch, tall: number): Promise<Patch> {
  const scale = tall / heightOf(rect);
  if (Math.abs(scale - 1) < 0.02) return { picture, rect };
  const room = 3 * ROOM + 2;
  const [left, top] = [Math.max(0, rect.left - room), Math.max(0, rect.top - room)];
  const size = {
    width: Math.min(picture.width, rect.right + room) - left,
    height: Math.min(picture.height, rect.bottom + room) - top,
  };
  const { data, info } = await sharp(picture.data, {
    raw: { width: picture.width, height: picture.height, channels: 3 },
  })
    .extract({ left, top, ...size })
    .resize(Math.round(size.width * scale), Math.round(size.height * scale), { fit: 'fill' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const at = (value: number, from: number) => Math.round((value - from) * scale);
  return {
    picture: { data, width: info.width, height: info.height },
    rect: {
      left: at(rect.left, left),
      right: at(rect.right, left),
      top: at(rect.top, top),
      bottom: at(rect.bottom, top),
    },
  };
}

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
function shiftOf(to: Rect, from: Rect, random: Random, align: 'middle' | 'right'): { x: number; y: number } {
  return {
    x:
      align === 'right'
        ? to.right - from.right
        : Math.round((to.left + to.right - from.left - from.right) / 2),
    y: to.bottom - from.bottom + random.pick([-1, 0, 0, 0, 1]),
  };
}

const moved = ({ left, top, right, bottom }: Rect, { x, y }: { x: number; y: number }): Rect => ({
  left: left + x,
  right: right + x,
  top: top + y,
  bottom: bottom + y,
});

/** Pixels of a rectangle with `room` before and behind it, and {@link ROOM} above and below. */
function eachPixel(
  { left, top, right, bottom }: Rect,
  room: number,
  { width, height }: Raster,
  visit: (x: number, y: number, at: number) => void,
): void {
  for (let y = Math.max(0, top - ROOM); y < Math.min(height, bottom + ROOM); y++)
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

function inkColour(picture: Raster, rect: Rect): number[] {
  const pixels: { light: number; at: number }[] = [];
  eachPixel(rect, 0, picture, (x, y, at) => pixels.push({ light: lightAt(picture, x, y), at }));
  pixels.sort((a, b) => a.light - b.light);
  const at = pixels[Math.floor(pixels.length * 0.1)]?.at ?? 0;
  return [0, 1, 2].map((channel) => picture.data[at + channel] ?? 0);
}
