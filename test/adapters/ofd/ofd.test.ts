import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { zip } from '../../../samples/zip.js';
import { colourAt, ofdBytes, onePage, openOfd } from './make.js';

const WHITE = [255, 255, 255];
const RED = [255, 0, 0];
const fillOf = (colour: string) => `<FillColor Value="${colour}"/>`;
const square = (boundary: string, side: number, inner = fillOf('255 0 0'), attributes = '') =>
  `<PathObject Boundary="${boundary}" Fill="true" Stroke="false" ${attributes}>${inner}<AbbreviatedData>M 0 0 L ${side} 0 L ${side} ${side} L 0 ${side} C</AbbreviatedData></PathObject>`;
const text = (id: number, content: string) =>
  `<TextObject ID="${id}" Boundary="5 ${id} 60 6" Size="4"><TextCode X="0" Y="4">${content}</TextCode></TextObject>`;
const red = (side: number) =>
  sharp({ create: { width: side, height: side, channels: 3, background: '#ff0000' } });
/** White, with a bar of the colour across it. */
const striped = (background: string) =>
  sharp({ create: { width: 8, height: 8, channels: 3, background: '#ffffff' } }).composite([
    { input: { create: { width: 8, height: 2, channels: 3, background } }, left: 0, top: 2 },
  ]);

describe('a page is drawn', () => {
  test('paths at their place, in the colour that they, their parameters or their layer say', async () => {
    expect(await colourAt(await onePage(square('10 10 20 20', 20)), 20, 20)).toEqual(RED);
    const resources = `<Res><DrawParams><DrawParam ID="1">${fillOf('0 0 255')}</DrawParam><DrawParam ID="2" Relative="1" LineWidth="1"/></DrawParams></Res>`;
    const inherited = await onePage(square('10 10 20 20', 20, '', 'DrawParam="2"'), {
      'Doc/Public.xml': resources,
    });
    expect(await colourAt(inherited, 20, 20)).toEqual([0, 0, 255]);
    // Filled with nothing said is not filled.
    expect(await colourAt(await onePage(square('10 10 20 20', 20, '')), 20, 20)).toEqual(WHITE);
  });

  test('inside its clips only', async () => {
    const clips =
      '<Clips TransFlag="false"><Clip><Area><Path Boundary="0 0 20 20" Fill="true"><AbbreviatedData>M 0 0 L 5 0 L 5 20 L 0 20 C</AbbreviatedData></Path></Area></Clip></Clips>';
    const page = await onePage(square('10 10 20 20', 20, fillOf('255 0 0') + clips));
    expect(await colourAt(page, 12, 20)).toEqual(RED);
    expect(await colourAt(page, 20, 20)).toEqual(WHITE);
  });

  test('pictures, in any folder that the resources name; one that is missing or damaged leaves its place white', async () => {
    const picture = '<ImageObject ID="1" CTM="20 0 0 20 0 0" Boundary="10 10 20 20" ResourceID="4"/>';
    const resources =
      '<Res BaseLoc="/Doc/Pictures of it"><MultiMedias><MultiMedia ID="4" Type="Image"><MediaFile>a.png</MediaFile></MultiMedia></MultiMedias></Res>';
    const parts = { 'Doc/Public.xml': resources };
    const bytes = await red(8).png().toBuffer();
    const page = await onePage(picture, { ...parts, 'Doc/Pictures of it/a.png': bytes });
    expect(await colourAt(page, 20, 20)).toEqual(RED);
    const damaged = await onePage(picture, { ...parts, 'Doc/Pictures of it/a.png': bytes.subarray(0, 40) });
    expect(await colourAt(damaged, 20, 20)).toEqual(WHITE);
    expect(await colourAt(await onePage(picture, parts), 20, 20)).toEqual(WHITE);
  });

  test('template, composite units and annotations included', async () => {
    const page = await onePage(
      '<CompositeObject ID="1" ResourceID="9" Boundary="40 10 20 20"/>',
      {
        'Doc/Public.xml': `<Res><CompositeGraphicUnits><CompositeGraphicUnit ID="9"><Content>${square('0 0 20 20', 20)}</Content></CompositeGraphicUnit></CompositeGraphicUnits></Res>`,
        'Doc/Annots.xml':
          '<Annotations><Page PageID="7"><FileLoc>Annot/One.xml</FileLoc></Page></Annotations>',
        'Doc/Annot/One.xml': `<PageAnnot><Annot Type="Stamp"><Appearance Boundary="70 10 20 20">${square('0 0 20 20', 20)}</Appearance></Annot></PageAnnot>`,
      },
      '<Annotations>Annots.xml</Annotations>',
    );
    expect(await colourAt(page, 50, 20)).toEqual(RED);
    expect(await colourAt(page, 80, 20)).toEqual(RED);
    expect(await colourAt(page, 20, 20)).toEqual(WHITE);
  });

  test('with the seals of its signatures, whose picture lies in the signed value', async () => {
    const der = (tag: number, ...bodies: Uint8Array[]) => {
      const body = Buffer.concat(bodies);
      return Buffer.concat([Buffer.from([tag, 0x82, body.length >> 8, body.length & 255]), body]);
    };
    const size = der(0x02, Buffer.from([30]));
    const png = await red(8).png().toBuffer();
    const picture = der(0x30, der(0x16, Buffer.from('png')), der(0x04, png), size, size);
    const signedValue = der(0x30, der(0x30, der(0x02, Buffer.from([1]))), der(0x30, picture));
    const signature =
      '<Signature><SignedInfo><StampAnnot ID="1" PageRef="7" Boundary="10 10 30 30" Clip="0 0 15 30"/></SignedInfo><SignedValue>/Doc/Signs/0/SignedValue.dat</SignedValue></Signature>';
    const root =
      '<OFD><DocBody><DocRoot>Doc/Document.xml</DocRoot><Signatures>Doc/Signs/Signatures.xml</Signatures></DocBody></OFD>';
    const page = await onePage('', {
      'OFD.xml': root,
      'Doc/Signs/Signatures.xml': '<Signatures><Signature ID="1" BaseLoc="0/Signature.xml"/></Signatures>',
      'Doc/Signs/0/Signature.xml': signature,
      'Doc/Signs/0/SignedValue.dat': signedValue,
    });
    expect(await colourAt(page, 15, 20)).toEqual(RED);
    expect(await colourAt(page, 32, 20)).toEqual(WHITE);
  });
});

test('tags are resolved through the objects they name, in their order, on whatever page', async () => {
  const tags =
    '<:eInvoice xmlns:=""><InvoiceNo><ofd:ObjectRef PageRef="7">1</ofd:ObjectRef></InvoiceNo><Buyer><BuyerName><ofd:ObjectRef PageRef="7">3</ofd:ObjectRef><ofd:ObjectRef PageRef="8">2</ofd:ObjectRef></BuyerName></Buyer><GoodsInfos><GoodsInfo><Item><ofd:ObjectRef PageRef="7">99</ofd:ObjectRef></Item></GoodsInfo><GoodsInfo><Item><ObjectData><ObjectRef PageRef="8">2</ObjectRef></ObjectData></Item></GoodsInfo></GoodsInfos></:eInvoice>';
  const document = await openOfd(
    ofdBytes(text(1, '１２３') + text(3, '虚构'), {
      'Doc/Document.xml':
        '<Document><Pages><Page ID="7" BaseLoc="Pages/One.xml"/><Page ID="8" BaseLoc="Pages/Two.xml"/><Page ID="9" BaseLoc="Pages/Lost.xml"/></Pages><CustomTags>Tags/All.xml</CustomTags></Document>',
      'Doc/Pages/Two.xml': `<Page><Content><Layer>${text(2, '公司')}</Layer></Content></Page>`,
      'Doc/Tags/All.xml':
        '<CustomTags><CustomTag TypeID=""><FileLoc>One.xml</FileLoc></CustomTag></CustomTags>',
      'Doc/Tags/One.xml': tags,
    }),
  );
  expect(document.pages).toBe(2);
  expect(document.data).toEqual({ 发票号码: '12345678' });
  expect(document.tags).toEqual([
    { name: 'InvoiceNo', within: [], group: 0, text: '123', pieces: ['123'] },
    { name: 'BuyerName', within: ['Buyer'], group: 0, text: '虚构公司', pieces: ['虚构', '公司'] },
    { name: 'Item', within: ['GoodsInfos', 'GoodsInfo'], group: 0, text: '', pieces: [] },
    { name: 'Item', within: ['GoodsInfos', 'GoodsInfo'], group: 1, text: '公司', pieces: ['公司'] },
  ]);
});

test('attachments come with their bytes', async () => {
  const bytes = ofdBytes(
    '',
    {
      'Doc/Attachs/Attachments.xml':
        '<Attachments><Attachment Name="data"><FileLoc>inv.xml</FileLoc></Attachment><Attachment><FileLoc>lost.xml</FileLoc></Attachment></Attachments>',
      'Doc/Attachs/inv.xml': '<xbrl/>',
    },
    '<Attachments>Attachs/Attachments.xml</Attachments>',
  );
  const { attachments } = await openOfd(bytes);
  expect(attachments.map(({ name, bytes: data }) => [name, new TextDecoder().decode(data)])).toEqual([
    ['inv.xml', '<xbrl/>'],
  ]);
});

test('what is optional and damaged costs only itself', async () => {
  const page = await onePage(
    text(1, '甲'),
    { 'Doc/Public.xml': '<Res', 'Doc/Tags.xml': '<CustomTags><CustomTag>', 'Doc/Annots.xml': 'no XML' },
    '<CustomTags>Tags.xml</CustomTags><Annotations>Annots.xml</Annotations><Attachments>../../../etc/passwd</Attachments>',
  );
  expect(page.lines.map((line) => line.text)).toEqual(['甲']);
});

test('an outline of damaged words is not drawn, the rest of the page is', async () => {
  const broken = square('60 10 20 20', 20).replace('L 0 20', 'L B 20');
  const page = await onePage(broken + square('10 10 20 20', 20));
  expect(await colourAt(page, 20, 20)).toEqual(RED);
  expect(await colourAt(page, 70, 20)).toEqual(WHITE);
});

test('a ZIP without a root is no OFD', async () => {
  const bytes = zip([{ name: 'Doc/OFD.xml', data: Buffer.from('<OFD/>') }]);
  await expect(openOfd(bytes)).rejects.toMatchObject({ refusal: { code: 'unsupported_type' } });
});

test('square pictures of a code’s size are offered by themselves, others are not', async () => {
  const image = (boundary: string, ctm: string) =>
    `<ImageObject ID="1" CTM="${ctm} 0 0" Boundary="${boundary}" ResourceID="4"/>`;
  const page = await onePage(
    image('10 10 20 20', '20 0 0 20') + image('40 10 30 20', '30 0 0 20') + image('80 10 4 4', '4 0 0 4'),
    {
      'Doc/Public.xml':
        '<Res><MultiMedias><MultiMedia ID="4"><MediaFile>a.png</MediaFile></MultiMedia></MultiMedias></Res>',
      'Doc/a.png': await striped('#000000').png().toBuffer(),
    },
  );
  const pictures = await page.codePictures();
  expect(pictures.map(({ quad, raster }) => [quad[0], quad[2], raster.width])).toEqual([
    [[0.1, 0.2], [0.3, 0.6], 8],
  ]);
});

test('a picture of one colour is no code, and neither is a red seal; a dark one of another shape may hold one', async () => {
  const page = async (ctm: string, picture: ReturnType<typeof red>) =>
    onePage(`<ImageObject ID="1" CTM="${ctm} 0 0" Boundary="10 10 40 20" ResourceID="4"/>`, {
      'Doc/Public.xml':
        '<Res><MultiMedias><MultiMedia ID="4"><MediaFile>a.png</MediaFile></MultiMedia></MultiMedias></Res>',
      'Doc/a.png': await picture.png().toBuffer(),
    });
  const square = await page('20 0 0 20', red(8));
  expect([await square.codePictures(), await square.mayHoldOtherCodes()]).toEqual([[], false]);
  expect(await (await page('30 0 0 20', striped('#ff0000'))).mayHoldOtherCodes()).toBe(false);
  expect(await (await page('30 0 0 20', striped('#000000'))).mayHoldOtherCodes()).toBe(true);
});

test('outlines may be a code drawn module by module when they are long, or many', async () => {
  const holds = async (body: string) => (await onePage(body)).mayHoldOtherCodes();
  expect(await holds(square('10 10 20 20', 20).repeat(99))).toBe(false);
  expect(await holds(square('10 10 20 20', 20).repeat(100))).toBe(true);
  expect(await holds(square('10 10 20 20', 20).replace('C</A', `${'L 1 1 '.repeat(400)}C</A`))).toBe(true);
});
