/** A page of a document, as it was taken: what it turned out to be, and where it belongs. */
import type { Refusal } from './refusal.js';

/**
 * `slip`: an invoice, or a page of one. `list`: a 清单 whose invoice was not found. `back`: the reverse of the page
 * before it. `blank`: nothing on it. `separator`: our own sheet between two entries. `other`: something that is no
 * invoice. `refused`: it could not be read.
 */
export type PageRole = 'slip' | 'list' | 'back' | 'blank' | 'separator' | 'other' | 'refused';
export const PAGE_ROLES: readonly PageRole[] = [
  'slip',
  'list',
  'back',
  'blank',
  'separator',
  'other',
  'refused',
];

export interface PageFact {
  /** In the document, from 1. */
  readonly page: number;
  readonly member: string | null;
  readonly role: PageRole;
  /** What separator sheets part, from 1; a document without any is one entry. A separator opens the entry it is counted to. */
  readonly entry: number;
  /** What stands on a separator for people to read. */
  readonly label?: string;
  /** Why it is `refused`. */
  readonly refusal?: Refusal;
  /** Of a `list`: the invoice it says it belongs to. */
  readonly owner?: { readonly invoiceCode: string | null; readonly invoiceNumber: string };
}
