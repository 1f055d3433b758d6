import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
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

  it.each([
    ['HTML', '<html><p>invoice'],
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg">'],
    ['a word in brackets', '<invoiced>'],
    ['BMP', 'BM\x36\0\0\0'],
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
