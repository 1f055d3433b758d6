import sharp from 'sharp';
import { expect, test } from 'vitest';
import { randomFor } from '../../../samples/truth/random.js';
import type { Raster } from '../../../src/document/raster.js';
import { isBlankPage, isNearlyBlank } from '../../../src/pipeline/read/blank-page.js';

/** A4 at 100 dpi. */
const [WIDTH, HEIGHT] = [827, 1170];

interface Paper {
  readonly light: number;
  /** Of 255, either way. */
  readonly grain: number;
  /** How much darker the right edge is than the left. */
  readonly falling: number;
}

/** A scan of a page on which `svg` is drawn. */
async function scanned(svg: string, paper: Partial<Paper> = {}): Promise<Raster> {
  const { light, grain, falling } = { light: 246, grain: 4, falling: 0, ...paper };
  const page = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}"><rect width="100%" height="100%" fill="rgb(${light},${light},${light - 4})"/>${svg}</svg>`;
  const data = await sharp(Buffer.from(page)).blur(0.5).removeAlpha().raw().toBuffer();
  const random = randomFor(1, svg);
  for (let at = 0; at < data.length; at += 3) {
    const shade = (random.next() + random.next() - 1) * grain - (falling * ((at / 3) % WIDTH)) / WIDTH;
    for (let channel = at; channel < at + 3; channel++)
      data[channel] = Math.max(0, Math.min(255, Math.round((data[channel] ?? 0) + shade)));
  }
  return { data, width: WIDTH, height: HEIGHT };
}

/** Strokes as thick as those of small print, in the place of a line of text; drawn, so that no font is asked. */
const print = (grey: number, lines = 6): string =>
  Array.from({ length: lines * 24 }, (_, nth) => {
    const [x, y] = [100 + (nth % 24) * 14, 200 + Math.floor(nth / 24) * 40];
    return `<path d="M${x} ${y}h9M${x + 4} ${y - 4}v12M${x} ${y + 8}h9" stroke="rgb(${grey},${grey},${grey})" stroke-width="1.6" fill="none"/>`;
  }).join('');

test.each<[string, string, Partial<Paper>]>([
  ['white paper', '', { light: 255, grain: 0 }],
  ['coarse grain', '', { grain: 14 }],
  ['grey recycled paper', '', { light: 210, grain: 10 }],
  ['light that falls off', '', { falling: 60 }],
  ['the shadow of the edge', `<rect width="14" height="${HEIGHT}" fill="#777"/>`, {}],
])('nothing is on a page of %s', async (_, svg, paper) => {
  expect(isBlankPage(await scanned(svg, paper))).toBe(true);
});

test.each<[string, string, Partial<Paper>]>([
  ['print', print(40), {}],
  ['faint thermal print', print(225), {}],
  ['faint print on coarse grain', print(205), { grain: 10 }],
  ['one line', print(120, 1), {}],
  [
    'one small pale stamp',
    '<circle cx="400" cy="450" r="28" fill="none" stroke="#e2b4b4" stroke-width="2.5"/>',
    {},
  ],
])('%s is not nothing', async (_, svg, paper) => {
  expect(isBlankPage(await scanned(svg, paper))).toBe(false);
});

test('punch holes are in doubt, and nothing where no line of text is found; a page of print is more', async () => {
  const holes = [420, 740].map((y) => `<circle cx="45" cy="${y}" r="12" fill="#444"/>`).join('');
  const page = await scanned(holes);
  expect([isBlankPage(page), isNearlyBlank(page)]).toEqual([false, true]);
  expect(isNearlyBlank(await scanned(print(40, 14)))).toBe(false);
});
