import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { HEAD_BYTES, UPLOAD_LIMITS, uploadLimit } from '../../../src/desk/documents/upload-limit.js';

const limits = { image: 1, other: 2 };
const blank = () => sharp({ create: { width: 4, height: 4, channels: 3, background: 'white' } });

describe('uploadLimit', () => {
  it.each(['jpeg', 'png', 'webp', 'gif', 'avif'] as const)(
    'takes a real %s for a picture',
    async (format) => {
      const bytes = await blank().toFormat(format).toBuffer();
      expect(uploadLimit(bytes.subarray(0, HEAD_BYTES), limits)).toBe(limits.image);
    },
  );

  it.each([
    ['HEIC', '\0\0\0\x18ftypheic\0\0\0\0'],
    ['HEIF', '\0\0\0\x18ftypmif1\0\0\0\0'],
    ['BMP', 'BM\x36\0\0\0'],
  ])('takes %s for a picture', (_name, head) => {
    expect(uploadLimit(Buffer.from(head, 'latin1'), limits)).toBe(limits.image);
  });

  it('takes TIFF, PDF, ZIP, a film, text and nothing for something else', async () => {
    const tiff = await blank().tiff().toBuffer();
    for (const head of [
      tiff,
      '%PDF-1.7',
      'PK\x03\x04',
      '\0\0\0\x18ftypisom',
      'From: a',
      'RIFF\0\0\0\0WAVE',
      '',
    ]) {
      expect(uploadLimit(Buffer.from(head as string, 'latin1').subarray(0, HEAD_BYTES), limits)).toBe(
        limits.other,
      );
    }
  });

  it('has the limits of CONTRACT', () => {
    expect(UPLOAD_LIMITS).toEqual({ image: 62_914_560, other: 1_073_741_824 });
  });
});
