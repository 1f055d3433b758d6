/** How large an upload may be, told from its first bytes; the file's name and declared type are not believed. */

export interface UploadLimits {
  /** Bytes of a picture. */
  readonly image: number;
  /** Bytes of anything else: PDF, TIFF, ZIP, mail. */
  readonly other: number;
}

/** CONTRACT: an image 60 MB; PDF, TIFF, ZIP, mail 1 GB. */
export const UPLOAD_LIMITS: UploadLimits = { image: 60 * 1024 * 1024, other: 1024 * 1024 * 1024 };

/** Bytes that {@link uploadLimit} wants to see. */
export const HEAD_BYTES = 16;

const starts = (head: Uint8Array, at: number, text: string) =>
  [...text].every((character, index) => head[at + index] === character.charCodeAt(0));

/** Signatures of single pictures. TIFF is not among them: a mailroom scan of many pages is a TIFF. */
const PICTURES: readonly ((head: Uint8Array) => boolean)[] = [
  (head) => starts(head, 0, '\xff\xd8\xff'),
  (head) => starts(head, 0, '\x89PNG\r\n\x1a\n'),
  (head) => starts(head, 0, 'GIF8'),
  (head) => starts(head, 0, 'BM'),
  (head) => starts(head, 0, 'RIFF') && starts(head, 8, 'WEBP'),
  // HEIC, HEIF, AVIF: an ISO media file whose brand says so.
  (head) =>
    starts(head, 4, 'ftyp') && ['hei', 'hev', 'mif', 'msf', 'avi'].some((brand) => starts(head, 8, brand)),
];

/** The limit, in bytes, of an upload that begins with `head`. */
export function uploadLimit(head: Uint8Array, limits: UploadLimits): number {
  return PICTURES.some((fits) => fits(head)) ? limits.image : limits.other;
}
