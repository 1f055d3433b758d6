/** `collapse`: the slips of one invoice are put together and what they say together is held against the ledger. */
import { contradicts, type RecordSource, type SlipRecord } from '../document/record.js';
import type { Slip } from '../document/slip.js';
import type { Verdict } from '../document/verdict.js';
import type { Announcement } from '../ports/queue.js';
import type { Store } from '../ports/store.js';
import type { WorkItem } from '../ports/work.js';
import { checkSlip } from './check/check.js';
import { mergeSlips } from './join/carriers.js';
import { documentStateAfter } from './judge/judge.js';

export interface CollapseTools {
  readonly store: Pick<Store, 'documents' | 'records' | 'work'>;
  /** One slip against one organisation's ledger, now. */
  readonly verify: (organisationId: string, slip: Slip) => Promise<Verdict>;
  /** The merged slip with its findings as one organisation's rules have them; absent: as the rules of the slip say. */
  readonly check?: (organisationId: string, slip: Slip, verdict: Verdict) => Promise<Slip>;
  /** Today in Asia/Shanghai, `YYYY-MM-DD`. */
  readonly today: () => string;
}

/**
 * Sources → merged slip → rules → verdict. What came to the record meanwhile raises its edition, and then the work that
 * came with it writes the result.
 */
export async function runCollapse(tools: CollapseTools, work: WorkItem): Promise<readonly Announcement[]> {
  const { records, work: works } = tools.store;
  if (!(await works.start(work.id))) return [];
  // The edition first: sources that come after it are not of it.
  const record = await records.get(work.organisationId, work.subjectId);
  const sources = await records.sources(work.organisationId, work.subjectId);
  if (record === null || sources.length === 0) {
    await works.finishCollapse(work.id, 0, null, null);
    return [];
  }
  const merged = collapsed(record.id, sources, tools.today());
  const verdict = await tools.verify(work.organisationId, merged);
  const slip = (await tools.check?.(work.organisationId, merged, verdict)) ?? merged;
  const states = await statesOf(tools, record, slip, sources);
  await works.finishCollapse(work.id, record.edition, slip, verdict, states);
  return [];
}

/**
 * The record's documents as they are by their own slips, where the record has a say in their states: its originals
 * contradict each other, or did until now.
 */
async function statesOf(
  { store }: CollapseTools,
  { organisationId, slip: before }: SlipRecord,
  slip: Slip,
  sources: readonly RecordSource[],
): Promise<ReadonlyMap<string, 'done' | 'review'>> {
  const states = new Map<string, 'done' | 'review'>();
  if (!contradicts(slip) && !contradicts(before)) return states;
  for (const id of new Set(sources.map(({ documentId }) => documentId))) {
    const document = await store.documents.get(organisationId, id);
    if (document !== null) states.set(id, documentStateAfter(document.slips));
  }
  return states;
}

/** The slip that the record stands for, the rules applied to the values of all originals together. */
function collapsed(id: string, sources: readonly RecordSource[], today: string): Slip {
  const merged = mergeSlips(id, sources);
  const checked = checkSlip({ ...merged, findings: [] }, today);
  return { ...checked, findings: [...merged.findings, ...checked.findings] };
}
