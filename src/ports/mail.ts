/** Mails as files: EML (RFC 5322, MIME) and Outlook's MSG. */

/** A file that came with a mail: attached, or shown inside its text. */
export interface MailFile {
  /** As the mail names it, or made up from its type where it does not; not unique, and never used as a path. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Shown inside the text: a logo in a signature is, and so may be a photo of an invoice. */
  readonly inline: boolean;
}

export interface MailReader {
  /**
   * Its files in their order; mails attached to it are files as well (EML). Throws RefusalError `damaged_file`, `too_large`, or
   * `unsupported_type` where a compound file turns out to be no MSG.
   */
  open(bytes: Uint8Array): Promise<readonly MailFile[]>;
}
