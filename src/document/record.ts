/**
 * One invoice, one record: photo, PDF, OFD and XML of the same invoice are originals of one record. Slips come together
 * under a key (DOMAIN 12, D1); what each of them says is kept, and the record says what they say together.
 */
import type { Carrier } from './report.js';
import type { Slip } from './slip.js';
import type { Verdict } from './verdict.js';

/** One slip of a record, with the original it was found in. */
export interface RecordSource {
  readonly documentId: string;
  readonly slipId: string;
  /** Name of the original as handed in. */
  readonly file: string;
  readonly sha256: string;
  readonly size: number;
  readonly carrier: Carrier | null;
  readonly handedInAt: Date;
  readonly slip: Slip;
}

/** What all slips of an invoice say together. */
export interface SlipRecord {
  readonly id: string;
  readonly organisationId: string;
  /** `N:<20 digits>` or `C:<code>:<number>`. */
  readonly key: string;
  /** The best source's value field by field, findings about their differences included; `null` until it is put together. */
  readonly slip: Slip | null;
  readonly verdict: Verdict | null;
  /** Rises whenever a slip comes or changes: what was put together from an older one is not kept. */
  readonly edition: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** F3, broken between characters that each stand as they were written: one of the originals is not what it seems. */
export const CONTRADICTION = { id: 'F3', result: 'broken', severity: 'E' } as const;

/** Whether the originals of an invoice contradict each other, so that a person has to look at all of them. */
export const contradicts = (merged: Pick<Slip, 'findings'> | null): boolean =>
  merged?.findings.some(
    ({ id, result, severity }) =>
      id === CONTRADICTION.id && result === CONTRADICTION.result && severity === CONTRADICTION.severity,
  ) ?? false;

/** The key under which slips are one invoice; `null` while number (or code) is not sure enough to be acted on. */
export function recordKey({ fields }: Pick<Slip, 'fields'>): string | null {
  const [number, code] = [fields.invoiceNumber, fields.invoiceCode];
  if (number === undefined || !number.accepted || number.value === '') return null;
  if (number.value.length === 20) return `N:${number.value}`;
  if (code === undefined || !code.accepted || code.value === '') return null;
  return `C:${code.value}:${number.value}`;
}
