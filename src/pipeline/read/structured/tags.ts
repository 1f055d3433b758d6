/** The invoice that the tags and the custom data of an OFD tell (DOMAIN 8.1). */
import type { StructuredInvoice } from '../../../document/structured.js';
import type { FieldName } from '../../../invoice/fields.js';
import type { OfdTag } from '../../../ports/ofd.js';
import { fieldsFrom, linesFrom, type RawFields, type RawLine } from './values.js';

/** Tags of the header; maps, for names come from the file, and `constructor` is one of every object. Those of an `EInvoice` (direct-connection issuers) have the names of its XML. */
const FIELD_OF_TAG: ReadonlyMap<string, FieldName> = new Map(
  Object.entries<FieldName>({
    InvoiceCode: 'invoiceCode',
    InvoiceNo: 'invoiceNumber',
    InvoiceNumber: 'invoiceNumber',
    EIid: 'invoiceNumber',
    IssueDate: 'issueDate',
    IssueTime: 'issueDate',
    InvoiceCheckCode: 'checkCode',
    MachineNo: 'machineNumber',
    TaxControlCode: 'cipherText',
    BuyerName: 'buyerName',
    BuyerTaxID: 'buyerTaxId',
    BuyerIdNum: 'buyerTaxId',
    BuyerAddrTel: 'buyerAddressPhone',
    BuyerFinancialAccount: 'buyerBankAccount',
    SellerName: 'sellerName',
    SellerTaxID: 'sellerTaxId',
    SellerIdNum: 'sellerTaxId',
    SellerAddrTel: 'sellerAddressPhone',
    SellerFinancialAccount: 'sellerBankAccount',
    TaxExclusiveTotalAmount: 'netTotal',
    TotalAmWithoutTax: 'netTotal',
    TaxTotalAmount: 'taxTotal',
    TotalTaxAm: 'taxTotal',
    TaxInclusiveTotalAmount: 'grossTotal',
    'TotalTax-includedAmount': 'grossTotal',
    TaxInclusiveTotalAmountWithWords: 'grossTotalWords',
    'TotalTax-includedAmountInChinese': 'grossTotalWords',
    Note: 'note',
    Remark: 'note',
    Payee: 'payee',
    Checker: 'reviewer',
    InvoiceClerk: 'drawer',
    Drawer: 'drawer',
    DeductibleAmount: 'deduction',
  }),
);

/** Tags of a line of goods. */
const CELL_OF_TAG: ReadonlyMap<string, keyof RawLine> = new Map(
  Object.entries<keyof RawLine>({
    Item: 'name',
    ItemName: 'name',
    Specification: 'spec',
    SpecMod: 'spec',
    MeasurementDimension: 'unit',
    MeaUnits: 'unit',
    Quantity: 'quantity',
    Price: 'unitPrice',
    UnPrice: 'unitPrice',
    Amount: 'amount',
    TaxScheme: 'taxRate',
    TaxRate: 'taxRate',
    TaxAmount: 'taxAmount',
    ComTaxAm: 'taxAmount',
  }),
);

/** CustomDatas of OFD.xml. */
const FIELD_OF_DATA: ReadonlyMap<string, FieldName> = new Map(
  Object.entries<FieldName>({
    发票代码: 'invoiceCode',
    发票号码: 'invoiceNumber',
    开票日期: 'issueDate',
    校验码: 'checkCode',
    机器编号: 'machineNumber',
    合计金额: 'netTotal',
    合计税额: 'taxTotal',
    价税合计: 'grossTotal',
    购买方名称: 'buyerName',
    购买方纳税人识别号: 'buyerTaxId',
    销售方名称: 'sellerName',
    销售方纳税人识别号: 'sellerTaxId',
  }),
);

/**
 * `null` where they tell of no invoice: no number, or neither a total nor a seller. What the tags say, they say of the
 * print; custom data speak where no tag does.
 */
export function taggedInvoice(
  tags: readonly OfdTag[],
  data: Readonly<Record<string, string>>,
): StructuredInvoice | null {
  const fields = fieldsFrom({ ...dataFields(data), ...tagFields(tags) });
  const { invoiceNumber, netTotal, grossTotal, sellerTaxId, sellerName } = fields;
  const isInvoice =
    invoiceNumber !== undefined &&
    (netTotal ?? grossTotal) !== undefined &&
    (sellerTaxId ?? sellerName) !== undefined;
  return isInvoice ? { source: 'ofd', kind: null, fields, lines: linesOf(tags) } : null;
}

function dataFields(data: Readonly<Record<string, string>>): RawFields {
  const raw: Partial<Record<FieldName, string>> = {};
  for (const [name, value] of Object.entries(data)) {
    const field = FIELD_OF_DATA.get(name);
    if (field !== undefined) raw[field] = value;
  }
  return raw;
}

/** The first tag of a name that says anything: the drawer comes once more, outside the page. */
function tagFields(tags: readonly OfdTag[]): RawFields {
  const raw: Partial<Record<FieldName, string>> = {};
  for (const tag of tags) {
    const field = FIELD_OF_TAG.get(tag.name);
    if (field === undefined || isCell(tag) || tag.text === '') continue;
    // The yen sign of an amount, and the rest of a wrapped name, stand in objects of their own; a note's are lines.
    raw[field] ??= field === 'note' ? tag.pieces.join(' ') : tag.text;
  }
  // One field of ours, two elements there, as in original_invoice.xml.
  const preceding = ['OriginalInvoiceCode', 'OriginalInvoiceNo'].map(
    (wanted) => tags.find(({ name, text }) => name === wanted && text !== '')?.text ?? '',
  );
  if (preceding[1] !== '') raw.precedingInvoice = preceding.join('');
  return raw;
}

/** Elements that hold the tags of one line. */
const GROUPS = /^(GoodsInfo|IssuItemInformation)$/u;

const isCell = ({ name, within }: OfdTag): boolean =>
  CELL_OF_TAG.has(name) && (within.length === 0 || GROUPS.test(within.at(-1) ?? ''));

type Row = Partial<Record<keyof RawLine, string>>;

/**
 * Lines of goods as the file groups them. Without groups the first tag of each column makes the first line, which holds
 * only where every column has as many tags: a wrapped name has more, an empty cell none, and then the page is to say it.
 */
function linesOf(tags: readonly OfdTag[]): StructuredInvoice['lines'] {
  const rows = new Map<number, Row>();
  const counts = new Map<keyof RawLine, number>();
  let grouped = true;
  for (const tag of tags.filter(isCell)) {
    const column = CELL_OF_TAG.get(tag.name);
    if (column === undefined) continue;
    const count = counts.get(column) ?? 0;
    counts.set(column, count + 1);
    if (tag.within.length === 0) grouped = false;
    const row = tag.within.length > 0 ? tag.group : count;
    rows.set(row, { ...rows.get(row), [column]: tag.text });
  }
  if (!grouped && [...counts.values()].some((count) => count !== rows.size)) return [];
  const sorted = [...rows].sort(([a], [b]) => a - b).map(([, row]) => row);
  return linesFrom(sorted.map((row) => ({ ...row, name: row.name ?? null })));
}
