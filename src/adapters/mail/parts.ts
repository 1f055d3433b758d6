/**
 * The parts of a mail (RFC 2046), found in one pass over its lines, without a copy of any of them. postal-mime keeps an
 * object for every line, ten times the mail's bytes where lines are short, and turns texts into others that nobody asked
 * for: it gets the headers of single parts only.
 */
import { RefusalError } from '../../document/refusal.js';
import { BUDGETS } from '../../pipeline/budgets.js';

/** A part that holds no others. */
export interface Leaf {
  /** Its header lines that tell about the content, folded as they came, line ends included. */
  readonly headers: Buffer;
  /** Still in its transfer encoding. */
  readonly body: Buffer;
  /** The text refers to it, if to anything: a part of multipart/related. */
  readonly related: boolean;
  /** A part of multipart/digest is a mail where nothing else is said. */
  readonly digest: boolean;
}

/** A multipart whose end has not come. */
interface Open {
  /** Two dashes and the boundary. */
  readonly marker: string;
  readonly related: boolean;
  readonly digest: boolean;
}

const [LF, CR, DASH, SPACE, TAB] = [0x0a, 0x0d, 0x2d, 0x20, 0x09];
/** RFC 2046 allows 70. */
const LONGEST_BOUNDARY = 250;

/** Throws RefusalError `damaged_file` where it is nested or headed as no mail program does. */
export function leavesOf(mail: Buffer): Leaf[] {
  const leaves: Leaf[] = [];
  let open: Open[] = [];
  /** Places in `open`; of two of a name the inner one's. */
  let markers = new Map<string, number>();
  let headers: HeaderLines | null = new HeaderLines();
  let body: { readonly start: number; readonly headers: Buffer } | null = null;
  const close = (end: number) => {
    const last = open.at(-1);
    if (body !== null)
      leaves.push({
        headers: body.headers,
        body: mail.subarray(body.start, withoutLineEnd(mail, body.start, end)),
        related: last?.related ?? false,
        digest: last?.digest ?? false,
      });
    if (leaves.length > BUDGETS.mail.parts) throw new RefusalError('damaged_file', '邮件');
    body = null;
  };
  for (let start = firstLine(mail); start < mail.length; ) {
    const [end, next] = lineFrom(mail, start);
    const found = boundaryAt(mail, start, end, markers);
    if (found !== null) {
      close(start);
      open = open.slice(0, found.ends ? found.index : found.index + 1);
      markers = markersOf(open);
      headers = found.ends ? null : new HeaderLines();
    } else if (headers !== null && start === end) {
      const multipart = headers.multipart();
      if (multipart === null) body = { start: next, headers: headers.bytes() };
      else open = [...open, multipart];
      if (multipart !== null) markers = markersOf(open);
      if (open.length > BUDGETS.mail.depth) throw new RefusalError('damaged_file', '邮件');
      headers = null;
    } else {
      headers?.add(mail.subarray(start, next));
    }
    start = headers === null ? nextDashes(mail, next, open) : next;
  }
  close(mail.length);
  return leaves;
}

const markersOf = (open: readonly Open[]) => new Map(open.map(({ marker }, index) => [marker, index]));

/** Past empty lines, a byte order mark and the line that mailbox files put before a mail. */
function firstLine(mail: Buffer): number {
  let at = mail[0] === 0xef && mail[1] === 0xbb && mail[2] === 0xbf ? 3 : 0;
  // All of them are below other letters.
  while ((mail[at] ?? DASH) <= SPACE) at += 1;
  return mail.subarray(at, at + 5).toString('latin1') === 'From ' ? lineFrom(mail, at)[1] : at;
}

const LINE_OF_DASHES = Buffer.from('\n--');

/** Where the next line from `start` on begins that may be a boundary: the lines of a body are many, and some empty. */
function nextDashes(mail: Buffer, start: number, open: readonly Open[]): number {
  if (open.length > 0 && mail[start] === DASH && mail[start + 1] === DASH) return start;
  const found = open.length === 0 ? -1 : mail.indexOf(LINE_OF_DASHES, start - 1);
  return found === -1 ? mail.length : found + 1;
}

/** The end of the line that begins at `start`, and the start of the next one. */
function lineFrom(mail: Buffer, start: number): [end: number, next: number] {
  const feed = mail.indexOf(LF, start);
  const next = feed === -1 ? mail.length : feed + 1;
  let end = feed === -1 ? mail.length : feed;
  while (end > start && mail[end - 1] === CR) end -= 1;
  return [end, next];
}

/** The line end before a boundary belongs to the boundary. */
function withoutLineEnd(mail: Buffer, start: number, end: number): number {
  const feed = end > start && end < mail.length && mail[end - 1] === LF ? end - 1 : end;
  return feed > start && feed < end && mail[feed - 1] === CR ? feed - 1 : feed;
}

/** Which open multipart the line parts, and whether it ends it. Looked up and not compared: most lines of dashes are none. */
function boundaryAt(
  mail: Buffer,
  start: number,
  end: number,
  markers: ReadonlyMap<string, number>,
): { readonly index: number; readonly ends: boolean } | null {
  if (markers.size === 0 || mail[start] !== DASH || mail[start + 1] !== DASH) return null;
  if (end - start > LONGEST_BOUNDARY * 2) return null;
  const line = mail.toString('latin1', start, end).trimEnd();
  const index = markers.get(line);
  if (index !== undefined) return { index, ends: false };
  const ended = line.endsWith('--') ? markers.get(line.slice(0, -2)) : undefined;
  return ended === undefined ? null : { index: ended, ends: true };
}

/** The header lines of one part, of which only those are kept that tell about its content. */
class HeaderLines {
  readonly #kept: Buffer[] = [];
  #length = 0;
  #keeping = false;

  /** A line with its end. */
  add(line: Buffer): void {
    const [first = 0] = line;
    // Most lines are told by their first letter.
    if (first !== SPACE && first !== TAB)
      this.#keeping = (first | 0x20) === 0x63 && /^content-/iu.test(line.toString('latin1', 0, 8));
    if (!this.#keeping) return;
    this.#length += line.length;
    if (this.#length > BUDGETS.mail.headerBytes) throw new RefusalError('damaged_file', '邮件');
    this.#kept.push(line);
  }

  bytes(): Buffer {
    return Buffer.concat(this.#kept);
  }

  /** What the part is, where it holds others. */
  multipart(): Open | null {
    const text = this.bytes()
      .toString('latin1')
      .replace(/\r*\n(?=[ \t])/gu, '');
    const [, subtype, rest] = /^content-type[ \t]*:[ \t]*multipart\/([\w-]+)(.*)$/imu.exec(text) ?? [];
    const [, quoted, bare] = /boundary[ \t]*=[ \t]*(?:"([^"]*)"|([^\s;]+))/iu.exec(rest ?? '') ?? [];
    const boundary = quoted ?? bare;
    if (subtype === undefined || boundary === undefined || boundary === '') return null;
    if (boundary.length > LONGEST_BOUNDARY) throw new RefusalError('damaged_file', '邮件');
    return {
      marker: `--${boundary.trimEnd()}`,
      related: /^related$/iu.test(subtype),
      digest: /^digest$/iu.test(subtype),
    };
  }
}
