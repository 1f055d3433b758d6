/** Pages that are one picture come from that picture; they show what drawing them shows. */
import {
  concatTransformationMatrix,
  degrees,
  drawObject,
  PDFDocument,
  PDFName,
  type PDFPage,
  popGraphicsState,
  pushGraphicsState,
  rgb,
  StandardFonts,
} from 'pdf-lib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { imageTools } from '../../../src/adapters/image/image.js';
import { pdfReader } from '../../../src/adapters/pdf/pdf.js';
import type { ImageTools, Raster } from '../../../src/ports/image.js';

/** Points; the pictures have two pixels to each. */
const [WIDTH, HEIGHT] = [300, 400];
const WHOLE = { x: 0, y: 0, width: WIDTH, height: HEIGHT };

const SVG = `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="800"><rect width="600" height="800" fill="#f4f1e8"/>
  <rect x="40" y="40" width="200" height="90" fill="#c02020"/><circle cx="470" cy="620" r="90" fill="#2040a0"/>
  <path d="M60 300H540M60 380H540M60 460H400" stroke="#222" stroke-width="9"/></svg>`;
const picture = () => sharp(Buffer.from(SVG)).flatten({ background: '#ffffff' });
const jpeg = () => picture().jpeg({ quality: 92 }).toBuffer();

type Draw = (page: PDFPage, document: PDFDocument) => Promise<void> | void;

async function pdfOf(draw: Draw, pages = 1): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  for (let number = 1; number <= pages; number++) await draw(document.addPage([WIDTH, HEIGHT]), document);
  return document.save();
}

/** Each page, at `dpi`, and how many JPEGs were unpacked for that by the image library. */
async function pagesOf(
  bytes: Uint8Array,
  scans: boolean,
  dpi = 72,
): Promise<{ rasters: Raster[]; taken: number }> {
  let taken = 0;
  const tools = imageTools();
  const image: ImageTools = {
    ...tools,
    decode: (file, options) => {
      taken += 1;
      return tools.decode(file, options);
    },
  };
  const document = await pdfReader({ image: scans ? image : null }).open(bytes);
  try {
    const rasters: Raster[] = [];
    for (let number = 1; number <= document.pages; number++) {
      const page = await document.page(number);
      rasters.push(await page.render(dpi, 4200));
      page.close();
    }
    return { rasters, taken };
  } finally {
    await document.close();
  }
}

/** How many JPEGs were taken, where the pages show the same as drawn: 3 of 255 on the average is what resampling differs by. */
async function takenFor(bytes: Uint8Array, dpi?: number): Promise<number> {
  const [drawn, { rasters, taken }] = [await pagesOf(bytes, false, dpi), await pagesOf(bytes, true, dpi)];
  for (const [index, raster] of rasters.entries()) {
    const other = drawn.rasters[index];
    expect([raster.width, raster.height]).toEqual([other?.width, other?.height]);
    const sum = raster.data.reduce((all, value, at) => all + Math.abs(value - (other?.data[at] ?? 0)), 0);
    expect(sum / raster.data.length).toBeLessThan(3);
  }
  return taken;
}

const scanned: Draw = async (page, document) => page.drawImage(await document.embedJpg(await jpeg()), WHOLE);

describe('a page that is one JPEG', () => {
  it('comes from that, smaller and larger than it is', async () => {
    expect(await takenFor(await pdfOf(scanned))).toBe(1);
    expect(await takenFor(await pdfOf(scanned), 300)).toBe(1);
  });

  it.each([90, 180, 270])('turned by %i degrees, as pages are', async (angle) => {
    const turned: Draw = async (page, document) => {
      await scanned(page, document);
      page.setRotation(degrees(angle));
    };
    expect(await takenFor(await pdfOf(turned))).toBe(1);
  });

  it('laid on its side in the page itself', async () => {
    const lying: Draw = async (page, document) => {
      const image = await document.embedJpg(await picture().rotate(90).jpeg().toBuffer());
      page.drawImage(image, { x: WIDTH, y: 0, width: HEIGHT, height: WIDTH, rotate: degrees(90) });
    };
    expect(await takenFor(await pdfOf(lying))).toBe(1);
  });

  it('whatever its EXIF says: viewers do not turn it', async () => {
    const told: Draw = async (page, document) => {
      const bytes = await picture().withMetadata({ orientation: 6 }).jpeg().toBuffer();
      page.drawImage(await document.embedJpg(bytes), WHOLE);
    };
    expect(await takenFor(await pdfOf(told))).toBe(1);
  });

  it('over paper that was painted before, and over the words that a scanner puts under it', async () => {
    const covered: Draw = async (page, document) => {
      page.drawRectangle({ ...WHOLE, color: rgb(1, 0.9, 0.9) });
      page.drawText('Total 106.00', {
        x: 40,
        y: 60,
        font: await document.embedFont(StandardFonts.Helvetica),
      });
      await scanned(page, document);
    };
    expect(await takenFor(await pdfOf(covered))).toBe(1);
  });

  it('the same one on several pages, also where some of them have to be drawn', async () => {
    const images = new Map<PDFDocument, Awaited<ReturnType<PDFDocument['embedJpg']>>>();
    const again: Draw = async (page, document) => {
      const image = images.get(document) ?? (await document.embedJpg(await jpeg()));
      images.set(document, image);
      page.drawImage(image, WHOLE);
      if (document.getPageCount() % 2 === 0)
        page.drawLine({ start: { x: 10, y: 10 }, end: { x: 90, y: 90 }, thickness: 4 });
    };
    expect(await takenFor(await pdfOf(again, 5))).toBeGreaterThan(0);
  });
});

describe('a page that is drawn', () => {
  const besides: readonly (readonly [string, Draw])[] = [
    [
      'a line over the picture',
      async (page, document) => {
        await scanned(page, document);
        page.drawLine({ start: { x: 10, y: 10 }, end: { x: 290, y: 390 }, thickness: 6 });
      },
    ],
    [
      'words over the picture',
      async (page, document) => {
        await scanned(page, document);
        page.drawText('PAID', {
          x: 40,
          y: 60,
          size: 40,
          font: await document.embedFont(StandardFonts.Helvetica),
        });
      },
    ],
    [
      'two pictures',
      async (page, document) => {
        await scanned(page, document);
        const image = await document.embedJpg(await jpeg());
        page.drawImage(image, { x: 50, y: 50, width: 150, height: 200 });
      },
    ],
    [
      'a picture with a margin',
      async (page, document) => {
        page.drawImage(await document.embedJpg(await jpeg()), { x: 20, y: 20, width: 260, height: 360 });
      },
    ],
    [
      'a picture that is cropped',
      async (page, document) => {
        await scanned(page, document);
        page.setCropBox(30, 40, 240, 320);
      },
    ],
    [
      'a picture that shows through',
      async (page, document) => {
        page.drawImage(await document.embedJpg(await jpeg()), { ...WHOLE, opacity: 0.5 });
      },
    ],
  ];
  it.each(besides)('%s', async (_, draw) => {
    expect(await takenFor(await pdfOf(draw))).toBe(0);
  });

  it('a picture that is pressed together, as faxes are: known once it is unpacked', async () => {
    const fax: Draw = async (page, document) => {
      const image = await picture().resize({ width: 600, height: 400, fit: 'fill' }).jpeg().toBuffer();
      page.drawImage(await document.embedJpg(image), WHOLE);
    };
    expect(await takenFor(await pdfOf(fax))).toBe(1);
  });
});

describe('a page that is one picture packed otherwise', () => {
  const packings: readonly (readonly [string, Draw])[] = [
    [
      'grey JPEG',
      async (page, document) => {
        page.drawImage(
          await document.embedJpg(await picture().toColourspace('b-w').jpeg().toBuffer()),
          WHOLE,
        );
      },
    ],
    [
      'CMYK JPEG',
      async (page, document) => {
        page.drawImage(
          await document.embedJpg(await picture().toColourspace('cmyk').jpeg().toBuffer()),
          WHOLE,
        );
      },
    ],
    [
      'Flate',
      async (page, document) => {
        page.drawImage(await document.embedPng(await picture().png().toBuffer()), WHOLE);
      },
    ],
    [
      'Flate with transparency',
      async (page, document) => {
        const half = await sharp(Buffer.from(SVG)).ensureAlpha(0.5).png().toBuffer();
        page.drawImage(await document.embedPng(half), WHOLE);
      },
    ],
    [
      'two colours',
      async (page, document) => {
        const bits = packedBits(
          await picture().threshold(128).toColourspace('b-w').raw().toBuffer(),
          600,
          800,
        );
        const stream = document.context.flateStream(bits, {
          Type: 'XObject',
          Subtype: 'Image',
          Width: 600,
          Height: 800,
          ColorSpace: 'DeviceGray',
          BitsPerComponent: 1,
        });
        const name = page.node.newXObject('Bits', document.context.register(stream));
        page.pushOperators(
          pushGraphicsState(),
          concatTransformationMatrix(WIDTH, 0, 0, HEIGHT, 0, 0),
          drawObject(name),
          popGraphicsState(),
        );
      },
    ],
  ];
  it.each(packings)('%s: shows the same', async (_, draw) => {
    expect(await takenFor(await pdfOf(draw))).toBe(0);
  });
});

/** A bit a pixel, rows filled up to bytes. */
function packedBits(grey: Uint8Array, width: number, height: number): Uint8Array {
  const row = Math.ceil(width / 8);
  const bits = new Uint8Array(row * height);
  for (const [at, value] of grey.entries()) {
    const [x, y] = [at % width, Math.floor(at / width)];
    const to = y * row + (x >> 3);
    if (value > 127) bits[to] = (bits[to] ?? 0) | (0x80 >> (x & 7));
  }
  return bits;
}

describe('a page whose one picture has too many pixels', () => {
  /** So many pixels of one bit each; what they are does not matter, for none is unpacked. */
  const vast = (side: number) =>
    pdfOf((page, document) => {
      const picture = document.context.flateStream(new Uint8Array(10), {
        Type: 'XObject',
        Subtype: 'Image',
        Width: side,
        Height: side,
        BitsPerComponent: 1,
        ColorSpace: 'DeviceGray',
      });
      page.node.setXObject(PDFName.of('Vast'), document.context.register(picture));
      page.pushOperators(
        pushGraphicsState(),
        concatTransformationMatrix(WIDTH, 0, 0, HEIGHT, 0, 0),
        drawObject('Vast'),
        popGraphicsState(),
      );
    });

  it('is refused instead of being called blank', async () => {
    await expect(pagesOf(await vast(20_000), true)).rejects.toMatchObject({
      refusal: { code: 'too_many_pixels' },
    });
  });

  it('is told from a page of lines that pdfjs stumbles over', async () => {
    const lines = await pdfOf((page) => {
      page.drawRectangle({ x: 50, y: 50, width: 100, height: 100, color: rgb(0, 0, 0) });
      page.pushOperators(drawObject('Nowhere'));
    });
    const { rasters } = await pagesOf(lines, true);
    expect(rasters[0]?.data.some((value) => value === 0)).toBe(true);
  });

  it('is told from a page with nothing on it', async () => {
    const { rasters } = await pagesOf(await pdfOf(() => undefined), true);
    expect(rasters[0]?.data.every((value) => value === 255)).toBe(true);
  });
});
