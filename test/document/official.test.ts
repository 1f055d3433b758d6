import { describe, expect, it } from 'vitest';
import { CODES, type Dialect, meaningOf, officialOf, stateOfCode } from '../../src/document/official.js';
import type { InvoiceState, Outcome } from '../../src/document/verdict.js';

describe('our verdicts in the codes of the platform', () => {
  it.each([
    ['match', '001', '查验成功'],
    ['mismatch', '006', '不一致'],
    ['not_found', '009', '查无此票'],
    ['not_yet', 'rqerr', '次日'],
    ['limited', '002', '超过该张发票当日查验次数'],
    ['error', '010', '请重试'],
    ['unverified', null, '无对应代码'],
    ['unsupported', null, '无对应代码'],
  ] as const)('%s is %s', (outcome, code, words) => {
    const official = officialOf(outcome, 'unknown');
    expect(official.code).toBe(code);
    expect(official.text).toContain(words);
  });

  it.each([
    ['normal', '0', '正常'],
    ['void', '2', '作废'],
    ['red_part', '7', '部分红冲'],
    ['red_full', '8', '全额红冲'],
    ['is_red', '0', '红字发票'],
    ['out_of_control', null, '无对应状态'],
    ['abnormal', null, '无对应状态'],
    ['unknown', null, '未知'],
  ] as const)('state %s is %s', (state, code, words) => {
    const official = officialOf('match', state);
    expect(official.stateCode).toBe(code);
    expect(official.text).toContain(`发票状态：${words}`.slice(0, 5));
    expect(official.text).toContain(words);
  });

  it('tells a state only where the platform would show the invoice, but never hides a known one', () => {
    expect(officialOf('mismatch', 'void')).toEqual({
      code: '006',
      text: '不一致，发票状态：作废',
      stateCode: null,
    });
    expect(officialOf('not_found', 'unknown')).toEqual({ code: '009', text: '查无此票', stateCode: null });
  });

  it('comes back as it went, where there is a code', () => {
    for (const outcome of Object.keys(CODES.ours) as Outcome[]) {
      const { code } = officialOf(outcome, 'normal');
      if (code !== null) expect(meaningOf('platform', code)?.outcome).toBe(outcome);
    }
    for (const state of Object.keys(CODES.ourStates) as InvoiceState[]) {
      const { stateCode } = officialOf('match', state);
      // A red invoice is in force: the platform does not tell it from any other.
      if (stateCode !== null && state !== 'is_red') expect(stateOfCode('platform', stateCode)).toBe(state);
    }
  });
});

/** Every code that DOMAIN 9.2 and 9.3 list, and nothing else. */
const ANSWERS: readonly [Dialect, Readonly<Record<string, Outcome>>][] = [
  [
    'platform',
    {
      '001': 'match',
      '002': 'limited',
      '003': 'limited',
      '004': 'limited',
      '005': 'error',
      '006': 'mismatch',
      '007': 'error',
      '008': 'error',
      '009': 'not_found',
      '010': 'error',
      '020': 'limited',
      rqerr: 'not_yet',
    },
  ],
  [
    'baidu',
    {
      '0001': 'match',
      '0002': 'limited',
      '0005': 'error',
      '0006': 'mismatch',
      '0009': 'not_found',
      '1014': 'not_yet',
      '1015': 'unsupported',
      '1021': 'error',
      '9999': 'error',
    },
  ],
  [
    'tencent',
    {
      'ResourceNotFound.NoInvoice': 'not_found',
      'FailedOperation.InvoiceMismatch': 'mismatch',
      'FailedOperation.CountLimitError': 'limited',
      'ResourceNotFound.NotSupportCurrentInvoiceQuery': 'unsupported',
      'ResourceNotFound.NoAreaCode': 'error',
      'InvalidParameterValue.TicketCodeParameterValueLimit': 'error',
      'InvalidParameterValue.TicketSnParameterValueLimit': 'error',
      'InvalidParameterValue.TicketDateParameterValueLimit': 'error',
      'InvalidParameterValue.PriceOrVerificationParameterValueLimit': 'error',
      'FailedOperation.ArrearsError': 'error',
      'FailedOperation.UnOpenError': 'error',
      'FailedOperation.UnKnowError': 'error',
    },
  ],
  ['yonyou', {}],
  ['kingdee', {}],
  ['numbered', {}],
];

const STATES: readonly [Dialect, Readonly<Record<string, InvoiceState>>][] = [
  ['platform', { '0': 'normal', Y: 'void', '2': 'void', '3': 'red_full', '7': 'red_part', '8': 'red_full' }],
  ['baidu', { N: 'normal', Y: 'void', H: 'red_full', BH: 'red_part', QH: 'red_full' }],
  ['tencent', { '0': 'normal', Y: 'void', '2': 'void', '3': 'red_full', '7': 'red_part', '8': 'red_full' }],
  ['yonyou', { '0': 'normal', '1': 'out_of_control', '2': 'void', '3': 'red_full', '4': 'abnormal' }],
  [
    'kingdee',
    {
      '0': 'normal',
      '1': 'out_of_control',
      '2': 'void',
      '3': 'red_full',
      '4': 'abnormal',
      '5': 'abnormal',
    },
  ],
  ['numbered', { '01': 'normal', '02': 'void', '03': 'red_full', '04': 'red_part' }],
];

describe('their codes', () => {
  it.each(ANSWERS)('of answers, %s', (dialect, codes) => {
    const listed = Object.entries(CODES.answers[dialect]).map(([code, { outcome }]) => [code, outcome]);
    expect(Object.fromEntries(listed)).toEqual(codes);
    for (const [code, outcome] of Object.entries(codes)) {
      const meaning = meaningOf(dialect, ` ${code}`);
      expect(meaning?.outcome).toBe(outcome);
      expect(meaning?.text).toMatch(/\p{Script=Han}/u);
    }
  });

  it.each(STATES)('of states, %s', (dialect, codes) => {
    expect(CODES.states[dialect]).toEqual(codes);
    for (const [code, state] of Object.entries(codes)) expect(stateOfCode(dialect, code)).toBe(state);
  });

  it('that are not listed are never an answer', () => {
    for (const code of ['', '999', '1', 'toString', '__proto__', '0001'])
      expect(meaningOf('platform', code)).toBeNull();
    expect(stateOfCode('platform', 'constructor')).toBe('unknown');
    expect(stateOfCode('yonyou', '9')).toBe('unknown');
  });

  it('with what the platform adds to one, and the rest of what Baidu counts as errors', () => {
    expect(meaningOf('platform', '010_')?.outcome).toBe('error');
    expect(meaningOf('baidu', '1005')?.outcome).toBe('error');
    expect(meaningOf('baidu', '2005')).toBeNull();
  });
});
