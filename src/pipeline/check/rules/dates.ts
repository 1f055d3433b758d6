/** Y2 the future, N6 kinds and R1 rates that were not there at the date (DOMAIN 1.4, 6.4). */
import type { Severity } from '../../../document/finding.js';
import { parseDate } from '../../../invoice/dates.js';
import { KINDS, type Kind } from '../../../invoice/kinds.js';
import { ratePlausible } from '../../../invoice/rates.js';
import { lineSeverity, type Rule, textOf } from '../subject.js';

export const NOT_IN_FUTURE: Rule = {
  id: 'Y2',
  severity: 'E',
  apply(subject) {
    const field = subject.kind === 'taxi_paper' ? 'tripDate' : 'issueDate';
    const date = parseDate(textOf(subject, field) ?? '');
    if (date === null)
      return subject.family === 'ticket' ? [] : [{ result: 'unknown', message: '未读到开票日期' }];
    const holds = date <= subject.today;
    const message = `日期 ${date} ${holds ? '不晚于' : '晚于'}今天 ${subject.today}`;
    return [{ result: holds ? 'holds' : 'broken', message, fields: [field] }];
  },
};

/** First and last day of each kind (DOMAIN 1.4). An error only where an announcement's text was seen. */
const PERIODS: Readonly<Partial<Record<Kind, { from?: string; to?: string; severity: Severity }>>> = {
  freight_special_paper: { from: '2013-08-01', to: '2016-06-30', severity: 'W' },
  vat_general_e: { from: '2015-08-01', severity: 'W' },
  vat_general_roll: { from: '2017-01-01', severity: 'W' },
  toll_e: { from: '2018-01-01', severity: 'W' },
  blockchain_general: { from: '2018-08-10', severity: 'W' },
  vat_special_e: { from: '2020-09-01', severity: 'W' },
  digital_special: { from: '2021-12-01', severity: 'W' },
  digital_general: { from: '2021-12-01', severity: 'W' },
  digital_rail: { from: '2024-11-01', severity: 'E' },
  digital_air: { from: '2024-12-01', severity: 'E' },
};

/** 普通发票 on paper with a code of 12 digits. */
const LONG_CODE_GENERAL = { from: '2018-01-01', severity: 'W' as const };

export const KIND_AT_DATE: Rule = {
  id: 'N6',
  severity: 'W',
  apply(subject) {
    const { kind, issueDate, slip } = subject;
    const longCode = kind === 'vat_general_paper' && slip.fields.invoiceCode?.value.length === 12;
    const period = longCode ? { ...LONG_CODE_GENERAL, to: undefined } : PERIODS[kind];
    if (period === undefined) return [];
    const { severity, from = '', to = '9999-12-31' } = period;
    const name = longCode ? '12 位代码的增值税普通发票' : KINDS[kind].chinese;
    if (issueDate === null)
      return [{ result: 'unknown', severity, message: `未读到开票日期，不知当时是否已有${name}` }];
    const holds = issueDate >= from && issueDate <= to;
    const bounds = `${name}自 ${from} 起${period.to === undefined ? '' : `，至 ${to} 止`}`;
    return [
      {
        result: holds ? 'holds' : 'broken',
        severity,
        message: `${bounds}，开票日期为 ${issueDate}`,
        fields: ['issueDate'],
      },
    ];
  },
};

export const RATE_AT_DATE: Rule = {
  id: 'R1',
  severity: 'W',
  apply(subject) {
    const rates = [...new Set(subject.slip.lines.map((line) => line.taxRate ?? ''))].filter(
      (rate) => rate !== '',
    );
    const date = subject.issueDate;
    if (subject.family === 'ticket' || rates.length === 0) return [];
    if (date === null)
      return [{ result: 'unknown', message: `未读到开票日期，不知税率 ${rates.join('、')} 当时是否有效` }];
    const of = (wanted: string) => rates.filter((rate) => ratePlausible(rate, date) === wanted);
    const impossible = of('impossible');
    if (impossible.length > 0) {
      const message = `税率 ${impossible.join('、')} 在 ${date} 不存在`;
      return [{ result: 'broken', severity: lineSeverity(subject), message, fields: ['issueDate'] }];
    }
    const old = of('warning');
    if (old.length > 0) {
      const message = `税率 ${old.join('、')} 在 ${date} 已不适用（红字或补开除外）`;
      return [{ result: 'broken', message, fields: ['issueDate'] }];
    }
    return [{ result: 'holds', message: `税率 ${rates.join('、')} 在 ${date} 有效` }];
  },
};
