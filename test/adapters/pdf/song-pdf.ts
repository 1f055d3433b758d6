/** PDFs written by hand, byte by byte, with the Song face that every Chinese reader is expected to have (not embedded). */

interface SongPdf {
  /** Content stream; text strings are hex of UCS-2, see {@link ucs2}. The font is `/F1`. */
  readonly content: string;
  readonly rotate?: 0 | 90 | 180 | 270;
  /** `V`: vertical writing. */
  readonly writing?: 'H' | 'V';
  readonly pages?: number;
}

/** 400 × 200 points. */
export function songPdf({ content, rotate = 0, writing = 'H', pages = 1 }: SongPdf): Uint8Array {
  const kids = Array.from({ length: pages }, (_, index) => `${7 + index} 0 R`).join(' ');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${pages} >>`,
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    `<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-${writing} /DescendantFonts [5 0 R] >>`,
    '<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 /W [1 95 500] /FontDescriptor 6 0 R >>',
    '<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>',
    ...Array.from(
      { length: pages },
      () =>
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 200] /Rotate ${rotate} /Contents 3 0 R /Resources << /Font << /F1 4 0 R >> >> >>`,
    ),
  ];
  let body = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = body.length;
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const count = objects.length + 1;
  const tail = `xref\n0 ${count}\n0000000000 65535 f \n${table}trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`;
  return new TextEncoder().encode(body + tail);
}

/** Text as a PDF hex string in UCS-2. */
export function ucs2(text: string): string {
  return `<${[...text].map((char) => char.charCodeAt(0).toString(16).padStart(4, '0')).join('')}>`;
}
