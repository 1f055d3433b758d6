/** String objects of a PDF, which pdfjs does not hand out: a signature's certificates are such. */

import { inflateSync } from 'node:zlib';
import { BUDGETS } from '../../pipeline/budgets.js';
import { type ByteSource, latin1, placesOf } from './bytes.js';

/** The string that `text` begins with, spaces aside; `null` where it begins with something else, or never ends. */
export function stringAt(text: string): Uint8Array | null {
  const start = /^\s*[<(]/u.exec(text);
  if (start === null) return null;
  const from = start[0].length;
  if (!start[0].endsWith('<')) return literal(text, from);
  const end = text.indexOf('>', from);
  const digits = end === -1 ? '' : text.slice(from, end).replace(/\s/gu, '');
  return /^(?:[0-9a-f]{2})+$/iu.test(digits) ? Buffer.from(digits, 'hex') : null;
}

const ESCAPES: ReadonlyMap<string, number> = new Map(
  Object.entries<number>({ n: 10, r: 13, t: 9, b: 8, f: 12, '(': 40, ')': 41, '\\': 92 }),
);

/** `(…)`, `from` behind its parenthesis: nested ones and escapes (ISO 32000, 7.3.4.2). */
function literal(text: string, from: number): Uint8Array | null {
  const bytes: number[] = [];
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    const char = text[at] ?? '';
    if (char === '\\') {
      const octal = /^[0-7]{1,3}/u.exec(text.slice(at + 1, at + 4))?.[0];
      const next = text[at + 1] ?? '';
      if (octal !== undefined) bytes.push(Number.parseInt(octal, 8) & 255);
      else if (next !== '\n' && next !== '\r') bytes.push(ESCAPES.get(next) ?? next.charCodeAt(0));
      at += octal?.length ?? 1;
      continue;
    }
    if (char === '(') depth++;
    if (char === ')') depth--;
    if (depth === 0) return Uint8Array.from(bytes);
    bytes.push(char.charCodeAt(0));
  }
  return null;
}

/** The string object of number `number`, its last revision; `null` where there is none. */
export async function stringObject(source: ByteSource, number: number): Promise<Uint8Array | null> {
  const header = `${number} 0 obj`;
  const places = await placesOf(source, header, BUDGETS.pdfStrings.revisions);
  for (const place of places.reverse()) {
    const text = latin1(await source.at(place - 1, place + header.length + BUDGETS.pdfStrings.bytes));
    // `21 0 obj` ends like `1 0 obj`.
    const own = place === 0 ? text : /^\d/u.test(text) ? null : text.slice(1);
    const found = own === null ? null : stringAt(own.slice(header.length));
    if (found !== null) return found;
  }
  return inStreams(source, number);
}

/** In a stream of objects: pairs of number and place, then the objects. */
async function inStreams(source: ByteSource, number: number): Promise<Uint8Array | null> {
  const places = await placesOf(source, '/ObjStm', BUDGETS.pdfStrings.streams);
  for (const place of places.reverse()) {
    const objects = await inflated(source, place);
    const [first = 0, count = 0] = objects?.counts ?? [];
    const pairs =
      objects?.text
        .slice(0, first)
        .trim()
        .split(/\s+/u)
        .slice(0, 2 * count)
        .map(Number) ?? [];
    const at = pairs.findIndex((each, index) => index % 2 === 0 && each === number);
    const offset = at === -1 ? undefined : pairs[at + 1];
    if (objects === null || offset === undefined) continue;
    const found = stringAt(objects.text.slice(first + offset, first + offset + BUDGETS.pdfStrings.bytes));
    if (found !== null) return found;
  }
  return null;
}

/** How far before its `/ObjStm` a stream's dictionary may begin, and how far behind it end. */
const DICTIONARY = 512;

/** The stream whose dictionary holds `place`; `null` where it is packed otherwise than such streams are. */
async function inflated(source: ByteSource, place: number) {
  const before = latin1(await source.at(place - DICTIONARY, place));
  const behind = latin1(await source.at(place, place + DICTIONARY));
  const opening = /stream\r?\n/u.exec(behind);
  if (opening === null) return null;
  const dictionary = before.slice(before.lastIndexOf('obj')) + behind.slice(0, opening.index);
  const [first, count] = ['First', 'N'].map((name) =>
    Number(new RegExp(String.raw`/${name}\s+(\d{1,7})`, 'u').exec(dictionary)?.[1]),
  );
  if (!(Number.isInteger(first) && Number.isInteger(count)) || !/\/FlateDecode/u.test(dictionary))
    return null;
  const start = place + opening.index + opening[0].length;
  const packed = await source.at(start, start + BUDGETS.pdfStrings.streamBytes);
  try {
    return {
      counts: [first, count],
      text: latin1(inflateSync(packed, { maxOutputLength: BUDGETS.pdfStrings.streamBytes })),
    };
  } catch (error) {
    // Damaged, or too long: no certificate is to be found in it.
    if (error instanceof Error) return null;
    throw error;
  }
}
