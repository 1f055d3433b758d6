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
  travellerName: field('出行人', 'Traveller', 'name'),
  travellerId: field('出行人证件号', 'Traveller id', 'id'),
  departure: field('出发地', 'Departure', 'text'),
  destination: field('到达地', 'Destination', 'text'),
  projectName: field('建筑项目名称', 'Construction project', 'text'),
  projectPlace: field('建筑服务发生地', 'Place of construction', 'text'),
  propertyAddress: field('不动产地址', 'Property address', 'text'),
  leasePeriod: field('租赁期起止', 'Lease period', 'text'),
  areaUnit: field('面积单位', 'Unit of area', 'text'),
  route: field('起运地、到达地', 'Route', 'text'),
  goods: field('运输货物名称', 'Goods carried', 'text'),
  deduction: field('差额征税扣除额', 'Deduction', 'money'),
  trainNumber: field('车次', 'Train number', 'id'),
  fromStation: field('出发站', 'From', 'name'),
  toStation: field('到达站', 'To', 'name'),
  travelDate: field('出行日期', 'Travel date', 'date'),
  departureTime: field('开车时间', 'Departure time', 'id'),
  carriageSeat: field('车厢座位', 'Carriage and seat', 'text'),
  seatClass: field('席别', 'Class', 'text'),
  fare: field('票价', 'Fare', 'money'),
  passengerName: field('旅客姓名', 'Passenger', 'name'),
  passengerId: field('旅客证件号', 'Passenger id', 'id'),
  ticketNumber: field('铁路客票号', 'Rail ticket number', 'id'),
  businessKind: field('业务类型', 'Kind of business', 'text'),
  taxRate: field('税率', 'Tax rate', 'text'),
  eTicketNumber: field('电子客票号码', 'E-ticket number', 'id'),
  fuelSurcharge: field('燃油附加费', 'Fuel surcharge', 'money'),
  civilAviationFund: field('民航发展基金', 'Civil aviation fund', 'money'),
  insurance: field('保险费', 'Insurance', 'text'),
  company: field('公司', 'Company', 'name'),
  plateNumber: field('车牌号', 'Plate number', 'id'),
  tripDate: field('乘车日期', 'Trip date', 'date'),
  boardTime: field('上车时间', 'Boarding time', 'id'),
  alightTime: field('下车时间', 'Alighting time', 'id'),
  unitPrice: field('单价', 'Price a kilometre', 'money'),
  distanceKm: field('里程', 'Kilometres', 'id'),
  waitTime: field('等候时间', 'Waiting time', 'id'),
  faceAmount: field('定额金额', 'Face amount', 'money'),
  entrance: field('入口', 'Entrance', 'text'),
  exit: field('出口', 'Exit', 'text'),
  vehicleType: field('车型', 'Vehicle type', 'text'),
  buyerIdNumber: field('购买方身份证号码/组织机构代码', 'Buyer id number', 'id'),
  sellerIdNumber: field('卖方身份证号码/单位代码', 'Seller id number', 'id'),
  vehicleKind: field('车辆类型', 'Kind of vehicle', 'text'),
  brandModel: field('厂牌型号', 'Brand and model', 'text'),
  origin: field('产地', 'Origin', 'text'),
  certificateNumber: field('合格证号', 'Certificate number', 'id'),
  engineNumber: field('发动机号码', 'Engine number', 'id'),
  vin: field('车架号码', 'Vehicle identification number', 'id'),
  taxOffice: field('主管税务机关及代码', 'Tax office', 'text'),
  tonnage: field('吨位', 'Tonnage', 'text'),
  seats: field('限乘人数', 'Seats', 'id'),
  registrationNumber: field('登记证号', 'Registration number', 'id'),
  transferOffice: field('转入地车辆管理所名称', 'Vehicle office', 'name'),
  carTotal: field('车价合计', 'Vehicle total', 'money'),
  priceWords: field('车价合计（大写）', 'Vehicle total in words', 'words'),
  marketName: field('二手车市场', 'Market', 'name'),
  marketTaxId: field('二手车市场纳税人识别号', 'Market tax id', 'id'),
  marketAddressPhone: field('二手车市场地址、电话', 'Market address and phone', 'text'),
  marketBankAccount: field('二手车市场开户行及账号', 'Market bank account', 'text'),
  billCode: field('票据代码', 'Bill code', 'id'),
  billNumber: field('票据号码', 'Bill number', 'id'),
  payer: field('交款人', 'Payer', 'name'),
  payerTaxId: field('交款人统一社会信用代码', 'Payer tax id', 'id'),
  issuer: field('收款单位', 'Issuing body', 'name'),
} as const satisfies Record<string, FieldFacts>;

/** Name of a header field. */
export type FieldName = keyof typeof facts;

/** Every field with its Chinese label, English label and value type. */
export const FIELDS: Readonly<Record<FieldName, FieldFacts>> = facts;

/** All field names, in the order in which a person reads them. */
export const FIELD_NAMES = Object.keys(facts) as readonly FieldName[];

/** Names under which kinds carry their total, and the day they are of (CONTRACT, "Labelled folders"). */
export const TOTAL_FIELDS: readonly FieldName[] = ['grossTotal', 'fare', 'carTotal', 'faceAmount'];
export const DATE_FIELDS: readonly FieldName[] = ['issueDate', 'travelDate', 'tripDate'];
