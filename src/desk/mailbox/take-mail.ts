/** A mail becomes one document: the mail itself, as it lies in the mailbox. */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { FINAL_STATES } from '../../document/state.js';
import { WAYS_IN } from '../../document/ways-in.js';
import type { Principal } from '../../ports/accounts.js';
import { type BlobStore, BlobTooLarge, StorageFull } from '../../ports/blobs.js';
import type { MailOutcome, WaitingMail } from '../../ports/mailbox.js';
import type { Store } from '../../ports/store.js';
import { type HandInTools, handIn } from '../documents/hand-in.js';
import { originalName, stageOriginal } from '../documents/original.js';

export interface TakeMailTools extends HandInTools {
  readonly store: Pick<Store, 'documents' | 'ledger'>;
  readonly blobs: Pick<BlobStore, 'stage'>;
}

/** Which mailbox of whom: part of the key under which a mail is taken once. */
export interface MailboxPlace {
  /** Host, user and folder; only its digest is kept. */
  readonly address: string;
  readonly organisationId: string;
}

/** Whoever may write to the mailbox hands in for the organisation. */
const principalOf = ({ organisationId }: MailboxPlace): Principal => ({
  organisationId,
  role: 'user',
  personId: null,
  apiKeyId: null,
  name: 'mailbox',
});

/**
 * Hands the mail in and waits until it has been read. The same mail of the same mailbox – after a crash, from another
 * process, under another UID – is the document that it was the first time. `later` when `ending` comes first or the
 * disk is full. Other faults are thrown.
 */
export async function takeMail(
  tools: TakeMailTools,
  place: MailboxPlace,
  mail: WaitingMail,
  ending: AbortSignal,
): Promise<MailOutcome> {
  try {
    const id = await handInMail(tools, place, mail);
    return await outcomeOf(tools, place.organisationId, id, ending);
  } catch (error) {
    if (error instanceof BlobTooLarge) return 'refused';
    if (error instanceof StorageFull) {
      tools.onFault('store a mail', error);
      return 'later';
    }
    throw error;
  }
}

/** Characters of a subject that make a name; a name holds 255. */
const LONGEST_SUBJECT = 200;

async function handInMail(tools: TakeMailTools, place: MailboxPlace, mail: WaitingMail): Promise<string> {
  const blob = await stageOriginal(tools.blobs, place.organisationId, mail.content());
  await blob.keep();
  const { sha256, size } = blob;
  const subject = mail.subject.replaceAll(/[/\\]/gu, ' ').slice(0, LONGEST_SUBJECT).trim();
  const file = { file: originalName(`${subject === '' ? 'mail' : subject}.eml`), sha256, size };
  const key = createHash('sha256')
    .update(JSON.stringify([place.address, sha256]))
    .digest('hex');
  const { documents } = await handIn(tools, principalOf(place), [file], 'mailbox', `mail:${key}`);
  const [document] = documents;
  if (document === undefined) throw new Error('a batch without its document');
  return document.id;
}

async function outcomeOf(
  { store }: TakeMailTools,
  organisationId: string,
  id: string,
  ending: AbortSignal,
): Promise<MailOutcome> {
  while (!ending.aborted) {
    const record = await store.documents.get(organisationId, id);
    if (record === null) return 'refused';
    if (FINAL_STATES.includes(record.state))
      return record.state === 'refused' || record.state === 'failed' ? 'refused' : 'done';
    // Rejects only when it is woken early, which the loop's condition tells.
    await Promise.allSettled([sleep(WAYS_IN.mailbox.askEveryMs, undefined, { signal: ending })]);
  }
  return 'later';
}
