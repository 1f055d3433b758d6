/** What one check concluded about one slip (DOMAIN 12). */
import type { Box } from './geometry.js';

export type Severity = 'E' | 'W' | 'I';

export interface Finding {
  /** Id of the check in DOMAIN 12, such as `A2`. */
  readonly id: string;
  readonly result: 'holds' | 'broken' | 'unknown';
  readonly severity: Severity;
  /** One line in Chinese with the numbers it compares. */
  readonly message: string;
  /** Broken, and the organisation's rules let nobody claim the slip. */
  readonly blocks?: boolean;
  /** Broken among fields that are not accepted: it may be the reading that is wrong, so it accuses nobody. */
  readonly unsure?: boolean;
  /** The other invoices, claims or files that the finding is about. */
  readonly others?: readonly OtherInvoice[];
  /** Where on the pages to look. */
  readonly places?: readonly FindingPlace[];
}

/** Another document, ledger entry or claim that a finding names. */
export interface OtherInvoice {
  readonly what: 'document' | 'ledger' | 'claim';
  /** Of the document, ledger entry or claim. */
  readonly id: string;
  /** Which slip of the document. */
  readonly slipId: string | null;
  /** For people: the file's name, the number, or the claim's reference. */
  readonly name: string;
  /** Who handed it in or claimed it. */
  readonly person: string | null;
  /** When, as an ISO time. */
  readonly at: string | null;
}

export interface FindingPlace {
  /** From 1, in the document. */
  readonly page: number;
  /** Fractions of the upright page. */
  readonly box: Box;
  /** Of a record, whose originals have no pages in common: the original that the page is of. */
  readonly documentId?: string;
}
