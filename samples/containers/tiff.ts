/** TIFFs, whole ones and others, byte for byte as they are asked for (TIFF 6.0; BigTIFF). */

export interface TiffPage {
  readonly width: number;
  readonly height: number;
  /** One byte a pixel, grey, unless the tags say otherwise. */
  readonly pixels: Uint8Array;
  /** More tags, or others in the place of these. */
  readonly tags: Readonly<Record<number, number>>;
  /** The pixels are a JPEG as TIFFs of the nineties pointed at it. */
  readonly oldJpeg?: boolean;
}

/** `endsAt`: what the last directory names as the next; nothing by default. */
export function tiff(
  pages: readonly TiffPage[],
  big: boolean,
  { endsAt }: { readonly endsAt?: 'first' | 'outside' } = {},
): Buffer {
  const first = big ? 16 : 8;
  const chunks: Buffer[] = [header(big, first)];
  let at = first;
  pages.forEach((page, index) => {
    const tags = tagsOf(page);
    const length = (big ? 8 : 2) + tags.length * (big ? 20 : 12) + (big ? 8 : 4);
    const end = at + length + page.pixels.length;
    const isLast = index === pages.length - 1;
    const next = !isLast ? end : endsAt === 'first' ? first : endsAt === 'outside' ? end + 1000 : 0;
    chunks.push(directory(tags, at + length, next, big), Buffer.from(page.pixels));
    at = end;
  });
  return Buffer.concat(chunks);
}

/** In the place of an offset: that of the page's own pixels. */
const HERE = -1;

type Tags = Readonly<Record<number, number>>;
const NO_TAGS: Tags = {};
const oldJpegTags = (length: number): Tags => ({ 277: 3, 513: HERE, 514: length });

function tagsOf({ width, height, pixels, tags, oldJpeg = false }: TiffPage): [tag: number, value: number][] {
  const all: Record<number, number> = {
    ...{
      256: width,
      257: height,
      258: 8,
      259: 1,
      262: 1,
      273: HERE,
      277: 1,
      278: height,
      279: pixels.length,
    },
    ...(oldJpeg ? oldJpegTags(pixels.length) : NO_TAGS),
    ...tags,
  };
  return Object.entries(all).map(([tag, value]) => [Number(tag), value]);
}

function header(big: boolean, first: number): Buffer {
  const bytes = Buffer.alloc(first);
  bytes.write('II');
  bytes.writeUInt16LE(big ? 43 : 42, 2);
  bytes.writeUInt16LE(8, 4);
  if (big) bytes.writeBigUInt64LE(BigInt(first), 8);
  else bytes.writeUInt32LE(first, 4);
  return bytes;
}

function directory(tags: readonly [number, number][], pixels: number, next: number, big: boolean): Buffer {
  const [count, entry] = big ? [8, 20] : [2, 12];
  const bytes = Buffer.alloc(count + tags.length * entry + (big ? 8 : 4));
  if (big) bytes.writeBigUInt64LE(BigInt(tags.length), 0);
  else bytes.writeUInt16LE(tags.length, 0);
  tags.forEach(([tag, value], index) => {
    const at = count + index * entry;
    bytes.writeUInt16LE(tag, at);
    bytes.writeUInt16LE(4, at + 2); // LONG
    if (big) bytes.writeBigUInt64LE(1n, at + 4);
    else bytes.writeUInt32LE(1, at + 4);
    bytes.writeUInt32LE(value === HERE ? pixels : value, at + (big ? 12 : 8));
  });
  if (big) bytes.writeBigUInt64LE(BigInt(next), bytes.length - 8);
  else bytes.writeUInt32LE(next, bytes.length - 4);
  return bytes;
}
