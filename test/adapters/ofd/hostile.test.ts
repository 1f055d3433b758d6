/** OFDs that ask for more than a page can be, or whose optional parts are broken. */
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { randomFor } from '../../../samples/truth/random.js';
import { BUDGETS } from '../../../src/pipeline/budgets.js';
import { colourAt, ofdBytes, onePage, openOfd } from './make.js';

const refused = (code: string) => ({ refusal: { code } });
const text = (id: number, content: string) =>
  `<TextObject ID="${id}" Boundary="5 5 60 6" Size="4"><TextCode X="0" Y="4">${content}</TextCode></TextObject>`;
const RED_SQUARE =
  '<PathObject Boundary="10 10 20 20" Fill="true" Stroke="false"><FillColor Value="#FF #00 #00"/><AbbreviatedData>M 0 0 L 20 0 L 20 20 L 0 20 C</AbbreviatedData></PathObject>';
const use = (unit: number) => `<CompositeObject ID="1" ResourceID="${unit}" Boundary="0 0 20 20"/>`;
const units = (...contents: string[]) => ({
  'Doc/Public.xml': `<Res><CompositeGraphicUnits>${contents
    .map(
      (content, id) =>
        `<CompositeGraphicUnit ID="${id}"><Content>${content}</Content></CompositeGraphicUnit>`,
    )
    .join('')}</CompositeGraphicUnits></Res>`,
});

test('composite units that use themselves, and such that multiply, are refused', async () => {
  await expect(onePage(use(0), units(use(0)))).rejects.toMatchObject(refused('damaged_file'));
  const ten = (unit: number) => use(unit).repeat(10);
  const many = units(ten(1), ten(2), ten(3), ten(4), ten(5), text(2, '甲'));
  await expect(onePage(use(0), many)).rejects.toMatchObject(refused('too_large'));
});

test('more characters than a page may have, in text or in outlines, are refused', async () => {
  const long = text(1, '甲'.repeat(BUDGETS.pageObjects + 1));
  await expect(onePage(long)).rejects.toMatchObject(refused('too_large'));
  const outline = `<PathObject Boundary="0 0 9 9"><AbbreviatedData>${'L 1 1 '.repeat(10_000)}</AbbreviatedData></PathObject>`;
  await expect(onePage(use(0).repeat(400), units(outline))).rejects.toMatchObject(refused('too_large'));
});

test('a line without end is told as lines of a length that a page has room for', async () => {
  const long = text(1, '甲'.repeat(5000)).replace('Y="4"', 'Y="4" DeltaX="g 5000 0.01"');
  const { lines } = await onePage(long);
  expect(lines.map((line) => line.text.length)).toEqual(Array.from({ length: 5 }, () => BUDGETS.lineGlyphs));
  expect(lines.map((line) => line.text).join('')).toBe('甲'.repeat(5000));
});

test('tags that repeat a long object without end are refused', async () => {
  const reference = '<ObjectRef PageRef="7">1</ObjectRef>';
  const bytes = ofdBytes(
    text(1, '甲'.repeat(50_000)),
    {
      'Doc/Tags.xml': '<CustomTags><CustomTag><FileLoc>Tag.xml</FileLoc></CustomTag></CustomTags>',
      'Doc/Tag.xml': `<eInvoice><Note>${reference.repeat(100)}</Note></eInvoice>`,
    },
    '<CustomTags>Tags.xml</CustomTags>',
  );
  await expect(openOfd(bytes)).rejects.toMatchObject(refused('too_large'));
});

test('dashes that add up to nothing, and numbers past all bounds, leave the rest of the page as it is', async () => {
  const dashes = (pattern: string) =>
    `<PathObject Boundary="0 0 9 9" DashPattern="${pattern}"><AbbreviatedData>M 0 0 L 9 9</AbbreviatedData></PathObject>`;
  const far = text(1, '甲').replace('Size="4"', 'Size="1e300" CTM="1e300 0 0 1e300 1e308 1e308"');
  const page = await onePage(dashes('0 0') + dashes('1 '.repeat(100_000)) + far + RED_SQUARE);
  expect(await colourAt(page, 20, 20)).toEqual([255, 0, 0]);
  expect(page.lines).toEqual([]);
});

test('a seal whose signed value is damaged, or names its type at length, is not drawn', async () => {
  const type = Buffer.alloc(300_000, 'x');
  const der = (tag: number, body: Uint8Array) =>
    Buffer.concat([
      Buffer.from([tag, 0x83, body.length >> 16, (body.length >> 8) & 255, body.length & 255]),
      body,
    ]);
  const size = der(0x02, Buffer.from([30]));
  const long = der(0x30, Buffer.concat([der(0x16, type), der(0x04, Buffer.from('x')), size, size]));
  for (const value of [long, long.subarray(0, 1000), new Uint8Array(0)]) {
    const page = await onePage(RED_SQUARE, {
      'OFD.xml':
        '<OFD><DocBody><DocRoot>Doc/Document.xml</DocRoot><Signatures>Signatures.xml</Signatures></DocBody></OFD>',
      'Signatures.xml': '<Signatures><Signature BaseLoc="Signature.xml"/></Signatures>',
      'Signature.xml':
        '<Signature><SignedInfo><StampAnnot PageRef="7" Boundary="10 10 30 30"/></SignedInfo><SignedValue>Value.dat</SignedValue></Signature>',
      'Value.dat': value,
    });
    expect(await colourAt(page, 20, 20)).toEqual([255, 0, 0]);
  }
});

test('a damaged attachment costs only itself, and one that is listed again comes once', async () => {
  const item = (name: string) => `<Attachment><FileLoc>${name}</FileLoc></Attachment>`;
  const bytes = Buffer.from(
    ofdBytes(
      '',
      {
        'Doc/All.xml': `<Attachments>${item('good.xml').repeat(3)}${item('bad.xml')}</Attachments>`,
        'Doc/good.xml': '<good/>',
        'Doc/bad.xml': '<bad/>',
      },
      '<Attachments>All.xml</Attachments>',
    ),
  );
  // The packed data of the last member begins after its name; its first bits name a way of packing that there is none of.
  bytes.writeUInt8(0xff, bytes.indexOf('Doc/bad.xml') + 'Doc/bad.xml'.length);
  const { attachments } = await openOfd(bytes);
  expect(attachments.map(({ name }) => name)).toEqual(['good.xml']);
});

test('a code’s picture as BMP is offered as well', async () => {
  const bmp = Buffer.alloc(54 + 16 * 16 * 3, 0);
  bmp.write('BM', 0);
  bmp.writeUInt32LE(bmp.length, 2);
  bmp.writeUInt32LE(54, 10);
  bmp.writeUInt32LE(40, 14);
  bmp.writeInt32LE(16, 18);
  bmp.writeInt32LE(16, 22);
  bmp.writeUInt16LE(1, 26);
  bmp.writeUInt16LE(24, 28);
  // The last row in the file is the topmost; of one colour it would be no code.
  bmp.fill(255, bmp.length - 3);
  const page = await onePage('<ImageObject CTM="20 0 0 20 0 0" Boundary="10 10 20 20" ResourceID="4"/>', {
    'Doc/Public.xml':
      '<Res><MultiMedias><MultiMedia ID="4"><MediaFile>a.bmp</MediaFile></MultiMedia></MultiMedias></Res>',
    'Doc/a.bmp': bmp,
  });
  const [found] = await page.codePictures();
  expect([found?.raster.width, found?.raster.height, found?.raster.data[0]]).toEqual([16, 16, 0]);
});

test('pictures with wrong bytes, in whatever format, leave the process alive', async () => {
  const whole = sharp({ create: { width: 60, height: 60, channels: 3, background: '#0000ff' } });
  const formats = [await whole.png().toBuffer(), await whole.jpeg().toBuffer(), await whole.gif().toBuffer()];
  const random = randomFor(1, 'wrong bytes');
  for (const format of formats) {
    const media: Record<string, Uint8Array> = {};
    for (let nth = 0; nth < 40; nth++) {
      const broken = Buffer.from(format);
      for (let times = 0; times < 3; times++)
        broken[random.whole(8, broken.length - 1)] = random.whole(0, 255);
      media[`Doc/${nth}.bin`] = broken;
    }
    const names = Object.keys(media).map((_, nth) => nth);
    const page = await onePage(
      names.map((id) => `<ImageObject CTM="9 0 0 9 0 0" Boundary="0 0 9 9" ResourceID="${id}"/>`).join('') +
        RED_SQUARE,
      {
        ...media,
        'Doc/Public.xml': `<Res><MultiMedias>${names.map((id) => `<MultiMedia ID="${id}"><MediaFile>${id}.bin</MediaFile></MultiMedia>`).join('')}</MultiMedias></Res>`,
      },
    );
    expect(await colourAt(page, 20, 20)).toEqual([255, 0, 0]);
  }
});
