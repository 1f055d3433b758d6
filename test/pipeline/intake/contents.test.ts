import { PDFDocument } from 'pdf-lib';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { imageTools } from '../../../src/adapters/image/image.js';
import { mailReader } from '../../../src/adapters/mail/mail.js';
import { ofdReader } from '../../../src/adapters/ofd/ofd.js';
import { pageDrawing } from '../../../src/adapters/pdf/board.js';
import { pdfReader } from '../../../src/adapters/pdf/pdf.js';
import { signatureVerifier } from '../../../src/adapters/signing/signing.js';
import { xmlReader } from '../../../src/adapters/xml/xml.js';
import { zipReader } from '../../../src/adapters/zip/zip.js';
import { FILE_LIMITS } from '../../../src/document/file-kind.js';
import { BUDGETS } from '../../../src/pipeline/budgets.js';
import { carrierOf } from '../../../src/pipeline/intake/carrier.js';
import { openFile } from '../../../src/pipeline/intake/contents.js';
import type { PageSource } from '../../../src/pipeline/intake/member.js';
import { ofdBytes } from '../../adapters/ofd/make.js';
import { songPdf } from '../../adapters/pdf/song-pdf.js';

const readers = { image: imageTools(), pdf: pdfReader(), xml: xmlReader() };
const zip = zipReader();
const mail = mailReader();
const tools = {
  ...readers,
  zip,
  mail,
  ofd: ofdReader({ ...readers, zip, drawing: pageDrawing(), signing: signatureVerifier() }),
};
const bytesOf = (text: string) => new TextEncoder().encode(text);
const picture = () => sharp({ create: { width: 40, height: 20, channels: 3, background: '#ffffff' } });
/** A plain file's pages, as reading it goes on from its contents. */
async function intake(bytes: Uint8Array): Promise<{ carrier: string; pages: PageSource }> {
  const opened = await openFile(bytes, tools);
  const { carrier } = await opened.contents();
  return { carrier, pages: await opened.member(null) };
}
const refused = (code: string) => ({ refusal: { code } });

test.each([
  ['text', 'hello'],
  ['SVG', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
  ['HTML', '<!doctype html><p>'],
  ['BMP', 'BM6\0\0\0'],
  ['one byte', '%'],
  ['another file of the same container as HEIC', '\0\0\0\u0018ftypmp42'],
])('%s is refused as unsupported', async (_, text) => {
  await expect(intake(bytesOf(text))).rejects.toMatchObject(refused('unsupported_type'));
});

test('what it is to the outside is known without opening it', async () => {
  expect(carrierOf(await picture().tiff().toBuffer())).toBe('image');
  expect(carrierOf(await picture().png().toBuffer())).toBe('image');
  expect(carrierOf(bytesOf('%PDF-1.4 and no more'))).toBe('pdf');
  expect(carrierOf(bytesOf('hello'))).toBeNull();
});

test('a ZIP without its directory is damaged, whatever it begins with', async () => {
  const bytes = bytesOf('PK\u0003\u0004 %PDF-1.7');
  await expect(intake(bytes)).rejects.toMatchObject(refused('damaged_file'));
  expect(carrierOf(bytes)).toBe('zip');
});

test('an empty file is refused as that', async () => {
  await expect(intake(new Uint8Array())).rejects.toMatchObject(refused('empty_file'));
});

test('a picture of more bytes than allowed is refused without being looked at', async () => {
  const bytes = new Uint8Array(FILE_LIMITS.image + 1);
  bytes.set([0xff, 0xd8, 0xff]);
  await expect(intake(bytes)).rejects.toMatchObject(refused('too_large'));
  await expect(intake(bytes.subarray(0, FILE_LIMITS.image))).rejects.toMatchObject(refused('damaged_file'));
});

test('too many pages are refused; as many as allowed are not', async () => {
  const many = songPdf({ content: '', pages: BUDGETS.pages + 1 });
  await expect(intake(many)).rejects.toMatchObject(refused('too_many_pages'));
  const { pages, carrier } = await intake(songPdf({ content: '', pages: BUDGETS.pages }));
  expect([pages.count, carrier]).toEqual([BUDGETS.pages, 'pdf']);
  await pages.close();
});

test('pages come one by one, drawn as large as asked', async () => {
  const { pages, carrier } = await intake(await picture().png().toBuffer());
  expect([pages.count, carrier]).toEqual([1, 'image']);
  const page = await pages.page(1);
  expect([page.width, page.height, page.lines]).toEqual([40, 20, []]);
  expect((await page.pixels?.(200, 10))?.width).toBe(10);
});

test('an XML is one page that cannot be seen, and its tree', async () => {
  const { pages, carrier } = await intake(bytesOf('<?xml version="1.0"?><a><b c="1">x</b></a>'));
  expect([pages.count, carrier, carrierOf(bytesOf('<?xml '))]).toEqual([1, 'xml', 'xml']);
  const page = await pages.page(1);
  expect([page.lines, page.pixels]).toEqual([[], null]);
  expect(pages.originals?.trees).toMatchObject([{ name: 'a', children: [{ name: 'b', text: 'x' }] }]);
});

test('what is attached to a PDF is found: XML, and the XML and custom data of an OFD; what is unsafe or no XML is left', async () => {
  const document = await PDFDocument.create();
  document.addPage([100, 50]);
  const ofd = ofdBytes(
    '',
    {
      'Doc/Attachs/List.xml': '<Attachments><Attachment><FileLoc>a.xml</FileLoc></Attachment></Attachments>',
      'Doc/Attachs/a.xml': '<?xml version="1.0"?><inner/>',
    },
    '<Attachments>Attachs/List.xml</Attachments>',
  );
  await document.attach(bytesOf('<?xml version="1.0"?><outer/>'), 'voucher.xml');
  await document.attach(bytesOf('<?xml version="1.0"?><!DOCTYPE a><a/>'), 'unsafe.xml');
  await document.attach(bytesOf('hello'), 'readme.txt');
  await document.attach(ofd, 'invoice.ofd');
  const { pages, carrier } = await intake(await document.save());
  expect([pages.count, carrier]).toEqual([1, 'pdf']);
  expect(pages.originals?.trees.map(({ name }) => name)).toEqual(['outer', 'inner']);
  expect(pages.originals?.data).toEqual({ 发票号码: '12345678' });
  await pages.close();
});

test('an OFD comes with its pages, its original and its data', async () => {
  const bytes = ofdBytes(
    '<TextObject ID="1" Boundary="5 5 60 6" Size="4"><TextCode X="0" Y="4">发票</TextCode></TextObject>',
  );
  expect(carrierOf(bytes)).toBe('ofd');
  const { pages, carrier } = await intake(bytes);
  expect([pages.count, carrier, pages.originals?.data]).toEqual([1, 'ofd', { 发票号码: '12345678' }]);
  const page = await pages.page(1);
  expect(page.lines.map(({ text }) => text)).toEqual(['发票']);
  expect((await page.pixels?.(25.4, 1000))?.width).toBe(100);
});
