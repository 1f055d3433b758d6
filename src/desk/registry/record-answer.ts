/** What a person found at the official site, recorded with its screenshot. */
import { PERSON, type RegistryAnswer } from '../../document/registry.js';
import type { Principal } from '../../ports/accounts.js';
import type { RegistryStore } from '../../ports/registry.js';

export interface LookedUp {
  readonly outcome: RegistryAnswer['outcome'];
  readonly state: RegistryAnswer['state'];
  readonly note: string;
  /** SHA-256 of the screenshot, which is among the originals. */
  readonly evidence: string;
}

/** Keeps it under the name of whoever looked. */
export async function recordAnswer(
  registry: RegistryStore,
  principal: Principal,
  recordKey: string,
  { outcome, state, note, evidence }: LookedUp,
  now: Date,
): Promise<void> {
  await registry.keep(principal.organisationId, recordKey, {
    ...{ provider: PERSON, outcome, state, rawCode: null, rawText: note === '' ? null : note },
    ...{ fields: {}, checkedAt: now, person: principal.name, evidence },
  });
}
