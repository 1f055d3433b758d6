/** What an external register (查验平台, a provider's API, or a person who looked there) said of an invoice. */
import type { FieldName } from '../invoice/fields.js';
import type { InvoiceState, Outcome } from './verdict.js';

/** What is asked: the fields that the kind needs (DOMAIN 9.1), in normal form. */
export type RegistryQuestion = Readonly<Partial<Record<FieldName, string>>>;

export interface RegistryAnswer {
  /** Name of the provider's mapping, or `person`. */
  readonly provider: string;
  readonly outcome: Outcome;
  readonly state: InvoiceState;
  /** As the provider words it. */
  readonly rawCode: string | null;
  readonly rawText: string | null;
  /** What it says the invoice holds, in normal form; empty where it only confirms. */
  readonly fields: Readonly<Partial<Record<FieldName, string>>>;
  readonly checkedAt: Date;
  /** Who looked, where a person did. */
  readonly person: string | null;
  /** SHA-256 of the screenshot or file that shows it. */
  readonly evidence: string | null;
}
