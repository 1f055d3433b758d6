/**
 * Electronic originals beside what was read from the pages: put together where both speak of one invoice. The original
 * says which kind it is and what its lines are; of the fields each is a witness, and the judge weighs them.
 */
import type { Sheet } from '../../document/sheet.js';
import type { LineItem } from '../../document/slip.js';
import type { StructuredInvoice } from '../../document/structured.js';
import type { Kind } from '../../invoice/kinds.js';
import type { Candidate } from './candidates/candidate.js';
import { lineSumCandidates } from './candidates/line-sums.js';
import { structuredCandidates } from './candidates/structured.js';
import { kindOf } from './kind.js';

/** An invoice as it was gathered from pages. */
interface Read {
  readonly kind: Kind;
  readonly pages: readonly number[];
  readonly candidates: readonly Candidate[];
  readonly lines: readonly LineItem[];
  readonly qr: string | null;
}

/** All that originals say of one invoice; the more trusted first. */
interface Original {
  readonly page: number;
  readonly told: readonly StructuredInvoice[];
}

/** The slips read from the sheets with what the originals say of them, and those that only originals tell, last. */
export function withOriginals(slips: readonly Read[], sheets: readonly Sheet[]): Read[] {
  const originals = originalsOf(sheets);
  if (originals.length === 0) return [...slips];
  const alone = originals.length === 1 && slips.length === 1;
  const owners = originals.map((original) => slips.findIndex((slip) => alone || isOf(original, slip)));
  const joined = slips.map((slip, at) => originals.filter((_, nth) => owners[nth] === at).reduce(put, slip));
  const others = originals.filter((_, nth) => owners[nth] === -1);
  return [...joined, ...others.map((original) => put(nothingRead(original.page), original))];
}

/** The order of trust among originals (document/source.ts). */
const TRUST: readonly StructuredInvoice['source'][] = ['xml', 'xbrl', 'ofd'];

/** What the sheets' originals say, by invoice: an OFD tells its own in up to three ways. */
function originalsOf(sheets: readonly Sheet[]): Original[] {
  const found: { page: number; told: StructuredInvoice[] }[] = [];
  // By number, for a batch may hold thousands.
  const byNumber = new Map<string, typeof found>();
  for (const { page, structured = [] } of sheets) {
    for (const invoice of structured) {
      const number = invoice.fields.invoiceNumber;
      const alike = number === undefined ? [] : (byNumber.get(number) ?? []);
      const same = alike.find(({ told }) => told.some((other) => isSame(other, invoice)));
      if (same !== undefined) {
        same.told.push(invoice);
        continue;
      }
      const one = { page, told: [invoice] };
      found.push(one);
      alike.push(one);
      if (number !== undefined) byNumber.set(number, alike);
    }
  }
  const rank = ({ source }: StructuredInvoice) => TRUST.indexOf(source);
  return found.map(({ page, told }) => ({ page, told: [...told].sort((a, b) => rank(a) - rank(b)) }));
}

/** The same number, and no other code. */
function isSame({ fields: a }: StructuredInvoice, { fields: b }: StructuredInvoice): boolean {
  const codes = [a.invoiceCode, b.invoiceCode].filter((code) => code !== undefined);
  return a.invoiceNumber !== undefined && a.invoiceNumber === b.invoiceNumber && new Set(codes).size < 2;
}

/** Whether the pages read the number of an original, and its code where they read one. */
function isOf({ told }: Original, { candidates }: Read): boolean {
  const read = (field: 'invoiceNumber' | 'invoiceCode') =>
    new Set(candidates.filter((candidate) => candidate.field === field).map(({ value }) => value));
  const [numbers, codes] = [read('invoiceNumber'), read('invoiceCode')];
  return told.some(
    ({ fields: { invoiceNumber: number, invoiceCode: code } }) =>
      number !== undefined &&
      numbers.has(number) &&
      (code === undefined || codes.size === 0 || codes.has(code)),
  );
}

const nothingRead = (page: number): Read => ({
  kind: 'other',
  pages: [page],
  candidates: [],
  lines: [],
  qr: null,
});

function put(slip: Read, { page, told }: Original): Read {
  const lines = told.map((invoice) => invoice.lines).find(({ length }) => length > 0);
  const candidates = told.flatMap((invoice) => structuredCandidates(invoice, slip.pages[0] ?? page));
  return {
    ...slip,
    kind: toldKind(told) ?? (slip.kind === 'other' ? (impliedKind(told) ?? 'other') : slip.kind),
    candidates: [...slip.candidates, ...candidates, ...lineSumCandidates(lines ?? [], candidates)],
    lines: lines ?? slip.lines,
  };
}

const toldKind = (told: readonly StructuredInvoice[]): Kind | null =>
  told.find(({ kind }) => kind !== null)?.kind ?? null;

/** What the invoice code says, where the original itself does not say its kind. */
function impliedKind(told: readonly StructuredInvoice[]): Kind | null {
  const fields = told[0]?.fields;
  const [code, number] = [fields?.invoiceCode ?? null, fields?.invoiceNumber ?? null];
  return kindOf({ qr: null, title: null, code, number });
}
