/** 数电 XML (`EInvoice`, DOMAIN 8.2), with the spellings its producers gave it. */
import type { StructuredInvoice } from '../../../document/structured.js';
import type { Kind } from '../../../invoice/kinds.js';
import type { XmlElement } from '../../../ports/xml.js';
import { withPassages } from './toll.js';
import { allOf, childOf, type Leaves, leavesOf } from './tree.js';
import { fieldsFrom, joinedText, kindNamed, linesFrom, type RawFields } from './values.js';

const LINE = 'IssuItemInformation';
const SPECIFIC = 'SpecificInformation';
/** Besides: signatures, and labels, whose names all are the same. */
const NO_FIELDS = [LINE, SPECIFIC, 'InherentLabel', 'UndefinedLabel', 'TaxBureauSignature', 'Signature'];

/** Roots differ (`EInvoice`, `eInvoice`, `invoice`, an envelope); what is inside does not. */
export function einvoiceFrom(root: XmlElement): StructuredInvoice | null {
  if (childOf(root, 'EInvoiceData') === null) return null;
  const leaf = leavesOf(root, NO_FIELDS);
  const specific = allOf(root, SPECIFIC)[0] ?? null;
  const lines = linesFrom(allOf(root, LINE).map(lineCells));
  return {
    source: 'xml',
    kind: kindOf(root),
    fields: fieldsFrom({
      ...headerFields(leaf),
      ...(specific === null ? {} : specialFields(specific)),
      specialBusiness: businessOf(root, specific),
    }),
    lines: specific === null ? lines : withPassages(lines, specific),
  };
}

/** Also the names of the vouchers of 数电票 (`einv`), which took them over. */
export function headerFields(leaf: Leaves): RawFields {
  return {
    // The bureau's own number stands last in the file; the header repeats it.
    invoiceNumber: leaf('InvoiceNumber', 'EIid'),
    issueDate: leaf('IssueTime', 'RequestTime'),
    sellerName: leaf('SellerName'),
    sellerTaxId: leaf('SellerIdNum'),
    sellerAddressPhone: joinedText(leaf('SellerAddr'), leaf('SellerTelNum')),
    sellerBankAccount: joinedText(leaf('SellerBankName'), leaf('SellerBankAccNum')),
    buyerName: leaf('BuyerName'),
    buyerTaxId: leaf('BuyerIdNum'),
    buyerAddressPhone: joinedText(leaf('BuyerAddr'), leaf('BuyerTelNum')),
    buyerBankAccount: joinedText(leaf('BuyerBankName'), leaf('BuyerBankAccNum')),
    netTotal: leaf('TotalAmWithoutTax'),
    taxTotal: leaf('TotalTaxAm'),
    grossTotal: leaf('TotalTax-includedAmount', 'TotaltaxIncludedAmount'),
    grossTotalWords: leaf('TotalTax-includedAmountInChinese'),
    drawer: leaf('Drawer'),
    note: leaf('Remark', 'Remarks'),
  };
}

export function lineCells(line: XmlElement) {
  const leaf = leavesOf(line);
  return {
    name: leaf('ItemName'),
    spec: leaf('SpecMod'),
    unit: leaf('MeaUnits'),
    quantity: leaf('Quantity'),
    unitPrice: leaf('UnPrice'),
    amount: leaf('Amount'),
    taxRate: leaf('TaxRate'),
    taxAmount: leaf('ComTaxAm'),
  };
}

/** Code and name of a label; here 01 means 专 and 02 普, unlike in the QR (DOMAIN 1.1). */
function labelled(root: XmlElement, name: string): { code: string; name: string } {
  const [label] = allOf(root, name);
  const leaf = label === undefined ? () => null : leavesOf(label);
  return { code: leaf('LabelCode') ?? '', name: leaf('LabelName') ?? '' };
}

const VAT: ReadonlyMap<string, Kind> = new Map(
  Object.entries<Kind>({ '01': 'digital_special', '02': 'digital_general' }),
);

function kindOf(root: XmlElement): Kind | null {
  const type = labelled(root, 'EInvoiceType');
  const vat = labelled(root, 'GeneralOrSpecialVAT');
  const named = kindNamed(`${type.name || '电子发票'}(${vat.name})`);
  return named ?? VAT.get(vat.code) ?? null;
}

/** The first traveller of several, as the print's first row. */
function specialFields(specific: XmlElement): RawFields {
  const leaf = leavesOf(specific);
  const red = allOf(specific, 'RedEInvoice')[0];
  return {
    precedingInvoice:
      red === undefined ? null : leavesOf(red)('OriginalInvoiceCode', 'OriginalInvoiceNumber'),
    travellerName: leaf('Traveler', 'Traveller'),
    travellerId: leaf('ValidIDNumber'),
    travelDate: leaf('TravelDate'),
    departure: leaf('Departure'),
    destination: leaf('Destination'),
    seatClass: leaf('Grade'),
    vehicleKind: leaf('Vehicletype'),
  };
}

/** Element names of the blocks, as the print names their business. */
const BUSINESSES: readonly (readonly [string, string])[] = [
  ['PassengerTransportation', '旅客运输服务'],
  ['Toll', '通行费'],
];

/** A label of 特定业务 says it in words; otherwise the block that is there. */
function businessOf(root: XmlElement, specific: XmlElement | null): string | null {
  const label = allOf(root, 'Label')
    .map((each) => leavesOf(each))
    .find((leaf) => /特定|差额/u.test(leaf('LabelType') ?? ''));
  const said = label?.('LabelName') ?? null;
  if (said !== null) return said;
  return BUSINESSES.find(([block]) => specific !== null && allOf(specific, block).length > 0)?.[1] ?? null;
}
