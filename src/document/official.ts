/**
 * The codes in which others answer 查验, in both directions (DOMAIN 9.2, 9.3): ours in the official platform's codes
 * (`cyjgdm`, and `zfbz` of the invoice's state) with the text that a finance person knows from it, and theirs as outcome
 * and state. Pure.
 */
import type { InvoiceState, Official, Outcome } from './verdict.js';

/** Texts of 002, 009 and rqerr as the platform shows them; the others told apart by what to do. */
const OUTCOMES: Readonly<Record<Outcome, { readonly code: string | null; readonly text: string }>> = {
  match: { code: '001', text: '查验成功，发票一致' },
  mismatch: { code: '006', text: '不一致' },
  not_found: { code: '009', text: '查无此票' },
  not_yet: { code: 'rqerr', text: '当日开具发票可于次日进行查验' },
  limited: { code: '002', text: '超过该张发票当日查验次数（请于次日再次查验）' },
  error: { code: '010', text: '网络超时，请重试' },
  // The platform only ever asks for values that a person has typed, so it never has to doubt them.
  unverified: { code: null, text: '尚未查验成功（官方平台无对应代码）' },
  unsupported: { code: null, text: '不支持查验的票种（官方平台无对应代码）' },
};

/**
 * `is_red`: a red invoice is itself in force, the platform shows it as 正常 with negative amounts. 失控 and 异常 are not
 * known to `zfbz`; neither is an unknown state.
 */
const STATES: Readonly<Record<InvoiceState, { readonly code: string | null; readonly text: string }>> = {
  normal: { code: '0', text: '正常' },
  void: { code: '2', text: '作废' },
  red_part: { code: '7', text: '部分红冲' },
  red_full: { code: '8', text: '全额红冲' },
  is_red: { code: '0', text: '红字发票' },
  out_of_control: { code: null, text: '失控（官方平台无对应状态）' },
  abnormal: { code: null, text: '异常凭证（官方平台无对应状态）' },
  unknown: { code: null, text: '未知' },
};

/** Whether the platform shows an invoice with this answer, so that it has a state to tell. */
const IS_SHOWN: ReadonlySet<Outcome> = new Set(['match']);

/** Our verdict as the platform would answer it. */
export function officialOf(outcome: Outcome, state: InvoiceState): Official {
  const { code, text } = OUTCOMES[outcome];
  const known = STATES[state];
  const isTold = IS_SHOWN.has(outcome) || state !== 'unknown';
  return {
    code,
    text: isTold ? `${text}，发票状态：${known.text}` : text,
    stateCode: IS_SHOWN.has(outcome) ? known.code : null,
  };
}

/** Whose codes: the official platform's, or a vendor's. */
export type Dialect = 'platform' | 'baidu' | 'tencent' | 'yonyou' | 'kingdee' | 'numbered';

/** What a code means. `text`: what it says, in words; `detail` where several codes are one outcome. */
export interface Meaning {
  readonly outcome: Outcome;
  readonly text: string;
}

const found = (text = '查验成功，发票一致'): Meaning => ({ outcome: 'match', text });
const fault = (text: string): Meaning => ({ outcome: 'error', text });
const limit = (text: string): Meaning => ({ outcome: 'limited', text });

/**
 * Codes of answers. 005, 007, 008 and wrong input are `error`: nothing was learnt of the invoice, the asker has to mend
 * the question. 003, 004 and 020 are `limited`: the same question is answered another time.
 */
const ANSWERS: Readonly<Record<Dialect, Readonly<Record<string, Meaning>>>> = {
  platform: {
    '001': found(),
    '002': limit('超过该张发票当日查验次数（请于次日再次查验）'),
    '003': limit('发票查验请求太频繁，请稍后再试'),
    '004': limit('超过服务器最大请求数，请稍后访问'),
    '005': fault('请求不合法'),
    '006': { outcome: 'mismatch', text: '不一致' },
    '007': fault('验证码失效'),
    '008': fault('验证码错误'),
    '009': { outcome: 'not_found', text: '查无此票' },
    '010': fault('网络超时，请重试'),
    '020': limit('由于查验行为异常，涉嫌违规，当前无法使用查验服务'),
    rqerr: { outcome: 'not_yet', text: '当日开具发票可于次日进行查验' },
  },
  baidu: {
    '0001': found(),
    '0002': limit('超过该张发票当日查验次数'),
    '0005': fault('请求不合法'),
    '0006': { outcome: 'mismatch', text: '发票信息不一致' },
    '0009': { outcome: 'not_found', text: '所查发票不存在' },
    '1014': { outcome: 'not_yet', text: '当日开具的发票请于次日查验' },
    '1015': { outcome: 'unsupported', text: '超过五年的发票不能查验' },
    '1021': fault('查验超时'),
    '9999': fault('查验失败'),
  },
  tencent: {
    'ResourceNotFound.NoInvoice': { outcome: 'not_found', text: '发票不存在' },
    'FailedOperation.InvoiceMismatch': { outcome: 'mismatch', text: '发票数据不一致' },
    'FailedOperation.CountLimitError': limit('超过该张发票当日查验次数'),
    'ResourceNotFound.NotSupportCurrentInvoiceQuery': { outcome: 'unsupported', text: '不支持查验该类发票' },
    'ResourceNotFound.NoAreaCode': fault('地区编码不存在'),
    'InvalidParameterValue.TicketCodeParameterValueLimit': fault('发票代码错误'),
    'InvalidParameterValue.TicketSnParameterValueLimit': fault('发票号码错误'),
    'InvalidParameterValue.TicketDateParameterValueLimit': fault('开票日期错误'),
    'InvalidParameterValue.PriceOrVerificationParameterValueLimit': fault('开票金额或校验码错误'),
    'FailedOperation.ArrearsError': fault('服务商账号已欠费'),
    'FailedOperation.UnOpenError': fault('服务商的服务未开通'),
    'FailedOperation.UnKnowError': fault('服务商内部异常'),
  },
  // These tell states only.
  yonyou: {},
  kingdee: {},
  numbered: {},
};

const PLATFORM_STATES: Readonly<Record<string, InvoiceState>> = {
  '0': 'normal',
  Y: 'void',
  '2': 'void',
  // 红冲 without an extent: taken as the whole, since nobody may reimburse on the milder reading.
  '3': 'red_full',
  '7': 'red_part',
  '8': 'red_full',
};

const FPZT: Readonly<Record<string, InvoiceState>> = {
  '0': 'normal',
  '1': 'out_of_control',
  '2': 'void',
  '3': 'red_full',
  '4': 'abnormal',
};

/** Codes of states. */
const STATE_CODES: Readonly<Record<Dialect, Readonly<Record<string, InvoiceState>>>> = {
  platform: PLATFORM_STATES,
  baidu: { N: 'normal', Y: 'void', H: 'red_full', BH: 'red_part', QH: 'red_full' },
  tencent: PLATFORM_STATES,
  yonyou: FPZT,
  // 5, 认证异常: an abnormal voucher to whoever wants to deduct it.
  kingdee: { ...FPZT, '5': 'abnormal' },
  numbered: { '01': 'normal', '02': 'void', '03': 'red_full', '04': 'red_part' },
};

/** What the platform's variants of a code add behind it: `010_`. */
const plainCode = (code: string): string => code.trim().replace(/_+$/, '');

/**
 * What an answer's code means; `null` for one that is not listed, which is never taken for an answer. Of Baidu, every
 * other 1xxx is an error of input, quota or system (DOMAIN 9.3): nothing was learnt.
 */
export function meaningOf(dialect: Dialect, code: string): Meaning | null {
  const listed = lookUp(ANSWERS[dialect], plainCode(code));
  if (listed !== null) return listed;
  return dialect === 'baidu' && /^1\d{3}$/.test(code.trim()) ? fault(`查验失败（${code.trim()}）`) : null;
}

/** The state that a code stands for; `unknown` for one that is not listed. */
export const stateOfCode = (dialect: Dialect, code: string): InvoiceState =>
  lookUp(STATE_CODES[dialect], code.trim()) ?? 'unknown';

const lookUp = <T>(table: Readonly<Record<string, T>>, code: string): T | null =>
  Object.hasOwn(table, code) ? (table[code] ?? null) : null;

/** All codes with what they mean: for documentation and tests. */
export const CODES = { answers: ANSWERS, states: STATE_CODES, ours: OUTCOMES, ourStates: STATES } as const;
