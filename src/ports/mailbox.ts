/** A mailbox into which people forward invoices. */

/** A mail that was not dealt with before. */
export interface WaitingMail {
  /** Its subject; empty where it has none. */
  readonly subject: string;
  /** Bytes, as the server says; what really comes is counted again. */
  readonly size: number;
  /** The mail as it lies on the server, byte for byte. */
  content(): AsyncIterable<Buffer>;
}

/** What is noted on the mail in the mailbox. `later`: nothing, it comes again. */
export type MailOutcome = 'done' | 'refused' | 'later';

/** Told without personal data: no address, no subject. */
export interface MailboxState {
  readonly connected: boolean;
  readonly done: number;
  readonly refused: number;
  /** Connections that failed or broke off since the last mail or look that went well. */
  readonly failures: number;
}

export interface Mailbox {
  state(): MailboxState;
  /** Takes no more mails and leaves; what is under way comes again at the next start. */
  close(): Promise<void>;
}
