/** What is committed under samples/files and samples/demo, and as what. */
import { compose, type Recipe } from './truth/compose.js';
import type { DrawnKind, SampleInvoice } from './truth/invoice.js';
import { type Random, randomFor } from './truth/random.js';

/** The seed of what is committed. */
export const SEED = 2025;

/** The invoice of a recipe under a seed and the recipe's own name: a new recipe changes no other. */
export const invoiceOf = (recipe: Recipe, seed: number): SampleInvoice =>
  compose(recipe, randomFor(seed, recipe.id));

/**
 * `pdf` with a text layer; `png` and `jpg` the page as exported; `png-90`, `png-180` turned; `jpg-exif` on its side with
 * EXIF orientation; `jpg-scan`, `jpg-grey` from a scanner; `pdf-scan` such a scan as PDF; `png-snap` on a desk; `xml` the
 * original of a 数电票, `xml-gbk` the same in GBK; `ofd` the print as OFD with tags, that of older invoices with their XML.
 */
export const CARRIERS = [
  'pdf',
  'png',
  'jpg',
  'png-90',
  'png-180',
  'jpg-exif',
  'jpg-scan',
  'jpg-grey',
  'pdf-scan',
  'png-snap',
  'xml',
  'xml-gbk',
  'ofd',
] as const;
export type Carrier = (typeof CARRIERS)[number];

export interface Sample extends Recipe {
  readonly carriers: readonly Carrier[];
}

export const SAMPLES: readonly Sample[] = [
  {
    id: 'digital-special',
    kind: 'digital_special',
    date: '2025-03-14',
    lines: 3,
    rates: 'one',
    buyer: 'company',
    carriers: ['pdf', 'png-180', 'xml', 'ofd'],
  },
  {
    id: 'digital-general-mixed-rates',
    kind: 'digital_general',
    date: '2025-06-03',
    lines: 4,
    rates: 'mixed',
    discount: true,
    buyer: 'company',
    pricedWithTax: true,
    carriers: ['pdf', 'jpg-exif', 'xml-gbk'],
  },
  {
    id: 'digital-general-exempt',
    kind: 'digital_general',
    date: '2024-09-21',
    lines: 3,
    rates: 'exempt',
    buyer: 'person',
    carriers: ['pdf', 'png', 'xml', 'ofd'],
  },
  {
    id: 'digital-special-red',
    kind: 'digital_special',
    date: '2025-04-09',
    lines: 2,
    rates: 'one',
    red: true,
    buyer: 'company',
    carriers: ['pdf', 'xml'],
  },
  {
    id: 'vat-general-e-discount',
    kind: 'vat_general_e',
    date: '2021-11-26',
    lines: 3,
    rates: 'mixed',
    discount: true,
    buyer: 'company',
    pricedWithTax: true,
    carriers: ['pdf', 'png-90', 'ofd'],
  },
  {
    id: 'vat-special-e',
    kind: 'vat_special_e',
    date: '2022-05-17',
    lines: 2,
    rates: 'one',
    buyer: 'company',
    carriers: ['pdf', 'jpg-grey'],
  },
  {
    id: 'vat-special-paper',
    kind: 'vat_special_paper',
    date: '2021-08-30',
    lines: 3,
    rates: 'one',
    discount: true,
    buyer: 'company',
    carriers: ['pdf', 'jpg-scan'],
  },
  {
    id: 'vat-general-paper',
    kind: 'vat_general_paper',
    date: '2020-12-08',
    lines: 2,
    rates: 'mixed',
    buyer: 'company',
    carriers: ['pdf', 'pdf-scan'],
  },
];

/** The three uploads of the demo. See ledger.ts for what the ledger says about them. */
export const DEMO_SAMPLES: readonly (Sample & { outcome: 'match' | 'mismatch' | 'not_found' })[] = [
  {
    id: 'demo-match',
    outcome: 'match',
    kind: 'digital_special',
    trade: '办公用品',
    date: '2025-05-12',
    lines: 3,
    rates: 'one',
    buyer: 'company',
    carriers: ['pdf'],
  },
  {
    id: 'demo-mismatch',
    outcome: 'mismatch',
    kind: 'digital_general',
    trade: '科技',
    date: '2025-05-20',
    lines: 2,
    rates: 'one',
    buyer: 'company',
    carriers: ['png-snap'],
  },
  {
    id: 'demo-not-found',
    outcome: 'not_found',
    kind: 'vat_general_e',
    date: '2022-03-18',
    lines: 2,
    rates: 'one',
    buyer: 'company',
    carriers: ['jpg'],
  },
];

const LEGACY_YEARS = [2020, 2021, 2022];
const DIGITAL_YEARS = [2024, 2025];

/** A day that a kind was in use. */
function dayFor(kind: DrawnKind, random: Random): string {
  const year = random.pick(kind.startsWith('digital') ? DIGITAL_YEARS : LEGACY_YEARS);
  // Electronic special invoices spread over the country from 2021-01-21 (DOMAIN 1.4).
  const month = kind === 'vat_special_e' && year === 2020 ? 12 : random.whole(1, 12);
  const pad = (value: number) => String(value).padStart(2, '0');
  return `${year}-${pad(month)}-${pad(random.whole(1, 28))}`;
}

/** Any invoice of a kind, for more of them than are committed. */
export function chanceRecipe(id: string, kind: DrawnKind, random: Random): Recipe {
  const special = kind.includes('special');
  const exempt = !special && random.next() < 0.15;
  const mixed = random.next() < 0.4;
  return {
    id,
    kind,
    date: dayFor(kind, random),
    lines: exempt ? random.whole(1, 3) : random.whole(mixed ? 2 : 1, mixed ? 5 : 3),
    rates: exempt ? 'exempt' : mixed ? 'mixed' : 'one',
    discount: random.next() < 0.25,
    red: random.next() < 0.1,
    buyer: !special && random.next() < 0.3 ? 'person' : 'company',
    pricedWithTax: random.next() < 0.5,
  };
}
