/** Content transfer encodings (RFC 2045, section 6). */

/** The bytes as they were before they were mailed; as they are where the encoding is none we know. */
export function decodedBody(body: Buffer, encoding: string): Uint8Array {
  if (encoding === 'base64') return fromBase64(body);
  return encoding === 'quoted-printable' ? fromQuoted(body) : body;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** What each byte stands for; 255 for what stands for nothing. */
const SIX_BITS = valuesOf([...ALPHABET].map((letter, value) => [letter, value]));
const DIGITS = valuesOf(
  [...'0123456789ABCDEF', ...'abcdef'].map((letter) => [letter, Number.parseInt(letter, 16)]),
);
const NOTHING = 255;

function valuesOf(letters: readonly (readonly [string, number])[]): Uint8Array {
  const values = new Uint8Array(256).fill(255);
  for (const [letter, value] of letters) values[letter.charCodeAt(0)] = value;
  return values;
}

const [EQUALS, LF, CR, SPACE, TAB] = [0x3d, 0x0a, 0x0d, 0x20, 0x09];

/**
 * What is none of its letters is passed over. Filling ends a piece that was encoded by itself, and another may follow:
 * some programs fill every line, after which Node's own decoder would stop.
 */
function fromBase64(body: Buffer): Uint8Array {
  return isPlain(body) ? Buffer.from(body.toString('latin1'), 'base64') : fromOddBase64(body);
}

/** Filled at its very end only, and without the two letters that Node takes as well (they are of a cut off boundary). */
function isPlain(body: Buffer): boolean {
  if (body.includes('-') || body.includes('_')) return false;
  const filling = body.indexOf(EQUALS);
  return filling === -1 || body.length - filling <= 4;
}

function fromOddBase64(body: Buffer): Uint8Array {
  const bytes = Buffer.alloc(Math.ceil(body.length / 4) * 3);
  let [length, bits, value] = [0, 0, 0];
  for (const byte of body) {
    const six = SIX_BITS[byte] ?? NOTHING;
    if (six !== NOTHING) {
      value = ((value << 6) | six) & 0xffff;
      bits += 6;
      if (bits >= 8) {
        bits -= 8;
        bytes[length++] = (value >> bits) & 0xff;
      }
    } else if (byte === EQUALS) {
      bits = 0;
    }
  }
  return bytes.subarray(0, length);
}

function fromQuoted(body: Buffer): Uint8Array {
  const bytes = Buffer.alloc(body.length);
  let length = 0;
  for (let at = 0; at < body.length; at++) {
    const byte = body[at] ?? 0;
    if (byte !== EQUALS) {
      bytes[length++] = byte;
      continue;
    }
    const [high, low] = [digit(body[at + 1]), digit(body[at + 2])];
    if (high !== NOTHING && low !== NOTHING) {
      bytes[length++] = high * 16 + low;
      at += 2;
    } else {
      const end = softBreakEnd(body, at + 1);
      // An equals sign that encodes nothing stands for itself.
      if (end === null) bytes[length++] = byte;
      else at = end - 1;
    }
  }
  return bytes.subarray(0, length);
}

const digit = (code: number | undefined): number =>
  code === undefined ? NOTHING : (DIGITS[code] ?? NOTHING);

/** Blanks that a line may have got before its end on the way; longer runs are none of a mail's. */
const MOST_BLANKS = 1000;

/** Where the next line begins; `null` where the line goes on. */
function softBreakEnd(body: Buffer, from: number): number | null {
  let at = from;
  while ((body[at] === SPACE || body[at] === TAB) && at - from < MOST_BLANKS) at += 1;
  if (body[at] === CR) at += 1;
  if (body[at] === LF) return at + 1;
  return at >= body.length ? at : null;
}
