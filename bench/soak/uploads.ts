/** Many different pictures from a few that are drawn: drawing one takes longer than reading it. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawImages, IMAGE_CLASSES } from '../speed/images.js';

export interface UploadPlan {
  /** Files of each upload. */
  readonly images: number;
  readonly uploads: number;
  /** Different pictures among them. */
  readonly drawn: number;
  readonly seed: number;
}

/** The files of each upload, no two with the same bytes. */
export async function drawUploads(
  { images, uploads, drawn, seed }: UploadPlan,
  folder: string,
): Promise<string[][]> {
  const pictures: { file: string; bytes: Buffer }[] = [];
  for (const name of IMAGE_CLASSES) {
    const some = await drawImages(name, Math.ceil(drawn / IMAGE_CLASSES.length), seed, folder);
    pictures.push(...some.map(({ file, path }) => ({ file, bytes: readFileSync(path) })));
  }
  return Array.from({ length: uploads }, (_, upload) => {
    const home = join(folder, `upload-${upload}`);
    mkdirSync(home);
    return Array.from({ length: images }, (__, index) => {
      // Small and large ones in turn, as they come from a pile.
      const picture = pictures[((upload * images + index) * STRIDE) % pictures.length];
      if (picture === undefined) throw new Error('nothing was drawn');
      const path = join(home, `${index}-${picture.file}`);
      writeFileSync(path, withComment(picture.bytes, `${upload}/${index}`));
      return path;
    });
  });
}

/** Prime to the usual numbers of pictures, so that all of them come. */
const STRIDE = 7;

/** The same JPEG with a comment right behind its first marker: other bytes, the same picture. */
function withComment(jpeg: Buffer, comment: string): Buffer {
  const text = Buffer.from(comment, 'ascii');
  const head = Buffer.from([0xff, 0xfe, 0, 0]);
  head.writeUInt16BE(text.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, text, jpeg.subarray(2)]);
}
