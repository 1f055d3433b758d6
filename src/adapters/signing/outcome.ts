/** What checking a signed value comes to, in the same words for each form. */
import type { Feed, SignedValueReport } from '../../ports/signing.js';
import { DIGEST_LABELS, type DigestName, digestOf, sameBytes } from './algorithms.js';
import { type Certificate, chainOf } from './certificate.js';
import { fits, kindOf, labelOf, type Signed } from './keys.js';

const UNTOLD = { chain: [], signedAt: null, algorithm: null } as const;

export const notChecked = (problem: string, known: Partial<SignedValueReport> = {}): SignedValueReport => ({
  ...UNTOLD,
  ...known,
  state: 'not_checked',
  problem,
});

export const broken = (problem: string, known: Partial<SignedValueReport> = {}): SignedValueReport => ({
  ...UNTOLD,
  ...known,
  state: 'broken',
  problem,
});

/** What was read of a signed value before it is checked. */
export interface Reading {
  readonly signer: Certificate | null;
  /** Other certificates at hand. */
  readonly others: readonly Certificate[];
  readonly signedAt: string | null;
  /** What was signed, with which digest; `null` where that is unknown, named in `method`. */
  readonly signed: Signed | null;
  readonly method: string;
  /** The digest of the content as the signature has it; `null` where the signature is made over the content itself. */
  readonly stated: { readonly digest: DigestName | null; readonly value: Uint8Array } | null;
}

/** Digest first: what was changed since it was signed shows there, whoever signed it. */
export async function judged(reading: Reading, content: Feed): Promise<SignedValueReport> {
  const { signer, others, signedAt, signed, method, stated } = reading;
  const kind = signer === null ? null : kindOf(signer.key);
  const known = {
    chain: signer === null ? [] : chainOf(signer, others),
    signedAt,
    algorithm: kind === null || signed === null ? method || null : labelOf(kind, signed.digest),
  };
  const differs = stated === null ? false : await digestDiffers(stated, content);
  if (differs === true) return broken('内容与签名时的摘要不一致', known);
  if (signer === null) return notChecked('签名中没有可读的证书', known);
  if (signed === null || differs === null) return notChecked(`未知的签名算法 ${method}`, known);
  const holds = await fits(signer.key, signed);
  if (holds === null) return notChecked(`证书的密钥不适用于 ${method}`, known);
  if (!holds) return broken('签名值与证书不符', known);
  return { ...known, state: 'intact', problem: null };
}

/** `null`: the digest is unknown to us. */
async function digestDiffers(
  { digest, value }: { readonly digest: DigestName | null; readonly value: Uint8Array },
  content: Feed,
): Promise<boolean | null> {
  if (digest === null) return null;
  return !sameBytes(await digestOf(digest, content), value);
}

export const labelsOf = (digest: DigestName | null, oid: string): string =>
  digest === null ? oid : DIGEST_LABELS[digest];
