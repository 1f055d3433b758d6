import { expect, test } from 'vitest';
import { pdfReader } from '../../../src/adapters/pdf/pdf.js';
import { charSpans } from '../../../src/adapters/pdf/text.js';
import { boxOf } from '../../../src/document/geometry.js';
import { RefusalError } from '../../../src/document/refusal.js';
import { songPdf, ucs2 } from './song-pdf.js';

const NAME = '浙江云杉检测有限公司';
const at = (matrix: string, text: string) => `BT /F1 20 Tf ${matrix} Tm ${ucs2(text)} Tj ET\n`;

async function firstPage(bytes: Uint8Array) {
  const document = await pdfReader().open(bytes);
  return document.page(1);
}

test('text comes with its place, in fractions of the page', async () => {
  const page = await firstPage(songPdf({ content: at('1 0 0 1 100 100', NAME) }));
  expect([page.width, page.height]).toEqual([400, 200]);
  expect(page.lines).toHaveLength(1);
  const [line] = page.lines;
  expect(line?.text).toBe(NAME);
  const [x0, y0, x1, y1] = boxOf(line?.quad ?? expect.fail());
  expect(x0).toBeCloseTo(0.25, 3);
  expect(x1).toBeCloseTo(0.75, 3); // ten characters of 20 points
  expect(y0).toBeGreaterThan(0.38);
  expect(y0).toBeLessThan(0.42); // the baseline is at 0.5, the ascent 0.088
  expect(y1).toBeCloseTo(0.512, 2);
  expect(line?.chars?.at(3)).toEqual([expect.closeTo(0.3), expect.closeTo(0.4)]);
});

test('turned text keeps its direction: the first edge of its quad runs along it', async () => {
  const page = await firstPage(songPdf({ content: at('0 1 -1 0 200 20', '备注栏') })); // upwards
  const [start, end] = page.lines[0]?.quad ?? expect.fail();
  expect(end[0]).toBeCloseTo(start[0], 3);
  expect(start[1] - end[1]).toBeCloseTo(60 / 200, 2);
});

test('a page that is turned as a whole comes upright', async () => {
  const page = await firstPage(songPdf({ content: at('0 1 -1 0 200 20', '备注栏'), rotate: 90 }));
  expect([page.width, page.height]).toEqual([200, 400]);
  const [start, end] = page.lines[0]?.quad ?? expect.fail();
  expect(end[1]).toBeCloseTo(start[1], 3);
  expect(end[0]).toBeGreaterThan(start[0]);
});

test('vertical writing runs downwards', async () => {
  const page = await firstPage(songPdf({ content: at('1 0 0 1 100 150', '购买方'), writing: 'V' }));
  const line = page.lines[0] ?? expect.fail();
  expect(line.text).toBe('购买方');
  const [x0, y0, x1, y1] = boxOf(line.quad);
  expect(y1 - y0).toBeGreaterThan(2 * (x1 - x0) * (400 / 200));
  expect(line.quad[1][1]).toBeGreaterThan(line.quad[0][1]);
});

test('full-width and compatibility characters are normalised; blanks and what is drawn twice are dropped', async () => {
  const content =
    at('1 0 0 1 20 100', '税号：ＡＢ１２') +
    at('1 0 0 1 20.1 100', '税号：ＡＢ１２') +
    at('1 0 0 1 20 60', '　　');
  const page = await firstPage(songPdf({ content }));
  expect(page.lines.map((line) => line.text)).toEqual(['税号:AB12']);
});

test('places of characters follow their widths, also where normalising changed them', () => {
  expect(charSpans('金额12', '金额12')).toEqual([
    [0, 1 / 3],
    [1 / 3, 2 / 3],
    [2 / 3, 5 / 6],
    [5 / 6, 1],
  ]);
  // One full-width sign that becomes two characters: both share its place.
  expect(charSpans('㎡', 'm2')).toEqual([
    [0, 0.5],
    [0.5, 1],
  ]);
});

test('Chinese that is not embedded is drawn, not left blank', async () => {
  const page = await firstPage(songPdf({ content: at('1 0 0 1 100 100', NAME) }));
  const picture = await page.render(144, 4000);
  expect([picture.width, picture.height]).toEqual([800, 400]);
  const inked = (fromX: number, toX: number) => {
    let count = 0;
    for (let y = 150; y < 215; y++)
      for (let x = fromX; x < toX; x++) if ((picture.data[(y * picture.width + x) * 3] ?? 255) < 128) count++;
    return count;
  };
  for (let index = 0; index < 10; index++)
    expect(inked(200 + index * 40, 240 + index * 40)).toBeGreaterThan(60);
  expect(inked(0, 190)).toBe(0);
});

test('the longer side is capped', async () => {
  const page = await firstPage(songPdf({ content: '' }));
  const picture = await page.render(600, 1000);
  expect([picture.width, picture.height]).toEqual([1000, 500]);
  expect(picture.data).toHaveLength(1000 * 500 * 3);
});

test('the bytes handed in stay usable', async () => {
  const bytes = Buffer.from(songPdf({ content: at('1 0 0 1 100 100', NAME), pages: 3 }));
  const before = bytes.toString('latin1');
  const document = await pdfReader().open(bytes);
  expect(document.pages).toBe(3);
  expect((await document.page(3)).lines[0]?.text).toBe(NAME);
  await document.close();
  expect(bytes.toString('latin1')).toBe(before);
});

test('damage is a refusal', async () => {
  for (const bytes of [new TextEncoder().encode('%PDF-1.7\nnothing more'), new Uint8Array(300)]) {
    const error = await pdfReader()
      .open(bytes)
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RefusalError);
    expect(error).toMatchObject({ refusal: { code: 'damaged_file' } });
  }
});

test('a number of pages that cannot be is damage', async () => {
  const whole = new TextDecoder().decode(songPdf({ content: '' }));
  for (const count of ['-5', '0']) {
    const lying = new TextEncoder().encode(whole.replace('/Count 1', `/Count ${count}`));
    await expect(pdfReader().open(lying)).rejects.toMatchObject({ refusal: { code: 'damaged_file' } });
  }
});

test('a password is a refusal of its own', async () => {
  // The standard handler with keys that no empty password opens.
  const key = '41'.repeat(32);
  const plain = new TextDecoder().decode(songPdf({ content: '' }));
  const locked = plain.replace(
    '/Root 1 0 R',
    `/Root 1 0 R /ID [<${'00'.repeat(16)}> <${'00'.repeat(16)}>] /Encrypt << /Filter /Standard /V 1 /R 2 /O <${key}> /U <${key}> /P -4 >>`,
  );
  await expect(pdfReader().open(new TextEncoder().encode(locked))).rejects.toMatchObject({
    refusal: { code: 'encrypted_pdf' },
  });
});

test('pages drawn at the same time do not draw over each other', async () => {
  const document = await pdfReader().open(songPdf({ content: at('1 0 0 1 100 100', NAME), pages: 2 }));
  const [first, second] = [await document.page(1), await document.page(2)];
  const alone = await first.render(100, 2000);
  const [a, b] = await Promise.all([first.render(100, 2000), second.render(60, 2000)]);
  expect([a.width, b.width]).toEqual([alone.width, Math.round((400 * 60) / 72)]);
  expect(Buffer.compare(a.data, alone.data)).toBe(0);
});
