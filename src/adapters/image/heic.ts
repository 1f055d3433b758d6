/** HEVC-coded HEIC, which sharp's build can only describe. Its WebAssembly blocks the thread while it works. */

interface Pixels {
  /** RGBA. */
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/** Decodes the primary picture, turned as its container says (EXIF orientation must not be applied again). */
export async function decodeHeic(bytes: Uint8Array): Promise<Pixels> {
  const { default: decode } = await import('heic-decode');
  return decode({ buffer: bytes });
}
