/** Small OFDs for tests, and the reader with everything it needs. */
import { type Member, zip } from '../../../samples/zip.js';
import { imageTools } from '../../../src/adapters/image/image.js';
import { ofdReader } from '../../../src/adapters/ofd/ofd.js';
import { pageDrawing } from '../../../src/adapters/pdf/board.js';
import { pdfReader } from '../../../src/adapters/pdf/pdf.js';
import { signatureVerifier } from '../../../src/adapters/signing/signing.js';
import { xmlReader } from '../../../src/adapters/xml/xml.js';
import { zipReader } from '../../../src/adapters/zip/zip.js';
import type { Raster } from '../../../src/ports/image.js';
import type { OfdDocument, OfdPage } from '../../../src/ports/ofd.js';

const reader = ofdReader({
  zip: zipReader(),
  xml: xmlReader(),
  image: imageTools(),
  pdf: pdfReader(),
  drawing: pageDrawing(),
  signing: signatureVerifier(),
});

export type Parts = Readonly<Record<string, string | Uint8Array>>;

/** Elements without the prefix: names are all that is looked at. */
const ROOT =
  '<OFD><DocBody><DocInfo><CustomDatas><CustomData Name="发票号码">12345678</CustomData></CustomDatas></DocInfo><DocRoot>/Doc/Document.xml</DocRoot></DocBody></OFD>';

/** A document of 100 × 50 mm with one page of id 7. `body`: its objects. `more`: other parts, or other ones of the same name. */
export function ofdBytes(body: string, more: Parts = {}, document = ''): Uint8Array {
  const parts: Parts = {
    'OFD.xml': ROOT,
    'Doc/Document.xml': `<Document><CommonData><PublicRes>Public.xml</PublicRes><PageArea><PhysicalBox>0 0 100 50</PhysicalBox></PageArea></CommonData><Pages><Page ID="7" BaseLoc="Pages/One.xml"/></Pages>${document}</Document>`,
    'Doc/Public.xml': '<Res/>',
    'Doc/Pages/One.xml': `<Page><Content><Layer>${body}</Layer></Content></Page>`,
    ...more,
  };
  const members = Object.entries(parts).map(
    ([name, data]): Member => ({ name, data: typeof data === 'string' ? Buffer.from(data) : data }),
  );
  return zip(members);
}

export const openOfd = (bytes: Uint8Array): Promise<OfdDocument> => reader.open(bytes);

export async function onePage(body: string, more: Parts = {}, document = ''): Promise<OfdPage> {
  return (await openOfd(ofdBytes(body, more, document))).page(1);
}

/** The colour of a page drawn at one pixel a millimetre, `[r, g, b]`. */
export async function colourAt(page: OfdPage, x: number, y: number): Promise<number[]> {
  const { data, width }: Raster = await page.render(25.4, 1000);
  const at = (y * width + x) * 3;
  return [...data.subarray(at, at + 3)];
}
