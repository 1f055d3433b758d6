import { createSign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFDocument, PDFString } from 'pdf-lib';
import { beforeAll, describe, expect, test } from 'vitest';
import { AUTHORITY, SIGNER } from '../../../samples/sign/authority.js';
import { cmsOver } from '../../../samples/sign/cms.js';
import { octets } from '../../../samples/sign/der.js';
import { sealedValue } from '../../../samples/sign/ofd.js';
import { signedPdf } from '../../../samples/sign/pdf.js';
import { pdfReader } from '../../../src/adapters/pdf/pdf.js';
import { signatureVerifier } from '../../../src/adapters/signing/signing.js';
import type { SignatureReport } from '../../../src/document/evidence.js';
import type { FileBytes } from '../../../src/document/file-bytes.js';
import { NAME, RSA_CERTIFICATE, RSA_KEYS, SIGNERS } from '../signing/signers.js';

const reader = pdfReader({ signing: signatureVerifier() });

async function signaturesOf(file: FileBytes): Promise<readonly SignatureReport[]> {
  const document = await reader.open(file);
  try {
    return await document.signatures();
  } finally {
    await document.close();
  }
}

let plain: Uint8Array;
let number: number;
beforeAll(async () => {
  const document = await PDFDocument.create({ updateMetadata: false });
  document.addPage([300, 200]).drawText('Total 4449.00');
  const certificate = PDFString.of(
    Buffer.from(RSA_CERTIFICATE)
      .toString('latin1')
      .replace(/[\\()\r\n]/gu, (char) => `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`),
  );
  number = document.context.register(certificate).objectNumber;
  plain = await document.save();
});

const byRsa = () => signedPdf(plain, (content) => cmsOver(content, SIGNERS.RSA));

describe('signatures of a PDF', () => {
  test('an intact one says who signed, when and how, and that nothing follows', async () => {
    expect(await signaturesOf(byRsa())).toEqual([
      {
        state: 'intact',
        coversAll: true,
        chain: [NAME, AUTHORITY],
        signedAt: '2024-05-28T10:11:12Z',
        algorithm: 'RSA SHA-256',
        problem: null,
      },
    ]);
    const chinese = (content: Uint8Array) => cmsOver(content, SIGNERS.SM2, { chinese: true });
    expect(await signaturesOf(signedPdf(plain, chinese))).toMatchObject([
      { state: 'intact', algorithm: 'SM2 SM3' },
    ]);
  });

  test('an electronic seal may stand there, or a digest in the place of the content', async () => {
    const sealed = signedPdf(plain, (content) => sealedValue(content), { subFilter: 'GM.sm2seal' });
    expect(await signaturesOf(sealed)).toMatchObject([{ state: 'intact', chain: [SIGNER, AUTHORITY] }]);
    const digested = signedPdf(plain, (content) =>
      cmsOver(content, SIGNERS.RSA, { enclosed: SIGNERS.RSA.digest(content) }),
    );
    expect(await signaturesOf(digested)).toMatchObject([{ state: 'intact' }]);
  });

  test('a bare RSA signature finds its certificate in another object, packed or not', async () => {
    const sign = (content: Uint8Array) =>
      octets(createSign('sha1').update(content).sign(RSA_KEYS.privateKey));
    const settings = { subFilter: 'adbe.x509.rsa_sha1', entries: `/Cert[${number} 0 R]` };
    const intact = { state: 'intact', algorithm: 'RSA SHA-1', signedAt: '2024-05-28T18:11:12+08:00' };
    expect(await signaturesOf(signedPdf(plain, sign, settings))).toMatchObject([intact]);
    const open = await (await PDFDocument.load(plain, { updateMetadata: false })).save({
      useObjectStreams: false,
    });
    expect(await signaturesOf(signedPdf(open, sign, settings))).toMatchObject([intact]);
    const direct = { ...settings, entries: `/Cert<${Buffer.from(RSA_CERTIFICATE).toString('hex')}>` };
    expect(await signaturesOf(signedPdf(plain, sign, direct))).toMatchObject([intact]);
    expect(await signaturesOf(signedPdf(plain, sign, { subFilter: settings.subFilter }))).toMatchObject([
      { state: 'not_checked' },
    ]);
  });

  test('one octet that was changed breaks it', async () => {
    const bytes = Buffer.from(byRsa());
    bytes[20] = (bytes[20] ?? 0) ^ 1;
    expect(await signaturesOf(bytes)).toMatchObject([
      { state: 'broken', problem: '内容与签名时的摘要不一致' },
    ]);
  });

  test('what is appended is told, unless another signature covers it', async () => {
    const edited = Buffer.concat([
      byRsa(),
      Buffer.from('\n% one more revision, drawn over what was signed, and so on and on\n'),
    ]);
    expect(await signaturesOf(edited)).toMatchObject([
      { state: 'intact', coversAll: false, problem: expect.stringContaining('签名后追加了') },
    ]);
    const twice = signedPdf(byRsa(), (content) => cmsOver(content, SIGNERS.ECDSA), { room: 4000 });
    expect(await signaturesOf(twice)).toMatchObject([
      { state: 'intact', coversAll: false },
      { state: 'intact', coversAll: true },
    ]);
  });

  test('a range that does not fit the file is broken, and none that waits to be signed is one', async () => {
    const text = Buffer.from(byRsa()).toString('latin1');
    const withRange = (range: string) =>
      Buffer.from(
        text.replace(/\/ByteRange \[[^\]]*\]/u, (old) => `/ByteRange [${range}]`.padEnd(old.length)),
        'latin1',
      );
    for (const range of ['0 99999999 999999999 10', '0 40 60 80', '0 50 40 10'])
      expect(await signaturesOf(withRange(range)), range).toMatchObject([{ state: 'broken' }]);
    for (const range of ['0 0 0 0', '0 /******** /******** /********'])
      expect(await signaturesOf(withRange(range)), range).toEqual([]);
    expect(await signaturesOf(plain)).toEqual([]);
  });

  test('the same from a disk', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'yanpiao-signed-'));
    try {
      const bytes = byRsa();
      const path = join(folder, 'signed.pdf');
      writeFileSync(path, bytes);
      expect(await signaturesOf({ path, size: bytes.length })).toEqual(await signaturesOf(bytes));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
