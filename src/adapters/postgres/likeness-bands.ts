/**
 * Where pictures of one invoice are looked for: each band is what was read of two things at once, folded with the
 * organisation into 32 bits. Two readings of one picture share some even where its number was misread; of all invoices
 * of one form and seller hardly any do. What a picture looks like decides afterwards (check/standing/same-picture.ts).
 */
import { createHash } from 'node:crypto';
import { type Slip, valueSaid } from '../../document/slip.js';
import { DATE_FIELDS, type FieldName, TOTAL_FIELDS } from '../../invoice/fields.js';

/** Read together they are rare enough; the number says enough by itself. */
const PAIRS: readonly (readonly (readonly FieldName[])[])[] = [
  [['invoiceNumber']],
  [['checkCode']],
  [DATE_FIELDS, TOTAL_FIELDS],
  [['sellerTaxId'], TOTAL_FIELDS],
  [['sellerName'], TOTAL_FIELDS],
  [['sellerTaxId'], DATE_FIELDS],
];

/** `null`: the slip has no picture, or nothing was read of it. */
export function likenessBands(organisationId: string, slip: Slip): number[] | null {
  if (slip.likeness === undefined) return null;
  const bands = PAIRS.flatMap((names, index) => {
    const values = names.map((fields) => valueSaid(slip, fields) ?? '');
    return values.includes('') ? [] : [folded([organisationId, index, ...values].join('\n'))];
  });
  return bands.length === 0 ? null : bands;
}

/** As PostgreSQL's integer. */
const folded = (text: string): number => createHash('sha256').update(text).digest().readInt32BE();
