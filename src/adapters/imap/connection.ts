/** One connection to an IMAP server: how it is made and left, which mails are still to be dealt with, and their bytes. */
import { rootCertificates } from 'node:tls';
import { ImapFlow, type SearchObject } from 'imapflow';
import { WAYS_IN } from '../../document/ways-in.js';

export interface MailboxSettings {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte. Without it the connection turns to TLS, or is refused unless the host is this machine. */
  readonly secure: boolean;
  readonly user: string;
  readonly password: string;
  readonly folder: string;
  /** Where mails go that were read; `null`: they stay. */
  readonly doneFolder: string | null;
  /** PEM of certificates trusted beside the public ones. */
  readonly ca: string | null;
  /** Bytes of a mail; FILE_LIMITS unless a test is small. */
  readonly limit?: number;
  /** {@link WAYS_IN} unless a test is in a hurry. */
  readonly times?: Partial<Times>;
}

export interface Times {
  readonly pollMs: number;
  readonly retryMs: number;
  readonly backoffMs: { readonly least: number; readonly most: number };
}

/** Keywords that we leave on mails (RFC 3501, 2.3.2: any server that allows new ones keeps them). */
export const KEYWORDS = { done: '$YanpiaoDone', refused: '$YanpiaoRefused' } as const;

/** The server did not do as it was asked; `code` is ours. */
export class MailboxFault extends Error {
  readonly code: string;
  constructor(code: string) {
    super(`the mailbox: ${code}`);
    this.name = 'MailboxFault';
    this.code = code;
  }
}

/** Where the server keeps no keywords: what every server has. A mail that somebody has read is then not ours any more. */
const FALLBACK = { done: ['\\Seen'], refused: ['\\Seen', '\\Flagged'] } as const;

function takesKeywords({ mailbox }: ImapFlow): boolean {
  if (mailbox === false || mailbox.permanentFlags === undefined) return true;
  const { permanentFlags } = mailbox;
  return permanentFlags.has('\\*') || Object.values(KEYWORDS).every((keyword) => permanentFlags.has(keyword));
}

/** The flags that say what became of a mail, as far as the server keeps them. */
export const flagsOf = (client: ImapFlow, outcome: 'done' | 'refused'): string[] =>
  takesKeywords(client) ? [KEYWORDS[outcome]] : [...FALLBACK[outcome]];

/** Mails that were not dealt with. */
export const unprocessed = (client: ImapFlow): SearchObject =>
  takesKeywords(client)
    ? { deleted: false, unKeyword: KEYWORDS.refused, not: { keyword: KEYWORDS.done } }
    : { deleted: false, seen: false };

/** UIDs are the same mails only under the same UIDVALIDITY. */
export const keyOf = ({ mailbox }: ImapFlow, uid: number): string =>
  mailbox === false ? `none:${uid}` : `${mailbox.uidValidity}:${uid}`;

/** The mail as it lies there; `fetched` is called when it has come over the wire, or will not come. */
export async function* contentOf(client: ImapFlow, uid: number, fetched: () => void): AsyncGenerator<Buffer> {
  try {
    const { chunkBytes } = WAYS_IN.mailbox;
    const { content } = await client.download(String(uid), undefined, { uid: true, chunkSize: chunkBytes });
    if (content === undefined) throw new MailboxFault('mail_gone');
    yield* content as AsyncIterable<Buffer>;
  } finally {
    fetched();
  }
}

const LOOPBACK = /^(?:localhost|127\.\d+\.\d+\.\d+|::1)$/u;

/** A connection that is not opened yet. */
export function clientOf({ host, port, secure, user, password, ca }: MailboxSettings): ImapFlow {
  return new ImapFlow({
    host,
    port,
    secure,
    // Nobody on the way may turn TLS off; only this machine is trusted without.
    ...(secure || LOOPBACK.test(host) ? {} : { doSTARTTLS: true }),
    auth: { user, pass: password },
    // It would log addresses and subjects.
    logger: false,
    tls: ca === null ? {} : { ca: [...rootCertificates, ca] },
    // At once: every pause in which nobody listens is one in which a mail waits.
    autoIdleDelay: 200,
    maxIdleTime: WAYS_IN.mailbox.idleMs,
  });
}

/** Politely where the server listens; a connection that is lost is only closed. */
export async function leave(client: ImapFlow): Promise<void> {
  if (!client.usable) {
    client.close();
    return;
  }
  const [left] = await Promise.allSettled([client.logout()]);
  if (left.status === 'rejected') client.close();
}
