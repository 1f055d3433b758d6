/** Whether a signature fits a key: SM2 (GB/T 32918, with the default identity), RSA and ECDSA. */
import { constants, createPublicKey, createVerify, type KeyObject, publicDecrypt } from 'node:crypto';
import type { Feed } from '../../ports/signing.js';
import { DIGEST_LABELS, type DigestName, digestNamed, digestOf, hashOf } from './algorithms.js';
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

function keyObject({ spki }: Pick<CertificateKey, 'spki'>): KeyObject | null {
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
/** SubjectPublicKeyInfo up to the point of 65 bytes: EC, SM2's curve. */
const SM2_KEY_HEAD = Buffer.from('3059301306072a8648ce3d020106082a811ccf5501822d034200', 'hex');
/** What GB/T 32918.2 (5.5) digests before a key's point: the default identity's length in bits and itself, then a, b and G of the curve (GB/T 32918.5). */
const SM2_BEFORE_POINT = Buffer.concat([
  Buffer.from('0080', 'hex'),
  Buffer.from('1234567812345678', 'latin1'),
  Buffer.from(
    'fffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffc' +
      '28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93' +
      '32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7' +
      'bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0',
    'hex',
  ),
]);

async function fitsSm2(point: Uint8Array, { content, signature }: Signed): Promise<boolean | null> {
  const numbers = twoNumbers(signature);
  if (numbers === null) return false;
  const key = sm2KeyObject(point);
  // An OpenSSL that was built without SM2, and points in an unusual form or beside the curve.
  if (key === null) return fitsSm2Slowly(point, content, numbers);
  const verify = createVerify('sm3');
  // OpenSSL is handed the digest that node makes, and so takes no identity of its own.
  verify.update(hashOf('sm3').update(SM2_BEFORE_POINT).update(point.subarray(1)).digest());
  await content((piece) => {
    verify.update(piece);
  });
  try {
    return verify.verify(key, asDer(numbers));
  } catch (error) {
    if (error instanceof Error) return false;
    throw error;
  }
}

/** Bytes of an uncompressed point, and its mark. */
const POINT = 1 + 2 * HALF;
const UNCOMPRESSED = 4;

const sm2KeyObject = (point: Uint8Array): KeyObject | null =>
  point.length === POINT && point[0] === UNCOMPRESSED
    ? keyObject({ spki: Buffer.concat([SM2_KEY_HEAD, point]) })
    : null;

async function fitsSm2Slowly(point: Uint8Array, content: Feed, numbers: string): Promise<boolean> {
  const { sm2 } = await import('sm-crypto-v2');
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

/** `SEQUENCE { r, s }` in the one form that OpenSSL takes, of 128 hex digits. */
function asDer(numbers: string): Buffer {
  const integers = [numbers.slice(0, 2 * HALF), numbers.slice(2 * HALF)].map((digits) => {
    const bytes = Buffer.from(digits.replace(/^(?:00)+(?=[0-9a-f]{2})/u, ''), 'hex');
    // A first bit of one would make it negative.
    const value = (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes;
    return Buffer.concat([Buffer.of(TAG.integer, value.length), value]);
  });
  const body = Buffer.concat(integers);
  return Buffer.concat([Buffer.of(0x30, body.length), body]);
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
