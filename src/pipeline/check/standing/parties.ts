/** T1 and T2: whether the buyer is us; V1: whether the seller is on the black list. */
import type { OwnCompany } from '../../../document/rule-pack.js';
import { companyName, differInEndingOnly } from '../../../invoice/company.js';
import type { FieldName } from '../../../invoice/fields.js';
import { sameName } from '../../../invoice/text.js';
import { type Outcome, SPECIAL_KINDS, type Subject } from '../subject.js';
import { dayOf, type StandingRule, taxIdOf } from './standing.js';

export const ownCompanyOf = (companies: readonly OwnCompany[], taxId: string): OwnCompany | undefined =>
  taxId === '' ? undefined : companies.find((company) => taxIdOf(company.taxId) === taxId);

/** Whether an invoice names its buyer at all: tickets, and 财政票据 that people pay, don't. */
const namesBuyer = ({ family, slip }: Subject): boolean =>
  family !== 'ticket' && (slip.fields.buyerName !== undefined || slip.fields.buyerTaxId !== undefined);

/** 有限公司 and 有限责任公司 are one form in law, written in two ways; 股份有限公司 is another. */
const ONE_FORM = new Set(['有限公司', '有限责任公司']);
const sameCompany = (a: string, b: string): boolean =>
  sameName(a, b) ||
  (differInEndingOnly(a, b) && [a, b].every((name) => ONE_FORM.has(companyName(name).ending)));

const isNamed = (company: OwnCompany, name: string): boolean =>
  [company.name, ...company.aliases].some((own) => sameCompany(own, name));

/** The tax id decides, whatever the name says. Nothing is said while no company of one's own is registered. */
export const BUYER_IS_US: StandingRule = {
  id: 'T1',
  ofPurchases: true,
  apply({ subject, rules: { ownCompanies } }) {
    if (ownCompanies.length === 0 || !namesBuyer(subject)) return [];
    const { buyerTaxId, buyerName } = subject.slip.fields;
    if (buyerTaxId === undefined)
      return [{ result: 'unknown', message: '未读到购买方税号，不能判断是否本单位' }];
    const taxId = taxIdOf(buyerTaxId.value);
    if (taxId.includes('*'))
      return [{ result: 'unknown', message: '购买方税号部分隐去，不能判断是否本单位' }];
    const own = ownCompanyOf(ownCompanies, taxId);
    if (own !== undefined) return [{ result: 'holds', message: `购买方税号属于本单位（${own.name}）` }];
    if (taxId !== '') return [broken('购买方税号不是本单位的', ['buyerTaxId'])];
    const name = buyerName?.value ?? '';
    // T3 speaks of persons.
    if (name === '' || /^个人|[(（]个人[)）]$/u.test(name)) return [];
    if (ownCompanies.some((company) => isNamed(company, name)))
      return [{ ...broken('抬头是本单位，但没有税号', ['buyerName', 'buyerTaxId']), severity: 'W' }];
    return [broken(`抬头「${name}」不是本单位，也没有税号`, ['buyerName', 'buyerTaxId'])];
  },
};

const broken = (message: string, fields: readonly FieldName[]): Outcome => ({
  result: 'broken',
  message,
  fields,
});

export const BUYER_NAME_REGISTERED: StandingRule = {
  id: 'T2',
  ofPurchases: true,
  apply({ subject, rules: { ownCompanies } }) {
    const { buyerTaxId, buyerName } = subject.slip.fields;
    const own = ownCompanyOf(ownCompanies, taxIdOf(buyerTaxId?.value));
    if (own === undefined) return [];
    if (buyerName === undefined || buyerName.value === '')
      return [{ result: 'unknown', message: '未读到购买方名称，不能与登记名称核对' }];
    const name = buyerName.value;
    if (isNamed(own, name)) return [{ result: 'holds', message: '购买方名称与登记名称一致' }];
    const ending = differInEndingOnly(own.name, name) ? '（仅公司类型不同）' : '';
    return [
      {
        ...broken(`购买方名称为「${name}」，该税号登记为「${own.name}」${ending}`, [
          'buyerName',
          'buyerTaxId',
        ]),
        severity: SPECIAL_KINDS.has(subject.kind) ? 'E' : 'W',
      },
    ];
  },
};

export const SELLER_BLACK_LISTED: StandingRule = {
  id: 'V1',
  ofPurchases: true,
  apply({ blackListed }) {
    if (blackListed === null) return [];
    const { taxId, reason, addedBy, addedAt } = blackListed;
    const by = taxId === null ? '名称' : '税号';
    return [
      broken(`销售方${by}在黑名单中：${reason}（${addedBy}于 ${dayOf(addedAt)} 列入）`, [
        taxId === null ? 'sellerName' : 'sellerTaxId',
      ]),
    ];
  },
};
