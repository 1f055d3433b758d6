/**
 * A mailbox over IMAP: finds the mails that were not dealt with, oldest first, gives them one after the other, and notes
 * on each in the mailbox what became of it. Connects again whenever the connection is lost.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ImapFlow } from 'imapflow';
import { FILE_LIMITS } from '../../document/file-kind.js';
import { WAYS_IN } from '../../document/ways-in.js';
import type { Mailbox, MailboxState, MailOutcome, WaitingMail } from '../../ports/mailbox.js';
import {
  clientOf,
  contentOf,
  flagsOf,
  keyOf,
  leave,
  MailboxFault,
  type MailboxSettings,
  type Times,
  unprocessed,
} from './connection.js';

/** Deals with one mail; `ending`: aborted when there is no time left. */
type TakeMail = (mail: WaitingMail, ending: AbortSignal) => Promise<MailOutcome>;

/** Starts looking after the mailbox, now and until it is closed. Never throws: what fails is told and tried again. */
export function openMailbox(
  settings: MailboxSettings,
  take: TakeMail,
  onFault: (what: string, error: unknown) => void,
): Mailbox {
  const mailbox = new ImapMailbox(settings, take, onFault);
  mailbox.start();
  return mailbox;
}

/** Connects, opens the folder and leaves. Throws when that cannot be done. */
export async function tryMailbox(settings: MailboxSettings): Promise<void> {
  const client = clientOf(settings);
  await client.connect();
  try {
    await client.mailboxOpen(settings.folder, { readOnly: true });
  } finally {
    await client.logout();
  }
}

class ImapMailbox implements Mailbox {
  readonly #settings: MailboxSettings;
  readonly #take: TakeMail;
  readonly #onFault: (what: string, error: unknown) => void;
  readonly #times: Times;
  readonly #ending = new AbortController();
  #client: ImapFlow | null = null;
  #running: Promise<void> = Promise.resolve();
  /** UIDs still to be given, as the last search told. */
  #queue: number[] = [];
  #searchAt = 0;
  /** Given and not noted yet, by UIDVALIDITY and UID. */
  readonly #underWay = new Map<string, Promise<void>>();
  /** Not before then, and how often they were put off. */
  readonly #putOff = new Map<string, { until: number; times: number }>();
  #wake: () => void = () => undefined;
  #woken = false;
  #counts = { done: 0, refused: 0, failures: 0 };

  constructor(settings: MailboxSettings, take: TakeMail, onFault: (what: string, error: unknown) => void) {
    this.#settings = settings;
    this.#take = take;
    this.#onFault = onFault;
    this.#times = { ...WAYS_IN.mailbox, ...settings.times };
  }

  start(): void {
    this.#running = this.#run();
  }

  state(): MailboxState {
    return { connected: this.#client?.usable === true && this.#client.mailbox !== false, ...this.#counts };
  }

  async close(): Promise<void> {
    this.#ending.abort();
    this.#rouse();
    await this.#running;
    await Promise.all(this.#underWay.values());
  }

  async #run(): Promise<void> {
    const { least, most } = this.#times.backoffMs;
    while (!this.#ending.signal.aborted) {
      try {
        await this.#session();
      } catch (error) {
        if (this.#ending.signal.aborted) return;
        this.#onFault('mailbox', error);
        this.#counts.failures += 1;
      }
      const wait = Math.min(most, least * 2 ** Math.min(20, Math.max(0, this.#counts.failures - 1)));
      // Rejects only when it is woken early, which the loop's condition tells.
      await Promise.allSettled([sleep(wait, undefined, { signal: this.#ending.signal })]);
    }
  }

  /** One connection, until it is lost or we end. */
  async #session(): Promise<void> {
    const client = clientOf(this.#settings);
    client.on('close', () => this.#rouse());
    client.on('exists', () => this.#rouse(true));
    client.on('error', (error: unknown) => this.#onFault('mailbox connection', error));
    try {
      await client.connect();
      await client.mailboxOpen(this.#settings.folder);
      if (this.#settings.doneFolder !== null) await client.mailboxCreate(this.#settings.doneFolder);
      this.#client = client;
      this.#searchAt = 0;
      while (client.usable && !this.#ending.signal.aborted) {
        await this.#round(client);
        await this.#untilWoken();
      }
    } finally {
      this.#client = null;
      await leave(client);
    }
    if (!this.#ending.signal.aborted) throw new MailboxFault('connection_lost');
  }

  /** Gives mails as long as there is room for them; searches anew when news came or the time is ripe. */
  async #round(client: ImapFlow): Promise<void> {
    if (Date.now() >= this.#searchAt) {
      const found = await client.search(unprocessed(client), { uid: true });
      if (!Array.isArray(found)) throw new MailboxFault('search_refused');
      this.#queue = [...found].sort((a, b) => a - b);
      this.#searchAt = Date.now() + this.#times.pollMs;
      this.#counts.failures = 0;
    }
    while (this.#hasRoom() && this.#queue.length > 0) {
      const page = this.#queue
        .splice(0, WAYS_IN.mailbox.page)
        .filter((uid) => this.#isDue(keyOf(client, uid)));
      if (page.length === 0) continue;
      const heads = await client.fetchAll(
        page.join(','),
        { uid: true, size: true, envelope: true },
        { uid: true },
      );
      // The server may tell of other mails in between, flags only.
      const asked = heads.filter(({ uid, size }) => size !== undefined && page.includes(uid));
      asked.sort((a, b) => a.uid - b.uid);
      for (const [index, { uid, size = 0, envelope }] of asked.entries()) {
        if (!this.#hasRoom()) {
          this.#queue.unshift(...asked.slice(index).map((head) => head.uid));
          return;
        }
        await this.#give(client, uid, size, envelope?.subject ?? '');
      }
    }
  }

  #hasRoom(): boolean {
    return this.#underWay.size < WAYS_IN.mailbox.underWay && !this.#ending.signal.aborted;
  }

  #isDue(key: string): boolean {
    return !this.#underWay.has(key) && (this.#putOff.get(key)?.until ?? 0) <= Date.now();
  }

  /** Gives one mail and waits until it has been fetched: one at a time over the wire, whatever happens to it then. */
  async #give(client: ImapFlow, uid: number, size: number, subject: string): Promise<void> {
    const key = keyOf(client, uid);
    let isFetched: () => void = () => undefined;
    const fetched = new Promise<void>((resolve) => {
      isFetched = resolve;
    });
    const mail = { subject, size, content: () => contentOf(client, uid, isFetched) };
    const dealt = this.#deal(key, uid, mail).finally(() => {
      this.#underWay.delete(key);
      this.#rouse();
    });
    this.#underWay.set(key, dealt);
    await Promise.race([fetched, dealt]);
  }

  async #deal(key: string, uid: number, mail: WaitingMail): Promise<void> {
    try {
      const tooLarge = mail.size > (this.#settings.limit ?? FILE_LIMITS.other);
      const outcome = tooLarge ? 'refused' : await this.#take(mail, this.#ending.signal);
      if (outcome === 'later') return this.#later(key);
      await this.#note(key, uid, outcome);
      this.#putOff.delete(key);
      this.#counts[outcome] += 1;
    } catch (error) {
      this.#later(key);
      this.#onFault('a mail', error);
    }
  }

  /** Each time twice as long: a mail that cannot be taken must not keep us from the others. */
  #later(key: string): void {
    const times = this.#putOff.get(key)?.times ?? 0;
    const until = Date.now() + this.#times.retryMs * 2 ** Math.min(times, 7);
    this.#putOff.set(key, { until, times: times + 1 });
    this.#searchAt = Math.min(this.#searchAt, until);
  }

  /** Over whichever connection there is now. Without one the mail comes again and is known by its bytes. */
  async #note(key: string, uid: number, outcome: 'done' | 'refused'): Promise<void> {
    const client = this.#client;
    if (client === null || keyOf(client, uid) !== key) throw new MailboxFault('not_noted');
    const range = String(uid);
    if (outcome === 'done' && this.#settings.doneFolder !== null) {
      const moved = await client.messageMove(range, this.#settings.doneFolder, { uid: true });
      if (moved === false) throw new MailboxFault('not_moved');
      return;
    }
    if (!(await client.messageFlagsAdd(range, flagsOf(client, outcome), { uid: true })))
      throw new MailboxFault('not_flagged');
  }

  /** `news`: the server told of new mail. */
  #rouse(news = false): void {
    if (news) this.#searchAt = 0;
    this.#woken = true;
    this.#wake();
  }

  /** Until something happened or the time for a search has come. */
  async #untilWoken(): Promise<void> {
    if (!this.#woken) {
      const wait = new AbortController();
      this.#wake = () => wait.abort();
      const ms = Math.max(0, this.#searchAt - Date.now());
      // Rejects only when it is woken early, which is what it is for.
      await Promise.allSettled([sleep(ms, undefined, { signal: wait.signal })]);
      this.#wake = () => undefined;
    }
    this.#woken = false;
  }
}
