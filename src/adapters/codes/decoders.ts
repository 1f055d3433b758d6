/** The three decoders behind one shape. Each loads on first use. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { CodeFound } from '../../document/sheet.js';
import type { Grey } from './grey.js';

/** Corners in pixels, from the code's own top left, clockwise as the code is printed. */
export type Corners = readonly [Pixel, Pixel, Pixel, Pixel];
interface Pixel {
  readonly x: number;
  readonly y: number;
}

/** `text` is `null` for a code that was located but not decoded. */
export interface Decoded {
  readonly text: string | null;
  readonly corners: Corners;
  readonly decoder: CodeFound['decoder'];
}

export type Decoder = (image: Grey) => Promise<Decoded[]>;

/** ZXing-C++ as WebAssembly, loaded from disk: by default it would be fetched from the network. */
export async function zxing(image: Grey): Promise<Decoded[]> {
  const { readBarcodes } = await zxingModule();
  const results = await readBarcodes(rgba(image), {
    formats: ['QRCode'],
    tryHarder: true,
    // A QR is found at any turn without it, and invoices print dark on light.
    tryRotate: false,
    tryInvert: false,
    returnErrors: true,
    textMode: 'Plain',
  });
  return results.map(({ isValid, text, position: { topLeft, topRight, bottomRight, bottomLeft } }) => ({
    text: isValid && text !== '' ? text : null,
    corners: [topLeft, topRight, bottomRight, bottomLeft],
    decoder: 'zxing',
  }));
}

let zxingReady: Promise<typeof import('zxing-wasm/reader')> | null = null;
function zxingModule() {
  zxingReady ??= (async () => {
    const library = await import('zxing-wasm/reader');
    const file = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
    const bytes = await readFile(file);
    const wasmBinary = bytes.buffer.slice(
      bytes.byteOffset,
      bytes.byteOffset + bytes.byteLength,
    ) as ArrayBuffer;
    library.prepareZXingModule({ overrides: { wasmBinary } });
    return library;
  })();
  return zxingReady;
}

/** zbar as WebAssembly, with every symbology but QR switched off. */
export async function zbar(image: Grey): Promise<Decoded[]> {
  const { library, scanner } = await zbarModule();
  const pixels = image.data.buffer.slice(image.data.byteOffset, image.data.byteOffset + image.data.length);
  const symbols = await library.scanGrayBuffer(pixels as ArrayBuffer, image.width, image.height, scanner);
  return symbols.flatMap((symbol): Decoded[] => {
    // zbar goes round the other way: top left, bottom left, bottom right, top right.
    const [topLeft, bottomLeft, bottomRight, topRight] = symbol.points;
    if (!topLeft || !bottomLeft || !bottomRight || !topRight) return [];
    const text = textOf(symbol.data);
    return [
      {
        text: text === '' ? null : text,
        corners: [topLeft, topRight, bottomRight, bottomLeft],
        decoder: 'zbar',
      },
    ];
  });
}

type ZbarLibrary = typeof import('@undecaf/zbar-wasm');
let zbarReady: Promise<{
  library: ZbarLibrary;
  scanner: Awaited<ReturnType<ZbarLibrary['getDefaultScanner']>>;
}> | null = null;
function zbarModule() {
  zbarReady ??= (async () => {
    const library = await import('@undecaf/zbar-wasm');
    const { ZBarConfigType: config, ZBarSymbolType: type } = library;
    const scanner = await library.getDefaultScanner();
    scanner.setConfig(type.ZBAR_NONE, config.ZBAR_CFG_ENABLE, 0);
    scanner.setConfig(type.ZBAR_QRCODE, config.ZBAR_CFG_ENABLE, 1);
    return { library, scanner };
  })();
  return zbarReady;
}

/** The bytes of a code without a declared character set: UTF-8 when they are, else GB 18030 as Chinese printers write. */
function textOf(data: Int8Array): string {
  const bytes = Uint8Array.from(data);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

/** jsQR: plain JavaScript, seconds on a full-size photo, so hand it crops and small copies only. */
export async function jsqr(image: Grey): Promise<Decoded[]> {
  const { default: library } = await import('jsqr');
  const read = library as unknown as typeof library.default;
  const result = read(rgba(image).data, image.width, image.height, { inversionAttempts: 'dontInvert' });
  // It was seen to return an empty string for noise.
  if (!result || result.data === '') return [];
  const { topLeftCorner, topRightCorner, bottomRightCorner, bottomLeftCorner } = result.location;
  return [
    {
      text: result.data,
      corners: [topLeftCorner, topRightCorner, bottomRightCorner, bottomLeftCorner],
      decoder: 'jsqr',
    },
  ];
}

/** As a browser's ImageData, which is what zxing and jsQR take. */
function rgba({ data, width, height }: Grey) {
  const pixels = new Uint8ClampedArray(data.length * 4);
  // Four bytes in one go; neither decoder looks at the fourth (alpha).
  const words = new Uint32Array(pixels.buffer);
  for (let at = 0; at < data.length; at++) words[at] = (data[at] ?? 0) * 0x01010101;
  return { data: pixels, width, height, colorSpace: 'srgb' as const, pixelFormat: 'rgba-unorm8' as const };
}
