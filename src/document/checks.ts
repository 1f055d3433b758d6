/** Every check there is (DOMAIN 12), for people: what the findings' ids mean, and what a check needs to know. */
import type { Severity } from './finding.js';

/**
 * `slip`: the values of the invoice alone, so it is made when the document is read. `file`: also the file it stands in.
 * `organisation`: the organisation's rules, its other invoices, its claims or the ledger's answer, so it is made when the
 * document is held against the ledger, and again whenever that happens again.
 */
export type CheckNeeds = 'slip' | 'file' | 'organisation';

export interface CheckFacts {
  readonly chinese: string;
  readonly english: string;
  /** Of a broken check, where neither the case nor the organisation makes it another. */
  readonly severity: Severity;
  readonly needs: CheckNeeds;
}

const check = (severity: Severity, needs: CheckNeeds, chinese: string, english: string): CheckFacts => ({
  chinese,
  english,
  severity,
  needs,
});

const facts = {
  D1: check('E', 'organisation', '重复发票', 'Invoice handed in or claimed before'),
  D2: check('W', 'organisation', '疑似重复', 'Same seller and total, another number'),
  T1: check('E', 'organisation', '购买方税号不是本单位', 'Buyer tax id is not ours'),
  T2: check('W', 'organisation', '购买方名称与登记不符', 'Buyer name is not as registered'),
  T3: check('W', 'slip', '抬头为个人', 'Buyer is a person'),
  S1: check('W', 'organisation', '连号发票', 'Consecutive numbers'),
  Y1: check('W', 'organisation', '跨年发票', 'Issued in another year than booked'),
  Y2: check('E', 'slip', '开票日期晚于今天', 'Dated in the future'),
  C1: check('W', 'organisation', '敏感类目或笼统品名', 'Sensitive class or vague name'),
  C2: check('E', 'slip', '详见清单而无清单', 'Refers to a list that is not there'),
  V1: check('E', 'organisation', '销售方在黑名单', 'Seller is on the black list'),
  V2: check('E', 'organisation', '查验未通过或状态异常', 'Not verified, or void, red or out of control'),
  A1: check('E', 'slip', '大写与小写', 'Words and figures'),
  A2: check('E', 'slip', '合计与各行', 'Totals and lines'),
  A3: check('E', 'slip', '行程单合计', 'Sum of an air itinerary'),
  A4: check('W', 'slip', '铁路客票税额', 'Tax inside a rail fare'),
  R1: check('W', 'slip', '税率与日期', 'Rate at the date'),
  N1: check('E', 'slip', '发票代码与票种', 'Code and kind'),
  N2: check('E', 'slip', '代码与号码的形式', 'Form of code and number'),
  N3: check('W', 'slip', '号码年份', 'Year of the number'),
  N4: check('I', 'slip', '销售方登记地与代码地区', 'Where the seller registered and where the code is from'),
  N5: check('W', 'slip', '监制章地区与代码地区', "The seal's region and the code's"),
  N6: check('W', 'slip', '票种与日期', 'Kind at the date'),
  N7: check('E', 'slip', '专票购买方', 'Buyer of a special invoice'),
  Q1: check('E', 'slip', '二维码与票面', 'QR and print'),
  Q2: check('W', 'slip', '二维码校验', 'CRC of the QR'),
  Q3: check('I', 'slip', '有无二维码', 'Whether there is a QR'),
  U1: check('W', 'slip', '税号校验位', 'Check characters of tax ids'),
  F1: check('W', 'file', 'PDF 改动痕迹', 'Signs that a PDF was changed'),
  F2: check('W', 'file', 'OFD 签名与内容', 'Signatures and contents of an OFD'),
  F3: check('E', 'file', '原件之间不一致', 'Originals that differ'),
  F4: check('I', 'file', '图片涂改痕迹', 'Signs that a picture was changed'),
  P1: check('I', 'organisation', '报销政策提示', 'Hints of policy'),
  M1: check('W', 'slip', '备注栏要求', 'What the note must say'),
} as const satisfies Record<string, CheckFacts>;

export type CheckId = keyof typeof facts;

export const CHECKS: Readonly<Record<CheckId, CheckFacts>> = facts;
export const CHECK_IDS = Object.keys(facts) as readonly CheckId[];

/** Whether a text is the id of a check. */
export const isCheckId = (id: string): id is CheckId => Object.hasOwn(facts, id);
