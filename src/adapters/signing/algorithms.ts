/** Digests and signatures by their OIDs, and by the names that producers write instead. */
import { createHash, type Hash } from 'node:crypto';
import type { Feed } from '../../ports/signing.js';

export type DigestName = 'sm3' | 'md5' | 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512';

export const DIGEST_LABELS: Readonly<Record<DigestName, string>> = {
  sm3: 'SM3',
  md5: 'MD5',
  sha1: 'SHA-1',
  sha224: 'SHA-224',
  sha256: 'SHA-256',
  sha384: 'SHA-384',
  sha512: 'SHA-512',
};

/** GM/T 0006 for SM3 (`…401.1` and `…401.2` say with or without a key), RFC 8017 for the others. */
const DIGESTS: ReadonlyMap<string, DigestName> = new Map(
  Object.entries<DigestName>({
    '1.2.156.10197.1.401': 'sm3',
    '1.2.156.10197.1.401.1': 'sm3',
    '1.2.156.10197.1.401.2': 'sm3',
    '1.2.840.113549.2.5': 'md5',
    '1.3.14.3.2.26': 'sha1',
    '2.16.840.1.101.3.4.2.4': 'sha224',
    '2.16.840.1.101.3.4.2.1': 'sha256',
    '2.16.840.1.101.3.4.2.2': 'sha384',
    '2.16.840.1.101.3.4.2.3': 'sha512',
  }),
);

/** What a signature's OID says of its digest; those of a key alone (RSA, EC) say nothing. */
const DIGESTS_OF_SIGNATURES: ReadonlyMap<string, DigestName> = new Map(
  Object.entries<DigestName>({
    '1.2.156.10197.1.501': 'sm3',
    '1.2.156.10197.1.301': 'sm3',
    '1.2.156.10197.1.301.1': 'sm3',
    '1.2.156.10197.1.504': 'sm3',
    '1.2.840.113549.1.1.4': 'md5',
    '1.2.840.113549.1.1.5': 'sha1',
    '1.2.840.113549.1.1.14': 'sha224',
    '1.2.840.113549.1.1.11': 'sha256',
    '1.2.840.113549.1.1.12': 'sha384',
    '1.2.840.113549.1.1.13': 'sha512',
    '1.2.840.10045.4.1': 'sha1',
    '1.2.840.10045.4.3.1': 'sha224',
    '1.2.840.10045.4.3.2': 'sha256',
    '1.2.840.10045.4.3.3': 'sha384',
    '1.2.840.10045.4.3.4': 'sha512',
  }),
);

/** `method`: an OID, or a name in any spelling (`SHA1`, `SHA-1`, `sha_1`). */
export function digestNamed(method: string): DigestName | null {
  const text = method.trim();
  const plain = text.toLowerCase().replace(/[-_ ]/gu, '');
  return DIGESTS.get(text) ?? (Object.hasOwn(DIGEST_LABELS, plain) ? (plain as DigestName) : null);
}

export const digestOfSignature = (oid: string): DigestName | null =>
  DIGESTS_OF_SIGNATURES.get(oid) ?? DIGESTS.get(oid) ?? null;

export const hashOf = (name: DigestName): Hash => createHash(name);

/** `before`: what goes into the digest before the content. */
export async function digestOf(name: DigestName, content: Feed, before?: Uint8Array): Promise<Uint8Array> {
  const hash = hashOf(name);
  if (before !== undefined) hash.update(before);
  await content((piece) => {
    hash.update(piece);
  });
  return hash.digest();
}

/** Bytes that are held, as content. */
export const feedOf =
  (bytes: Uint8Array): Feed =>
  async (take) =>
    take(bytes);

export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;
