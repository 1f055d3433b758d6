/** What a line says. */
import type { Raster } from '../../ports/image.js';
import { cutOut, type Norm, type PixelQuad, sizeOf } from './crop.js';
import { type Decoded, decodeCtc } from './ctc.js';
import type { Models } from './models.js';

/** The height the model was trained with. */
const HEIGHT = 48;
/** Steps are 8 pixels wide; below six of them the network has nothing to look at. */
const NARROWEST = 48;
/** A line longer than 66 times its height is no line; the network's memory grows with its length. */
const WIDEST = 3200;

const NORM: Norm = { scale: [1 / 127.5, 1 / 127.5, 1 / 127.5], shift: [-1, -1, -1] };

/** Reads the inside of a quad. `whitelist`: only these characters may come out. */
export async function recognise(
  models: Models,
  page: Raster,
  quad: PixelQuad,
  whitelist?: string,
): Promise<Decoded> {
  const { length, thickness } = sizeOf(quad);
  const natural = Math.ceil((HEIGHT * length) / Math.max(1, thickness));
  const width = Math.min(WIDEST, Math.max(NARROWEST, natural));
  const { data, shape } = await models.recognition.run(cutOut(page, quad, width, HEIGHT, NORM), [
    1,
    3,
    HEIGHT,
    width,
  ]);
  return decodeCtc(
    data,
    shape[1] ?? 0,
    models.alphabet,
    whitelist === undefined ? null : indicesOf(models, whitelist),
  );
}

function indicesOf({ alphabet }: Models, whitelist: string): number[] {
  return alphabet.flatMap((char, index) => (index > 0 && whitelist.includes(char) ? [index] : []));
}
