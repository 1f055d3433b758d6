/**
 * Names of invoice fields, kinds and checks in both languages. The keys are the server's own types: a field or a kind
 * that is added there and not here does not compile.
 */
import type { FieldKey, KindName } from '../api/types.js';
import type { Language } from './language.js';

export type FieldGroup =
  | 'invoice'
  | 'amounts'
  | 'seller'
  | 'buyer'
  | 'journey'
  | 'vehicle'
  | 'market'
  | 'business'
  | 'more';

interface FieldLabel {
  readonly zh: string;
  readonly en: string;
  readonly group: FieldGroup;
  /** How the value is shown: `id` in figures of one width, `money` with ¥ and separators. */
  readonly look: 'id' | 'money' | 'text';
}

const field = (zh: string, en: string, group: FieldGroup, look: FieldLabel['look'] = 'text'): FieldLabel => ({
  zh,
  en,
  group,
  look,
});

/** In the order in which a person reads them. */
const fields: Record<FieldKey, FieldLabel> = {
  invoiceCode: field('发票代码', 'Invoice code', 'invoice', 'id'),
  invoiceNumber: field('发票号码', 'Invoice number', 'invoice', 'id'),
  billCode: field('票据代码', 'Bill code', 'invoice', 'id'),
  billNumber: field('票据号码', 'Bill number', 'invoice', 'id'),
  issueDate: field('开票日期', 'Issue date', 'invoice', 'id'),
  checkCode: field('校验码', 'Check code', 'invoice', 'id'),
  precedingInvoice: field('被红冲发票', 'Reversed invoice', 'invoice', 'id'),
  faceAmount: field('定额金额', 'Face amount', 'amounts', 'money'),
  netTotal: field('合计金额（不含税）', 'Net total', 'amounts', 'money'),
  taxRate: field('税率', 'Tax rate', 'amounts'),
  taxTotal: field('合计税额', 'Tax total', 'amounts', 'money'),
  grossTotal: field('价税合计', 'Gross total', 'amounts', 'money'),
  grossTotalWords: field('价税合计（大写）', 'Gross in words', 'amounts'),
  carTotal: field('车价合计', 'Vehicle total', 'amounts', 'money'),
  priceWords: field('车价合计（大写）', 'Vehicle total in words', 'amounts'),
  fare: field('票价', 'Fare', 'amounts', 'money'),
  fuelSurcharge: field('燃油附加费', 'Fuel surcharge', 'amounts', 'money'),
  civilAviationFund: field('民航发展基金', 'Civil aviation fund', 'amounts', 'money'),
  insurance: field('保险费', 'Insurance', 'amounts'),
  deduction: field('差额征税扣除额', 'Deduction', 'amounts', 'money'),
  sellerName: field('名称', 'Name', 'seller'),
  sellerTaxId: field('税号', 'Tax id', 'seller', 'id'),
  sellerIdNumber: field('证件号码/单位代码', 'Id number', 'seller', 'id'),
  sellerAddressPhone: field('地址、电话', 'Address, phone', 'seller'),
  sellerBankAccount: field('开户行及账号', 'Bank account', 'seller'),
  company: field('公司', 'Company', 'seller'),
  issuer: field('收款单位', 'Issuing body', 'invoice'),
  buyerName: field('名称', 'Name', 'buyer'),
  buyerTaxId: field('税号', 'Tax id', 'buyer', 'id'),
  buyerIdNumber: field('证件号码/单位代码', 'Id number', 'buyer', 'id'),
  buyerAddressPhone: field('地址、电话', 'Address, phone', 'buyer'),
  buyerBankAccount: field('开户行及账号', 'Bank account', 'buyer'),
  payer: field('交款人', 'Payer', 'invoice'),
  payerTaxId: field('交款人统一社会信用代码', 'Payer tax id', 'invoice', 'id'),
  passengerName: field('旅客姓名', 'Passenger', 'journey'),
  passengerId: field('旅客证件号', 'Passenger id', 'journey', 'id'),
  travellerName: field('出行人', 'Traveller', 'journey'),
  travellerId: field('出行人证件号', 'Traveller id', 'journey', 'id'),
  trainNumber: field('车次', 'Train', 'journey', 'id'),
  fromStation: field('出发站', 'From', 'journey'),
  toStation: field('到达站', 'To', 'journey'),
  departure: field('出发地', 'Departure', 'journey'),
  destination: field('到达地', 'Destination', 'journey'),
  travelDate: field('出行日期', 'Travel date', 'journey', 'id'),
  departureTime: field('开车时间', 'Departure time', 'journey', 'id'),
  carriageSeat: field('车厢座位', 'Carriage and seat', 'journey'),
  seatClass: field('席别', 'Class', 'journey'),
  ticketNumber: field('铁路客票号', 'Rail ticket number', 'journey', 'id'),
  eTicketNumber: field('电子客票号码', 'E-ticket number', 'journey', 'id'),
  businessKind: field('业务类型', 'Kind of business', 'journey'),
  tripDate: field('乘车日期', 'Trip date', 'journey', 'id'),
  boardTime: field('上车时间', 'Boarding time', 'journey', 'id'),
  alightTime: field('下车时间', 'Alighting time', 'journey', 'id'),
  unitPrice: field('单价', 'Price a kilometre', 'journey', 'money'),
  distanceKm: field('里程', 'Kilometres', 'journey', 'id'),
  waitTime: field('等候时间', 'Waiting time', 'journey', 'id'),
  entrance: field('入口', 'Entrance', 'journey'),
  exit: field('出口', 'Exit', 'journey'),
  vehicleType: field('车型', 'Vehicle type', 'journey'),
  plateNumber: field('车牌号', 'Plate number', 'vehicle', 'id'),
  registrationNumber: field('登记证号', 'Registration number', 'vehicle', 'id'),
  vehicleKind: field('车辆类型', 'Kind of vehicle', 'vehicle'),
  brandModel: field('厂牌型号', 'Brand and model', 'vehicle'),
  vin: field('车架号码', 'Vehicle id (VIN)', 'vehicle', 'id'),
  engineNumber: field('发动机号码', 'Engine number', 'vehicle', 'id'),
  certificateNumber: field('合格证号', 'Certificate number', 'vehicle', 'id'),
  origin: field('产地', 'Origin', 'vehicle'),
  tonnage: field('吨位', 'Tonnage', 'vehicle'),
  seats: field('限乘人数', 'Seats', 'vehicle', 'id'),
  transferOffice: field('转入地车辆管理所', 'Vehicle office', 'vehicle'),
  taxOffice: field('主管税务机关及代码', 'Tax office', 'vehicle'),
  marketName: field('名称', 'Name', 'market'),
  marketTaxId: field('税号', 'Tax id', 'market', 'id'),
  marketAddressPhone: field('地址、电话', 'Address, phone', 'market'),
  marketBankAccount: field('开户行及账号', 'Bank account', 'market'),
  specialBusiness: field('特定业务', 'Special business', 'business'),
  projectName: field('建筑项目名称', 'Construction project', 'business'),
  projectPlace: field('建筑服务发生地', 'Place of construction', 'business'),
  propertyAddress: field('不动产地址', 'Property address', 'business'),
  leasePeriod: field('租赁期起止', 'Lease period', 'business'),
  areaUnit: field('面积单位', 'Unit of area', 'business'),
  route: field('起运地、到达地', 'Route', 'business'),
  goods: field('运输货物名称', 'Goods carried', 'business'),
  machineNumber: field('机器编号', 'Machine number', 'more', 'id'),
  cipherText: field('密码区', 'Cipher text', 'more', 'id'),
  note: field('备注', 'Note', 'more'),
  payee: field('收款人', 'Payee', 'more'),
  reviewer: field('复核', 'Reviewer', 'more'),
  drawer: field('开票人', 'Drawer', 'more'),
  province: field('省份', 'Province', 'more'),
  copy: field('联次', 'Copy', 'more'),
};

/** Where a field's name alone would not say whose it is. */
const OWNERS: Partial<Record<FieldGroup, Record<Language, string>>> = {
  buyer: { zh: '购买方', en: 'Buyer ' },
  seller: { zh: '销售方', en: 'Seller ' },
  market: { zh: '二手车市场', en: 'Market ' },
};

const fieldOrder = Object.keys(fields) as FieldKey[];

/** The groups in the order of the page. */
export const FIELD_GROUPS: readonly FieldGroup[] = [
  'invoice',
  'amounts',
  'seller',
  'buyer',
  'journey',
  'vehicle',
  'market',
  'business',
  'more',
];

export function fieldsOf(group: FieldGroup): readonly FieldKey[] {
  return fieldOrder.filter((key) => fields[key].group === group);
}

/** Its name under the heading of its group: `名称`. */
export function fieldLabel(key: FieldKey, language: Language): string {
  return fields[key][language];
}

/** Its name on its own: `销售方名称`. */
export function fullFieldLabel(key: FieldKey, language: Language): string {
  const { group } = fields[key];
  const owner = OWNERS[group]?.[language] ?? '';
  const label = fields[key][language];
  return owner === '' || language === 'zh'
    ? owner + label
    : owner + label.charAt(0).toLowerCase() + label.slice(1);
}

export function fieldLook(key: FieldKey): FieldLabel['look'] {
  return fields[key].look;
}

const kinds: Record<KindName, Record<Language, string>> = {
  vat_special_paper: { zh: '增值税专用发票', en: 'VAT special invoice (paper)' },
  freight_special_paper: { zh: '货物运输业增值税专用发票', en: 'Freight VAT special invoice (paper)' },
  motor_vehicle_paper: { zh: '机动车销售统一发票', en: 'Motor vehicle sales invoice (paper)' },
  vat_general_paper: { zh: '增值税普通发票', en: 'VAT general invoice (paper)' },
  vat_special_e: { zh: '增值税电子专用发票', en: 'VAT special e-invoice' },
  vat_general_e: { zh: '增值税电子普通发票', en: 'VAT general e-invoice' },
  vat_general_roll: { zh: '增值税普通发票（卷式）', en: 'VAT general invoice (roll)' },
  toll_e: { zh: '通行费增值税电子普通发票', en: 'Toll VAT general e-invoice' },
  used_vehicle_paper: { zh: '二手车销售统一发票', en: 'Used vehicle sales invoice (paper)' },
  blockchain_general: { zh: '区块链电子普通发票', en: 'Blockchain general e-invoice' },
  digital_special: { zh: '数电票（增值税专用发票）', en: 'Digital invoice (VAT special)' },
  digital_general: { zh: '数电票（普通发票）', en: 'Digital invoice (general)' },
  digital_rail: { zh: '数电票（铁路电子客票）', en: 'Digital invoice (rail ticket)' },
  digital_air: { zh: '数电票（航空运输电子客票行程单）', en: 'Digital invoice (air itinerary)' },
  digital_motor_vehicle: { zh: '数电票（机动车销售统一发票）', en: 'Digital invoice (motor vehicle)' },
  digital_used_vehicle: { zh: '数电票（二手车销售统一发票）', en: 'Digital invoice (used vehicle)' },
  digital_special_paper: {
    zh: '数电纸质发票（增值税专用发票）',
    en: 'Digital invoice on paper (VAT special)',
  },
  digital_general_paper: { zh: '数电纸质发票（普通发票）', en: 'Digital invoice on paper (general)' },
  digital_motor_paper: {
    zh: '数电纸质发票（机动车销售统一发票）',
    en: 'Digital invoice on paper (motor vehicle)',
  },
  digital_used_paper: {
    zh: '数电纸质发票（二手车销售统一发票）',
    en: 'Digital invoice on paper (used vehicle)',
  },
  fiscal_ebill: { zh: '财政电子票据', en: 'Fiscal e-bill' },
  train_paper: { zh: '火车票', en: 'Train ticket (paper)' },
  air_paper: { zh: '航空运输电子客票行程单', en: 'Air itinerary (paper)' },
  taxi_paper: { zh: '出租车发票', en: 'Taxi receipt' },
  quota_paper: { zh: '通用定额发票', en: 'Fixed-amount receipt' },
  toll_paper: { zh: '过路过桥费发票', en: 'Road toll receipt' },
  bus_paper: { zh: '客运汽车票', en: 'Bus or ship ticket' },
  other: { zh: '其他票据', en: 'Other document' },
};

/** Kinds whose forms have no table of goods or services: that none was read is no news. */
const WITHOUT_LINES: ReadonlySet<KindName> = new Set([
  'motor_vehicle_paper',
  'used_vehicle_paper',
  'digital_motor_vehicle',
  'digital_used_vehicle',
  'digital_motor_paper',
  'digital_used_paper',
  'digital_rail',
  'train_paper',
  'taxi_paper',
  'quota_paper',
  'toll_paper',
  'bus_paper',
  'other',
]);

export function printsLines(kind: KindName): boolean {
  return !WITHOUT_LINES.has(kind);
}

export function kindLabel(kind: KindName, language: Language): string {
  return kinds[kind][language];
}
