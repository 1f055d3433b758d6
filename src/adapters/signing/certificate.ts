/** X.509 certificates as far as a signature's report needs them: whose they are, and their key. */
import {
  type Block,
  bitsOf,
  contentOf,
  encoded,
  isA,
  isTagged,
  oidOf,
  parse,
  partsOf,
  TAG,
  textOf,
} from './asn1.js';

export interface Certificate {
  readonly subject: string;
  readonly issuer: string;
  /** The names as they are encoded: which certificate is whose issuer's. */
  readonly subjectBytes: Uint8Array;
  readonly issuerBytes: Uint8Array;
  readonly serial: Uint8Array;
  readonly key: CertificateKey;
}

export interface CertificateKey {
  /** OID of its algorithm. */
  readonly algorithm: string;
  /** OID of its curve; `null` where it is none, or its parameters say otherwise. */
  readonly curve: string | null;
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Uint8Array;
  /** The key itself: of an elliptic curve, its point. */
  readonly point: Uint8Array;
}

export const certificateFrom = (bytes: Uint8Array): Certificate | null => certificateIn(parse(bytes));

/** `null`: it is no certificate. */
export function certificateIn(block: Block | null | undefined): Certificate | null {
  const [whole] = partsOf(block);
  const parts = partsOf(whole);
  const from = isTagged(parts[0], 0) ? 1 : 0;
  const [serial, , issuer, , subject, spki] = parts.slice(from);
  if (!isA(serial, TAG.integer) || !isA(issuer, TAG.sequence) || !isA(subject, TAG.sequence)) return null;
  const [algorithm, key] = partsOf(spki);
  const [oid, parameters] = partsOf(algorithm).map(oidOf);
  if (!isA(spki, TAG.sequence) || !isA(key, TAG.bits) || oid === null || oid === undefined) return null;
  return {
    subject: nameOf(subject),
    issuer: nameOf(issuer),
    subjectBytes: encoded(subject),
    issuerBytes: encoded(issuer),
    serial: contentOf(serial),
    key: { algorithm: oid, curve: parameters ?? null, spki: encoded(spki), point: bitsOf(key) },
  };
}

/** CN, or O and OU where there is none. */
const NAMING = ['2.5.4.3', '2.5.4.10', '2.5.4.11'];
/** X.520 allows 64 characters; a name of a megabyte is none. */
const LONGEST_NAME = 200;

function nameOf(name: Block): string {
  const said = partsOf(name)
    .flatMap(partsOf)
    .map((pair) => {
      const [type, value] = partsOf(pair);
      return { type: oidOf(type), value };
    });
  for (const wanted of NAMING) {
    const value = said.find(({ type }) => type === wanted)?.value;
    const text = value === undefined ? '' : textOf(value).trim().slice(0, LONGEST_NAME);
    if (text !== '') return text;
  }
  return '';
}

/** More than any chain has. */
const LONGEST_CHAIN = 8;

/** Names from the signer up, as far as the certificates at hand tell; the last one's issuer besides. */
export function chainOf(signer: Certificate, others: readonly Certificate[]): string[] {
  const names = [signer.subject];
  let last = signer;
  while (!Buffer.from(last.issuerBytes).equals(last.subjectBytes) && names.length < LONGEST_CHAIN) {
    names.push(last.issuer);
    const child = last;
    const next = others.find(({ subjectBytes }) => Buffer.from(child.issuerBytes).equals(subjectBytes));
    if (next === undefined) break;
    last = next;
  }
  return names.filter((name) => name !== '');
}
