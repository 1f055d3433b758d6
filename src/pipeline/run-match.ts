/** `match`: each slip is held against the ledger and the organisation's rules; the document reaches its final state. */
import { recordKey } from '../document/record.js';
import type { Slip } from '../document/slip.js';
import type { Verdict } from '../document/verdict.js';
import type { LedgerStore, PartyNames } from '../ports/ledger.js';
import type { Announcement } from '../ports/queue.js';
import type { RegistryStore } from '../ports/registry.js';
import type { WorkItem } from '../ports/work.js';
import { documentStateAfter } from './judge/judge.js';
import { earliest, recheckAt } from './judge/recheck.js';
import { withAnswers } from './judge/registers.js';
import { verifySlip } from './line.js';
import type { MatchModel } from './match/model.js';
import { checkedAgainst, whoseSlips } from './run-checks.js';
import type { RunnerTools } from './runner.js';

export async function runMatch(tools: RunnerTools, work: WorkItem): Promise<readonly Announcement[]> {
  const document = await tools.store.documents.get(work.organisationId, work.subjectId);
  if (document === null || !(await tools.store.work.start(work.id))) return [];
  const { store, matchModel } = tools;
  const whose = await whoseSlips(store, work.organisationId, document.id);
  const judged: (Slip & { readonly verdict: Verdict })[] = [];
  const tell = new Set<string>();
  for (const slip of document.slips) {
    const now = tools.now();
    const verdict = await verifyAgainstLedger(store, work.organisationId, slip, now, matchModel);
    const checked = await checkedAgainst(store, whose, slip, verdict, now);
    judged.push({ ...checked.slip, verdict });
    for (const id of checked.tell) tell.add(id);
  }
  const { times: rechecks } = document.recheck;
  const next = earliest(...judged.map((slip) => nextTime(slip, rechecks, tools.now())));
  const verdicts = new Map(judged.map(({ id, verdict }) => [id, verdict]));
  const findings = new Map(judged.map((slip) => [slip.id, slip]));
  // Before the end of this match, or a crash between the two would leave nobody to tell them.
  const told = await store.work.openRechecks(work.organisationId, [...tell]);
  const following = await store.work.finishMatch(
    work.id,
    verdicts,
    documentStateAfter(judged),
    next,
    findings,
  );
  return [...told, ...following];
}

const nextTime = (
  { verdict: { outcome }, fields }: Slip & { readonly verdict: Verdict },
  rechecks: number,
  now: Date,
): Date | null => recheckAt({ outcome, issueDate: fields.issueDate?.value ?? null, rechecks, now });

/** What is asked: the ledger, and what registers have said of the invoice, where they are kept. */
export interface VerifyStore {
  readonly ledger: Pick<LedgerStore, 'byKey' | 'near' | 'shares'>;
  readonly registry?: Pick<RegistryStore, 'history'>;
}

/**
 * One slip against one organisation's ledger, and against what registers and people have answered about its invoice.
 * `model`: of one's own; the shipped one otherwise.
 */
export async function verifyAgainstLedger(
  { ledger, registry }: VerifyStore,
  organisationId: string,
  slip: Slip,
  now: Date,
  model?: MatchModel,
): Promise<Verdict> {
  const lookup = {
    byKey: (number: string, code: string | null) => ledger.byKey(organisationId, number, code),
    near: (probe: Parameters<typeof ledger.near>[1], limit: number) =>
      ledger.near(organisationId, probe, limit),
    shares: (parties: PartyNames) => ledger.shares(organisationId, parties),
  };
  const key = recordKey(slip);
  const [verdict, answers] = await Promise.all([
    verifySlip(slip, lookup, now, model),
    key === null ? [] : (registry?.history(organisationId, key) ?? []),
  ]);
  return withAnswers(slip, verdict, answers, now);
}
