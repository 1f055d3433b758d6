/** Whether a signature fits a key: SM2 (GB/T 32918, with the default identity), RSA and ECDSA. */
import { constants, createPublicKey, createVerify, type KeyObject, publicDecrypt } from 'node:crypto';
import type { Feed } from '../../ports/signing.js';
import { DIGEST_LABELS, type DigestName, digestNamed, digestOf } from './algorithms.js';
import { contentOf, isA, oidOf, parse, partsOf, TAG } from './asn1.js';
import type { CertificateKey } from './certificate.js';

export type KeyKind = 'SM2' | 'RSA' | 'ECDSA';

const RSA = '1.2.840.113549.1.1.1';
const RSA_PSS = '1.2.840.113549.1.1.10';
const EC = '1.2.840.10045.2.1';
/** GM/T 0006: the curve; some certificates have it, or the algorithm's own OID, in the place of EC's. */
const SM2_CURVE = '1.2.156.10197.1.301';

/** `null`: a kind that is unknown to us. */
export function kindOf({ algorithm, curve }: CertificateKey): KeyKind | null {
  if (algorithm === RSA || algorithm === RSA_PSS) return 'RSA';
  if (curve === SM2_CURVE || algorithm === SM2_CURVE) return 'SM2';
  return algorithm === EC ? 'ECDSA' : null;
}

/** `SM2 SM3`, `RSA SHA-256`. */
export const labelOf = (kind: KeyKind, digest: DigestName): string => `${kind} ${DIGEST_LABELS[digest]}`;

/** What a signature was made over, and how. */
export interface Signed {
  readonly content: Feed;
  readonly digest: DigestName;
  readonly signature: Uint8Array;
  /** RSASSA-PSS instead of PKCS#1 v1.5. */
  readonly pss?: boolean;
}

/** `null`: the key cannot be used for it. */
export async function fits(key: CertificateKey, signed: Signed): Promise<boolean | null> {
  const kind = kindOf(key);
  if (kind === 'SM2') return signed.digest === 'sm3' ? fitsSm2(key.point, signed) : null;
  const publicKey = kind === null ? null : keyObject(key);
  if (publicKey === null) return null;
  const verify = createVerify(signed.digest === 'sm3' ? 'RSA-SM3' : signed.digest);
  await signed.content((piece) => {
    verify.update(piece);
  });
  const padding = signed.pss === true ? constants.RSA_PKCS1_PSS_PADDING : constants.RSA_PKCS1_PADDING;
  try {
    return verify.verify(kind === 'RSA' ? { key: publicKey, padding } : publicKey, signed.signature);
  } catch (error) {
    // OpenSSL throws for a signature whose form is wrong.
    if (error instanceof Error) return false;
    throw error;
  }
}

function keyObject({ spki }: CertificateKey): KeyObject | null {
  try {
    return createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
/** Bytes of each of r and s. */
const HALF = 32;

async function fitsSm2(point: Uint8Array, { content, signature }: Signed): Promise<boolean | null> {
  const { sm2 } = await import('sm-crypto-v2');
  const numbers = twoNumbers(signature);
  if (numbers === null) return false;
  const key = hex(point);
  try {
    const e = await digestOf('sm3', content, sm2.getZ(key));
    return sm2.doVerifySignature(new Uint8Array(e), numbers, key);
  } catch (error) {
    // The library throws for a point beside the curve and for numbers out of range.
    if (error instanceof Error) return false;
    throw error;
  }
}

/** r and s as 128 hex digits: from `SEQUENCE { r, s }`, or as some producers write them, one after the other. */
function twoNumbers(signature: Uint8Array): string | null {
  if (signature.length === 2 * HALF) return hex(signature);
  const numbers = partsOf(parse(signature));
  if (numbers.length !== 2 || !numbers.every((number) => isA(number, TAG.integer))) return null;
  const digits = numbers.map((number) =>
    hex(contentOf(number))
      .replace(/^0+/u, '')
      .padStart(2 * HALF, '0'),
  );
  return digits.every(({ length }) => length === 2 * HALF) ? digits.join('') : null;
}

/** What an RSA signature says was digested, and how; `null` where it was not made with this key. */
export function recovered(
  key: CertificateKey,
  signature: Uint8Array,
): { readonly digest: DigestName | null; readonly value: Uint8Array } | null {
  const publicKey = keyObject(key);
  if (publicKey === null || kindOf(key) !== 'RSA') return null;
  try {
    const info = publicDecrypt({ key: publicKey, padding: constants.RSA_PKCS1_PADDING }, signature);
    const [algorithm, value] = partsOf(parse(info));
    if (!isA(value, TAG.octets)) return null;
    return { digest: digestNamed(oidOf(partsOf(algorithm)[0]) ?? ''), value: contentOf(value) };
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
}
