/** N4 where the seller registered, N5 the region above which the 监制章 stands: both against the region of the code (DOMAIN 3.3). */
import { CITIES, digitalRegionName, PROVINCES } from '../../../invoice/regions.js';
import { checkUscc } from '../../../invoice/tax-id.js';
import { plainId, squash } from '../../../invoice/text.js';
import { isDerived, type Outcome, type Rule, type Subject, textOf } from '../subject.js';

export const SELLER_REGION: Rule = {
  id: 'N4',
  severity: 'I',
  apply(subject) {
    const id = plainId(textOf(subject, 'sellerTaxId') ?? '');
    const issued = issuedIn(subject);
    // Only a credit code is sure to hold a region, and of one that was misread nothing is.
    if (issued === null || checkUscc(id) !== 'valid') return [];
    const registered = PROVINCES[id.slice(2, 4)];
    if (registered === undefined) return [];
    if (registered === issued) return [{ result: 'holds', message: `销售方登记地与发票地区同为${issued}` }];
    const message = `销售方税号的首次登记地为${registered}，发票地区为${issued}（迁址后常见）`;
    return [{ result: 'broken', message, fields: ['sellerTaxId', regionField(subject)] }];
  },
};

const regionField = ({ family }: Subject) => (family === 'digital' ? 'invoiceNumber' : 'invoiceCode');

/** The five cities with a bureau of their own belong to a province too. */
const PROVINCE_OF_CITY: ReadonlyMap<string, string> = new Map(
  Object.entries(CITIES).map(([region, city]) => [city, PROVINCES[region.slice(0, 2)] ?? city]),
);

/** The province whose bureau the code, or the number of 20 digits, is of; `null` when it names none. */
function issuedIn(subject: Subject): string | null {
  if (subject.family === 'legacy') return PROVINCES[subject.code?.region.slice(0, 2) ?? ''] ?? null;
  const number = textOf(subject, 'invoiceNumber') ?? '';
  if (subject.family !== 'digital' || !/^\d{20}$/.test(number)) return null;
  const name = digitalRegionName(number.slice(2, 4));
  return name === null ? null : (PROVINCE_OF_CITY.get(name) ?? name);
}

/**
 * The seal's own words run round an oval that is not read; the same region stands in the title that the seal is pressed
 * over (北京增值税专用发票), which is.
 */
export const SEAL_REGION: Rule = {
  id: 'N5',
  severity: 'W',
  apply(subject): readonly Outcome[] {
    const { code, family, slip } = subject;
    const printed = textOf(subject, 'province');
    if (family !== 'legacy' || printed === null || isDerived(slip.fields.province)) return [];
    if (code === null || code.regionName === null) return [];
    const province = PROVINCES[code.region.slice(0, 2)];
    const city = CITIES[code.region];
    const named = squash(printed).replace(/(?:省|市|自治区)$/u, '');
    // A city's invoices may bear its own name or its province's; codes of e-invoices name cities at will.
    const sameProvince = named === province || PROVINCE_OF_CITY.get(named) === province;
    const holds = sameProvince || named === city;
    const message = `票头（监制章处）地区为${named}，发票代码的地区为${code.regionName}`;
    return [{ result: holds ? 'holds' : 'broken', message, fields: ['province', 'invoiceCode'] }];
  },
};
