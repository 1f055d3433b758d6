/** Reviewers' corrections as labels: what they settled is known of a document, and nothing else. */
import { z } from 'zod';
import type { Correction } from '../document/correction.js';
import { FIELD_NAMES, type FieldName } from '../invoice/fields.js';
import type { Expected, ExpectedSlip } from './labels.js';

const correctionSchema = z.object({
  document: z.string().regex(/^[0-9a-f]{64}$/),
  slip: z.string().min(1),
  field: z.enum(FIELD_NAMES as readonly [FieldName, ...FieldName[]]),
  machine: z.string().nullable(),
  corrected: z.string(),
  by: z.string(),
  at: z.iso.datetime({ offset: true }),
});

/** Thrown when a line is no correction. */
export class CorrectionsError extends Error {
  override readonly name = 'CorrectionsError';
}

/** One correction a line of JSON; empty lines are left out. Throws CorrectionsError, naming the line. */
export function parseCorrections(text: string): Correction[] {
  return text.split('\n').flatMap((line, index): Correction[] => {
    if (line.trim() === '') return [];
    try {
      return [correctionSchema.parse(JSON.parse(line))];
    } catch (error) {
      const [issue] = error instanceof z.ZodError ? error.issues : [];
      const why = issue === undefined ? 'not JSON' : `${issue.path.join('.')}: ${issue.message}`;
      throw new CorrectionsError(`line ${index + 1}: ${why}`);
    }
  });
}

/** What is known of each document, by its digest. Of several corrections of a field, the latest counts. */
export function expectedByDocument(corrections: readonly Correction[]): ReadonlyMap<string, Expected> {
  const documents = new Map<string, Map<string, Map<FieldName, string>>>();
  const inTime = [...corrections].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  for (const { document, slip, field, corrected } of inTime) {
    const slips = documents.get(document) ?? new Map<string, Map<FieldName, string>>();
    const fields = slips.get(slip) ?? new Map<FieldName, string>();
    documents.set(document, slips.set(slip, fields.set(field, corrected)));
  }
  return new Map(
    [...documents].map(([document, slips]) => [
      document,
      { slips: inOrder(slips).map(slipOf), notAnInvoice: false },
    ]),
  );
}

/** Slips are numbered from 1 within their document. */
const inOrder = <T>(slips: ReadonlyMap<string, T>): T[] =>
  [...slips].sort(([a], [b]) => Number(a) - Number(b)).map(([, slip]) => slip);

const slipOf = (fields: ReadonlyMap<FieldName, string>): ExpectedSlip => ({
  kind: null,
  fields,
  qr: null,
  lineItems: null,
  lines: null,
});
