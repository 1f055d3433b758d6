/** What became of a slip or a document, in the words of a terminal. */
import type { DocumentState } from '../document/state.js';
import type { Outcome } from '../document/verdict.js';
import { OUTCOME_WORDS } from '../document/verdict-words.js';

export const OUTCOMES: Readonly<Record<Outcome, string>> = {
  match: `${OUTCOME_WORDS.match} / match`,
  mismatch: `${OUTCOME_WORDS.mismatch} / mismatch`,
  not_found: `${OUTCOME_WORDS.not_found} / not found`,
  not_yet: `${OUTCOME_WORDS.not_yet} / not yet`,
  unverified: `${OUTCOME_WORDS.unverified} / unverified`,
  limited: `${OUTCOME_WORDS.limited} / limited`,
  unsupported: `${OUTCOME_WORDS.unsupported} / unsupported`,
  error: `${OUTCOME_WORDS.error} / error`,
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
