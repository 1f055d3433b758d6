/**
 * The label cells of vehicle invoices, as the forms of 2005 (used vehicles), 2006, 2014 and 2021 (motor vehicles) and the
 * 数电票 print them: every wording known, `|` where some break the line, and where each cell lies.
 */
import type { Anchor } from './cell-form.js';
import type { Slot } from './cell-labels.js';

const slot = (name: string, u: number, v: number, ...forms: string[]): Slot => ({ name, u, v, forms });

const TAX_ID = ['纳税人识别号', '统一社会信用代码/|纳税人识别号', '纳税人识别号/|统一社会信用代码'];
const BANK = ['开户银行、|账号', '开户银行及账号', '开户银行、帐号', '开户银行账号'];

export const USED_SLOTS: readonly Slot[] = [
  slot('buyer', 0.077, 0.5, '买方单位/|个人', '买方单位|/个人', '买方名称'),
  slot('buyerId', 0.63, 0.5, '单位代码/|身份证号码', '单位代码/身份证号', '买方单位代码/|身份证号码'),
  slot('buyerAddress', 0.077, 1.5, '买方单位/|个人住址', '买方住址'),
  slot('buyerPhone', 0.63, 1.5, '电话'),
  slot('seller', 0.077, 2.5, '卖方单位/|个人', '卖方单位|/个人', '卖方名称'),
  slot('sellerId', 0.63, 2.5, '单位代码/|身份证号码', '单位代码/身份证号', '卖方单位代码/|身份证号码'),
  slot('sellerAddress', 0.077, 3.5, '卖方单位/|个人住址', '卖方住址'),
  slot('sellerPhone', 0.63, 3.5, '电话'),
  slot('plate', 0.077, 4.5, '车牌照号', '车牌号', '车牌照号码'),
  slot('registration', 0.385, 4.5, '登记证号', '登记证书号'),
  slot('vehicleKind', 0.69, 4.5, '车辆类型'),
  slot('vin', 0.077, 5.5, '车架号/|车辆识别代码', '车架号/|车辆识别代号', '车辆识别代号/|车架号码', '车架号'),
  slot('brandModel', 0.385, 5.5, '厂牌型号'),
  slot('office', 0.69, 5.5, '转入地车辆|管理所名称', '转入地车辆管理所|名称', '转入地车管所名称'),
  slot('words', 0.077, 6.5, '车价合计|(大写)', '车价合计(大写)', '车价合计大写'),
  slot('figures', 0.7, 6.5, '小写', '(小写)', '车价合计(小写)'),
  slot('dealer', 0.077, 7.5, '经营、拍卖|单位', '经营、拍卖单位'),
  slot('dealerAddress', 0.077, 8.5, '经营、拍卖|单位地址', '经营、拍卖单位地址'),
  slot('dealerTaxId', 0.63, 8.5, ...TAX_ID),
  slot('dealerBank', 0.077, 9.5, ...BANK),
  slot('dealerPhone', 0.63, 9.5, '电话'),
  slot('market', 0.077, 10.5, '二手车市场'),
  slot('marketTaxId', 0.63, 10.5, ...TAX_ID),
  slot('marketAddress', 0.63, 11.5, '地址'),
  slot('marketBank', 0.077, 12.5, ...BANK),
  slot('marketPhone', 0.63, 12.5, '电话'),
  slot('note', 0.077, 13.65, '备注'),
];

export const USED_ANCHORS: readonly Anchor[] = [
  ['vin', /^[0-9A-Z]{17}$/u],
  ['plate', /^\p{Script=Han}[A-Z][0-9A-Z]{4,6}$/u],
  ['words', /[万仟佰拾].*[圆元]/u],
];

export const MOTOR_SLOTS: readonly Slot[] = [
  slot(
    'buyer',
    0.08,
    0.5,
    '购货单位(人)',
    '购货单位|(人)',
    '购买方名称及|身份证号码/|组织机构代码',
    '购买方名称',
    '购方名称',
  ),
  slot(
    'buyerId',
    0.615,
    0.5,
    '身份证号码/|组织机构代码',
    '纳税人识别号/|统一社会信用代码/|身份证明号码',
    '统一社会信用代码/|纳税人识别号/|身份证件号码',
    '纳税人识别号',
  ),
  slot('vehicleKind', 0.08, 1.6, '车辆类型'),
  slot('brandModel', 0.455, 1.6, '厂牌型号'),
  slot('origin', 0.8, 1.6, '产地'),
  slot('certificate', 0.08, 2.6, '合格证号'),
  slot('importCertificate', 0.465, 2.6, '进口证明|书号', '进口证明书号'),
  slot('inspection', 0.8, 2.6, '商检单号'),
  slot('engine', 0.08, 3.6, '发动机号码', '发动机号'),
  slot(
    'vin',
    0.545,
    3.6,
    '车辆识别代号/|车架号码',
    '车辆识别代号|(车架号码)',
    '车辆识别代码/|车架号码',
    '车架号码',
  ),
  slot('words', 0.08, 4.6, '价税合计', '价税合计(大写)', '价税合计|(大写)'),
  slot('figures', 0.675, 4.6, '小写', '(小写)'),
  slot('seller', 0.08, 5.6, '销货单位名称', '销货单位|名称', '销售方名称', '销货单位|名　称'),
  slot('sellerPhone', 0.665, 5.6, '电话'),
  slot('sellerTaxId', 0.08, 6.6, ...TAX_ID),
  slot('sellerAccount', 0.665, 6.6, '账号', '帐号'),
  slot('sellerAddress', 0.08, 7.6, '地址'),
  slot('sellerBank', 0.59, 7.6, '开户银行'),
  slot('taxRate', 0.08, 8.6, '增值税税率|或征收率', '增值税税率'),
  slot('taxTotal', 0.305, 8.6, '增值税|税额', '增值税税额'),
  slot('taxOffice', 0.61, 8.6, '主管税务|机关及代码', '主管税务机关|及代码'),
  slot('net', 0.08, 9.6, '不含税价', '不含税价格'),
  slot('taxPaid', 0.465, 9.6, '完税凭证号码', '完税凭证|号码'),
  slot('tonnage', 0.73, 9.6, '吨位'),
  slot('seats', 0.885, 9.6, '限乘人数'),
];

export const MOTOR_ANCHORS: readonly Anchor[] = [
  ['vin', /^[0-9A-Z]{17}$/u],
  ['words', /[万仟佰拾].*[圆元]/u],
  ['taxRate', /^\d{1,2}%$/u],
];
