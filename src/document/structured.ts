/** What an electronic original says in words made for machines, before it is judged with everything else. */

import type { FieldName } from '../invoice/fields.js';
import type { Kind } from '../invoice/kinds.js';
import type { LineItem } from './slip.js';

/** One invoice as an XML, an XBRL voucher or the tags of an OFD tell it. */
export interface StructuredInvoice {
  readonly source: 'xml' | 'xbrl' | 'ofd';
  /** `null`: it does not say. */
  readonly kind: Kind | null;
  /** Values in the normal form of the field's type. What is absent or empty is left out. */
  readonly fields: Readonly<Partial<Record<FieldName, string>>>;
  /** In their order; empty where it names none. */
  readonly lines: readonly LineItem[];
}
