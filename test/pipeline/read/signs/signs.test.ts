/** What editing leaves in pixels, on pages drawn here; how often it is found is measured in bench/tampering.ts. */
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { randomFor } from '../../../../samples/truth/random.js';
import { jpegHead } from '../../../../src/document/jpeg-head.js';
import type { Raster } from '../../../../src/document/raster.js';
import type { TextLine } from '../../../../src/document/sheet.js';
import { editorIn } from '../../../../src/pipeline/read/signs/editor.js';
import { historyOf, savedAs } from '../../../../src/pipeline/read/signs/history.js';
import { signsOn } from '../../../../src/pipeline/read/signs/signs.js';

const [WIDTH, HEIGHT] = [800, 600];

/** Grey paper with grain, and on it whatever `dark` says is ink. */
function page(dark: (x: number, y: number) => boolean): Raster {
  const random = randomFor(1, 'paper');
  const data = new Uint8Array(WIDTH * HEIGHT * 3);
  for (let at = 0; at < WIDTH * HEIGHT; at++) {
    const light =
      (dark(at % WIDTH, Math.floor(at / WIDTH)) ? 60 : 222) + Math.round((random.next() - 0.5) * 6);
    data.fill(light, at * 3, at * 3 + 3);
  }
  return { data, width: WIDTH, height: HEIGHT };
}

const saved = ({ data, width, height }: Raster, quality: number) =>
  sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality })
    .toBuffer();

async function decoded(bytes: Uint8Array): Promise<Raster> {
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

/** Strokes of many widths all over the page, like print. */
function print(): Raster {
  const random = randomFor(2, 'print');
  const edges = Array.from({ length: 4000 }, () => [
    random.whole(0, WIDTH),
    random.whole(0, HEIGHT),
    random.whole(2, 9),
  ]);
  const ink = new Uint8Array(WIDTH * HEIGHT);
  for (const [x = 0, y = 0, long = 2] of edges)
    for (let at = 0; at < long * 2; at++)
      ink[Math.min(ink.length - 1, (y + (at >> 1)) * WIDTH + x + (at & 1))] = 1;
  return page((x, y) => ink[y * WIDTH + x] === 1);
}

/** A patch of another place pasted over this one, off the grid of the first saving. */
function pasted(picture: Raster): Raster {
  const data = Uint8Array.from(picture.data);
  for (let y = 0; y < 40; y++)
    for (let x = 0; x < 120; x++)
      for (let channel = 0; channel < 3; channel++)
        data[((300 + y) * WIDTH + 400 + x) * 3 + channel] =
          picture.data[((103 + y) * WIDTH + 53 + x) * 3 + channel] ?? 0;
  return { ...picture, data };
}

const PATCH = { left: 400, top: 300, right: 520, bottom: 340 };
/** The page in lines of text, as recognition tells them. */
const LINES = Array.from({ length: HEIGHT / 40 - 1 }, (_, nth) => ({
  left: 0,
  top: nth * 40 + 20,
  right: WIDTH,
  bottom: nth * 40 + 60,
}));

/** A line of print of which only the place and the text matter. */
function lineAt({ left, top, right, bottom }: (typeof LINES)[number], text: string): TextLine {
  const [x0, y0, x1, y1] = [left / WIDTH, top / HEIGHT, right / WIDTH, bottom / HEIGHT];
  return {
    text,
    quad: [
      [x0, y0],
      [x1, y0],
      [x1, y1],
      [x0, y1],
    ],
    score: 0.99,
    source: 'ocr:paddle',
  };
}

describe('what a JPEG remembers of an earlier one', () => {
  it('misses in a patch that was pasted between the two savings, and nowhere else', async () => {
    const first = await decoded(await saved(print(), 70));
    const bytes = await saved(pasted(first), 90);
    const head = jpegHead(bytes) ?? expect.fail();
    const picture = await decoded(bytes);
    const how = savedAs({ ...picture, jpeg: head }, picture) ?? expect.fail();
    const history = historyOf(picture, how, LINES) ?? expect.fail();
    expect(history.power).toBeGreaterThan(1.2);
    const found = history.strangest({ ...PATCH, left: 0, right: WIDTH }) ?? expect.fail();
    expect(found.by).toBeGreaterThan(7);
    expect(found.share).toBeGreaterThan(0.7);
    expect(Math.abs(found.area.left - PATCH.left)).toBeLessThanOrEqual(16);
    expect(Math.abs(found.area.right - PATCH.right)).toBeLessThanOrEqual(16);
    expect(history.strangest({ ...PATCH, top: 420, bottom: 460 })?.by ?? 0).toBeLessThan(7);
    const lines = LINES.map((area, nth) => lineAt(area, nth < 12 ? `${nth}23456.78` : '发票'));
    const signs = signsOn(picture, lines, how).filter(({ what }) => what === 'resaved');
    expect(signs.map(({ text }) => text)).toEqual(['723456.78']);
  });

  it('accuses no patch where the page was saved once, and nothing where it was scaled since', async () => {
    const bytes = await saved(pasted(print()), 90);
    const head = jpegHead(bytes) ?? expect.fail();
    const picture = await decoded(bytes);
    const history = historyOf(picture, { steps: head.steps }, LINES);
    expect(history?.strangest({ ...PATCH, left: 0, right: WIDTH })?.by ?? 0).toBeLessThan(7);
    expect(savedAs({ width: 1600, height: 1200, jpeg: head }, picture)).toBeNull();
  });
});

describe('the head of a JPEG', () => {
  it('tells the steps, how to stand it up, and the program', async () => {
    const bytes = await sharp({ create: { width: 16, height: 16, channels: 3, background: '#888' } })
      .withExif({ IFD0: { Software: 'Adobe Photoshop 25.0', Orientation: '6' } })
      .withMetadata({ orientation: 6 })
      .jpeg({ quality: 50 })
      .toBuffer();
    const head = jpegHead(bytes);
    // At quality 50 the steps are those of the standard's own table (T.81, table K.1).
    expect(head?.steps.slice(0, 3)).toEqual([16, 11, 10]);
    expect(head?.steps[63]).toBe(99);
    expect(head?.orientation).toBe(6);
    expect(jpegHead(new Uint8Array([0x89, 0x50]))).toBeNull();
    expect(jpegHead(bytes.subarray(0, 8))).toBeNull();
  });

  it('names editors and not cameras', () => {
    expect(editorIn('Adobe Photoshop 25.0 (Windows)')).toContain('Photoshop');
    expect(editorIn('17.1.2')).toBeNull();
    expect(editorIn(null)).toBeNull();
  });
});

/** Eight figures as boxes, the fifth taller by `more` pixels. */
function amount(more: number): { picture: Raster; line: TextLine } {
  const [left, pitch, wide, top, tall] = [100, 30, 18, 100, 40];
  const picture = page((x, y) => {
    const nth = Math.floor((x - left) / pitch);
    const within = x >= left && nth < 8 && x - left - nth * pitch < wide;
    const above = nth === 4 ? more : 0;
    return within && y >= top - above && y < top + tall;
  });
  const [x0, x1, y0, y1] = [
    (left - 4) / WIDTH,
    (left + 8 * pitch) / WIDTH,
    (top - 8) / HEIGHT,
    (top + tall + 6) / HEIGHT,
  ];
  const line: TextLine = {
    text: '12345678',
    quad: [
      [x0, y0],
      [x1, y0],
      [x1, y1],
      [x0, y1],
    ],
    score: 0.99,
    source: 'ocr:paddle',
    chars: Array.from({ length: 8 }, (_, nth) => [nth / 8, (nth + 1) / 8] as const),
    sure: new Array<number>(8).fill(0.99),
  };
  return { picture, line };
}

describe('figures of one value', () => {
  it('are told where one is taller than the others, with its place', () => {
    const { picture, line } = amount(5);
    const [sign] = signsOn(picture, [line], null);
    expect(sign).toMatchObject({ what: 'uneven', text: '12345678' });
    const [x0 = 0, , x1 = 0] = sign?.boxes[0] ?? [];
    expect(Math.abs(((x0 + x1) / 2) * WIDTH - (100 + 4 * 30 + 9))).toBeLessThan(2);
  });

  it('are not where they are alike, or by a pixel', () => {
    for (const more of [0, 1]) {
      const { picture, line } = amount(more);
      expect(signsOn(picture, [line], null)).toEqual([]);
    }
  });
});
