/** Where a change of the ledger came from, and what became of an invoice's state (DESIGN 2: six states are kept apart). */
import type { InvoiceState } from './verdict.js';

/** Who says so: `id` names the import, the API key, the person or the provider. */
export interface ChangeSource {
  readonly kind: 'import' | 'api' | 'person' | 'registry';
  readonly id: string | null;
  /** For people: the file's name, the key's label, the person's or the provider's name. */
  readonly name: string;
}

/** One change of one ledger entry's state. What it was first brought in with is no change. */
export interface StateChange {
  readonly before: InvoiceState;
  readonly after: InvoiceState;
  readonly at: Date;
  readonly source: ChangeSource;
}
