/** What became of a slip or a document, in the words of a terminal. */
import type { DocumentState } from '../document/state.js';
import type { Outcome } from '../document/verdict.js';

export const OUTCOMES: Readonly<Record<Outcome, string>> = {
  match: '一致 / match',
  mismatch: '不一致 / mismatch',
  not_found: '查无此票 / not found',
  not_yet: '次日再查 / not yet',
  unverified: '未能核实 / unverified',
  limited: '超过次数 / limited',
  unsupported: '不支持查验 / unsupported',
  error: '查验出错 / error',
};

export const STATES: Readonly<Record<DocumentState, string>> = {
  queued: '排队 / queued',
  reading: '识别中 / reading',
  matching: '查验中 / matching',
  review: '待复核 / to review',
  done: '完成 / done',
  refused: '拒读 / refused',
  failed: '系统故障 / failed',
};
