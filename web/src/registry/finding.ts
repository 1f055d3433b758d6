/** What a person found on an official site, as it is filled in. Pure. */
import type { VerdictOutcome, VerdictState } from '../api/types.js';

/** What an official site can answer. */
export const OUTCOMES = [
  'match',
  'mismatch',
  'not_found',
  'not_yet',
  'unsupported',
] as const satisfies VerdictOutcome[];

export interface Noted {
  readonly outcome: (typeof OUTCOMES)[number] | null;
  readonly state: VerdictState;
  readonly note: string;
  /** The screenshot. */
  readonly file: File | null;
}

export const NOTHING_NOTED: Noted = { outcome: null, state: 'normal', note: '', file: null };

/** Only of an invoice that was found is there a state to tell. */
export const tellsState = ({ outcome }: Pick<Noted, 'outcome'>): boolean =>
  outcome === 'match' || outcome === 'mismatch';

/** What a person says to have seen counts with the picture of it. */
export const isComplete = ({ outcome, file }: Pick<Noted, 'outcome' | 'file'>): boolean =>
  outcome !== null && file !== null;

/** As `POST /registry/answers` takes it. */
export function formOf(documentId: string, slipId: string, noted: Noted): FormData {
  const form = new FormData();
  const state = tellsState(noted) ? noted.state : 'unknown';
  const texts = { documentId, slipId, outcome: noted.outcome ?? '', state, note: noted.note };
  for (const [name, value] of Object.entries(texts)) form.append(name, value);
  if (noted.file !== null) form.append('file', noted.file, noted.file.name);
  return form;
}
