/** What a person found at the official site, recorded with its screenshot. */
import { PERSON, type RegistryAnswer } from '../../document/registry.js';
import { digestOf, questionAbout } from '../../document/registry-question.js';
import type { Slip } from '../../document/slip.js';
import type { Principal } from '../../ports/accounts.js';
import type { RegistryStore } from '../../ports/registry.js';

export interface LookedUp {
  readonly outcome: RegistryAnswer['outcome'];
  readonly state: RegistryAnswer['state'];
  readonly note: string;
  /** SHA-256 of the screenshot, which is among the originals. */
  readonly evidence: string;
}

/**
 * Keeps it under the name of whoever looked, and as said of the values of `slip`: another paper under the same number is
 * not confirmed by it.
 */
export async function recordAnswer(
  registry: RegistryStore,
  principal: Principal,
  { key: recordKey, slip }: { readonly key: string; readonly slip: Slip | null },
  { outcome, state, note, evidence }: LookedUp,
  now: Date,
): Promise<void> {
  const question = slip === null ? null : questionAbout(slip);
  await registry.keep(principal.organisationId, recordKey, {
    ...{ provider: PERSON, outcome, state, rawCode: null, rawText: note === '' ? null : note },
    ...{ fields: {}, checkedAt: now, person: principal.name, evidence },
    question: question === null ? null : digestOf(question),
  });
}
