/** The invoices that an XML tells: a file of its own, or one attached to an OFD or a PDF. */
import type { StructuredInvoice } from '../../../document/structured.js';
import type { XmlElement } from '../../../ports/xml.js';
import { einvoiceFrom } from './einvoice.js';
import { exchangeFrom } from './exchange.js';
import { legacyFrom } from './legacy.js';
import { xbrlFrom } from './xbrl.js';

/** Each asks for what only its own format has, so that their order decides nothing. */
const READERS = [einvoiceFrom, legacyFrom, xbrlFrom, exchangeFrom];

/** Envelopes around invoices are no deeper: SOAP has two, batches of the tax-control devices two. */
const ENVELOPES = 6;

/**
 * All invoices in a tree, in their order, envelopes opened; empty where it holds none. What says neither a number nor a
 * gross total nor a seller is not one.
 */
export function structuredIn(tree: XmlElement, depth = 0): StructuredInvoice[] {
  for (const read of READERS) {
    const invoice = read(tree);
    if (invoice !== null) return saysSomething(invoice) ? [invoice] : [];
  }
  return depth === ENVELOPES ? [] : tree.children.flatMap((child) => structuredIn(child, depth + 1));
}

const saysSomething = ({ fields }: StructuredInvoice): boolean =>
  fields.invoiceNumber !== undefined || (fields.grossTotal !== undefined && fields.sellerName !== undefined);
