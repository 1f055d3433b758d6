/**
 * `npm run bench:likeness`: pictures of one invoice and of invoices like it, laid over each other as D1 does: how like
 * they are, and how many would be told as the same picture (docs/decisions/0025-checks-and-rule-packs.md).
 */
import sharp from 'sharp';
import { runCommand } from '../samples/command.js';
import { drawInvoice } from '../samples/draw/document.js';
import { plainLook } from '../samples/draw/look.js';
import { rasterOf, scan, snapshot } from '../samples/draw/picture.js';
import { compose, settled } from '../samples/truth/compose.js';
import type { SampleInvoice } from '../samples/truth/invoice.js';
import { randomFor } from '../samples/truth/random.js';
import { unpackLikeness } from '../src/document/likeness.js';
import type { Raster } from '../src/document/raster.js';
import { isSamePicture, likeness } from '../src/pipeline/check/standing/same-picture.js';
import { likenessOf } from '../src/pipeline/read/likeness.js';

const FORMS = ['digital_special', 'vat_special_paper'] as const;
const SELLERS = [1, 2, 3] as const;
const TAKEN = ['export', 'scan', 'photo'] as const;
type Taken = (typeof TAKEN)[number];

interface Picture {
  readonly form: string;
  readonly seller: number;
  readonly nth: number;
  readonly taken: Taken;
  readonly raster: Raster;
  readonly packed: string;
}

interface Row {
  pairs: number;
  least: number;
  most: number;
  told: number;
}

async function main(): Promise<void> {
  const rows = new Map<string, Row>();
  const pictures = await drawn();
  for (const { raster, packed, taken } of pictures) {
    count(rows, 'saved again (JPEG 60)', packed, packedOf(await changed(raster, 1, 60, 0)));
    count(rows, 'scaled to 62 %, JPEG 75', packed, packedOf(await changed(raster, 0.62, 75, 0)));
    count(rows, `${taken}, 2.5 % cut from each edge`, packed, packedOf(await changed(raster, 1, 85, 0.025)));
  }
  for (const [at, one] of pictures.entries())
    for (const other of pictures.slice(at + 1)) {
      if (one.form !== other.form || (one.seller === other.seller && one.nth === other.nth)) continue;
      const how = one.taken === other.taken ? `${one.taken} placed alike` : 'taken otherwise';
      const whose = one.seller === other.seller ? 'another invoice of the seller' : 'another seller';
      count(rows, `${whose}, ${how}`, one.packed, other.packed);
    }
  console.log(['pair', 'pairs', 'least', 'most', 'told'].join('\t'));
  for (const [name, { pairs, least, most, told }] of rows)
    console.log([name, pairs, least.toFixed(2), most.toFixed(2), told].join('\t'));
}

async function drawn(): Promise<Picture[]> {
  const pictures: Picture[] = [];
  for (const form of FORMS)
    for (const seller of SELLERS)
      for (const [nth, invoice] of sisters(form, seller).entries()) {
        const page = await rasterOf((await drawInvoice(invoice, plainLook('fit'))).pdf, 150);
        for (const taken of TAKEN) {
          // By the same chance for all of a seller, so that his invoices lie alike and differ by their figures alone.
          const raster = await takenAs(page, taken, `${form}/${seller}`);
          pictures.push({ form, seller, nth, taken, raster, packed: packedOf(raster) });
        }
      }
  return pictures;
}

/** Three invoices of one seller to one buyer, of the same goods: the second with the next number and another amount, the third of another day. */
function sisters(kind: (typeof FORMS)[number], seller: number): SampleInvoice[] {
  const recipe = {
    id: 'likeness',
    kind,
    date: '2025-03-14',
    lines: 2,
    rates: 'one',
    buyer: 'company',
  } as const;
  const first = compose(recipe, randomFor(seller, `likeness/${kind}`));
  const [line, ...more] = first.lines;
  if (line === undefined) throw new Error('an invoice without lines');
  const next = (by: number) => String(BigInt(first.number) + BigInt(by)).padStart(first.number.length, '0');
  const priced = (amount: bigint) => [{ ...line, amount, tax: (amount * 13n + 50n) / 100n }, ...more];
  return [
    first,
    settled({ ...first, number: next(1), lines: priced(487_600n) }),
    settled({ ...first, number: next(417), date: '2025-03-21', lines: priced(1_237_950n) }),
  ];
}

async function takenAs(page: Raster, taken: Taken, purpose: string): Promise<Raster> {
  if (taken === 'export') return page;
  const random = randomFor(1, `likeness/${purpose}`);
  return opened(taken === 'scan' ? await scan(page, random, false) : await snapshot(page, random));
}

async function changed(raster: Raster, size: number, quality: number, cut: number): Promise<Raster> {
  const { data, width, height } = raster;
  const [left, top] = [Math.round(width * cut), Math.round(height * cut)];
  const saved = await sharp(data, { raw: { width, height, channels: 3 } })
    .extract({ left, top, width: width - 2 * left, height: height - 2 * top })
    .resize(Math.round((width - 2 * left) * size))
    .jpeg({ quality })
    .toBuffer();
  return opened(saved);
}

async function opened(bytes: Uint8Array): Promise<Raster> {
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), width: info.width, height: info.height };
}

/** Empty where it is too small for one. */
const packedOf = (raster: Raster): string => likenessOf(raster, 0) ?? '';

function count(rows: Map<string, Row>, name: string, one: string, other: string): void {
  const [a, b] = [unpackLikeness(one), unpackLikeness(other)];
  if (a === null || b === null) throw new Error(`${name}: no likeness`);
  const by = likeness(a, b);
  const row = rows.get(name) ?? { pairs: 0, least: by, most: by, told: 0 };
  const told = row.told + (isSamePicture(one, other) ? 1 : 0);
  rows.set(name, {
    pairs: row.pairs + 1,
    least: Math.min(row.least, by),
    most: Math.max(row.most, by),
    told,
  });
}

await runCommand(main, 'npm run bench:likeness');
