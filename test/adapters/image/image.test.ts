import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { imageTools } from '../../../src/adapters/image/image.js';
import type { Raster } from '../../../src/ports/image.js';

const tools = imageTools();
const refused = (code: string) => ({ refusal: { code } });

/** Left half red, right half blue. */
function twoHalves(width = 40, height = 20) {
  return sharp({ create: { width, height, channels: 3, background: '#0000ff' } }).composite([
    { input: { create: { width: width / 2, height, channels: 3, background: '#ff0000' } }, left: 0, top: 0 },
  ]);
}

/** A picture with detail, so that its compressed form is long. */
function noisy(width = 300, height = 200) {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, index) => (index * 7919) % 251);
  return sharp(data, { raw: { width, height, channels: 3 } });
}

const pixel = ({ data, width }: Raster, x: number, y: number) => [
  ...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3),
];

test('EXIF orientation is applied to the size and to the pixels', async () => {
  const bytes = await twoHalves().withMetadata({ orientation: 6 }).png().toBuffer(); // shown turned clockwise
  expect(await tools.probe(bytes)).toEqual({ width: 20, height: 40, pages: 1 });
  const image = await tools.decode(bytes);
  expect([image.width, image.height, image.data.length]).toEqual([20, 40, 2400]);
  expect(pixel(image, 10, 5)).toEqual([255, 0, 0]);
  expect(pixel(image, 10, 35)).toEqual([0, 0, 255]);
});

test('what is transparent is white', async () => {
  const bytes = await sharp({
    create: { width: 4, height: 4, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
  })
    .png()
    .toBuffer();
  expect(pixel(await tools.decode(bytes), 1, 1)).toEqual([255, 255, 255]);
});

test('16 bits, grey, CMYK, palettes and two colours all come as 8-bit RGB', async () => {
  const deep = await sharp(
    Uint16Array.from({ length: 64 }, () => 32896),
    { raw: { width: 8, height: 8, channels: 1 } },
  )
    .toColourspace('grey16')
    .png()
    .toBuffer();
  const grey = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#808080' } })
    .greyscale()
    .jpeg()
    .toBuffer();
  const cmyk = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#808080' } })
    .toColourspace('cmyk')
    .jpeg()
    .toBuffer();
  const palette = await twoHalves().png({ palette: true }).toBuffer();
  const fax = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#ffffff' } })
    .toColourspace('b-w')
    .tiff({ bitdepth: 1, compression: 'ccittfax4' })
    .toBuffer();
  for (const bytes of [deep, grey, cmyk]) {
    const image = await tools.decode(bytes);
    expect(image.data).toHaveLength(8 * 8 * 3);
    for (const value of pixel(image, 4, 4))
      expect(Math.abs(value - 128)).toBeLessThan(16) /* a profile lies between */;
  }
  expect(pixel(await tools.decode(palette), 5, 5)).toEqual([255, 0, 0]);
  expect(pixel(await tools.decode(fax), 4, 4)).toEqual([255, 255, 255]);
});

test('frames of a TIFF one by one; of an animation only the first', async () => {
  const frame = (background: string) =>
    sharp({ create: { width: 6, height: 6, channels: 3, background } })
      .png()
      .toBuffer();
  const frames = [await frame('#ff0000'), await frame('#00ff00')];
  const tiff = await sharp(frames, { join: { animated: true } })
    .tiff({ compression: 'lzw' })
    .toBuffer();
  expect(await tools.probe(tiff)).toEqual({ width: 6, height: 6, pages: 2 });
  expect(pixel(await tools.decode(tiff, { frame: 1 }), 3, 3)).toEqual([0, 255, 0]);
  const gif = await sharp(frames, { join: { animated: true } })
    .gif()
    .toBuffer();
  expect(await tools.probe(gif)).toEqual({ width: 6, height: 6, pages: 1 });
  const first = await tools.decode(gif);
  expect([first.height, ...pixel(first, 3, 3)]).toEqual([6, 255, 0, 0]);
});

test('shrinks to the longer side and never enlarges', async () => {
  const bytes = await twoHalves().png().toBuffer();
  const small = await tools.decode(bytes, { maxSide: 10 });
  expect([small.width, small.height]).toEqual([10, 5]);
  expect((await tools.decode(bytes, { maxSide: 1000 })).width).toBe(40);
});

test('too many pixels are refused from the header, before anything is decoded', async () => {
  const bytes = await twoHalves().png().toBuffer();
  bytes.writeUInt32BE(16000, 16); // width and height of the IHDR chunk, and its check sum
  bytes.writeUInt32BE(16000, 20);
  bytes.writeUInt32BE(crc32(bytes.subarray(12, 29)), 29);
  await expect(tools.probe(bytes)).rejects.toMatchObject(refused('too_many_pixels'));
  await expect(tools.decode(bytes, { maxSide: 100 })).rejects.toMatchObject(refused('too_many_pixels'));
});

test('a vector drawing is refused: drawing it would run what others wrote', async () => {
  const bytes = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>');
  await expect(tools.probe(bytes)).rejects.toMatchObject(refused('unsupported_type'));
});

test.each(['jpeg', 'png', 'webp', 'tiff'] as const)(
  'a truncated %s is refused at any length',
  async (format) => {
    const bytes = await noisy().toFormat(format).toBuffer();
    for (const share of [0, 0.01, 0.2, 0.5, 0.9]) {
      const cut = bytes.subarray(0, Math.floor(bytes.length * share));
      await expect(tools.decode(cut)).rejects.toMatchObject(refused('damaged_file'));
    }
  },
);

test('scale, crop and turn', async () => {
  const image = await tools.decode(await twoHalves().png().toBuffer());
  const larger = await tools.scale(image, 80);
  expect([larger.width, larger.height]).toEqual([80, 40]);
  const right = await tools.crop(image, { left: 20, top: 0, width: 20, height: 20 });
  expect(pixel(right, 0, 0)).toEqual([0, 0, 255]);
  const turned = await tools.turn(image, 1);
  expect([turned.width, turned.height]).toEqual([20, 40]);
  expect(pixel(turned, 10, 2)).toEqual([255, 0, 0]);
  expect(await tools.turn(image, 0)).toBe(image);
  const again = await tools.decode(await tools.encode(image, 'png'));
  expect(again.data).toEqual(image.data);
});

/** 64 × 32, left half red, right half blue: drawn by sharp, encoded by libheif's heif-enc 1.15 (`heif-enc -q 40`). */
const HEIC = Buffer.from(
  'AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAvxtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAA' +
    'AA5waXRtAAAAAAACAAAAGGlkYXQAAAAAAEAAIAAAAAAAQAAgAAAAYGlsb2MBAAAAREAABAABAAAAAAAAAyAAAQAAAAAAAABDAAIA' +
    'AQAAAAAAAAABAAAAAAAAAAgAAwAAAAAAAANjAAEAAAAAAAAAEwAEAAEAAAAAAAAAAQAAAAgAAAAIAAAAYmlpbmYAAAAAAAQAAAAV' +
    'aW5mZQIAAAEAAQAAaHZjMQAAAAAVaW5mZQIAAAAAAgAAZ3JpZAAAAAAVaW5mZQIAAAEAAwAAaHZjMQAAAAAVaW5mZQIAAAAABAAA' +
    'Z3JpZAAAAAGxaXBycAAAAYRpcGNvAAAAdmh2Y0MBA3AAAAAAAAAAAAAe8AD8/fj4AAAPAyAAAQAYQAEMAf//A3AAAAMAkAAAAwAA' +
    'AwAeugJAIQABACpCAQEDcAAAAwCQAAADAAADAB6gIIEFlurkprm4EBAwIAAAAwAgAAADACEiAAEABkQBwXPAiQAAABRpc3BlAAAA' +
    'AAAAAEAAAABAAAAAFGlzcGUAAAAAAAAAQAAAACAAAAAQcGl4aQAAAAADCAgIAAAAcWh2Y0MBBAgAAAAAAAAAAAAe8AD8/Pj4AAAP' +
    'AyAAAQAXQAEMAf//BAgAAAMAn/gAAAMAAB66AkAhAAEAJkIBAQQIAAADAJ/4AAADAAAewIIEFlurkprmwIAAAAMAgAAAAwCEIgAB' +
    'AAZEAcFzwIkAAAAUaXNwZQAAAAAAAABAAAAAQAAAABRpc3BlAAAAAAAAAEAAAAAgAAAADnBpeGkAAAAAAQgAAAAnYXV4QwAAAAB1' +
    'cm46bXBlZzpoZXZjOjIwMTU6YXV4aWQ6MQAAAAAlaXBtYQAAAAAAAAAEAAECgQIAAgIDhAADAoUGAAQDB4iJAAAANmlyZWYAAAAA' +
    'AAAADmRpbWcAAgABAAEAAAAOZGltZwAEAAEAAwAAAA5hdXhsAAQAAQACAAAAXm1kYXQAAAA/KAGvWOb06r//5zu//yo9IfYlF9f/' +
    '4qvVf1E7T/xhJUktQaE4Q6hTWRX0Af9f0hC0gX7pJM8cI4fw3erswaIUAAAADygBrrC0PLfYfyAwBZ6jgA==',
  'base64',
);

test('HEIC of a phone: size from the header, pixels from libheif; damage is a refusal', async () => {
  expect(await tools.probe(HEIC)).toEqual({ width: 64, height: 32, pages: 1 });
  const image = await tools.decode(HEIC, { maxSide: 32 });
  expect([image.width, image.height]).toEqual([32, 16]);
  expect(pixel(image, 5, 8)[0]).toBeGreaterThan(240);
  expect(pixel(image, 26, 8)[2]).toBeGreaterThan(240);
  await expect(tools.decode(HEIC.subarray(0, HEIC.length - 100))).rejects.toMatchObject(
    refused('damaged_file'),
  );
});

test('what a HEIC says of its turning is done once, whether it is asked for the size or the pixels', async () => {
  const turned = Buffer.from(HEIC);
  // In the place of a property that libheif can do without: turned to the left by a quarter.
  const at = turned.indexOf('pixi');
  turned.write('irot', at, 'latin1');
  turned[at + 4] = 1;
  expect(await tools.probe(turned)).toEqual({ width: 32, height: 64, pages: 1 });
  const image = await tools.decode(turned);
  expect([image.width, image.height]).toEqual([32, 64]);
  expect(pixel(image, 16, 10)[2]).toBeGreaterThan(240);
  expect(pixel(image, 16, 54)[0]).toBeGreaterThan(240);
});

test.each([1, 3, 6, 8] as const)('an AVIF is turned as a PNG of orientation %i is', async (orientation) => {
  const shown = async (format: 'avif' | 'png') => {
    const image = await tools.decode(
      await twoHalves(64, 32).withMetadata({ orientation }).toFormat(format).toBuffer(),
    );
    const [first = 0, , last = 0] = pixel(image, 3, 3);
    return [image.width, image.height, first > last];
  };
  expect(await shown('avif')).toEqual(await shown('png'));
});

test('pictures are read from a file on disk as well, whatever they are', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'yanpiao-image-'));
  try {
    const png = await twoHalves().png().toBuffer();
    for (const bytes of [png, HEIC]) {
      const file = { path: join(folder, 'a'), size: bytes.length };
      writeFileSync(file.path, bytes);
      expect(await tools.probe(file)).toEqual(await tools.probe(bytes));
      expect((await tools.decode(file)).data).toEqual((await tools.decode(bytes)).data);
    }
    // That it is gone is no fault of the picture's.
    await expect(tools.probe({ path: join(folder, 'b'), size: 9 })).rejects.toMatchObject({ code: 'ENOENT' });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a PNG with ten thousand texts in it, and one in motion, are what they show', async () => {
  const png = await twoHalves().png().toBuffer();
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const head = 8 + 25;
  const texts = Array.from({ length: 10_000 }, () =>
    chunk('tEXt', Buffer.from(`Comment\0${'x'.repeat(90)}`)),
  );
  const motion = chunk('acTL', Buffer.from([0, 0, 0, 9, 0, 0, 0, 0]));
  for (const more of [Buffer.concat(texts), motion]) {
    const bytes = Buffer.concat([png.subarray(0, head), more, png.subarray(head)]);
    expect(await tools.probe(bytes)).toEqual({ width: 40, height: 20, pages: 1 });
    expect(pixel(await tools.decode(bytes), 5, 5)).toEqual([255, 0, 0]);
  }
});

test('a BMP can be had as a PNG', async () => {
  const bmp = Buffer.alloc(58);
  bmp.write('BM', 0);
  bmp.writeUInt32LE(54, 10);
  bmp.writeUInt32LE(40, 14);
  bmp.writeInt32LE(1, 18);
  bmp.writeInt32LE(1, 22);
  bmp.writeUInt16LE(24, 28);
  bmp.set([0, 0, 255], 54);
  expect(pixel(await tools.decode(await tools.asPng(bmp, 10)), 0, 0)).toEqual([255, 0, 0]);
});
