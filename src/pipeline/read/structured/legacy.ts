/** The XML of an 增值税电子发票 (`eInvoice`, namespace `e-invoice/2019`): `original_invoice.xml` of an OFD (DOMAIN 8.1). */
import type { StructuredInvoice } from '../../../document/structured.js';
import type { XmlElement } from '../../../ports/xml.js';
import { allOf, childOf, leavesOf } from './tree.js';
import { fieldsFrom, linesFrom } from './values.js';

export function legacyFrom(root: XmlElement): StructuredInvoice | null {
  if (childOf(root, 'InvoiceNo') === null || childOf(root, 'Seller') === null) return null;
  const leaf = leavesOf(root, ['GoodsInfos', 'GoodsInfo', 'SystemInfos']);
  const preceding = `${leaf('OriginalInvoiceCode') ?? ''}${leaf('OriginalInvoiceNo') ?? ''}`;
  return {
    source: 'xml',
    // Whose code and QR say it: `TypeCode` is blue or red.
    kind: null,
    fields: fieldsFrom({
      invoiceCode: leaf('InvoiceCode'),
      invoiceNumber: leaf('InvoiceNo'),
      issueDate: leaf('IssueDate'),
      checkCode: leaf('InvoiceCheckCode'),
      machineNumber: leaf('MachineNo'),
      cipherText: leaf('TaxControlCode'),
      buyerName: leaf('BuyerName'),
      buyerTaxId: leaf('BuyerTaxID'),
      buyerAddressPhone: leaf('BuyerAddrTel'),
      buyerBankAccount: leaf('BuyerFinancialAccount'),
      sellerName: leaf('SellerName'),
      sellerTaxId: leaf('SellerTaxID'),
      sellerAddressPhone: leaf('SellerAddrTel'),
      sellerBankAccount: leaf('SellerFinancialAccount'),
      netTotal: leaf('TaxExclusiveTotalAmount'),
      taxTotal: leaf('TaxTotalAmount'),
      grossTotal: leaf('TaxInclusiveTotalAmount'),
      grossTotalWords: leaf('TaxInclusiveTotalAmountWithWords'),
      note: leaf('Note'),
      payee: leaf('Payee'),
      reviewer: leaf('Checker'),
      drawer: leaf('InvoiceClerk'),
      deduction: leaf('DeductibleAmount'),
      precedingInvoice: preceding === '' ? null : preceding,
    }),
    lines: linesFrom(allOf(root, 'GoodsInfo').map(cellsOf)),
  };
}

function cellsOf(line: XmlElement) {
  const cell = leavesOf(line);
  return {
    name: cell('Item'),
    spec: cell('Specification'),
    unit: cell('MeasurementDimension'),
    quantity: cell('Quantity'),
    unitPrice: cell('Price'),
    amount: cell('Amount'),
    taxRate: cell('TaxScheme'),
    taxAmount: cell('TaxAmount'),
  };
}
