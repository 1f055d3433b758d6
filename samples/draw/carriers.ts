/** A recipe's invoice, drawn and carried as its sample asks. */
import { type Carrier, invoiceOf, type Sample } from '../recipes.js';
import type { SampleInvoice } from '../truth/invoice.js';
import { randomFor } from '../truth/random.js';
import { drawPdf, MADE, widthOf } from './document.js';
import { einvoiceXml } from './einvoice-xml.js';
import { ofdOf } from './ofd.js';
import { jpeg, jpegWithOrientation, needles, png, rasterOf, scan, scannedPdf, snapshot } from './picture.js';

export interface DrawnFile {
  readonly name: string;
  readonly invoice: SampleInvoice;
  readonly flags: readonly string[];
  readonly bytes: Uint8Array;
}

/** Resolution of exported pictures and of scans; a snapshot is coarser to stay small. */
const DPI = { export: 150, scan: 170, snapshot: 130 };

async function carry(
  carrier: Carrier,
  pdf: Uint8Array,
  invoice: SampleInvoice,
  seed: number,
): Promise<Uint8Array> {
  const random = randomFor(seed, `${invoice.id}/${carrier}`);
  const drawn = async (dpi: number) => {
    const raster = await rasterOf(pdf, dpi);
    if (invoice.kind.endsWith('_paper')) needles(raster);
    return raster;
  };
  switch (carrier) {
    case 'pdf':
      return pdf;
    case 'png':
      return png(await drawn(DPI.export));
    case 'png-90':
      return png(await drawn(DPI.export), 1);
    case 'png-180':
      return png(await drawn(DPI.export), 2);
    case 'jpg':
      return jpeg(await drawn(DPI.export));
    case 'jpg-exif':
      return jpegWithOrientation(await drawn(DPI.export));
    case 'jpg-scan':
      return scan(await drawn(DPI.scan), random, false);
    case 'jpg-grey':
      return scan(await drawn(DPI.scan), random, true);
    case 'pdf-scan':
      return scannedPdf(await scan(await drawn(DPI.scan), random, false), widthOf(invoice), MADE);
    case 'xml':
      return einvoiceXml(invoice, 'UTF-8');
    case 'xml-gbk':
      return einvoiceXml(invoice, 'GBK');
    case 'ofd':
      return ofdOf(invoice, pdf);
    case 'png-snap':
      return snapshot(await drawn(DPI.snapshot), random);
  }
}

/** `digital-special` as `png-180` is `digital-special-180.png`. */
export function nameOf(id: string, carrier: Carrier): string {
  const [ending, ...how] = carrier.split('-');
  return `${[id, ...how].join('-')}.${ending}`;
}

/** What is special about a file, for whoever reads labels.json. */
export function flagsOf(sample: Sample, invoice: SampleInvoice, carrier: Carrier): string[] {
  const traits = [
    sample.rates === 'one' ? '' : sample.rates,
    sample.discount === true ? 'discount_line' : '',
    sample.red === true ? 'red_letter' : '',
    invoice.tax === null ? 'tax_printed_stars' : '',
  ];
  return [...traits.filter(Boolean), carrier];
}

/** The sample in all its carriers. */
export async function draw(sample: Sample, seed: number): Promise<DrawnFile[]> {
  const invoice = invoiceOf(sample, seed);
  const pdf = await drawPdf(invoice);
  const files: DrawnFile[] = [];
  for (const carrier of sample.carriers) {
    const bytes = await carry(carrier, pdf, invoice, seed);
    files.push({
      name: nameOf(sample.id, carrier),
      invoice,
      flags: flagsOf(sample, invoice, carrier),
      bytes,
    });
  }
  return files;
}
