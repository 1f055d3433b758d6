import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { compoundFile } from '../../samples/containers/compound.js';
import { FILE_LIMITS, fileKind, HEAD_BYTES, sizeLimit } from '../../src/document/file-kind.js';
import { songPdf } from '../adapters/pdf/song-pdf.js';

const blank = () => sharp({ create: { width: 40, height: 20, channels: 3, background: 'white' } });
const bytesOf = (text: string) => Buffer.from(text, 'latin1');

describe('fileKind', () => {
  it.each(['jpeg', 'png', 'webp', 'gif', 'avif'] as const)(
    'takes a real %s for a picture',
    async (format) => {
      const bytes = await blank().toFormat(format).toBuffer();
      expect(fileKind(bytes.subarray(0, HEAD_BYTES))).toBe('picture');
    },
  );

  it.each(['heic', 'hevc', 'mif1'])('takes the brand %s for a picture', (brand) => {
    expect(fileKind(bytesOf(`\0\0\0\x18ftyp${brand}\0\0\0\0`))).toBe('picture');
  });

  it('knows TIFF and PDF, which may hold many pages; a PDF may begin with something else', async () => {
    expect(fileKind(await blank().tiff().toBuffer())).toBe('tiff');
    expect(fileKind(songPdf({ content: '' }))).toBe('pdf');
    expect(fileKind(bytesOf(`${' '.repeat(500)}%PDF-1.7`))).toBe('pdf');
    expect(fileKind(bytesOf(`${' '.repeat(1100)}%PDF-1.7`))).toBeNull();
  });

  it.each([
    ['a declaration', '<?xml version="1.0" encoding="GBK"?>'],
    ['a BOM before it', '\xef\xbb\xbf<?xml version="1.0"?>'],
    ['empty lines before it', '\r\n <?xml version="1.0"?>'],
    ['UTF-16', '\xff\xfe<\0?\0x\0m\0l\0 \0v\0'],
    ['UTF-16 the other way round, without BOM', '\0<\0?\0x\0m\0l\0 \0v'],
    ['the root of an invoice', '<EInvoice><Header>'],
    ['such a root with a prefix', '<fp:eInvoice xmlns:fp="a">'],
    ['a voucher', '<xbrl xmlns="http://www.xbrl.org/2003/instance">'],
  ])('knows XML by %s', (_name, head) => {
    expect(fileKind(bytesOf(head))).toBe('xml');
  });

  it('knows BMP by its header, and ZIPs that hold nothing or were made in pieces', () => {
    expect(fileKind(bytesOf(`BM\x3a\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0${'\0'.repeat(40)}`))).toBe('picture');
    for (const start of ['PK\x05\x06', 'PK\x07\x08PK\x03\x04', 'PK00PK\x03\x04'])
      expect(fileKind(bytesOf(`${start}${'\0'.repeat(18)}`))).toBe('zip');
  });

  it.each([
    ['from a server', 'Received: from a by b;\r\n Mon, 3 Mar 2025\r\nReceived: from c\r\nRecei'],
    ['that was saved', 'From: a@b.c\r\nSubject: =?gbk?B?t6LGsQ==?=\r\nMIME-Version: 1.0\r\n\r\nx'],
    ['without Windows line ends', 'Date: x\nMessage-ID: <1@b.c>\n\nHere is a bill: %PDF-1.7'],
    ['out of a mailbox', 'From a@b.c Mon Mar  3 2025\nReturn-Path: <a@b.c>\nDate: today\n\n'],
    ['after empty lines', '\r\n\r\nReturn-Path: <a@b.c>\r\nTo: b@b.c\r\n\r\n'],
    [
      'whose name is cut off',
      `DKIM-Signature: v=1;${' x'.repeat(300)}\r\nX-Mailer: y\r\nTo: ${'a'.repeat(600)}`,
    ],
  ])('knows a mail %s', (_name, head) => {
    expect(fileKind(bytesOf(head))).toBe('mail');
  });

  it('tells an MSG from other compound files by its directory, where that is there', () => {
    const message = compoundFile({
      '__properties_version1.0': Buffer.alloc(32),
      __substg1: Buffer.alloc(5000),
    });
    const letter = compoundFile({ WordDocument: Buffer.alloc(5000) });
    expect([message, letter].map(fileKind)).toEqual(['mail', null]);
    // The directory of either stands further back.
    expect([message, letter].map((whole) => fileKind(whole.subarray(0, HEAD_BYTES)))).toEqual([
      'mail',
      'mail',
    ]);
  });

  it('does not run in circles after a directory that does', () => {
    const letter = compoundFile({ WordDocument: Buffer.alloc(5000) });
    const directory = letter.readUInt32LE(48);
    const table = letter.readUInt32LE(76);
    letter.writeUInt32LE(directory, (table + 1) * 512 + directory * 4);
    expect(fileKind(letter)).toBeNull();
  });

  it.each([
    ['HTML', '<html><p>invoice'],
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg">'],
    ['a word in brackets', '<invoiced>'],
    ['two letters of BMP', 'BM\x36\0\0\0'],
    ['words that begin with BM', 'BM is short for what this long enough text is about'],
    ['JPEG 2000', '\0\0\0\x0cjP  \r\n\x87\n\0\0\0\x14ftypjp2 '],
    ['JPEG XL', '\0\0\0\x0cJXL \r\n\x87\n\0\0\0\x14ftypjxl '],
    ['RAR', 'Rar!\x1a\x07\x01\0'],
    [
      'a letter that only speaks like a mail',
      'From: Anna\nTo: Bert\nSubject: bills\nDate: today\n\nDear Bert',
    ],
    ['a patch', 'From 1a2b Mon Sep 17 00:00:00 2001\nFrom: a <a@b.c>\nDate: today\nSubject: x\n\n'],
    ['what a web server answers', 'HTTP/1.1 200 OK\r\nDate: today\r\nContent-Type: text/html\r\n\r\n'],
    ['what stands before a part of a form', 'Content-Type: text/plain\r\nDate: today\r\n\r\n'],
    ['notes with a line that is no header', 'Message-ID: 1\nDate: today\nhere is what I think\n\n'],
    ['a film', '\0\0\0\x18ftypisom'],
    ['sound', 'RIFF\0\0\0\0WAVE'],
    ['mail', 'From: a'],
    ['nothing', ''],
  ])('does not know %s', (_name, head) => {
    expect(fileKind(bytesOf(head))).toBeNull();
  });
});

describe('sizeLimit', () => {
  it('is that of pictures for pictures only, and XML has its own', async () => {
    const limits = { image: 1, xml: 3, other: 2 };
    expect(sizeLimit(await blank().png().toBuffer(), limits)).toBe(limits.image);
    expect(sizeLimit(await blank().tiff().toBuffer(), limits)).toBe(limits.other);
    expect(sizeLimit(bytesOf('<?xml version="1.0"?>'), limits)).toBe(limits.xml);
    for (const head of ['%PDF-1.7', 'PK\x03\x04', 'BM', '']) {
      expect(sizeLimit(bytesOf(head), limits)).toBe(limits.other);
    }
  });

  it('has the limits of CONTRACT', () => {
    expect(FILE_LIMITS).toEqual({ image: 62_914_560, xml: 33_554_432, other: 1_073_741_824 });
  });
});
