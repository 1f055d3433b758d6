/** From light to a file: the lens's blur, a hand that shakes, the sensor's noise, JPEG. */
import sharp from 'sharp';
import type { Raster } from '../../src/ports/image.js';
import type { Random } from '../truth/random.js';

export interface Sensor {
  /** Standard deviation of the lens's blur, in pixels. */
  readonly defocus: number;
  /** Pixels that the picture moved while it was taken, and in which direction in degrees. */
  readonly motion: number;
  readonly motionAngle: number;
  /** Standard deviation of the noise on mid grey, of 255. */
  readonly noise: number;
  readonly jpegQuality: number;
}

const open = ({ data, width, height }: Raster) => sharp(data, { raw: { width, height, channels: 3 } });

/** A picture that moved in a straight line by `length` pixels, as weights of 3 by 3. */
function motionKernel(length: number, angle: number): number[] {
  const steps = 33;
  const weights = new Array<number>(9).fill(0);
  for (let index = 0; index < steps; index++) {
    const part = (index / (steps - 1) - 0.5) * Math.min(length, 2);
    const x = Math.cos((angle * Math.PI) / 180) * part + 1;
    const y = Math.sin((angle * Math.PI) / 180) * part + 1;
    const [x0, y0] = [Math.min(1, Math.floor(x)), Math.min(1, Math.floor(y))];
    const [fx, fy] = [x - x0, y - y0];
    for (const [dx, dy, weight] of [
      [0, 0, (1 - fx) * (1 - fy)],
      [1, 0, fx * (1 - fy)],
      [0, 1, (1 - fx) * fy],
      [1, 1, fx * fy],
    ] as const) {
      const place = (y0 + dy) * 3 + x0 + dx;
      weights[place] = (weights[place] ?? 0) + weight / steps;
    }
  }
  return weights;
}

/** Blurred as the lens and the hand blur it. */
async function blurred(picture: Raster, { defocus, motion, motionAngle }: Sensor): Promise<Raster> {
  if (defocus < 0.3 && motion === 0) return picture;
  let image = open(picture);
  if (motion > 0)
    image = image.convolve({ width: 3, height: 3, kernel: motionKernel(motion, motionAngle), scale: 1 });
  if (defocus >= 0.3) image = image.blur(defocus);
  return { ...picture, data: await image.raw().toBuffer() };
}

/** Entries of a table of normal deviates; a power of two. */
const DEVIATES = 1 << 16;

function deviates(random: Random): Float32Array {
  const table = new Float32Array(DEVIATES);
  for (let at = 0; at < DEVIATES; at += 2) {
    const radius = Math.sqrt(-2 * Math.log(1 - random.next()));
    const angle = 2 * Math.PI * random.next();
    table[at] = radius * Math.cos(angle);
    table[at + 1] = radius * Math.sin(angle);
  }
  return table;
}

/** Noise in place: grey for the most part, a third of it of each colour; more in bright places, as photons arrive. */
export function addNoise({ data, width, height }: Raster, strength: number, random: Random): void {
  if (strength === 0) return;
  const table = deviates(random);
  const mask = DEVIATES - 1;
  // Rounds and stays within 0 to 255 by itself.
  const out = new Uint8ClampedArray(data.buffer, data.byteOffset, data.length);
  const sigmas = Float32Array.from(
    { length: 256 },
    (_, value) => strength * (0.6 + 0.4 * Math.sqrt(value / 128)),
  );
  let at = 0;
  for (let y = 0; y < height; y++) {
    let grey = random.whole(0, mask);
    let own = random.whole(0, mask);
    for (const end = at + width * 3; at < end; at += 3) {
      const sigma = sigmas[out[at + 1] ?? 0] ?? 0;
      const shared = 0.8 * (table[grey++ & mask] ?? 0);
      out[at] = (out[at] ?? 0) + sigma * (shared + 0.35 * (table[own++ & mask] ?? 0));
      out[at + 1] = (out[at + 1] ?? 0) + sigma * (shared + 0.35 * (table[own++ & mask] ?? 0));
      out[at + 2] = (out[at + 2] ?? 0) + sigma * (shared + 0.35 * (table[own++ & mask] ?? 0));
    }
  }
}

/** EXIF orientation, and the turn of the pixels that it undoes, in degrees clockwise. */
const ORIENTED = { 1: 0, 3: 180, 6: 270, 8: 90 } as const;
export type Orientation = keyof typeof ORIENTED;

/**
 * The picture as the camera's file. Whoever heeds `orientation` sees it as it was handed in here; the file's own pixels
 * lie turned.
 */
export async function taken(
  picture: Raster,
  sensor: Sensor,
  random: Random,
  orientation: Orientation = 1,
): Promise<Uint8Array> {
  const seen = await blurred(picture, sensor);
  addNoise(seen, sensor.noise, random);
  const image = open(seen);
  const file = orientation === 1 ? image : image.rotate(ORIENTED[orientation]).withMetadata({ orientation });
  return file.jpeg({ quality: sensor.jpegQuality, chromaSubsampling: '4:2:0' }).toBuffer();
}
