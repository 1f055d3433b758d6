/**
 * Electronic seals: SES_Signature of GM/T 0031-2014 (version 1) and of GB/T 38540-2020 (version 4). The digest of the
 * content stands in what is signed. The seal itself, a picture with its maker's signature, is not verified: who may make
 * seals is a matter of trust.
 */
import { parseMoment } from '../../invoice/dates.js';
import type { Feed, SignedValueReport } from '../../ports/signing.js';
import { digestOfSignature, feedOf } from './algorithms.js';
import { type Block, bitsOf, contentOf, encoded, isA, oidOf, partsOf, TAG, timeOf } from './asn1.js';
import { certificateFrom } from './certificate.js';
import { judged, type Reading } from './outcome.js';

/** `null`: it is no SES_Signature. */
export async function verifySeal(value: Block, content: Feed): Promise<SignedValueReport | null> {
  const reading = readingOf(partsOf(value));
  return reading === null ? null : judged(reading, content);
}

function readingOf(parts: readonly Block[]): Reading | null {
  const [toSign, ...rest] = parts;
  const [version, seal, time, digest, location, certificate, algorithm] = partsOf(toSign);
  const isSeal = isA(version, TAG.integer) && isA(seal, TAG.sequence) && isA(digest, TAG.bits);
  if (toSign === undefined || !isSeal || location === undefined) return null;
  // Version 1 signs certificate and algorithm as well, and only the signature follows.
  const [signedBy, method, signature] =
    rest.length === 1 ? [certificate, algorithm, rest[0]] : [rest[0], rest[1], rest[2]];
  if (!isA(signature, TAG.bits)) return null;
  const oid = oidOf(method) ?? '';
  const name = digestOfSignature(oid);
  return {
    signer: signedBy === undefined ? null : certificateFrom(contentOf(signedBy)),
    others: [],
    signedAt: timeIn(time),
    signed:
      name === null ? null : { content: feedOf(encoded(toSign)), digest: name, signature: bitsOf(signature) },
    method: oid,
    stated: { digest: name, value: bitsOf(digest) },
  };
}

/** Version 1 has a BIT STRING there: a time's text, or a time stamp, which is not read. */
const timeIn = (time: Block | undefined): string | null =>
  isA(time, TAG.bits) ? parseMoment(Buffer.from(bitsOf(time)).toString('latin1')) : timeOf(time);
