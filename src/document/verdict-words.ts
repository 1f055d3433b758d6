/** What outcomes and states are called in tables and files for people; the page calls them the same. */
import type { InvoiceState, Outcome } from './verdict.js';

export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  match: '一致',
  mismatch: '不一致',
  not_found: '查无此票',
  not_yet: '次日再查',
  unverified: '未能核实',
  limited: '次数超限',
  unsupported: '不支持查验',
  error: '查验出错',
};

export const STATE_WORDS: Readonly<Record<InvoiceState, string>> = {
  normal: '正常',
  void: '已作废',
  red_full: '已全额红冲',
  red_part: '已部分红冲',
  is_red: '红字发票',
  out_of_control: '失控发票',
  abnormal: '异常凭证',
  unknown: '状态未知',
};
