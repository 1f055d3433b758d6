/** Asking external registers about an invoice: within quotas, and not again while an earlier answer counts. */
import {
  PERSON,
  QUOTA_USED_UP,
  type RegistryAnswer,
  type RegistryQuestion,
  stillCounts,
} from '../../document/registry.js';
import { digestOf } from '../../document/registry-question.js';
import type { Verdict } from '../../document/verdict.js';
import { todayInShanghai } from '../../invoice/dates.js';
import type { RegistryProvider, RegistryStore } from '../../ports/registry.js';

export interface RegistryTools {
  readonly registry: RegistryStore;
  /** In the order in which they are asked. */
  readonly registers: readonly RegistryProvider[];
  readonly now: () => Date;
}

/**
 * Whether the ledger leaves open what a register could tell: nothing under the number, or not enough to compare. Of an
 * invoice of today (`YYYY-MM-DD`, Asia/Shanghai) a register knows nothing before tomorrow.
 */
export function isOpen(verdict: Verdict, issueDate: string | null, today: string): boolean {
  const { outcome, provider, reasons } = verdict;
  if (outcome === 'not_yet') return issueDate !== null && issueDate < today;
  if (outcome === 'not_found' || outcome === 'limited' || outcome === 'error') return true;
  // Where a register answered it cannot tell more.
  if (outcome !== 'unverified' || provider !== undefined) return false;
  return reasons.every(({ agree, ours, theirs }) => agree || ours === null || theirs === null);
}

/** Registers that know the kind. */
export const registersFor = (
  registers: readonly RegistryProvider[],
  { kind }: RegistryQuestion,
): readonly RegistryProvider[] => registers.filter(({ kinds }) => kinds === null || kinds.includes(kind));

/** The registers that are to be asked now: those that know the kind, unless an earlier answer still counts. */
export async function registersToAsk(
  { registry, registers, now }: RegistryTools,
  organisationId: string,
  recordKey: string,
  question: RegistryQuestion,
): Promise<readonly RegistryProvider[]> {
  const known = registersFor(registers, question);
  if (known.length === 0) return [];
  const digest = digestOf(question);
  const earlier = (await registry.history(organisationId, recordKey)).filter(
    (answer) => stillCounts(answer, now()) && (answer.question ?? digest) === digest,
  );
  if (earlier.some(settles)) return [];
  return known.filter(({ name }) => !earlier.some(({ provider }) => provider === name));
}

/**
 * Asks one register after the other until one of them settles it, and keeps what they say. `again`: also those whose
 * earlier answer to the same question still counts. Returns what was added.
 */
export async function askRegisters(
  tools: RegistryTools,
  organisationId: string,
  recordKey: string,
  question: RegistryQuestion,
  { again = false }: { readonly again?: boolean } = {},
): Promise<readonly RegistryAnswer[]> {
  const added: RegistryAnswer[] = [];
  const asked = again
    ? registersFor(tools.registers, question)
    : await registersToAsk(tools, organisationId, recordKey, question);
  for (const register of asked) {
    const answer = (await isWithinQuota(tools, organisationId, recordKey, register))
      ? await register.check(question)
      : usedUp(register, tools.now());
    const kept = { ...answer, question: digestOf(question) };
    await tools.registry.keep(organisationId, recordKey, kept);
    added.push(kept);
    if (settles(kept)) break;
  }
  return added;
}

/** After such an answer no other register is asked. */
const settles = ({ outcome, provider }: RegistryAnswer): boolean =>
  provider === PERSON || outcome === 'match' || outcome === 'mismatch';

async function isWithinQuota(
  { registry, now }: RegistryTools,
  organisationId: string,
  recordKey: string,
  { name, quota }: RegistryProvider,
): Promise<boolean> {
  const midnight = new Date(`${todayInShanghai(now())}T00:00:00+08:00`);
  const { invoice, all } = await registry.asked(organisationId, name, recordKey, midnight);
  return (
    (quota.perInvoiceAndDay === null || invoice < quota.perInvoiceAndDay) &&
    (quota.perDay === null || all < quota.perDay)
  );
}

const usedUp = ({ name }: RegistryProvider, now: Date): RegistryAnswer => ({
  provider: name,
  outcome: 'limited',
  state: 'unknown',
  rawCode: QUOTA_USED_UP,
  rawText: '今日对该渠道的查验次数已用完',
  fields: {},
  checkedAt: now,
  person: null,
  evidence: null,
});
