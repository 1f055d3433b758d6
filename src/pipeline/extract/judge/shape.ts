/**
 * Whether a value looks like what its field holds: a bank's name before an account, a phone behind an address, a lawful
 * rate. How often right and wrong readings do is counted. What cannot be a value of its field is told, but never accepted.
 */
import { parseInvoiceCode } from '../../../invoice/code.js';
import type { FieldName } from '../../../invoice/fields.js';
import { parseDigitalNumber } from '../../../invoice/number.js';
import { parseRate } from '../../../invoice/rates.js';
import { CITIES, PROVINCES } from '../../../invoice/regions.js';
import { checkResidentId, checkUscc } from '../../../invoice/tax-id.js';
import { squash } from '../../../invoice/text.js';
import { checkVin } from '../../../invoice/vin.js';
import { parseWords } from '../../../invoice/words.js';
import { plateOf } from '../shapes.js';

/**
 * `fits` and `misfits` where the field has a form that its values take; `open` where it has none, or this one shows
 * none. `odd`: it takes a form that its values hardly ever take. `runs`: it fits or is open, and has a run of equal
 * digits, of which recognisers lose one first.
 */
export type Shape = 'fits' | 'odd' | 'misfits' | 'open' | 'runs';

/** Whether a shape speaks for a value or against it; `null`: neither. */
export const speaksFor = (shape: Shape): boolean | null =>
  shape === 'fits' ? true : shape === 'odd' || shape === 'misfits' ? false : null;

/** `null`: this value shows no form. `odd`: it takes none that is usual, as few right ones do. */
type Form = (value: string) => boolean | 'odd' | null;

/** The shape of a field's value as it was read. */
export function shapeOf(field: FieldName, value: string): Shape {
  const text = squash(value);
  const fits = FORMS[field]?.(text) ?? null;
  if (fits === false) return 'misfits';
  if (fits === 'odd') return 'odd';
  if (/(\d)\1{3}/u.test(text) && !HAS_CHECK.test(field)) return 'runs';
  return fits === null ? 'open' : 'fits';
}

/** Where a lost digit breaks the check characters, or the length. */
const HAS_CHECK = /TaxId|vin|invoiceCode|invoiceNumber|checkCode|cipherText|AddressPhone/u;

/** A form that most values of a field take, and some do not. */
const like =
  (pattern: RegExp): Form =>
  (value) =>
    pattern.test(value) || 'odd';

/** A form that every value of a field takes. */
const always =
  (pattern: RegExp): Form =>
  (value) =>
    pattern.test(value);

/** Words of labels and headings: a name or an address with one of them holds a piece of another cell. */
const LABEL =
  /名称|识别号|纳税人|地址|电话|开户|账号|发票|代码|号码|日期|等级|行李|旅客|承运|收款人|复核|开票人|备注|合计/u;
/** How company names end (GB/T and registration practice), branches included. */
const COMPANY_END =
  /(?:公司|集团|厂|店|馆|社|院|所|中心|部|局|处|站|场|行|会|校|学|园|队|户|室|城|庄|吧|坊|楼|阁|轩|办|委|库|库房|事务所|合伙\)?|政府|银行|幼儿园|经营部|合作社)(?:\([^()]*\))?$/u;
/** What a company's name is cut to when its beginning or its end is lost. */
const CUT_START = /^(?:有?限?责?任?公司|有限|限公|公司|司|责任|股份|集团有?限?)/u;
const CUT_END = /(?:有限责?|有限公|责任公?|股份有?|股份有限公?|有限责任公?|科技有|贸易有)$/u;
const isCut = (name: string): boolean => CUT_START.test(name) || CUT_END.test(name);

/** Companies by how they end; persons have two to four characters. */
const nameForm: Form = (value) => {
  if (LABEL.test(value) || isCut(value)) return false;
  return /^\p{Script=Han}{2,4}$/u.test(value) || COMPANY_END.test(value) ? true : null;
};

const companyForm: Form = (value) =>
  LABEL.test(value) || isCut(value) ? false : COMPANY_END.test(value) || 'odd';

/** People, and what issuing systems put in their place. */
const personForm: Form = (value) =>
  LABEL.test(value) || /^\p{Script=Han}$/u.test(value)
    ? false
    : /^\p{Script=Han}{2,4}$/u.test(value)
      ? true
      : null;

/** Travellers: names without a dot have up to four characters, but for a few double surnames. */
const travellerForm: Form = (value) => (/^\p{Script=Han}{6,}$/u.test(value) ? false : personForm(value));

/**
 * Phones as they end an address: area codes of three digits (010, 02x) go before eight digits, those of four before seven
 * or eight; mobile numbers have eleven (DOMAIN 7.4).
 */
const PHONE =
  /(?:(?<!\d)(?:0\d{2}[-)]?\d{8}|0\d{3}[-)]?\d{7,8}|1[3-9]\d{9}|[48]00-?\d{3}-?\d{4})|(?<![\d-])\d{7,8})(?:[-转]\d{1,6})?$/u;

const addressForm: Form = (value) => {
  if (!/^\(?\p{Script=Han}{2}/u.test(value) || /开户|账号|识别号/u.test(value)) return false;
  if (!/\d{5,}$/u.test(value)) return null;
  return PHONE.test(value);
};

const accountForm: Form = (value) => {
  if (LABEL.test(value) || /专用章|税务局/u.test(value)) return false;
  return (
    /^\p{Script=Han}[\p{Script=Han}()A-Za-z\d]*?(?:行|社|部|局|所|公司)\)?[\d-]{9,32}$/u.test(value) || 'odd'
  );
};

/**
 * Four lines of 27 or 28 characters (DOMAIN 3.4), of 36 or 40 on vehicle invoices. Four of 21, of old paper forms, come
 * to what 28 do that lost a line, and are odd for that.
 */
const CIPHER_LENGTHS = new Set([108, 112, 144, 160]);
const cipherForm: Form = (value) =>
  !/^[\d+\-*/<>]+$/u.test(value) ? false : CIPHER_LENGTHS.has(value.length) || 'odd';

/** Spellings that no rule allows occur; what spells nothing does not. */
const wordsForm: Form = (value) => {
  const spelt = parseWords(value);
  return spelt === null ? false : spelt.canonical || 'odd';
};

const timeForm = always(/^(?:[01]\d|2[0-3]):[0-5]\d$/u);
/** Places may bear figures and letters; seals are none. */
const placeForm: Form = (value) =>
  /专用章|发票|监制/u.test(value) ? false : /^\p{Script=Han}{2,7}$/u.test(value) || 'odd';

/** Other numbers have no form of their own: eight digits are any eight digits. */
const numberForm: Form = (value) => (value.length === 20 ? parseDigitalNumber(value) !== null : null);

/** Plates as they are registered; receipts of taxis leave out the province. */
const plateForm: Form = (value) => (/^\p{Script=Han}/u.test(value) ? plateOf(value)?.value === value : null);

/** Notes say anything; but none ends where its sense has just begun, and words of seals are no part of it. */
const noteForm: Form = (value) =>
  /[:(、,]$|专用章|发票章|监制/u.test(value) || /^\p{Script=Han}{2,4}号码?$/u.test(value) ? false : null;

const taxIdForm: Form = (value) => (value.length === 18 ? checkUscc(value) === 'valid' || null : null);

/** Of a resident's number, tickets hide month and day. Those of other papers have many forms, none of so many figures only. */
const personIdForm: Form = (value) =>
  !/^(?:\d{11,14}|\d{16,17})$/u.test(value) &&
  (/^\d{6}(?:19|20)\d{2}\*{4}\d{3}[\dX]$/u.test(value) ||
    checkResidentId(value) === 'valid' ||
    checkUscc(value) === 'valid' ||
    null);

const REGIONS: ReadonlySet<string> = new Set([...Object.values(PROVINCES), ...Object.values(CITIES)]);

const FORMS: Readonly<Partial<Record<FieldName, Form>>> = {
  invoiceCode: (value) => {
    const code = parseInvoiceCode(value);
    return code === null ? false : code.regionName !== null || 'odd';
  },
  invoiceNumber: numberForm,
  checkCode: always(/^(?:\d{20}|[\da-z]{5,6})$/iu),
  machineNumber: always(/^\d{12}$/u),
  cipherText: cipherForm,
  buyerName: nameForm,
  sellerName: nameForm,
  marketName: companyForm,
  company: companyForm,
  issuer: nameForm,
  payer: nameForm,
  buyerTaxId: taxIdForm,
  sellerTaxId: taxIdForm,
  marketTaxId: taxIdForm,
  payerTaxId: taxIdForm,
  buyerAddressPhone: addressForm,
  sellerAddressPhone: addressForm,
  marketAddressPhone: addressForm,
  buyerBankAccount: accountForm,
  sellerBankAccount: accountForm,
  marketBankAccount: accountForm,
  grossTotalWords: wordsForm,
  priceWords: wordsForm,
  payee: personForm,
  reviewer: personForm,
  drawer: personForm,
  passengerName: travellerForm,
  travellerName: travellerForm,
  province: (value) => REGIONS.has(value) || 'odd',
  copy: like(/^(?:发票|抵扣|记账|存根|报税|报销|收据|转移登记|注册登记|财务|通行)联$/u),
  trainNumber: like(/^(?:[GDCZTKYLSPN]\d{1,4}|\d{4})$/u),
  fromStation: placeForm,
  toStation: placeForm,
  departure: placeForm,
  destination: placeForm,
  entrance: placeForm,
  exit: placeForm,
  departureTime: timeForm,
  boardTime: timeForm,
  alightTime: timeForm,
  waitTime: always(/^\d{2}:[0-5]\d(?::[0-5]\d)?$/u),
  carriageSeat: like(/^(?:\d{1,2}|加?\d{1,2}车(?:无座|\d{1,3}[A-F]?号(?:[上中下]铺)?))$/u),
  seatClass: like(
    /^(?:新空调)?(?:高级)?(?:[硬软][座卧]|动卧)$|^(?:[一二特]等座|优选一等座|二等座包座|商务座|无座|经济舱|公务舱|头等舱)$/u,
  ),
  passengerId: personIdForm,
  travellerId: personIdForm,
  buyerIdNumber: personIdForm,
  sellerIdNumber: personIdForm,
  eTicketNumber: always(/^\d{3}-?\d{10}$/u),
  taxRate: (value) => /^(?:免税|不征税|\*+)$/u.test(value) || isRate(value),
  plateNumber: plateForm,
  note: noteForm,
  vin: (value) => checkVin(value) === 'valid' || null,
  vehicleKind: like(/^\p{Script=Han}{0,9}(?:车|飞机|船舶)$/u),
  brandModel: like(/^\p{Script=Han}{1,6}牌[A-Z\d][A-Z\d/-]{2,}(?:\([^()]+\))?$/u),
  certificateNumber: like(/^[A-Z\d]{14,15}$/u),
  taxOffice: (value) =>
    /^\d+$/u.test(value) ? false : /^国家税务总局\p{Script=Han}+(?:局|所)\d{11}$/u.test(value) || 'odd',
  transferOffice: like(/(?:车辆管理所|车管所)$/u),
  precedingInvoice: like(/^(?:\d{20}|\d{18})$/u),
  insurance: like(/^(?:\d+\.\d{2}|XXX)$/u),
  seats: always(/^[1-9]\d?$/u),
};

/** Rates that there ever were, in basis points (DOMAIN 6.4). */
const RATES: ReadonlySet<number> = new Set([
  0, 50, 100, 150, 200, 300, 400, 500, 600, 900, 1000, 1100, 1300, 1600, 1700,
]);

function isRate(value: string): boolean {
  const rate = parseRate(value);
  return value.endsWith('%') && rate !== null && RATES.has(rate);
}
