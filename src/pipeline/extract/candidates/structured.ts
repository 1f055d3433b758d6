/** What an electronic original says in words made for machines, as testimony. */
import type { StructuredInvoice } from '../../../document/structured.js';
import type { FieldName } from '../../../invoice/fields.js';
import type { Candidate } from './candidate.js';

/** One for each field that it tells. They have no place on the page. */
export function structuredCandidates({ source, fields }: StructuredInvoice, page: number): Candidate[] {
  const told = Object.entries(fields) as [FieldName, string][];
  return told.map(([field, value]) => ({
    field,
    value,
    source,
    channel: 'structured',
    score: 1,
    page,
    box: null,
  }));
}
