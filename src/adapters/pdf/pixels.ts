/** What pdfjs hands out as pixels. */
import type { PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { PlacedImage } from './marks.js';

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** 1: a bit a pixel, rows filled up to bytes. 2: RGB. 3: RGBA. */
  readonly kind: number;
  readonly data: Uint8Array | Uint8ClampedArray;
}

export const isPixels = (value: unknown): value is Pixels =>
  typeof value === 'object' &&
  value !== null &&
  'kind' in value &&
  'data' in value &&
  (value.data instanceof Uint8Array || value.data instanceof Uint8ClampedArray);

/** Whether several pages share it: then it lies in the document's store. */
export const isShared = (source: string): boolean => source.startsWith('g_');

/** Resolves when pdfjs has decoded it; `null` for one that it could not. */
export async function pixelsOf({ source }: PlacedImage, page: PDFPageProxy): Promise<Pixels | null> {
  if (typeof source !== 'string') return isPixels(source) ? source : null;
  const store = isShared(source) ? page.commonObjs : page.objs;
  const value = await new Promise<unknown>((resolve) => store.get(source, resolve));
  return isPixels(value) ? value : null;
}
