import type { VerdictOutcome } from '../api/types.js';
import { useI18n } from '../i18n/index.js';
import { Pill } from '../ui/Pill.js';
import { outcomeTone } from './verdictLook.js';

export function OutcomePill({ outcome }: { outcome: VerdictOutcome }) {
  const { text } = useI18n();
  return <Pill tone={outcomeTone(outcome)}>{text.verdict.outcome[outcome]}</Pill>;
}
