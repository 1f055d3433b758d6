/** U1 check characters of taxpayer numbers, N7 专票 name their buyer (DOMAIN 4). Whole numbers stay out of messages. */
import { FIELDS, type FieldName } from '../../../invoice/fields.js';
import {
  checkResidentId,
  checkUscc,
  organisationCheckCharacter,
  usccCheckCharacter,
} from '../../../invoice/tax-id.js';
import { plainId } from '../../../invoice/text.js';
import { isExact, type Outcome, type Rule, SPECIAL_KINDS, type Subject, textOf } from '../subject.js';

const TAX_ID_FIELDS = ['buyerTaxId', 'sellerTaxId', 'marketTaxId'] as const satisfies readonly FieldName[];

export const TAX_ID_CHECKS: Rule = {
  id: 'U1',
  severity: 'W',
  apply(subject) {
    return TAX_ID_FIELDS.flatMap((field) => {
      const value = textOf(subject, field);
      if (value === null)
        return field === 'sellerTaxId' && subject.family !== 'ticket' ? [missing(field)] : [];
      const { result, message } = judgeTaxId(plainId(value));
      const { source = 'ocr:paddle', agreeing = [] } = subject.slip.fields[field] ?? {};
      // What recognition and the text layer read alike is as written.
      const exact = [source, ...agreeing].some((each) => isExact(each) && each !== 'rule');
      return [
        {
          result,
          message: `${FIELDS[field].chinese}：${message}`,
          severity: exact ? 'E' : 'W',
          fields: [field],
        },
      ];
    });
  },
};

const missing = (field: FieldName): Outcome => ({
  result: 'unknown',
  message: `未读到${FIELDS[field].chinese}`,
});

/** By length (DOMAIN 4.2): only numbers of 18 characters have a check that everyone keeps. */
function judgeTaxId(id: string): Pick<Outcome, 'result' | 'message'> {
  if (id.includes('*')) return { result: 'unknown', message: '部分隐去，无法核对' };
  if (!/^[0-9A-Z]{15,20}$/.test(id))
    return { result: 'broken', message: `应为 15 至 20 位数字或字母，现为 ${id.length} 位` };
  if (id.length === 18) return judge18(id);
  if (id.length === 15 && organisationCheckCharacter(id.slice(6, 14)) === id.charAt(14)) {
    return { result: 'holds', message: '15 位号码内的组织机构代码校验正确' };
  }
  if (id.length === 20 && checkResidentId(id.slice(0, 18)) === 'valid') {
    return { result: 'holds', message: '20 位号码内的身份证号校验正确' };
  }
  return { result: 'unknown', message: `${id.length} 位号码没有通用的校验规则` };
}

function judge18(id: string): Pick<Outcome, 'result' | 'message'> {
  if (checkResidentId(id) === 'valid') return { result: 'holds', message: '身份证号校验正确' };
  const fault = checkUscc(id);
  if (fault === 'valid') return { result: 'holds', message: '统一社会信用代码校验正确' };
  if (fault === 'alphabet') {
    const foreign = [...new Set(id.replace(/[0-9A-HJ-NPQRTUWXY]/g, ''))].join('、');
    return { result: 'broken', message: `统一社会信用代码不含字母 ${foreign}` };
  }
  if (fault === 'organisation') {
    const expected = organisationCheckCharacter(id.slice(8, 16));
    return { result: 'broken', message: `第 17 位为 ${id.charAt(16)}，按组织机构代码校验应为 ${expected}` };
  }
  const expected = usccCheckCharacter(id.slice(0, 17));
  return { result: 'broken', message: `第 18 位为 ${id.charAt(17)}，按前 17 位校验应为 ${expected}` };
}

export const BUYER_NAMED: Rule = {
  id: 'N7',
  severity: 'E',
  apply(subject) {
    return SPECIAL_KINDS.has(subject.kind) ? [buyerNumber(subject), ...exemptLines(subject)] : [];
  },
};

/** Blank on the paper is a fault of the invoice; not read is ours. */
function buyerNumber({ slip }: Subject): Outcome {
  const buyer = slip.fields.buyerTaxId;
  if (buyer === undefined)
    return { result: 'unknown', message: '未读到购买方纳税人识别号（专用发票必须有）' };
  if (buyer.value !== '') return { result: 'holds', message: '专用发票有购买方纳税人识别号' };
  return { result: 'broken', message: '专用发票没有购买方纳税人识别号', fields: ['buyerTaxId'] };
}

function exemptLines({ slip }: Subject): readonly Outcome[] {
  const rows = slip.lines.flatMap((line, i) => (line.taxRate === '免税' ? [i + 1] : []));
  if (rows.length === 0) return [];
  return [{ result: 'broken', severity: 'W', message: `专用发票第 ${rows.join('、')} 行为免税` }];
}
