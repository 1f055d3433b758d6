/** From bytes to text: what the BOM says, else what the declaration says, else UTF-8 (XML 1.0, appendix F). */
import { RefusalError } from '../../document/refusal.js';

type Encoding = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be';

/** GBK and GB 2312 are parts of GB 18030: one decoder reads all three. Anything else no issuer writes. A map, for a file may name `constructor`. */
const DECLARED: ReadonlyMap<string, Encoding> = new Map(
  Object.entries<Encoding>({
    'utf-8': 'utf-8',
    utf8: 'utf-8',
    'us-ascii': 'utf-8',
    gbk: 'gb18030',
    gb2312: 'gb18030',
    'gb-2312': 'gb18030',
    gb18030: 'gb18030',
    'gb-18030': 'gb18030',
    cp936: 'gb18030',
  }),
);

const MARKS: readonly (readonly [readonly number[], Encoding])[] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
  // Without a BOM, by the first `<`.
  [[0x3c, 0x00], 'utf-16le'],
  [[0x00, 0x3c], 'utf-16be'],
];

/** The declaration stands at the very start; the longest one seen has 70 characters. */
const DECLARATION_BYTES = 200;

/**
 * The text of an XML file, without BOM. A declaration that the bytes contradict from end to end gives way to them:
 * files are re-saved in another encoding and keep their first line. Bytes that are wrong only here and there are
 * damage, and are never guessed at. Throws RefusalError `damaged_file`.
 */
export function decodeXml(bytes: Uint8Array): string {
  const marked = MARKS.find(([mark]) => mark.every((byte, at) => bytes[at] === byte))?.[1];
  if (marked !== undefined) return refusing(strict(bytes, marked), marked);
  const declared = declaredIn(bytes);
  if (declared === 'gb18030') return refusing(utf8InDisguise(bytes) ?? strict(bytes, 'gb18030'), declared);
  return refusing(strict(bytes, 'utf-8') ?? gbkInDisguise(bytes), 'utf-8');
}

function declaredIn(bytes: Uint8Array): Encoding {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, DECLARATION_BYTES));
  const name = /^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/u.exec(start)?.[1];
  if (name === undefined) return 'utf-8';
  const encoding = DECLARED.get(name.toLowerCase());
  if (encoding === undefined) throw new RefusalError('damaged_file', `encoding ${name}`);
  return encoding;
}

/** `null` where the bytes are not all of that encoding. */
function strict(bytes: Uint8Array, encoding: Encoding): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/** Declared GBK, but Chinese in flawless UTF-8, which text in GBK never is by chance. */
function utf8InDisguise(bytes: Uint8Array): string | null {
  const text = strict(bytes, 'utf-8');
  return text !== null && /\p{Script=Han}/u.test(text) ? text : null;
}

/** Malformed places from which on a text is of another encoding, and not just damaged; and Han for each of them at most. */
const FOREIGN = { malformed: 16, hanEach: 1 / 8 } as const;

/** Not declared as GBK, but hardly any of its Chinese is UTF-8, and all of it is GBK. */
function gbkInDisguise(bytes: Uint8Array): string | null {
  const text = new TextDecoder('utf-8').decode(bytes);
  let [malformed, han] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === REPLACEMENT) malformed += 1;
    else if (code >= FIRST_HAN && code <= LAST_HAN) han += 1;
  }
  if (malformed < FOREIGN.malformed || han > FOREIGN.hanEach * malformed) return null;
  return strict(bytes, 'gb18030');
}

const REPLACEMENT = 0xfffd;
/** The ideographs of the Basic Multilingual Plane that invoices are written with. */
const [FIRST_HAN, LAST_HAN] = [0x3400, 0x9fff];

function refusing(text: string | null, encoding: Encoding): string {
  if (text === null) throw new RefusalError('damaged_file', `not ${encoding}`);
  return text;
}
