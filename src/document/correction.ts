/** A field as a person settled it, kept apart from what the machine said; a correction that changes nothing confirms. */
import type { FieldName } from '../invoice/fields.js';

export interface Correction {
  /** SHA-256 of the original, hexadecimal. */
  readonly document: string;
  /** The slip within its document, from "1". */
  readonly slip: string;
  readonly field: FieldName;
  /** What the machine had read; `null`: nothing. */
  readonly machine: string | null;
  /** What the paper says; "" where the field is blank on it. */
  readonly corrected: string;
  /** Who settled it. */
  readonly by: string;
  /** When, as an ISO date and time. */
  readonly at: string;
}
