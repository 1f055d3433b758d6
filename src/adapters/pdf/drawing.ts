/** The one canvas on which all pages are drawn, one after the other. */
import type { Canvas, SKRSContext2D } from '@napi-rs/canvas';
import type { Raster } from '../../ports/image.js';

/**
 * A canvas a page, and `getImageData`, each leave 15 MB of native memory a page behind that no collector finds
 * (@napi-rs/canvas 0.1.100 under pdfjs: 500 pages grew past a gigabyte). One canvas, read through `data()`, stays flat.
 */
let canvas: Canvas | null = null;
/** The drawing under way: the next waits for it. */
let last: Promise<unknown> = Promise.resolve();

/** White paper of the given size, drawn on by `draw`, as pixels. */
export function drawn(
  width: number,
  height: number,
  draw: (canvas: Canvas, context: SKRSContext2D) => Promise<void>,
): Promise<Raster> {
  const next = last.then(() => drawNow(width, height, draw));
  // Whoever asked hears of a failure; the next drawing only waits for the end of this one.
  last = Promise.allSettled([next]);
  return next;
}

async function drawNow(
  width: number,
  height: number,
  draw: (canvas: Canvas, context: SKRSContext2D) => Promise<void>,
): Promise<Raster> {
  const { createCanvas } = await import('@napi-rs/canvas');
  canvas ??= createCanvas(width, height);
  // Setting the size also forgets whatever state and drawing was left.
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, width, height);
  await draw(canvas, context);
  return { data: withoutAlpha(canvas.data()), width, height };
}

function withoutAlpha(rgba: Uint8Array): Uint8Array {
  const rgb = new Uint8Array((rgba.length / 4) * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    rgb[to] = rgba[from] ?? 0;
    rgb[to + 1] = rgba[from + 1] ?? 0;
    rgb[to + 2] = rgba[from + 2] ?? 0;
  }
  return rgb;
}
