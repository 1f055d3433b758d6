/**
 * A certificate authority and a signer that do not exist, with keys that everybody may read here: they sign samples, and
 * nobody trusts them. The same content gives the same signature on every machine.
 */
import { createHash } from 'node:crypto';
import { sm2 } from 'sm-crypto-v2';
import { bits, integer, oid, sequence, setOf, time, utf8 } from './der.js';

export const OIDS = {
  sm2Sm3: '1.2.156.10197.1.501',
  sm3: '1.2.156.10197.1.401',
  sm2Curve: '1.2.156.10197.1.301',
  ec: '1.2.840.10045.2.1',
  commonName: '2.5.4.3',
} as const;

/** Whose certificates those of the samples are. */
export const AUTHORITY = '验票示例签章证书（仅供测试）';
export const SIGNER = '示例省税务局电子监制章（仅供测试）';

const fromHex = (digits: string) => new Uint8Array(Buffer.from(digits, 'hex'));
const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
/** 32 octets. */
export const sm3 = (...parts: readonly Uint8Array[]) => {
  const hash = createHash('sm3');
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
};

export interface Sm2Key {
  /** Hexadecimal digits. */
  readonly secret: string;
  readonly point: string;
}

/** A key made of its name, and so no secret. */
export function keyOf(name: string): Sm2Key {
  const secret = hexOf(sm3(new TextEncoder().encode(name)));
  return { secret, point: sm2.getPublicKeyFromPrivateKey(secret) };
}

/** `SEQUENCE { r, s }`. The number that must differ from message to message is made of the message. */
export function sm2Signature(message: Uint8Array, key: Sm2Key): Uint8Array {
  const nonce = hexOf(sm3(fromHex(key.secret), message));
  const point = sm2.getPublicKeyFromPrivateKey(nonce);
  const pointPool = [{ k: BigInt(`0x${nonce}`), x1: BigInt(`0x${point.slice(2, 66)}`) }];
  const plain = sm2.doSignature(message, key.secret, { hash: true, publicKey: key.point, pointPool });
  return sequence(integer(fromHex(plain.slice(0, 64))), integer(fromHex(plain.slice(64))));
}

/** SubjectPublicKeyInfo. */
export const sm2KeyInfo = ({ point }: Sm2Key): Uint8Array =>
  sequence(sequence(oid(OIDS.ec), oid(OIDS.sm2Curve)), bits(fromHex(point)));

export const nameOf = (common: string): Uint8Array =>
  sequence(setOf(sequence(oid(OIDS.commonName), utf8(common))));

const VALID = sequence(time('20200101000000Z'), time('20400101000000Z'));

/** X.509, signed by the authority. `key`: SubjectPublicKeyInfo. */
export function certificate(subject: string, key: Uint8Array, serial: number): Uint8Array {
  const algorithm = sequence(oid(OIDS.sm2Sm3));
  const toSign = sequence(integer(serial), algorithm, nameOf(AUTHORITY), VALID, nameOf(subject), key);
  return sequence(toSign, algorithm, bits(sm2Signature(toSign, keyOf(AUTHORITY))));
}

export const SIGNER_KEY = keyOf(SIGNER);
export const SIGNER_CERTIFICATE = certificate(SIGNER, sm2KeyInfo(SIGNER_KEY), 7);
