/** How a verdict looks: only an invoice that agrees and is in order is green. */
import type { DocumentStateName, SlipVerdict, VerdictOutcome } from '../api/types.js';
import type { Tone } from '../ui/tone.js';

const OUTCOME_TONES: Record<VerdictOutcome, Tone> = {
  match: 'good',
  mismatch: 'bad',
  not_found: 'bad',
  not_yet: 'wait',
  unverified: 'warn',
  limited: 'wait',
  unsupported: 'neutral',
  error: 'warn',
};

const STATE_TONES: Record<SlipVerdict['state'], Tone> = {
  normal: 'good',
  void: 'bad',
  red_full: 'bad',
  red_part: 'warn',
  is_red: 'warn',
  out_of_control: 'bad',
  abnormal: 'bad',
  unknown: 'warn',
};

const DOCUMENT_TONES: Record<DocumentStateName, Tone> = {
  queued: 'neutral',
  reading: 'wait',
  matching: 'wait',
  review: 'warn',
  done: 'good',
  refused: 'bad',
  failed: 'bad',
};

export const stateTone = (state: SlipVerdict['state']): Tone => STATE_TONES[state];
export const documentTone = (state: DocumentStateName): Tone => DOCUMENT_TONES[state];

/** The state of the invoice weighs only once the ledger entry is known to be this invoice. */
export function verdictTone({ outcome, state }: Pick<SlipVerdict, 'outcome' | 'state'>): Tone {
  return outcome === 'match' ? STATE_TONES[state] : OUTCOME_TONES[outcome];
}

/** Whether the state is news: not the ordinary one, and known. */
export function stateMatters({ state }: Pick<SlipVerdict, 'state'>): boolean {
  return state !== 'normal' && state !== 'unknown';
}
