/** What the web server and the commands work with; src/assemble.ts builds it. */
import type { Log } from '../adapters/log/log.js';
import type { FileLimits } from '../document/file-kind.js';
import type { Slip } from '../document/slip.js';
import type { Verdict } from '../document/verdict.js';
import type { Auth } from '../ports/auth.js';
import type { BlobStore } from '../ports/blobs.js';
import type { MailboxState } from '../ports/mailbox.js';
import type { Announcement, Queue } from '../ports/queue.js';
import type { Reader } from '../ports/reader.js';
import type { RegistryProvider } from '../ports/registry.js';
import type { Store } from '../ports/store.js';

/** Holds one slip against one organisation's ledger, now. */
export type Verify = (organisationId: string, slip: Slip) => Promise<Verdict>;

/** The assembled program: what every command that needs the stores is given. */
export interface App {
  readonly store: Store;
  readonly queue: Queue;
  readonly blobs: BlobStore;
  readonly auth: Auth;
  readonly verify: Verify;
  /** External registers in the order in which they are asked. */
  readonly registers: readonly RegistryProvider[];
  /** Questions about one invoice that are answered anew on one day; 0: no limit. */
  readonly questionsPerInvoice: number;
  /**
   * Runs announced work in this process and returns when it is finished or has failed for good; a worker that takes
   * the same work meanwhile does no harm. For commands, which answer with the result.
   */
  perform(items: readonly Announcement[]): Promise<void>;
  readonly log: Log;
  close(): Promise<void>;
}

export interface HttpSettings {
  readonly version: string;
  /** Where people reach the server; cookies are `secure` and HSTS is sent when it is https. */
  readonly publicUrl: string;
  /** Whether X-Forwarded-* of the direct neighbour is believed. */
  readonly trustProxy: boolean;
  readonly uploadLimits: FileLimits;
  /** Files in one request. */
  readonly filesAtOnce: number;
  /** Requests a minute from one address: all of them, and tries at signing in. */
  readonly rateLimits: { readonly requests: number; readonly signIns: number };
  /** Milliseconds between two looks at a batch that is watched, and between two heartbeats. */
  readonly watch: { readonly everyMs: number; readonly heartbeatMs: number };
}

/** Each number with its reason. */
export const HTTP_DEFAULTS = {
  // A mailroom's tray; more is a batch of its own.
  filesAtOnce: 100,
  // Twenty a second: a page that uploads a tray file by file stays below it. Twenty tries at a password a minute: an office behind one address, and 30 000 guesses a day at most.
  rateLimits: { requests: 1200, signIns: 20 },
  // Twice a second looks live to a person; proxies cut connections that are silent for 30 to 60 s.
  watch: { everyMs: 500, heartbeatMs: 15_000 },
} as const satisfies Partial<HttpSettings>;

export interface HttpDeps
  extends Pick<App, 'store' | 'blobs' | 'auth' | 'verify' | 'log' | 'questionsPerInvoice' | 'registers'> {
  readonly queue: Pick<Queue, 'announce' | 'counts'>;
  readonly reader: Pick<Reader, 'picture'>;
  /** Takes files out of ZIPs and mails. */
  readonly members: Pick<Reader, 'member'>;
  /** Reads pictures that are asked about. */
  readonly reading: Pick<Reader, 'begin'>;
  readonly settings: HttpSettings;
  /** Of the mailbox that this process looks after, where it does. */
  readonly mailbox?: () => MailboxState;
  /** Folder with demo.json and the sample files; `null`: none are offered. */
  readonly samplesDir: string | null;
  /** The built page; `null`: only the interface is served. */
  readonly webDir: string | null;
}
