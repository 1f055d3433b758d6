/**
 * Signatures of a PDF (ISO 32000, 12.8). pdfjs does not hand out what verifying needs, so the file is searched for the
 * byte ranges themselves: a signature's dictionary lies unpacked, for its own place in the file is a part of it.
 */
import type { SignatureReport } from '../../document/evidence.js';
import type { FileBytes } from '../../document/file-bytes.js';
import { parseMoment } from '../../invoice/dates.js';
import { BUDGETS } from '../../pipeline/budgets.js';
import type { Feed, SignatureVerifier, SignedValueReport } from '../../ports/signing.js';
import { type ByteSource, byteSource, latin1, piecesOf, placesOf } from './bytes.js';
import { stringAt, stringObject } from './strings.js';

/** Finds signatures and checks none. */
export const UNCHECKED: SignatureVerifier = {
  digest: async () => null,
  verify: async () => ({
    state: 'not_checked',
    chain: [],
    signedAt: null,
    algorithm: null,
    problem: '未验证签名',
  }),
};

/**
 * In the order of their ends; empty where there is none. A damaged signature is reported, never thrown;
 * what is thrown is RefusalError `not_readable`. Larger files
 * than BUDGETS.signatureScanBytes are searched only where `mentioned` says that their form names one.
 */
export async function signaturesOf(
  file: FileBytes,
  verifier: SignatureVerifier,
  mentioned: () => Promise<boolean>,
): Promise<SignatureReport[]> {
  const source = await byteSource(file);
  try {
    if (source.size > BUDGETS.signatureScanBytes && !(await mentioned())) return [];
    const places = await placesOf(source, '/ByteRange', BUDGETS.signatures);
    const found = await Promise.all(places.map((place) => dictionaryAt(source, place)));
    const signatures = found.filter((one): one is Dictionary => one !== null);
    const reports: SignatureReport[] = [];
    for (const signature of signatures.sort((a, b) => a.range.end - b.range.end))
      reports.push(await reportOn(source, signature, verifier));
    return reports;
  } finally {
    await source.close();
  }
}

/** What is signed: the file but for the gap, in which the signed value stands. */
interface ByteRange {
  readonly start: number;
  readonly gap: number;
  readonly gapEnd: number;
  readonly end: number;
}

interface Dictionary {
  readonly range: ByteRange;
  /** Of the dictionary, its value left out: one character a byte. */
  readonly text: string;
  /** The signed value; `null` where the gap holds something else. */
  readonly value: Uint8Array | null;
}

/** `/ByteRange [0 1234567890 1234567890 1234567890]` */
const RANGE_CHARS = 200;
const RANGE = /^\/ByteRange\s*\[\s*(\d{1,13})\s+(\d{1,13})\s+(\d{1,13})\s+(\d{1,13})\s*\]/u;

/** `null`: nothing is signed there (yet). */
async function dictionaryAt(source: ByteSource, place: number): Promise<Dictionary | null> {
  const head = latin1(await source.at(place, place + RANGE_CHARS));
  const numbers = RANGE.exec(head)?.slice(1).map(Number) ?? [];
  const [start = 0, length = 0, gapEnd = 0, rest = 0] = numbers;
  const range: ByteRange = { start, gap: start + length, gapEnd, end: gapEnd + rest };
  // A form that waits to be signed has zeros or stars there.
  if (length === 0 || rest === 0) return null;
  const sound = range.gap < gapEnd && range.end <= source.size && gapEnd - range.gap <= LONGEST_VALUE;
  const [first, last] = sound ? [Math.min(place, range.gap), Math.max(place, gapEnd)] : [place, place];
  const before = latin1(
    await source.at(Math.max(0, first - BUDGETS.signatureReach), sound ? range.gap : place),
  );
  const behind = latin1(await source.at(sound ? gapEnd : place, last + BUDGETS.signatureReach));
  const end = behind.indexOf('endobj');
  return {
    range,
    text:
      before.slice(Math.max(0, before.lastIndexOf(' obj'))) +
      behind.slice(0, end === -1 ? BUDGETS.signatureReach : end),
    value: sound ? hexValue(latin1(await source.at(range.gap, gapEnd))) : null,
  };
}

/** Hexadecimal digits. */
const LONGEST_VALUE = 2 * BUDGETS.signedValue.bytes;

/** `<30820…000>`: nothing else may stand where nothing is signed. */
const hexValue = (text: string): Uint8Array | null =>
  /^<[0-9a-fA-F\s]*>$/u.test(text) ? stringAt(text) : null;

async function reportOn(
  source: ByteSource,
  { range, text, value }: Dictionary,
  verifier: SignatureVerifier,
): Promise<SignatureReport> {
  const said = parseMoment(/\/M\s*\(([^)]{1,40})\)/u.exec(text)?.[1] ?? '');
  const content: Feed = async (take) => {
    for await (const piece of piecesOf(source, range.start, range.gap)) take(piece);
    for await (const piece of piecesOf(source, range.gapEnd, range.end)) take(piece);
  };
  const report: SignedValueReport =
    value === null ? OUT_OF_PLACE : await verifier.verify(value, content, await certificatesOf(source, text));
  const beside = await notCovered(source, range);
  const known = { ...report, signedAt: report.signedAt ?? said, coversAll: beside === null };
  return known.state === 'intact' && beside !== null ? { ...known, problem: beside } : known;
}

const OUT_OF_PLACE: SignedValueReport = {
  state: 'broken',
  chain: [],
  signedAt: null,
  algorithm: null,
  problem: '签名的字节范围与文件不符',
};

/** Ends of lines behind the last mark are no content. */
const TRAILING = 64;

/** What of the file the range leaves out; `null`: nothing but the signed value. */
async function notCovered(source: ByteSource, { start, end }: ByteRange): Promise<string | null> {
  if (start > 0) return `文件开头的 ${start} 字节未被签名覆盖`;
  const after = source.size - end;
  const isBlank = after <= TRAILING && /^[\s\0]*$/u.test(latin1(await source.at(end, source.size)));
  return isBlank ? null : `签名后追加了 ${after} 字节`;
}

/** `/Cert`: a string, a reference to one, or a list of them; the signer's first. */
async function certificatesOf(source: ByteSource, text: string): Promise<Uint8Array[]> {
  const at = /\/Cert(?![A-Za-z])\s*/u.exec(text);
  if (at === null) return [];
  const rest = text.slice(at.index + at[0].length);
  const direct = stringAt(rest.replace(/^\[/u, ''));
  if (direct !== null) return [direct];
  const list = /^(?:\[[\d\sR]*\]|\d+\s+\d+\s+R)/u.exec(rest)?.[0] ?? '';
  const numbers = [...list.matchAll(/(\d{1,8})\s+\d+\s+R/gu)].map(([, number]) => Number(number));
  const found: Uint8Array[] = [];
  for (const number of numbers.slice(0, BUDGETS.certificates)) {
    const certificate = await stringObject(source, number);
    if (certificate !== null) found.push(certificate);
  }
  return found;
}
