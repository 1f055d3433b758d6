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
    ['BMP', 'BM\x36\0\0\0'],
    ['ZIP', 'PK\x03\x04 %PDF-1.7'],
    ['a film', '\0\0\0\x18ftypisom'],
    ['sound', 'RIFF\0\0\0\0WAVE'],
    ['mail', 'From: a'],
    ['nothing', ''],
  ])('does not know %s', (_name, head) => {
    expect(fileKind(bytesOf(head))).toBeNull();
  });
});

describe('sizeLimit', () => {
  it('is that of pictures for pictures only', async () => {
    const limits = { image: 1, other: 2 };
    expect(sizeLimit(await blank().png().toBuffer(), limits)).toBe(limits.image);
    expect(sizeLimit(await blank().tiff().toBuffer(), limits)).toBe(limits.other);
    for (const head of ['%PDF-1.7', 'PK\x03\x04', 'BM', '']) {
      expect(sizeLimit(bytesOf(head), limits)).toBe(limits.other);
    }
  });

  it('has the limits of CONTRACT', () => {
    expect(FILE_LIMITS).toEqual({ image: 62_914_560, other: 1_073_741_824 });
  });
});
