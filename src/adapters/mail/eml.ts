/** EML: RFC 5322 and MIME, and what mail programs make of them. */
import { isUtf8 } from 'node:buffer';
import { RefusalError } from '../../document/refusal.js';
import type { MailFile } from '../../ports/mail.js';
import { type Leaf, leavesOf } from './parts.js';
import { decodedBody } from './transfer.js';

/** The resource fork of a file from a Mac, and signatures: parts that nobody attached. */
const NO_FILES = /^application\/(?:applefile|(?:x-)?pkcs7-signature|pgp-signature)$/u;

/** Throws RefusalError `damaged_file`. */
export async function filesOfEml(bytes: Uint8Array): Promise<MailFile[]> {
  const mail = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const files: MailFile[] = [];
  for (const leaf of leavesOf(mail)) {
    const file = await fileOf(leaf);
    if (file !== null) files.push(file);
  }
  return files;
}

/** `null`: it is a text of the mail itself, or nothing that was attached. */
async function fileOf(leaf: Leaf): Promise<MailFile | null> {
  const { type, name, disposition, contentId, encoding } = await describedBy(leaf);
  const isText = /^text\/(?:plain|html)$/u.test(type);
  if (NO_FILES.test(type) || (isText && name === null && disposition !== 'attachment')) return null;
  const isMail = type === 'message/rfc822';
  return {
    name: isMail ? mailName(name) : (name ?? madeUpName(type)),
    bytes: decodedBody(leaf.body, encoding),
    // Some programs give every attachment an id; the text refers to those that come with it.
    inline: disposition === 'inline' || (contentId && (leaf.related || disposition !== 'attachment')),
  };
}

interface Description {
  readonly type: string;
  readonly name: string | null;
  readonly disposition: string | null;
  readonly contentId: boolean;
  readonly encoding: string;
}

async function describedBy({ headers, digest }: Leaf): Promise<Description> {
  const { default: PostalMime } = await import('postal-mime');
  const text = headerText(headers);
  const encoding = /^content-transfer-encoding[ \t]*:[^\n]*?([\w-]+)/imu.exec(text)?.[1] ?? '';
  // Texts would come as texts, without their names: under a type of ours they come as files.
  const [, told] = /^content-type[ \t]*:[ \t]*text\/(plain|html)\b/imu.exec(text) ?? [];
  const disguised = text
    .replace(/^(content-type[ \t]*:[ \t]*)text\/(?:plain|html)\b/imu, '$1application/x-text')
    .replace(/^content-transfer-encoding/gimu, 'X-Encoding');
  const attachment = await postalAttachment(PostalMime, `${disguised}\r\nX-End: 1\r\n\r\nx`);
  const isTyped = /^content-type[ \t]*:/imu.test(text);
  const untold = digest ? 'message/rfc822' : 'text/plain';
  return {
    type: told !== undefined ? `text/${told.toLowerCase()}` : isTyped ? (attachment?.mimeType ?? '') : untold,
    name: attachment?.filename ? legible(attachment.filename) : null,
    disposition: attachment?.disposition?.toLowerCase() ?? null,
    contentId: attachment?.contentId !== undefined,
    encoding: encoding.toLowerCase(),
  };
}

async function postalAttachment(PostalMime: typeof import('postal-mime').default, part: string) {
  try {
    const { attachments } = await PostalMime.parse(part, { forceRfc822Attachments: true });
    return attachments[0];
  } catch (cause) {
    throw new RefusalError('damaged_file', '邮件', { cause });
  }
}

/** Headers are to be ASCII, may be UTF-8, and in what older Chinese programs write are GBK. Unfolded. */
function headerText(headers: Buffer): string {
  const text = new TextDecoder(isUtf8(headers) ? 'utf-8' : 'gb18030').decode(headers);
  return text.trimEnd().replace(/\r*\n(?=[ \t])/gu, '');
}

/** Web systems write names as in addresses (`%E5%8F%91`), and do not say so. */
function legible(name: string): string {
  if (!/(?:%[89A-F][0-9A-F]){2}/iu.test(name)) return name;
  try {
    return decodeURIComponent(name);
  } catch {
    // Signs of per cent, then.
    return name;
  }
}

const mailName = (name: string | null): string =>
  name === null ? 'mail.eml' : /\.eml$/iu.test(name) ? name : `${name}.eml`;

/** Endings of types that invoices come as. */
const ENDINGS: Readonly<Record<string, string>> = {
  jpeg: 'jpg',
  'svg+xml': 'svg',
  'x-zip-compressed': 'zip',
  'vnd.ofd': 'ofd',
  'octet-stream': 'bin',
};

function madeUpName(type: string): string {
  const subtype = type.split('/')[1] ?? '';
  const ending = Object.hasOwn(ENDINGS, subtype) ? ENDINGS[subtype] : subtype.replace(/[^a-z\d]+/gu, '');
  return `attachment.${ending === '' || ending === undefined ? 'bin' : ending}`;
}
