/** N1 the code's kind, N2 its year and region and the form of numbers, N3 the year of a 数电 number (DOMAIN 3). */
import { KINDS, type Kind } from '../../../invoice/kinds.js';
import { digitalNumberFault, parseDigitalNumber } from '../../../invoice/number.js';
import { type Outcome, type Rule, type Subject, textOf } from '../subject.js';

/** 通行费 is a sort of 电子普票: which of the two a form is called says nothing against its code (DOMAIN 12, N1). */
const familiar = (kind: Kind): Kind => (kind === 'toll_e' ? 'vat_general_e' : kind);

export const CODE_KIND: Rule = {
  id: 'N1',
  severity: 'E',
  apply({ slip, family, kind, code }) {
    if (family !== 'legacy' || !slip.fields.invoiceCode?.value) return [];
    if (code === null) return [{ result: 'unknown', message: '发票代码不是 10 位或 12 位数字，看不出票种' }];
    if (code.kind === null) return [{ result: 'unknown', message: '从发票代码看不出票种' }];
    const [says, printed] = [KINDS[code.kind].chinese, KINDS[kind].chinese];
    if (familiar(code.kind) === familiar(kind))
      return [{ result: 'holds', message: `发票代码与票种相符：${printed}` }];
    return [{ result: 'broken', message: `发票代码属于${says}，票面为${printed}`, fields: ['invoiceCode'] }];
  },
};

export const NUMBER_FORM: Rule = {
  id: 'N2',
  severity: 'E',
  apply(subject) {
    if (subject.family === 'ticket') return [];
    return [...numberForm(subject), ...strayCheckCode(subject), ...codeYearAndRegion(subject)];
  },
};

/** 数电票 bear no check code: forms of old that were given a number of 20 digits do (DOMAIN 12, fake patterns). */
function strayCheckCode(subject: Subject): readonly Outcome[] {
  if (subject.family !== 'digital' || textOf(subject, 'checkCode') === null) return [];
  return [
    { result: 'broken', severity: 'W', message: '数电票没有校验码，票面却印有校验码', fields: ['checkCode'] },
  ];
}

/** 20 digits with a known region on 数电票, 8 on the others. */
function numberForm(subject: Subject): readonly Outcome[] {
  const number = textOf(subject, 'invoiceNumber');
  if (number === null) return [{ result: 'unknown', message: '未读到发票号码' }];
  const wrong = (message: string): Outcome[] => [{ result: 'broken', message, fields: ['invoiceNumber'] }];
  if (subject.family === 'legacy') {
    if (!/^\d{8}$/.test(number)) return wrong(`发票号码应为 8 位数字，现为 ${number.length} 位`);
    return number === '00000000' ? wrong('发票号码全为 0') : [];
  }
  const fault = digitalNumberFault(number);
  if (fault === 'length') return wrong(`数电票号码应为 20 位数字，现为 ${number.length} 位`);
  if (fault === 'legacy') return wrong(`数电票号码的年份 ${number.slice(0, 2)} 早于 2021 年`);
  if (fault === 'region') return wrong(`数电票号码的地区代码 ${number.slice(2, 4)} 不存在`);
  const region = parseDigitalNumber(number)?.regionName;
  return [{ result: 'holds', message: `数电票号码的地区代码 ${number.slice(2, 4)} 为${region}` }];
}

/** A code is allotted before it is used: its year may be earlier than the issue date's, not later. */
function codeYearAndRegion({ family, code, issueDate }: Subject): readonly Outcome[] {
  if (family !== 'legacy' || code === null) return [];
  if (code.regionName === null) {
    const message = `发票代码的地区代码 ${code.region} 不存在`;
    return [{ result: 'broken', message, fields: ['invoiceCode'] }];
  }
  if (issueDate === null) return [{ result: 'unknown', message: '未读到开票日期，无法与发票代码的年份核对' }];
  const compared = `发票代码的年份为 ${code.year}，开票日期为 ${issueDate}`;
  if (code.year > 2000 && code.year <= Number(issueDate.slice(0, 4)))
    return [{ result: 'holds', message: compared }];
  return [{ result: 'broken', message: compared, fields: ['invoiceCode', 'issueDate'] }];
}

export const NUMBER_YEAR: Rule = {
  id: 'N3',
  severity: 'W',
  apply(subject) {
    const number = parseDigitalNumber(textOf(subject, 'invoiceNumber') ?? '');
    if (subject.family !== 'digital' || number === null) return [];
    if (subject.issueDate === null)
      return [{ result: 'unknown', message: '未读到开票日期，无法与号码的年份核对' }];
    const message = `数电票号码的年份为 ${number.year}，开票日期为 ${subject.issueDate}`;
    const holds = number.year === Number(subject.issueDate.slice(0, 4));
    return [{ result: holds ? 'holds' : 'broken', message, fields: ['invoiceNumber', 'issueDate'] }];
  },
};
