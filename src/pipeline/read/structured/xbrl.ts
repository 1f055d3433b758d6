/**
 * Vouchers of the Ministry of Finance (电子凭证会计数据标准, DOMAIN 8.3): XBRL instances. Which voucher one is stands in the
 * namespace, by its last part; the date of the taxonomy before it says nothing.
 */
import type { StructuredInvoice } from '../../../document/structured.js';
import type { XmlElement } from '../../../ports/xml.js';
import { headerFields, lineCells } from './einvoice.js';
import { airFrom, railFrom } from './journeys.js';
import { allOf, isNamed, leavesOf, within } from './tree.js';
import { fieldsFrom, kindNamed, linesFrom } from './values.js';

/**
 * Bank receipts, statements, payments (`bker`, `bkrs`, `ntrev`, `ctp`) are vouchers, but no invoices. What elements `efi`
 * has is not published (DOMAIN 14): it is left alone, for a name that is guessed would outrank what is printed.
 */
const READERS: ReadonlyMap<string, (root: XmlElement) => StructuredInvoice | null> = new Map(
  Object.entries<(root: XmlElement) => StructuredInvoice | null>({
    inv: taxControlled,
    einv: digital,
    rai: railFrom,
    atr: airFrom,
  }),
);

const TAXONOMY = /^https?:\/\/xbrl\.mof\.gov\.cn\/taxonomy\/[^/]+\/([a-z]+)/iu;

export function xbrlFrom(root: XmlElement): StructuredInvoice | null {
  if (!isNamed(root, 'xbrl')) return null;
  const prefix = prefixOf(root);
  const read = prefix === null ? undefined : READERS.get(prefix);
  return read?.(root) ?? null;
}

/** Namespaces are declared as attributes, at the root or where they are used; taxonomies that are shared stand beside. */
function prefixOf(root: XmlElement): string | null {
  for (const { attributes } of within(root)) {
    for (const value of Object.values(attributes)) {
      const prefix = TAXONOMY.exec(value)?.[1]?.toLowerCase();
      if (prefix !== undefined && READERS.has(prefix)) return prefix;
    }
  }
  return null;
}

const LINE = 'InformationOfTaxableGoodsOrServicesDetailItemsTuple';
const TAX_ID = 'TaxpayerIdentificationNumberUnifiedSocialCreditCodeOf';
/** What the receiver booked is no part of the invoice. */
const BOOKED = 'InformationOfAccountingDocumentsTuple';

/** `inv`: 增值税电子普通发票, 电子专用发票. */
function taxControlled(root: XmlElement): StructuredInvoice {
  const leaf = leavesOf(root, [LINE, BOOKED, 'context', 'unit']);
  return {
    source: 'xbrl',
    kind: kindNamed(leaf('TypeOfInvoice') ?? ''),
    fields: fieldsFrom({
      invoiceCode: leaf('CodeOfInvoice'),
      invoiceNumber: leaf('NumberOfInvoice', 'UniqueCodeOfInvoice'),
      issueDate: leaf('DateOfIssue'),
      checkCode: leaf('IdentifyingCode'),
      machineNumber: leaf('NumberOfInvoiceMachine'),
      buyerName: leaf('NameOfPurchaser'),
      buyerTaxId: leaf(`${TAX_ID}Purchaser`),
      buyerAddressPhone: leaf('AddressPhoneNumberOfPurchaser'),
      buyerBankAccount: leaf('DepositBankAndAccountNumberOfPurchaser'),
      sellerName: leaf('NameOfSeller'),
      sellerTaxId: leaf(`${TAX_ID}Seller`),
      sellerAddressPhone: leaf('AddressPhoneNumberOfSeller'),
      sellerBankAccount: leaf('DepositBankAndAccountNumberOfSeller'),
      netTotal: leaf('TotalAmountExcludingTax'),
      taxTotal: leaf('TotalTaxAmount'),
      grossTotal: leaf('TaxIncludedAmountInFigures'),
      grossTotalWords: leaf('TaxIncludedAmountInWords'),
      note: leaf('Remarks'),
      payee: leaf('Payee'),
      reviewer: leaf('Reviewer'),
      drawer: leaf('Issuer'),
    }),
    lines: linesFrom(allOf(root, LINE).map(cellsOf)),
  };
}

/** `einv`: 数电票, with the names of their own XML. Its schema's file name says which of the two. */
function digital(root: XmlElement): StructuredInvoice {
  const tuples = [...within(root)].filter(
    ({ children }) => children.length > 0 && children.some((child) => isNamed(child, 'ItemName')),
  );
  const leaf = leavesOf(root, [BOOKED, 'context', 'unit', ...tuples.map(({ name }) => name)]);
  const schema = allOf(root, 'schemaRef')[0]?.attributes.href ?? '';
  const vat = leaf('GeneralOrSpecialVAT') ?? '';
  const special = vat === '01' || /专用/u.test(vat) || /einv_spcl/iu.test(schema);
  const general = vat === '02' || /普通/u.test(vat) || /einv_ord/iu.test(schema);
  return {
    source: 'xbrl',
    kind: special === general ? null : special ? 'digital_special' : 'digital_general',
    fields: fieldsFrom(headerFields(leaf)),
    lines: linesFrom(tuples.map(lineCells)),
  };
}

function cellsOf(line: XmlElement) {
  const cell = leavesOf(line);
  return {
    name: cell('NameOfTaxableGoodsOrServices'),
    spec: cell('Specification'),
    unit: cell('UnitOfGoodsOrServices'),
    quantity: cell('QuantityOfGoodsOrServices'),
    unitPrice: cell('UnitPriceOfGoodsOrServices'),
    amount: cell('AmountExcludingTax'),
    taxRate: cell('TaxRate'),
    taxAmount: cell('TaxAmount'),
  };
}
