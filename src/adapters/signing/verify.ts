/** A signed value of whatever form, checked. */
import type { Feed, SignedValueReport } from '../../ports/signing.js';
import { digestNamed, digestOf } from './algorithms.js';
import { contentOf, isA, parse, TAG } from './asn1.js';
import { type Certificate, certificateFrom } from './certificate.js';
import { verifyCms } from './cms.js';
import { recovered } from './keys.js';
import { broken, judged, labelsOf, notChecked } from './outcome.js';
import { verifySeal } from './ses.js';

/** See SignatureVerifier. */
export async function digest(method: string, content: Feed): Promise<Uint8Array | null> {
  const name = digestNamed(method);
  return name === null ? null : digestOf(name, content);
}

/** What every SEQUENCE begins with: what does and cannot be parsed was one. */
const SEQUENCE = 0x30;

/** See SignatureVerifier. */
export async function verify(
  value: Uint8Array,
  content: Feed,
  certificates: readonly Uint8Array[] = [],
): Promise<SignedValueReport> {
  const block = parse(value);
  if (block === null)
    return value[0] === SEQUENCE ? broken('签名值已损坏，无法解析') : notChecked('签名值的形式未知');
  const handed = certificates.map(certificateFrom).filter((one): one is Certificate => one !== null);
  if (isA(block, TAG.octets)) return bareRsa(contentOf(block), content, handed);
  const report = (await verifyCms(block, content, handed)) ?? (await verifySeal(block, content));
  return report ?? notChecked('签名值的形式未知');
}

/** PKCS#1 (PDF's `adbe.x509.rsa_sha1`): the digest is what the signature says it is. */
async function bareRsa(
  signature: Uint8Array,
  content: Feed,
  certificates: readonly Certificate[],
): Promise<SignedValueReport> {
  const [signer = null, ...others] = certificates;
  const reading = { signer, others, signedAt: null, signed: null, method: 'RSA', stated: null };
  const info = signer === null ? null : recovered(signer.key, signature);
  if (signer === null) return judged(reading, content);
  if (info === null) return broken('签名值与证书不符', { chain: [signer.subject], algorithm: 'RSA' });
  const method = `RSA ${labelsOf(info.digest, '未知摘要')}`;
  const signed = info.digest === null ? null : { content, digest: info.digest, signature };
  return judged({ ...reading, method, signed, stated: info }, content);
}
