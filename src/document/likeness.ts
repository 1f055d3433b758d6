/**
 * What a picture looks like, small enough to be kept: how dark each of some seventeen thousand cells is against what
 * lies around it, in four levels. Saved again, scaled or recompressed, a picture keeps it.
 */

export interface Likeness {
  readonly width: number;
  readonly height: number;
  /** Row by row, 0 (as light as what is around it) to 3. */
  readonly levels: Uint8Array;
}

/** Four cells a byte. */
const CELLS = 4;
/** No likeness is larger: what says otherwise was not written by {@link packLikeness}. */
const MOST_CELLS = 40_000;

/** `160x110:` and the cells in base64. */
export function packLikeness({ width, height, levels }: Likeness): string {
  const bytes = new Uint8Array(Math.ceil(levels.length / CELLS));
  for (let at = 0; at < levels.length; at++)
    bytes[at >> 2] = (bytes[at >> 2] ?? 0) | ((levels[at] ?? 0) << (2 * (at & 3)));
  return `${width}x${height}:${Buffer.from(bytes).toString('base64')}`;
}

/** `null`: it is none. */
export function unpackLikeness(packed: string): Likeness | null {
  const [, wide = '', high = '', cells = ''] = /^(\d{1,3})x(\d{1,3}):([A-Za-z0-9+/=]+)$/u.exec(packed) ?? [];
  const [width, height] = [Number(wide), Number(high)];
  const bytes = Buffer.from(cells, 'base64');
  const count = width * height;
  if (count === 0 || count > MOST_CELLS || bytes.length !== Math.ceil(count / CELLS)) return null;
  const levels = Uint8Array.from({ length: count }, (_, at) => ((bytes[at >> 2] ?? 0) >> (2 * (at & 3))) & 3);
  return { width, height, levels };
}
