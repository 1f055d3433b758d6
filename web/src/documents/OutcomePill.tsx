import type { SlipVerdict, VerdictOutcome } from '../api/types.js';
import { useI18n } from '../i18n/index.js';
import { Pill } from '../ui/Pill.js';
import { stateMatters, verdictTone } from './verdictLook.js';

/** The verdict in a word; with the invoice's state where that changes what the word means. */
export function OutcomePill({
  outcome,
  state = 'normal',
}: {
  outcome: VerdictOutcome;
  state?: SlipVerdict['state'];
}) {
  const { text } = useI18n();
  const word = text.verdict.outcome[outcome];
  return (
    <Pill tone={verdictTone({ outcome, state })}>
      {stateMatters({ state }) ? `${word} · ${text.verdict.state[state]}` : word}
    </Pill>
  );
}
