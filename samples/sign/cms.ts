/** CMS SignedData (RFC 5652) by keys of the caller's choice, for tests: with RSA, ECDSA, or SM2 and the OIDs of GM/T 0010. */
import { AUTHORITY, nameOf } from './authority.js';
import { integer, nothing, octets, oid, sequence, setOf, tagged, time } from './der.js';

export interface CmsSigner {
  readonly certificate: Uint8Array;
  readonly serial: number;
  readonly digestOid: string;
  readonly signatureOid: string;
  digest(content: Uint8Array): Uint8Array;
  sign(content: Uint8Array): Uint8Array;
}

export interface CmsSettings {
  /** GM/T 0010 has its own OIDs for SignedData and data. */
  readonly chinese: boolean;
  readonly withAttributes: boolean;
  /** Enclosed instead of detached: the content, or what stands for it. */
  readonly enclosed: Uint8Array | null;
}

const TYPES = {
  signedData: ['1.2.840.113549.1.7.2', '1.2.156.10197.6.1.4.2.2'],
  data: ['1.2.840.113549.1.7.1', '1.2.156.10197.6.1.4.2.1'],
} as const;
const CONTENT_TYPE = '1.2.840.113549.1.9.3';
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
const SIGNING_TIME = '1.2.840.113549.1.9.5';

export function cmsOver(
  content: Uint8Array,
  signer: CmsSigner,
  { chinese = false, withAttributes = true, enclosed = null }: Partial<CmsSettings> = {},
): Uint8Array {
  const [signedData, data] = [TYPES.signedData, TYPES.data].map((pair) => oid(pair[chinese ? 1 : 0]));
  const subject = enclosed ?? content;
  const attributes = [
    sequence(oid(CONTENT_TYPE), setOf(data ?? nothing())),
    sequence(oid(SIGNING_TIME), setOf(time('20240528101112Z'))),
    sequence(oid(MESSAGE_DIGEST), setOf(octets(signer.digest(subject)))),
  ];
  const signature = signer.sign(withAttributes ? setOf(...attributes) : subject);
  const digestAlgorithm = sequence(oid(signer.digestOid));
  const signerInfo = sequence(
    integer(1),
    sequence(nameOf(AUTHORITY), integer(signer.serial)),
    digestAlgorithm,
    ...(withAttributes ? [tagged(0, ...attributes)] : []),
    sequence(oid(signer.signatureOid)),
    octets(signature),
  );
  const held = sequence(data ?? nothing(), ...(enclosed === null ? [] : [tagged(0, octets(enclosed))]));
  const body = sequence(
    integer(1),
    setOf(digestAlgorithm),
    held,
    tagged(0, signer.certificate),
    setOf(signerInfo),
  );
  return sequence(signedData ?? nothing(), tagged(0, body));
}
