/** What a line says. */
import type { Quad } from '../../document/geometry.js';
import { cutOut, sizeOf } from '../../document/raster.js';
import type { Raster } from '../../ports/image.js';
import { type Norm, planesOf } from './crop.js';
import { type Decoded, decodeCtc, type Place } from './ctc.js';
import type { Models } from './models.js';
import { unsealed } from './seal.js';

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

/**
 * A number narrower than this that does not read surely is read again with an empty end, to the width that the model was
 * trained at: `9%` then is no longer `90/`. Only what may be legible at all is worth it. Words and lone rings are not: of 98
 * short lines of every sort on 16 drawn pictures eight changed, and of these only numbers for the better, while reading
 * all of them again was an eighth of a page's length.
 */
const SHORT = 125;
const TRAINED_WIDTH = 320;
const UNSURE = [0.4, 0.97] as const;
const NUMBER = /[1-9%]/;

/**
 * A line on which a digit may have been lost is read again, stretched by the first of these. Of the 23 such lines of 30
 * drawn pictures it mended the 11 that had lost one, brought three others nearer to the truth and changed nothing of the
 * rest. What still looks as if one were missing after it gained is stretched further.
 */
const ROOMIER = [1.3, 1.7];

/** Reads the inside of a quad. */
export async function recognise(
  models: Models,
  page: Raster,
  quad: Quad,
  viewing: Viewing = {},
): Promise<Decoded> {
  let best = await recogniseOnce(models, page, quad, viewing);
  if (viewing.wider !== undefined) return best;
  for (const wider of ROOMIER) {
    if (!best.loose) return best;
    const next = await recogniseOnce(models, page, quad, { ...viewing, wider });
    const gained = digitsOf(next.text) > digitsOf(best.text);
    best = surerOf(best, next);
    if (!gained) return best;
  }
  return best;
}

/** Which of two looks at a line to take, the second stretched. */
function surerOf(first: Decoded, second: Decoded): Decoded {
  if (runsOnce(second.text) !== runsOnce(first.text))
    return second.score > first.score ? second : withOther(first, second);
  // What both agree on but for runs: digits get lost, and hardly ever come of nothing.
  return digitsOf(second.text) >= digitsOf(first.text) ? second : first;
}

const digitsOf = (text: string) => text.replaceAll(/\D/g, '').length;

/** A text with its runs of one digit as one digit. */
const runsOnce = (text: string) => text.replaceAll(/(\d)\1+/g, '$1').replaceAll(/\s/g, '');

const withOther = (first: Decoded, { text, score, chars }: Decoded): Decoded =>
  text === ''
    ? first
    : { ...first, alternatives: [{ text, score, chars, how: 'wider' }, ...first.alternatives] };

async function recogniseOnce(
  models: Models,
  page: Raster,
  quad: Quad,
  { wider = 1, channel, whitelist }: Viewing,
): Promise<Decoded> {
  const { length, thickness } = sizeOf(page, quad);
  const natural = Math.ceil((HEIGHT * wider * length) / Math.max(1, thickness));
  const width = Math.min(WIDEST, Math.max(NARROWEST, natural));
  const { alphabet } = models;
  const allowed = whitelist === undefined ? null : indicesOf(alphabet, whitelist);
  const read = async (picture: Float32Array<ArrayBuffer>, wide: number): Promise<Decoded> => {
    const { data, shape } = await models.recognition.run(picture, [1, 3, HEIGHT, wide]);
    return decodeCtc({ data, count: shape[1] ?? 0, alphabet, allowed });
  };
  const cut = cutOut(page, quad, width, HEIGHT);
  const picture = planesOf(channel === undefined ? unsealed(cut) : cut, NORM, channel);
  const decoded = await read(picture, width);
  if (width >= SHORT || !NUMBER.test(decoded.text)) return decoded;
  if (decoded.score < UNSURE[0] || decoded.score >= UNSURE[1]) return decoded;
  const longer = await read(withEmptyEnd(picture, width, TRAINED_WIDTH), TRAINED_WIDTH);
  return longer.score > decoded.score ? placedWithin(longer, TRAINED_WIDTH / width) : decoded;
}

/** The same rows with zeros after them, as in training. */
function withEmptyEnd(picture: Float32Array, from: number, to: number): Float32Array<ArrayBuffer> {
  const out = new Float32Array((picture.length / from) * to);
  for (let row = 0; row < picture.length / from; row++)
    out.set(picture.subarray(row * from, (row + 1) * from), row * to);
  return out;
}

/** Places along the line itself, where it is the first of `times` parts of what was read. */
function placedWithin(decoded: Decoded, times: number): Decoded {
  const within = (chars: readonly Place[]) =>
    chars.map(([start, end]): Place => [Math.min(1, start * times), Math.min(1, end * times)]);
  const alternatives = decoded.alternatives.map((other) => ({ ...other, chars: within(other.chars) }));
  return { ...decoded, chars: within(decoded.chars), alternatives };
}

/** The blank may always occur. */
function indicesOf(alphabet: readonly string[], whitelist: string): number[] {
  return alphabet.flatMap((char, index) => (index === 0 || whitelist.includes(char) ? [index] : []));
}
