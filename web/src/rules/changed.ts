/** What another rule pack would change of the checks' switches. Pure. */
import type { CheckRow, RulePackAnswer } from '../api/types.js';

export interface Setting {
  readonly on: boolean;
  readonly severity: CheckRow['severity'];
  readonly blocks: boolean;
}

type Pack = Pick<RulePackAnswer, 'switches'>;

/** A check without a switch is on with its own severity, and blocks where that is E. */
export function settingOf(pack: Pack, check: Pick<CheckRow, 'id' | 'severity'>): Setting {
  const set = pack.switches[check.id];
  return {
    on: set?.on ?? true,
    severity: set?.severity ?? check.severity,
    blocks: set?.blocks ?? check.severity === 'E',
  };
}

export function changedChecks(
  checks: readonly Pick<CheckRow, 'id' | 'severity'>[],
  before: Pack,
  after: Pack,
): readonly { readonly id: string; readonly before: Setting; readonly after: Setting }[] {
  return checks
    .map((check) => ({ id: check.id, before: settingOf(before, check), after: settingOf(after, check) }))
    .filter(
      ({ before: old, after: now }) =>
        old.on !== now.on || (now.on && (old.severity !== now.severity || old.blocks !== now.blocks)),
    );
}
