/** Whether a text begins like a mail (RFC 5322), which has no magic of its own. */

/** Lines that any letter may begin with. */
const WRITTEN = ['from', 'to', 'cc', 'subject', 'date', 'sender', 'reply-to'];
/** Lines that mail programs and servers write, and people do not. */
const SENT = [
  ...['mime-version', 'message-id', 'received', 'return-path', 'delivered-to', 'content-type'],
  ...['dkim-signature', 'arc-seal', 'arc-message-signature', 'arc-authentication-results'],
  ...['authentication-results', 'x-mailer', 'x-originating-ip', 'x-qq-mid', 'x-received', 'envelope-to'],
];

/** A field's name, and its colon (RFC 5322, 2.2). */
const FIELD = /^([!-9;-~]+)[ \t]*:/u;

/**
 * `text`: its beginning, as Latin-1. Every line up to the first empty one must be a header line, at least two of them
 * of a mail, and one of these such as programs write: a letter that says `From:` and `To:` is no mail.
 */
export function isMailHead(text: string): boolean {
  const names = headerNames(text);
  if (names === null) return false;
  const sent = names.filter((name) => SENT.includes(name)).length;
  const written = names.filter((name) => WRITTEN.includes(name)).length;
  // What HTTP and MIME parts begin with has a type as well, and maybe a date.
  return sent > 0 && sent + written >= 2 && (sent > 1 || written > 1 || !names.includes('content-type'));
}

/** Names of the fields; `null` where a line is none. The last line may be cut off; mbox puts its own before them. */
function headerNames(text: string): string[] | null {
  const lines = text.replace(/^(?:\xef\xbb\xbf)?\s*(?:From [^\n]*\n)?/u, '').split(/\r?\n/u);
  const end = lines.indexOf('');
  const header = end === -1 ? lines.slice(0, -1) : lines.slice(0, end);
  const names: string[] = [];
  for (const line of header) {
    if (/^[ \t]/u.test(line)) continue;
    const name = FIELD.exec(line)?.[1];
    if (name === undefined) return null;
    names.push(name.toLowerCase());
  }
  return names;
}
