import { createSign } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { AUTHORITY, OIDS, SIGNER } from '../../../samples/sign/authority.js';
import { cmsOver } from '../../../samples/sign/cms.js';
import { octets } from '../../../samples/sign/der.js';
import { sealedValue } from '../../../samples/sign/ofd.js';
import { randomFor } from '../../../samples/truth/random.js';
import { signatureVerifier } from '../../../src/adapters/signing/signing.js';
import { NAME, RSA_CERTIFICATE, RSA_KEYS, SIGNERS } from './signers.js';

const verifier = signatureVerifier();
const CONTENT = new TextEncoder().encode('what is signed, in more than one piece');
const OTHER = new TextEncoder().encode('what is signed, in more than one peace');

const verify = (value: Uint8Array, content = CONTENT, certificates: readonly Uint8Array[] = []) =>
  verifier.verify(
    value,
    async (take) => {
      take(content.subarray(0, 10));
      take(content.subarray(10));
    },
    certificates,
  );

describe.each(Object.entries(SIGNERS))('CMS by %s', (kind, signer) => {
  const chinese = kind === 'SM2';
  const algorithm = kind === 'SM2' ? 'SM2 SM3' : `${kind} SHA-256`;

  test('is intact over what it was made over, with attributes or without', async () => {
    expect(await verify(cmsOver(CONTENT, signer, { chinese }))).toEqual({
      state: 'intact',
      chain: [NAME, AUTHORITY],
      signedAt: '2024-05-28T10:11:12Z',
      algorithm,
      problem: null,
    });
    const plain = cmsOver(CONTENT, signer, { chinese, withAttributes: false });
    expect(await verify(plain)).toMatchObject({ state: 'intact', signedAt: null });
  });

  test('is broken over anything else', async () => {
    for (const withAttributes of [true, false])
      expect(await verify(cmsOver(CONTENT, signer, { chinese, withAttributes }), OTHER)).toMatchObject({
        state: 'broken',
      });
  });

  test('is broken by a signature that another key made', async () => {
    const value = Buffer.from(cmsOver(CONTENT, signer, { chinese }));
    value[value.length - 1] = (value.at(-1) ?? 0) ^ 1;
    expect(await verify(value)).toMatchObject({ state: 'broken', problem: '签名值与证书不符' });
  });

  test('may enclose the content or its digest', async () => {
    for (const enclosed of [CONTENT, signer.digest(CONTENT)]) {
      const value = cmsOver(CONTENT, signer, { chinese, enclosed });
      expect(await verify(value)).toMatchObject({ state: 'intact' });
      expect(await verify(value, OTHER)).toMatchObject({ state: 'broken' });
    }
  });
});

describe('a bare RSA signature', () => {
  const value = octets(createSign('sha1').update(CONTENT).sign(RSA_KEYS.privateKey));

  test('says which digest it was made with', async () => {
    expect(await verify(value, CONTENT, [RSA_CERTIFICATE])).toMatchObject({
      state: 'intact',
      algorithm: 'RSA SHA-1',
    });
    expect(await verify(value, OTHER, [RSA_CERTIFICATE])).toMatchObject({ state: 'broken' });
  });

  test('cannot be checked without a certificate, and is broken under another one', async () => {
    expect(await verify(value)).toMatchObject({ state: 'not_checked' });
    expect(await verify(value, CONTENT, [SIGNERS.ECDSA.certificate])).toMatchObject({ state: 'broken' });
  });
});

describe('whatever the value is', () => {
  const sealed = sealedValue(CONTENT);
  const values = [
    sealed,
    sealedValue(CONTENT, { version: 1 }),
    ...Object.values(SIGNERS).map((signer) => cmsOver(CONTENT, signer)),
  ];

  test('a seal is intact over its content, and broken over any other', async () => {
    expect(await verify(sealed)).toMatchObject({ state: 'intact', chain: [SIGNER, AUTHORITY] });
    expect(await verify(sealed, OTHER)).toMatchObject({ state: 'broken' });
  });

  test('neither changed octets nor cuts make it throw, and none of them fits other content', async () => {
    const random = randomFor(2026, 'signatures');
    const below = (limit: number) => random.whole(0, limit - 1);
    for (let round = 0; round < 500; round++) {
      const value = Buffer.from(values[round % values.length] ?? []);
      for (let times = below(4); times >= 0; times--) value[below(value.length)] = below(256);
      const cut = round % 7 === 0 ? value.subarray(0, below(value.length)) : value;
      // Over its own content it may stay intact: nobody signs the name of the certificate.
      if (round % 5 === 0) expect(['intact', 'broken', 'not_checked']).toContain((await verify(cut)).state);
      expect(['broken', 'not_checked']).toContain((await verify(cut, OTHER)).state);
    }
  });

  test('a value past the budgets is not taken apart', async () => {
    // A million empty elements, one in the other, and side by side.
    const deep = Buffer.alloc(2000, 0x30).fill(0x80, 1);
    const wide = Buffer.concat([Buffer.from([0x30, 0x83, 0x0f, 0x42, 0x40]), Buffer.alloc(1_000_000, 0)]);
    wide.fill(Buffer.from([0x05, 0x00]), 5);
    for (const value of [deep, wide]) expect((await verify(value)).state).toBe('broken');
  });

  test('an unknown form is not checked', async () => {
    for (const value of [new Uint8Array(), octets(CONTENT), Buffer.from('stamp')])
      expect((await verify(value)).state).toBe('not_checked');
  });

  test('digests go by OID and by name', async () => {
    const feed = async (take: (piece: Uint8Array) => void) => take(CONTENT);
    expect(await verifier.digest(OIDS.sm3, feed)).toEqual(await verifier.digest('SM3', feed));
    expect((await verifier.digest('MD5', feed))?.length).toBe(16);
    expect((await verifier.digest('SHA-1', feed))?.length).toBe(20);
    expect(await verifier.digest('constructor', feed)).toBeNull();
  });
});
