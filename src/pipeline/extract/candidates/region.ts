/** The region of a VAT form's title as its code tells it, where the title itself could not be read. */
import { parseInvoiceCode } from '../../../invoice/code.js';
import type { Kind } from '../../../invoice/kinds.js';
import type { Candidate } from './candidate.js';

/** Titles of these begin with the region that allotted the code (DOMAIN 3.1, 7.1, 7.3). */
const TITLED: ReadonlySet<Kind> = new Set<Kind>([
  'vat_special_paper',
  'vat_general_paper',
  'vat_general_roll',
  'vat_special_e',
  'vat_general_e',
  'toll_e',
  'digital_special_paper',
  'digital_general_paper',
]);

/** Testimony about the province from the invoice's code; none where the title was read or no code was. */
export function regionCandidates(kind: Kind, candidates: readonly Candidate[]): Candidate[] {
  if (!TITLED.has(kind) || candidates.some(({ field }) => field === 'province')) return [];
  const codes = candidates.filter(({ field }) => field === 'invoiceCode');
  const code = codes.find(({ channel }) => channel === 'code') ?? codes[0];
  const value = code === undefined ? null : (parseInvoiceCode(code.value)?.regionName ?? null);
  if (code === undefined || value === null) return [];
  return [{ field: 'province', value, channel: 'sum', source: 'rule', score: 1, page: code.page, box: null }];
}
