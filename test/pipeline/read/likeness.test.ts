import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { drawInvoice } from '../../../samples/draw/document.js';
import { plainLook } from '../../../samples/draw/look.js';
import { rasterOf } from '../../../samples/draw/picture.js';
import { compose, settled } from '../../../samples/truth/compose.js';
import { randomFor } from '../../../samples/truth/random.js';
import { unpackLikeness } from '../../../src/document/likeness.js';
import type { Raster } from '../../../src/document/raster.js';
import type { Sheet } from '../../../src/document/sheet.js';
import { isSamePicture } from '../../../src/pipeline/check/standing/same-picture.js';
import { likenessFor, likenessOf } from '../../../src/pipeline/read/likeness.js';
import { digital } from '../check/slips.js';

const recipe = { id: 'likeness', kind: 'digital_special', date: '2025-03-14', lines: 2 } as const;
const invoice = compose({ ...recipe, rates: 'one', buyer: 'company' }, randomFor(1, 'likeness'));
const pictureOf = async (one: typeof invoice): Promise<Raster> =>
  rasterOf((await drawInvoice(one, plainLook('fit'))).pdf, 150);
const seen = (raster: Raster) => likenessOf(raster, 0) ?? expect.fail();

async function again({ data, width, height }: Raster, share: number, quality: number): Promise<Raster> {
  const saved = await sharp(data, { raw: { width, height, channels: 3 } })
    .resize(Math.round(width * share))
    .jpeg({ quality })
    .toBuffer();
  const { data: out, info } = await sharp(saved).raw().toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(out), width: info.width, height: info.height };
}

let page: Raster;
beforeAll(async () => {
  page = await pictureOf(invoice);
});

describe('the likeness of a picture', () => {
  it('stays when it is saved again, and scaled', async () => {
    expect(isSamePicture(seen(page), seen(await again(page, 1, 55)))).toBe(true);
    expect(isSamePicture(seen(page), seen(await again(page, 0.62, 75)))).toBe(true);
  });

  it('is another for another invoice of the same form, seller, buyer and goods', async () => {
    const [first, ...more] = invoice.lines;
    const dearer = { ...(first ?? expect.fail()), amount: 987_600n, tax: 128_388n };
    const number = `${invoice.number.slice(0, -4)}0417`;
    const sister = settled({ ...invoice, number, date: '2025-03-21', lines: [dearer, ...more] });
    expect(isSamePicture(seen(page), seen(await pictureOf(sister)))).toBe(false);
  });

  it('is that of the upright page, whichever way it was put in', async () => {
    const { data, info } = await sharp(page.data, {
      raw: { width: page.width, height: page.height, channels: 3 },
    })
      .rotate(270)
      .raw()
      .toBuffer({ resolveWithObject: true });
    const turned = { data: new Uint8Array(data), width: info.width, height: info.height };
    expect(isSamePicture(seen(page), likenessOf(turned, 1) ?? undefined)).toBe(true);
    expect(isSamePicture(seen(page), likenessOf(turned, 3) ?? undefined)).toBe(false);
  });

  it('is not had of what is too small, and not made of what is none', () => {
    expect(likenessOf({ data: new Uint8Array(60 * 60 * 3), width: 60, height: 60 }, 0)).toBeNull();
    expect(['', '0x0:AAAA', '999x999:AAAA', '160x110:AAAA'].map(unpackLikeness)).toEqual(
      Array.from({ length: 4 }, () => null),
    );
    expect(isSamePicture(undefined, seen(page))).toBe(false);
  });

  it('of a slip is that of the paper its values stand on', () => {
    const sheet = (likeness: string, x: number): Sheet => ({
      ...{ page: 1, width: 1, height: 1, turns: 0, lines: [], codes: [], likeness },
      paper: {
        ratio: 1,
        corners: [
          [x, 0],
          [x + 0.4, 0],
          [x + 0.4, 1],
          [x, 1],
        ],
      },
    });
    const slip = digital();
    const box = [0.7, 0.1, 0.8, 0.2] as const;
    const fields = { sellerName: { ...(slip.fields.sellerName ?? expect.fail()), page: 1, box } };
    const sheets = [sheet('left', 0.05), sheet('right', 0.55)];
    expect(likenessFor({ ...slip, pages: [1], fields }, sheets)).toBe('right');
    expect(likenessFor({ ...slip, pages: [1], fields: {} }, sheets)).toBeNull();
    expect(likenessFor({ ...slip, pages: [1] }, sheets.slice(0, 1))).toBe('left');
  });
});
