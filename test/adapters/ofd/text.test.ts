import { expect, test } from 'vitest';
import { deltasOf } from '../../../src/adapters/ofd/glyphs.js';
import { boxOf } from '../../../src/document/geometry.js';
import { onePage } from './make.js';

const text = (attributes: string, ...codes: string[]) =>
  `<TextObject ID="1" Font="3" ${attributes}>${codes.join('')}</TextObject>`;

const linesOn = async (body: string) => (await onePage(body)).lines;

test('distances: one by one, and runs of them', () => {
  expect(deltasOf('1.5 g 3 2.5 -4', 9)).toEqual([1.5, 2.5, 2.5, 2.5, -4]);
  expect(deltasOf(undefined, 9)).toEqual([]);
  expect(deltasOf('7 g 2000000000 1', 4)).toEqual([7, 1, 1, 1]);
});

test('a line has its text and its place, in fractions of the page', async () => {
  const [line, ...others] = await linesOn(
    text('Boundary="20 10 40 6" Size="4"', '<TextCode X="1" Y="4" DeltaX="g 3 5">发票号码</TextCode>'),
  );
  expect(others).toEqual([]);
  expect(line).toMatchObject({ text: '发票号码', score: 1, source: 'text' });
  const [x0, y0, x1, y1] = boxOf(line?.quad ?? expect.fail());
  expect(x0).toBeCloseTo(0.21, 4);
  expect(x1).toBeCloseTo((21 + 3 * 5 + 4) / 100, 4);
  // The baseline lies at 14 mm of 50.
  expect(y0).toBeCloseTo((14 - 0.88 * 4) / 50, 4);
  expect(y1).toBeCloseTo((14 + 0.12 * 4) / 50, 4);
  expect(line?.chars?.map(([start]) => Math.round(start * 19))).toEqual([0, 5, 10, 15]);
});

test('full-width forms and Kangxi radicals are normalised, each character keeping its place', async () => {
  const [line] = await linesOn(
    text('Boundary="0 0 40 6" Size="4"', '<TextCode X="0" Y="4" DeltaX="g 4 4">（⼦）１㎏</TextCode>'),
  );
  expect(line?.text).toBe('(子)1kg');
  expect(line?.chars).toHaveLength(6);
});

test('a transformed object is read along its own direction', async () => {
  const [line] = await linesOn(
    text(
      'Boundary="90 5 4 30" CTM="0 1 -1 0 4 0" Size="4"',
      '<TextCode X="0" Y="4" DeltaX="g 3 4">下载次数</TextCode>',
    ),
  );
  const [from, to] = line?.quad ?? expect.fail();
  expect(line?.text).toBe('下载次数');
  expect(from[0]).toBeCloseTo(to[0], 5);
  expect(to[1] - from[1]).toBeCloseTo(16 / 50, 4);
});

test('lines below one another in one object, and columns far apart, come apart', async () => {
  const cipher = text(
    'Boundary="0 0 90 20" Size="4"',
    '<TextCode X="0" Y="4" DeltaX="2 2 -4 2 2" DeltaY="0 0 5 0 0">12+34&lt;</TextCode>',
  );
  expect((await linesOn(cipher)).map((line) => line.text)).toEqual(['12+', '34<']);
  const columns = text(
    'Boundary="0 0 90 20" Size="4"',
    '<TextCode X="0" Y="4" DeltaX="4 30 4">金额税额</TextCode>',
  );
  expect((await linesOn(columns)).map((line) => line.text)).toEqual(['金额', '税额']);
});

test('characters one below the other are lines of their own', async () => {
  const label = text(
    'Boundary="0 0 6 20" Size="4"',
    '<TextCode X="0" Y="4" DeltaY="g 2 5">购买方</TextCode>',
  );
  expect((await linesOn(label)).map((line) => line.text)).toEqual(['购', '买', '方']);
});

test('objects of one character each that touch are one line; what is drawn twice is there once', async () => {
  const one = (x: number, char: string) =>
    text(`Boundary="${x} 10 4 6" Size="4"`, `<TextCode X="0" Y="4">${char}</TextCode>`);
  const body =
    one(10, '发') +
    one(14, '票') +
    one(18, '联') +
    one(40, '号') +
    one(10, '发') +
    one(14, '票') +
    one(18, '联');
  expect((await linesOn(body)).map((line) => line.text)).toEqual(['发票联', '号']);
});

test('what is invisible, blank or outside the page is no text', async () => {
  const at = (attributes: string, content: string) =>
    text(`Size="4" ${attributes}`, `<TextCode X="0" Y="4">${content}</TextCode>`);
  const body =
    at('Boundary="0 0 9 9" Visible="false"', '甲') +
    at('Boundary="0 0 9 9" Alpha="0"', '乙') +
    at('Boundary="0 0 9 9"', '　') +
    at('Boundary="300 0 9 9"', '丙');
  expect(await linesOn(body)).toEqual([]);
});
