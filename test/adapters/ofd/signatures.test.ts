import { describe, expect, test } from 'vitest';
import { SIGNER } from '../../../samples/sign/authority.js';
import { type OfdParts, ofdSignature, type SealSettings, SIGNATURES } from '../../../samples/sign/ofd.js';
import type { SignatureReport } from '../../../src/document/evidence.js';
import { ofdBytes, openOfd, type Parts } from './make.js';

const NAMED: Parts = {
  'OFD.xml': `<OFD><DocBody><DocRoot>/Doc/Document.xml</DocRoot><Signatures>${SIGNATURES}</Signatures></DocBody></OFD>`,
  'Doc/Document.xml':
    '<Document><CommonData><PublicRes>Public.xml</PublicRes><PageArea><PhysicalBox>0 0 100 50</PhysicalBox></PageArea></CommonData><Pages><Page ID="7" BaseLoc="Pages/One.xml"/></Pages></Document>',
  'Doc/Public.xml': '<Res/>',
  'Doc/Pages/One.xml': '<Page><Content><Layer/></Content></Page>',
};

const sealed = (
  settings: Partial<SealSettings> = {},
  parts: Parts = NAMED,
): Record<string, string | Uint8Array> => ({
  ...parts,
  ...Object.fromEntries(ofdSignature(Object.entries(parts) as OfdParts, settings)),
});

const signaturesOf = async (parts: Parts): Promise<readonly SignatureReport[]> =>
  (await openOfd(ofdBytes('', parts))).signatures();

async function onlyOne(parts: Parts): Promise<SignatureReport> {
  const [report, ...others] = await signaturesOf(parts);
  expect(others).toEqual([]);
  if (report === undefined) throw new Error('no signature');
  return report;
}

const SIGNATURE = 'Doc_0/Signs/Sign_0/Signature.xml';
const VALUE = 'Doc_0/Signs/Sign_0/SignedValue.dat';
const textOf = (data: string | Uint8Array | undefined) =>
  typeof data === 'string' ? data : Buffer.from(data ?? []).toString('utf8');

describe('signatures of an OFD', () => {
  test('an intact one says who signed, when and how, in both versions of the seal', async () => {
    for (const version of [1, 4] as const) {
      expect(await onlyOne(sealed({ version }))).toEqual({
        state: 'intact',
        coversAll: true,
        chain: [SIGNER, expect.stringContaining('示例')],
        signedAt: '2024-05-28T10:11:12Z',
        algorithm: 'SM2 SM3',
        problem: null,
      });
    }
  });

  test('names of digests are taken as producers write them', async () => {
    for (const checkMethod of ['SM3', 'sm3', '1.2.156.10197.1.401.2'])
      expect(await onlyOne(sealed({ checkMethod }))).toMatchObject({ state: 'intact' });
    expect(await onlyOne(sealed({ checkMethod: '1.2.3.4' }))).toMatchObject({
      state: 'not_checked',
      problem: expect.stringContaining('1.2.3.4'),
    });
  });

  test('one byte of a page makes it broken, and the page is named', async () => {
    const parts = sealed();
    const changed = {
      ...parts,
      'Doc/Pages/One.xml': textOf(parts['Doc/Pages/One.xml']).replace('<Layer/>', '<Layer />'),
    };
    expect(await onlyOne(changed)).toMatchObject({
      state: 'broken',
      problem: expect.stringContaining('Doc/Pages/One.xml'),
    });
  });

  test('a digest that was set right again no longer fits the signed value', async () => {
    const [forged, parts] = [sealed({}, { ...NAMED, 'Doc/Public.xml': '<Res></Res>' }), sealed()];
    const mixed = { ...forged, [VALUE]: parts[VALUE] ?? '' };
    expect(await onlyOne(mixed)).toMatchObject({ state: 'broken', problem: '内容与签名时的摘要不一致' });
  });

  test('a signature value that was changed does not fit its certificate', async () => {
    const parts = sealed();
    const value = Buffer.from(parts[VALUE] ?? '');
    value[value.length - 1] = (value.at(-1) ?? 0) ^ 1;
    expect(await onlyOne({ ...parts, [VALUE]: value })).toMatchObject({
      state: 'broken',
      problem: '签名值与证书不符',
    });
  });

  test('an algorithm that is unknown is said so', async () => {
    expect(await onlyOne(sealed({ algorithm: '1.2.156.10197.1.999' }))).toMatchObject({
      state: 'not_checked',
      algorithm: '1.2.156.10197.1.999',
      problem: expect.stringContaining('1.2.156.10197.1.999'),
    });
  });

  test('parts beside those that were signed are named, and one that is gone breaks it', async () => {
    expect(await onlyOne({ ...sealed(), 'Doc/Annots.xml': '<Annotations/>' })).toMatchObject({
      state: 'intact',
      coversAll: false,
      problem: '签名未覆盖 Doc/Annots.xml',
    });
    const { 'Doc/Public.xml': _, ...fewer } = sealed();
    expect(await onlyOne({ ...fewer, 'Doc/Public.xml': '' })).toMatchObject({ state: 'broken' });
  });

  test('what is unsigned has none; a list that is promised and gone is broken', async () => {
    expect(await signaturesOf({})).toEqual([]);
    expect(await onlyOne(NAMED)).toMatchObject({ state: 'broken', problem: '签名列表缺失或无法读取' });
  });

  test('a list that grew by a second signature does not break the first', async () => {
    const first = sealed();
    const list = textOf(first[SIGNATURES]);
    const covering = sealed({}, { ...NAMED, [SIGNATURES]: list });
    const grown = list.replace(
      '</ofd:Signatures>',
      '<ofd:Signature ID="2" BaseLoc="/Two.xml"/></ofd:Signatures>',
    );
    const second = textOf(first[SIGNATURE]).replaceAll('Sign_0/SignedValue', 'Sign_1/SignedValue');
    const reports = await signaturesOf({ ...covering, [SIGNATURES]: grown, 'Two.xml': second });
    expect(reports.map(({ state }) => state)).toEqual(['intact', 'broken']);
  });

  test('a damaged signature is reported whatever is damaged in it', async () => {
    const parts = sealed();
    for (const damage of ['', 'no XML', '<Signature/>'])
      expect((await onlyOne({ ...parts, [SIGNATURE]: damage })).state).toBe('broken');
    expect((await onlyOne({ ...parts, [VALUE]: 'no ASN.1' })).state).toBe('not_checked');
    expect((await onlyOne({ ...parts, [VALUE]: (parts[VALUE] as Uint8Array).subarray(0, 300) })).state).toBe(
      'broken',
    );
  });
});
