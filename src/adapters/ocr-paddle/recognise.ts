/** What a line says. */
import type { Quad } from '../../document/geometry.js';
import { cutOut, sizeOf } from '../../document/raster.js';
import type { Raster } from '../../ports/image.js';
import { type Norm, planesOf } from './crop.js';
import { type Decoded, decodeCtc } from './ctc.js';
import type { Models } from './models.js';

/** The height the model was trained with. */
const HEIGHT = 48;
/** Steps are 8 pixels wide; below six of them the network has nothing to look at. */
const NARROWEST = 48;
/** A line longer than 66 times its height is no line; the network's memory grows with its length. */
const WIDEST = 3200;

const NORM: Norm = { scale: [1 / 127.5, 1 / 127.5, 1 / 127.5], shift: [-1, -1, -1] };

export interface Viewing {
  readonly wider?: number;
  readonly channel?: 'red';
  readonly whitelist?: string;
}

/** Reads the inside of a quad. */
export async function recognise(
  models: Models,
  page: Raster,
  quad: Quad,
  { wider = 1, channel, whitelist }: Viewing = {},
): Promise<Decoded> {
  const { length, thickness } = sizeOf(page, quad);
  const natural = Math.ceil((HEIGHT * wider * length) / Math.max(1, thickness));
  const width = Math.min(WIDEST, Math.max(NARROWEST, natural));
  const picture = planesOf(cutOut(page, quad, width, HEIGHT), NORM, channel);
  const { data, shape } = await models.recognition.run(picture, [1, 3, HEIGHT, width]);
  const { alphabet } = models;
  const allowed = whitelist === undefined ? null : indicesOf(alphabet, whitelist);
  return decodeCtc({ data, count: shape[1] ?? 0, alphabet, allowed });
}

/** The blank may always occur. */
function indicesOf(alphabet: readonly string[], whitelist: string): number[] {
  return alphabet.flatMap((char, index) => (index === 0 || whitelist.includes(char) ? [index] : []));
}
