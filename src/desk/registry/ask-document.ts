/** `registry`: external registers are asked about what the ledger leaves open in a document. */
import { recordKey } from '../../document/record.js';
import type { RegistryQuestion } from '../../document/registry.js';
import { questionAbout } from '../../document/registry-question.js';
import { todayInShanghai } from '../../invoice/dates.js';
import type { Announcement } from '../../ports/queue.js';
import type { DocumentRecord, Store } from '../../ports/store.js';
import type { WorkItem } from '../../ports/work.js';
import { askRegisters, isOpen, type RegistryTools, registersToAsk } from './ask.js';

export interface AskTools extends Omit<RegistryTools, 'registry'> {
  readonly store: Pick<Store, 'documents' | 'work' | 'registry'>;
}

interface Open {
  readonly key: string;
  readonly question: RegistryQuestion;
}

/** What the ledger leaves open of a document's slips, and registers can be asked about. */
function openIn({ slips }: DocumentRecord, now: Date): readonly Open[] {
  const today = todayInShanghai(now);
  return slips.flatMap((slip) => {
    const { verdict, fields } = slip;
    if (verdict === null || !isOpen(verdict, fields.issueDate?.value ?? null, today)) return [];
    const [key, question] = [recordKey(slip), questionAbout(slip)];
    return key === null || question === null ? [] : [{ key, question }];
  });
}

/**
 * After a match: opens `registry` where there is somebody to ask. Never while the match is being made, which must not
 * wait for somebody else's server. Announcements to make.
 */
export async function openAsking(
  tools: AskTools,
  organisationId: string,
  documentId: string,
): Promise<readonly Announcement[]> {
  const { store, registers, now } = tools;
  if (registers.length === 0) return [];
  const document = await store.documents.get(organisationId, documentId);
  if (document === null) return [];
  for (const { key, question } of openIn(document, now())) {
    const asked = await registersToAsk({ ...tools, registry: store.registry }, organisationId, key, question);
    if (asked.length > 0) return store.work.openRegistry(organisationId, documentId);
  }
  return [];
}

/** Does work of kind `registry`. What an earlier try was told already is not asked a second time. */
export async function askAboutDocument(tools: AskTools, work: WorkItem): Promise<readonly Announcement[]> {
  const { store, now } = tools;
  const document = await store.documents.get(work.organisationId, work.subjectId);
  if (document === null || !(await store.work.start(work.id))) return [];
  const open = openIn(document, now());
  for (const { key, question } of open)
    await askRegisters({ ...tools, registry: store.registry }, work.organisationId, key, question);
  return store.work.finishRegistry(
    work.id,
    open.map(({ key }) => key),
  );
}
