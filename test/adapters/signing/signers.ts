/** Signers of each kind, their certificates given by the made-up authority of the samples. */
import { createHash, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { certificate, keyOf, OIDS, sm2KeyInfo, sm2Signature, sm3 } from '../../../samples/sign/authority.js';
import type { CmsSigner } from '../../../samples/sign/cms.js';

export const NAME = '示例签章人（仅供测试）';
const SERIAL = 11;
const SHA256 = '2.16.840.1.101.3.4.2.1';

const spkiOf = (key: KeyObject) => new Uint8Array(key.export({ format: 'der', type: 'spki' }));

export const RSA_KEYS = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const RSA_CERTIFICATE = certificate(NAME, spkiOf(RSA_KEYS.publicKey), SERIAL);
const EC_KEYS = generateKeyPairSync('ec', { namedCurve: 'P-256' });

function signerOf(keys: typeof EC_KEYS, signatureOid: string): CmsSigner {
  return {
    certificate: certificate(NAME, spkiOf(keys.publicKey), SERIAL),
    serial: SERIAL,
    digestOid: SHA256,
    signatureOid,
    digest: (content) => new Uint8Array(createHash('sha256').update(content).digest()),
    sign: (content) => new Uint8Array(createSign('sha256').update(content).sign(keys.privateKey)),
  };
}

const SM2 = keyOf(NAME);

export const SIGNERS = {
  RSA: signerOf(RSA_KEYS, '1.2.840.113549.1.1.11'),
  ECDSA: signerOf(EC_KEYS, '1.2.840.10045.4.3.2'),
  SM2: {
    certificate: certificate(NAME, sm2KeyInfo(SM2), SERIAL),
    serial: SERIAL,
    digestOid: OIDS.sm3,
    signatureOid: OIDS.sm2Sm3,
    digest: (content) => sm3(content),
    sign: (content) => sm2Signature(content, SM2),
  },
} as const satisfies Record<string, CmsSigner>;
