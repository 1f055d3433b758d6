/** Pixels in memory, and the few operations the line needs on them. A port because decoding is slow and native. */

import type { FileBytes } from '../document/file-bytes.js';
import type { Quad } from '../document/geometry.js';
import type { Raster } from '../document/raster.js';

export type { Raster } from '../document/raster.js';

/** What the header of a picture says, without decoding it. Orientation already applied. */
export interface ImageInfo {
  readonly width: number;
  readonly height: number;
  /** Frames of a multi-page TIFF; 1 otherwise. */
  readonly pages: number;
}

/** A picture that stands on a page, by itself. */
export interface PlacedPicture {
  /** Fractions of the page. */
  readonly quad: Quad;
  readonly raster: Raster;
}

/** A rectangle in pixels. */
export interface PixelRect {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface ImageTools {
  /** Reads the header only. Throws RefusalError `damaged_file`, `unsupported_type` or `too_many_pixels`. */
  probe(file: FileBytes): Promise<ImageInfo>;
  /**
   * Decodes one frame (from 0) to RGB with EXIF orientation applied and transparency over white, scaled down so that
   * the longer side is at most `maxSide` pixels when given. Throws RefusalError like {@link probe}.
   */
  decode(file: FileBytes, options?: { frame?: number; maxSide?: number }): Promise<Raster>;
  /**
   * Decoded like that, but with its transparency, and written anew as a PNG: whoever draws it sees nothing of what came
   * from outside. Throws RefusalError like {@link probe}.
   */
  asPng(bytes: Uint8Array, maxSide: number): Promise<Uint8Array>;
  /** Scaled so that the longer side is `side` pixels (up or down). */
  scale(image: Raster, side: number): Promise<Raster>;
  crop(image: Raster, rect: PixelRect): Promise<Raster>;
  /** Turned clockwise by quarter turns. */
  turn(image: Raster, turns: 0 | 1 | 2 | 3): Promise<Raster>;
  /** Encoded for a person's eye. */
  encode(image: Raster, format: 'jpeg' | 'png'): Promise<Uint8Array>;
}
