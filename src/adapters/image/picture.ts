/** Which bytes of a file are the picture that is asked for, and who decodes it. */
import type { FileBytes } from '../../document/file-bytes.js';
import { fileKind, HEAD_BYTES } from '../../document/file-kind.js';
import { RefusalError } from '../../document/refusal.js';
import { BUDGETS } from '../../pipeline/budgets.js';
import { type BmpHeader, bmpHeader } from './bmp.js';
import { allOf, readingAt } from './file.js';
import { OLD_JPEG, refuseUnknownPacking, type TiffFrame, tiffFrames } from './tiff.js';

/** For libvips, which reads a file on disk by itself. */
export interface VipsPicture {
  readonly bmp: null;
  readonly file: FileBytes;
  readonly input: string | Uint8Array;
  /** From 0, as libvips counts. */
  readonly page: number;
  /** Of the whole file, as a person counts. */
  readonly pages: number;
}

export interface BmpPicture {
  readonly bmp: BmpHeader;
  readonly bytes: Uint8Array;
  readonly pages: 1;
}

export type Picture = VipsPicture | BmpPicture;

/** `frame` from 0; 0 for all but TIFF: of an animation the first picture stands for it. Throws RefusalError. */
export async function pictureOf(file: FileBytes, frame: number): Promise<Picture> {
  const head = await readingAt(file, (read) => read(0, HEAD_BYTES));
  if (fileKind(head) === 'tiff') return tiffPicture(file, frame);
  const bmp = bmpHeader(head);
  if (bmp !== null) return { bmp, bytes: await allOf(file), pages: 1 };
  return { bmp, file, input: inputOf(file), page: 0, pages: 1 };
}

/** The directories of long TIFFs are gone through once, not for each page. */
const known = new WeakMap<FileBytes, Promise<readonly TiffFrame[]>>();

async function tiffPicture(file: FileBytes, number: number): Promise<VipsPicture> {
  const found = known.get(file) ?? tiffFrames(file);
  known.set(file, found);
  const frames = await found;
  // libvips would go through all of them before it shows one, which takes half a minute for a million.
  if (frames.length > BUDGETS.pages) throw new RefusalError('too_many_pages', `> ${BUDGETS.pages}`);
  const frame = frames[number];
  if (frame === undefined) throw new RefusalError('damaged_file', `TIFF ${number + 1} > ${frames.length}`);
  refuseUnknownPacking(frame);
  const input = frame.compression === OLD_JPEG ? await oldJpeg(file, frame) : inputOf(file);
  const page = frame.compression === OLD_JPEG ? 0 : frame.directory;
  return { bmp: null, file, input, page, pages: frames.length };
}

/** Packed the old way, a page is a JPEG like others that lies in the file; libtiff's build leaves this way out. */
async function oldJpeg(file: FileBytes, { jpeg, compression }: TiffFrame): Promise<Uint8Array> {
  const bytes = await readingAt(file, (read) => read(jpeg?.offset ?? 0, jpeg?.length ?? 0));
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return bytes;
  throw new RefusalError('unsupported_type', `TIFF 压缩方式 ${compression}`);
}

const inputOf = (file: FileBytes): string | Uint8Array => (file instanceof Uint8Array ? file : file.path);
