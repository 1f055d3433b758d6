/**
 * CMS and PKCS#7 SignedData (RFC 5652), also with the OIDs of GM/T 0010 (GB/T 35275): SM2 and SM3 in the same structure.
 */
import type { Feed, SignedValueReport } from '../../ports/signing.js';
import { type DigestName, digestNamed, digestOfSignature, feedOf, hashOf, sameBytes } from './algorithms.js';
import { type Block, contentOf, encoded, isA, isTagged, oidOf, parse, partsOf, TAG, timeOf } from './asn1.js';
import { type Certificate, certificateIn } from './certificate.js';
import { broken, judged, notChecked, type Reading } from './outcome.js';

const SIGNED_DATA: readonly (string | null)[] = ['1.2.840.113549.1.7.2', '1.2.156.10197.6.1.4.2.2'];
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
const SIGNING_TIME = '1.2.840.113549.1.9.5';
const RSA_PSS = '1.2.840.113549.1.1.10';
/** What a time stamp signs: it names the digest of what it stamps. */
const TIME_STAMP = '1.2.840.113549.1.9.16.1.4';

/** `null`: it is no SignedData. */
export async function verifyCms(
  value: Block,
  content: Feed,
  certificates: readonly Certificate[],
): Promise<SignedValueReport | null> {
  const [type, wrapped] = partsOf(value);
  if (!SIGNED_DATA.includes(oidOf(type)) || !isTagged(wrapped, 0)) return null;
  const [, , enclosed, ...rest] = partsOf(partsOf(wrapped)[0]);
  const own = partsOf(rest.find((block) => isTagged(block, 0))).map(certificateIn);
  const known = [...own.filter((one): one is Certificate => one !== null), ...certificates];
  const signers = partsOf(rest.findLast((block) => isA(block, TAG.set)));
  const [signer] = signers;
  if (signer === undefined) return broken('签名值中没有签名人');
  const subject = await subjectOf(enclosed, content);
  if (subject === 'unknown') return notChecked('签名值的内容形式未知');
  if (subject === 'differs') return broken('内容与签名时的摘要不一致');
  // Several signers of one value are rare; the first one stands for them.
  const reading = readingOf(signer, known);
  return reading === null
    ? broken('签名值已损坏，无法解析')
    : judged(overContent(reading, subject, content), subject ?? content);
}

/** What the value encloses, in the place of what it is made over; `null`: nothing. It must itself tell of `content`. */
async function subjectOf(
  enclosed: Block | undefined,
  content: Feed,
): Promise<Feed | null | 'differs' | 'unknown'> {
  const [type, wrapped] = partsOf(enclosed);
  const [held] = partsOf(wrapped);
  if (held === undefined) return null;
  const bytes = isA(held, TAG.octets) ? contentOf(held) : encoded(held);
  const stated = oidOf(type) === TIME_STAMP ? imprintOf(bytes) : { value: bytes, digest: null };
  if (stated === null) return 'unknown';
  const candidates = stated.digest === null ? digestsOfLength(stated.value.length) : [stated.digest];
  const hashes = [...candidates, 'sha256' as const].map((name) => hashOf(name));
  await content((piece) => {
    for (const hash of hashes) hash.update(piece);
  });
  const digests = hashes.map((hash) => hash.digest());
  const whole = digests.pop();
  const isWhole = whole !== undefined && sameBytes(whole, hashOf('sha256').update(stated.value).digest());
  return isWhole || digests.some((digest) => sameBytes(digest, stated.value)) ? feedOf(bytes) : 'differs';
}

/** Enclosed is the content itself, or its digest, and which one that is stands nowhere. */
const digestsOfLength = (bytes: number): readonly DigestName[] =>
  bytes === 32 ? ['sm3', 'sha256'] : bytes === 20 ? ['sha1'] : bytes === 16 ? ['md5'] : [];

/** TSTInfo: version, policy, `SEQUENCE { algorithm, digest }`. */
function imprintOf(bytes: Uint8Array): { digest: DigestName; value: Uint8Array } | null {
  const [algorithm, value] = partsOf(partsOf(parse(bytes))[2]);
  const digest = digestNamed(oidOf(partsOf(algorithm)[0]) ?? '');
  return digest === null || !isA(value, TAG.octets) ? null : { digest, value: contentOf(value) };
}

type Signer = Omit<Reading, 'signed'> & {
  readonly digest: DigestName | null;
  readonly signature: Uint8Array;
  readonly pss: boolean;
  /** Signed attributes as they are digested; `null`: there are none. */
  readonly attributes: Uint8Array | null;
};

function readingOf(signer: Block, certificates: readonly Certificate[]): Signer | null {
  const [, id, digestAlgorithm, ...rest] = partsOf(signer);
  const attributes = isTagged(rest[0], 0) ? rest[0] : null;
  const [method, signature] = attributes === null ? rest : rest.slice(1);
  if (id === undefined || !isA(signature, TAG.octets)) return null;
  const digestOid = oidOf(partsOf(digestAlgorithm)[0]) ?? '';
  const oid = oidOf(partsOf(method)[0]) ?? '';
  const digest = digestNamed(digestOid) ?? digestOfSignature(digestOid) ?? digestOfSignature(oid);
  const message = attributes === null ? undefined : attributeOf(attributes, MESSAGE_DIGEST);
  // Attributes without it would say nothing of the content.
  if (attributes !== null && !isA(message, TAG.octets)) return null;
  return {
    signer: signerAmong(certificates, id),
    others: certificates,
    signedAt: attributes === null ? null : timeOf(attributeOf(attributes, SIGNING_TIME)),
    method: oid || digestOid,
    digest,
    signature: contentOf(signature),
    pss: oid === RSA_PSS,
    attributes: attributes === null ? null : asSet(attributes),
    stated: isA(message, TAG.octets) ? { digest, value: contentOf(message) } : null,
  };
}

function overContent(signer: Signer, subject: Feed | null, content: Feed): Reading {
  const { digest, signature, pss, attributes, ...reading } = signer;
  const over = attributes === null ? (subject ?? content) : feedOf(attributes);
  return { ...reading, signed: digest === null ? null : { content: over, digest, signature, pss } };
}

const attributeOf = (attributes: Block, oid: string): Block | undefined => {
  const attribute = partsOf(attributes).find((one) => oidOf(partsOf(one)[0]) === oid);
  return partsOf(partsOf(attribute)[1])[0];
};

const SET_OF = 0x31;

/** RFC 5652, 5.4: digested as a SET OF, not with the tag they are stored under. */
function asSet(attributes: Block): Uint8Array {
  const bytes = new Uint8Array(encoded(attributes));
  bytes[0] = SET_OF;
  return bytes;
}

/** By issuer and serial number; where a subject key names it, the only certificate, or the first. */
function signerAmong(certificates: readonly Certificate[], id: Block): Certificate | null {
  const [issuer, serial] = partsOf(id);
  if (issuer === undefined || !isA(serial, TAG.integer)) return certificates[0] ?? null;
  const isIt = (one: Certificate) =>
    sameBytes(one.serial, contentOf(serial)) && sameBytes(one.issuerBytes, encoded(issuer));
  return certificates.find(isIt) ?? null;
}
