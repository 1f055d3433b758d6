/** External registers that know invoices: providers of 查验, and what they and people who looked there said. */
import type { RegistryAnswer, RegistryQuestion } from '../document/registry.js';
import type { Kind } from '../invoice/kinds.js';

/** One provider, as its mapping file describes it. */
export interface RegistryProvider {
  readonly name: string;
  /** What it knows; `null`: every kind that can be verified. */
  readonly kinds: readonly Kind[] | null;
  /** Questions a day (Asia/Shanghai) of one organisation; `null`: no bound of ours. */
  readonly quota: { readonly perInvoiceAndDay: number | null; readonly perDay: number | null };
  /**
   * Asks; keeps its own rate limit and retries what passes by itself. Answers `limited` where a quota is used up and
   * `error` where nobody answered: it never throws for the provider's fault.
   */
  check(question: RegistryQuestion): Promise<RegistryAnswer>;
}

export interface RegistryStore {
  /** The newest answer about an invoice (key of its record); `null`: nobody was asked. */
  latest(organisationId: string, recordKey: string): Promise<RegistryAnswer | null>;
  /** All of them, newest first. */
  history(organisationId: string, recordKey: string): Promise<readonly RegistryAnswer[]>;
  /** Those of many invoices about which anything was ever answered. */
  answered(organisationId: string, recordKeys: readonly string[]): Promise<ReadonlySet<string>>;
  keep(organisationId: string, recordKey: string, answer: RegistryAnswer): Promise<void>;
  /** Answers of a provider about this invoice, and about all invoices, since `since`: quotas are counted by these. */
  asked(
    organisationId: string,
    provider: string,
    recordKey: string,
    since: Date,
  ): Promise<{ readonly invoice: number; readonly all: number }>;
}
