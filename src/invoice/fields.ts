/**
 * The header fields an invoice may carry (DOMAIN 13.1), flat, with their Chinese label and the type of their value.
 * A line's columns are in {@link ../document/slip.ts LineItem}.
 */

/**
 * How a value is written and compared:
 * `id` digits or letters, compared exactly after NFKC and without spaces; `date` `YYYY-MM-DD`;
 * `money` a decimal string with two places; `name` a company or person; `words` the amount in 大写; `text` anything else.
 */
export type FieldType = 'id' | 'date' | 'money' | 'name' | 'words' | 'text';

interface FieldFacts {
  readonly chinese: string;
  readonly english: string;
  readonly type: FieldType;
}

const field = (chinese: string, english: string, type: FieldType): FieldFacts => ({ chinese, english, type });

const facts = {
  invoiceCode: field('发票代码', 'Invoice code', 'id'),
  invoiceNumber: field('发票号码', 'Invoice number', 'id'),
  issueDate: field('开票日期', 'Issue date', 'date'),
  checkCode: field('校验码', 'Check code', 'id'),
  machineNumber: field('机器编号', 'Machine number', 'id'),
  cipherText: field('密码区', 'Cipher text', 'text'),
  buyerName: field('购买方名称', 'Buyer', 'name'),
  buyerTaxId: field('购买方纳税人识别号', 'Buyer tax id', 'id'),
  buyerAddressPhone: field('购买方地址、电话', 'Buyer address and phone', 'text'),
  buyerBankAccount: field('购买方开户行及账号', 'Buyer bank account', 'text'),
  sellerName: field('销售方名称', 'Seller', 'name'),
  sellerTaxId: field('销售方纳税人识别号', 'Seller tax id', 'id'),
  sellerAddressPhone: field('销售方地址、电话', 'Seller address and phone', 'text'),
  sellerBankAccount: field('销售方开户行及账号', 'Seller bank account', 'text'),
  netTotal: field('合计金额', 'Net total', 'money'),
  taxTotal: field('合计税额', 'Tax total', 'money'),
  grossTotal: field('价税合计', 'Gross total', 'money'),
  grossTotalWords: field('价税合计（大写）', 'Gross total in words', 'words'),
  note: field('备注', 'Note', 'text'),
  payee: field('收款人', 'Payee', 'name'),
  reviewer: field('复核', 'Reviewer', 'name'),
  drawer: field('开票人', 'Drawer', 'name'),
  province: field('省份', 'Province', 'text'),
  copy: field('联次', 'Copy', 'text'),
  precedingInvoice: field('被红冲发票', 'Preceding invoice', 'id'),
  specialBusiness: field('特定业务', 'Special business', 'text'),
  trainNumber: field('车次', 'Train number', 'id'),
  fromStation: field('出发站', 'From', 'name'),
  toStation: field('到达站', 'To', 'name'),
  travelDate: field('乘车日期', 'Travel date', 'date'),
  fare: field('票价', 'Fare', 'money'),
  company: field('公司', 'Company', 'name'),
  plateNumber: field('车牌号', 'Plate number', 'id'),
  tripDate: field('乘车日期', 'Trip date', 'date'),
  faceAmount: field('定额金额', 'Face amount', 'money'),
  carTotal: field('车价合计', 'Vehicle total', 'money'),
  marketName: field('二手车市场', 'Market', 'name'),
  marketTaxId: field('二手车市场纳税人识别号', 'Market tax id', 'id'),
} as const satisfies Record<string, FieldFacts>;

/** Name of a header field. */
export type FieldName = keyof typeof facts;

/** Every field with its Chinese label, English label and value type. */
export const FIELDS: Readonly<Record<FieldName, FieldFacts>> = facts;

/** All field names, in the order in which a person reads them. */
export const FIELD_NAMES = Object.keys(facts) as readonly FieldName[];
