/** Pages that show one picture and nothing else: what scanners make. The picture stands for them; drawing it takes five times as long. */

import { RefusalError } from '../../document/refusal.js';
import type { ImageTools, Raster } from '../../ports/image.js';
import type { PageMarks, PlacedImage } from './marks.js';
import { isPixels, type Pixels } from './pixels.js';
import { after, type Frame, type Matrix } from './plane.js';

/** A page as scanned. */
export interface Scan {
  readonly picture: PlacedImage;
  /** Quarter turns clockwise from the picture to the page. */
  readonly turns: 0 | 1 | 2 | 3;
}

/** What a picture's edges may differ from the page's, and its sides' ratio from the page's, of a side: a few pixels of a scan. */
const OFF = 0.005;

/**
 * The picture that is all that can be seen on the page: opaque, upright or turned by quarters, from edge to edge.
 * `transform`: from page units to the page as shown, y down.
 */
export function scanOn({ marks, images, onTop }: PageMarks, view: Frame, transform: Matrix): Scan | null {
  if (onTop === null || images.length !== 1 || !onTop.opaque || marks.some(({ seen }) => seen)) return null;
  if (!covers(onTop, view)) return null;
  const turns = turnsOf(after(transform, onTop.matrix));
  return turns === null ? null : { picture: onTop, turns };
}

/** Neither the picture nor what a clip leaves of it ends anywhere but at the page's edges. */
function covers({ matrix: [a, b, c, d, e, f], box }: PlacedImage, view: Frame): boolean {
  const [xs, ys] = [
    [e, e + a + c],
    [f, f + b + d],
  ];
  const whole: Frame = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  const [width, height] = [view[2] - view[0], view[3] - view[1]];
  return [whole, box].every((frame) =>
    frame.every(
      (edge, side) => Math.abs(edge - (view[side] ?? 0)) <= OFF * (side % 2 === 0 ? width : height),
    ),
  );
}

/** `null`: it leans, or is a mirror's. */
function turnsOf([a, b, c, d]: Matrix): Scan['turns'] | null {
  const [along, up] = [Math.hypot(a, b), Math.hypot(c, d)];
  const is = (part: number, of: number) => Math.abs(part - of) <= OFF * Math.max(along, up);
  if (is(a, along) && is(d, -up) && is(b, 0) && is(c, 0)) return 0;
  if (is(b, along) && is(c, up) && is(a, 0) && is(d, 0)) return 1;
  if (is(a, -along) && is(d, up) && is(b, 0) && is(c, 0)) return 2;
  if (is(b, -along) && is(c, -up) && is(a, 0) && is(d, 0)) return 3;
  return null;
}

/** What is known of the picture: its JPEG, or the pixels that pdfjs made of it. */
export type Content = Uint8Array | Pixels;

/** The page from its picture, its longer side `side` pixels; `null` where it has to be drawn after all. */
export async function scanRaster(
  content: Content,
  { turns }: Scan,
  { width, height, side }: { readonly width: number; readonly height: number; readonly side: number },
  image: ImageTools,
): Promise<Raster | null> {
  const picture = isPixels(content) ? rasterOf(content) : await decoded(content, side, image);
  if (picture === null) return null;
  const ratio = turns % 2 === 0 ? picture.width / picture.height : picture.height / picture.width;
  // A fax has more dots an inch across than down.
  if (Math.abs((ratio * height) / width - 1) > 2 * OFF) return null;
  return image.turn(await image.scale(picture, side), turns);
}

/** `null`: not for the image library. pdfjs makes more of damaged ones. */
async function decoded(jpeg: Uint8Array, maxSide: number, image: ImageTools): Promise<Raster | null> {
  try {
    return await image.decode(jpeg, { maxSide });
  } catch (error) {
    if (error instanceof RefusalError) return null;
    throw error;
  }
}

/** `null`: with transparency. */
function rasterOf({ width, height, kind, data }: Pixels): Raster | null {
  if (kind === 2)
    return { data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength), width, height };
  if (kind !== 1) return null;
  // Paper is white: only what is dark takes steps.
  const rgb = new Uint8Array(width * height * 3).fill(255);
  const row = (width + 7) >> 3;
  for (let y = 0; y < height; y++)
    for (let byte = 0; byte < row; byte++) {
      const bits = data[y * row + byte] ?? 255;
      if (bits === 255) continue;
      for (let x = byte * 8; x < Math.min(width, byte * 8 + 8); x++)
        if ((bits & (0x80 >> (x & 7))) === 0) rgb.fill(0, (y * width + x) * 3, (y * width + x + 1) * 3);
    }
  return { data: rgb, width, height };
}
