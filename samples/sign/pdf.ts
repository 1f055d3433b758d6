/** Signs a PDF as ISO 32000 has it: in a revision that is appended, over all bytes but the signature's own. */

export interface PdfSignature {
  readonly subFilter: string;
  /** Further entries of the dictionary. */
  readonly entries: string;
  /** Octets kept for the value. */
  readonly room: number;
}

const SETTINGS: PdfSignature = { subFilter: 'adbe.pkcs7.detached', entries: '', room: 4096 };
/** Numbers of objects that no drawn PDF has. */
const FIRST_FREE = 90_001;

const ascii = (text: string) => Buffer.from(text, 'latin1');

/**
 * `sign`: from what is signed to the value, DER. The signature's dictionary stands by itself: nothing on a page shows
 * it, and no form names it.
 */
export function signedPdf(
  pdf: Uint8Array,
  sign: (content: Uint8Array) => Uint8Array,
  settings: Partial<PdfSignature> = {},
): Uint8Array {
  const { subFilter, entries, room } = { ...SETTINGS, ...settings };
  const text = Buffer.from(pdf).toString('latin1');
  const previous = /startxref\s+(\d+)\s+%%EOF\s*$/u.exec(text)?.[1];
  const root = [...text.matchAll(/\/Root (\d+ \d+ R)/gu)].at(-1)?.[1];
  if (previous === undefined || root === undefined) throw new Error('not a PDF of ours');
  const head = `\n${FIRST_FREE} 0 obj\n<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/${subFilter}/M(D:20240528181112+08'00')${entries}/ByteRange [`;
  const gap = pdf.length + head.length + RANGE_CHARS + CONTENTS.length;
  const gapEnd = gap + 2 * room + 2;
  const close = '>>\nendobj\n';
  const table = `xref\n${FIRST_FREE} 1\n${String(pdf.length + 1).padStart(10, '0')} 00000 n \ntrailer\n<</Size ${FIRST_FREE + 1}/Root ${root}/Prev ${previous}>>\nstartxref\n${gapEnd + close.length}\n%%EOF\n`;
  const behind = ascii(close + table);
  const range = `0 ${gap} ${gapEnd} ${behind.length}]`.padEnd(RANGE_CHARS);
  const before = Buffer.concat([pdf, ascii(head + range + CONTENTS)]);
  const value = Buffer.from(sign(Buffer.concat([before, behind]))).toString('hex');
  if (value.length > 2 * room) throw new RangeError(`the value needs ${value.length / 2} octets`);
  return Buffer.concat([before, ascii(`<${value.padEnd(2 * room, '0')}>`), behind]);
}

const CONTENTS = '/Contents ';
/** `0 1234567 1234567 1234567]` */
const RANGE_CHARS = 60;
