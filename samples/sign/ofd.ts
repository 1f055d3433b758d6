/** Signs an OFD as issuers do: digests of all its parts (GB/T 33190, 18), and a seal's signature over them (GB/T 38540). */
import { OIDS, SIGNER_CERTIFICATE, SIGNER_KEY, sm2Signature, sm3 } from './authority.js';
import { bits, ia5, integer, octets, oid, sequence, setOf, time, utf8 } from './der.js';

export type OfdParts = readonly (readonly [string, string | Uint8Array])[];

export interface SealSettings {
  /** 4: GB/T 38540-2020. 1: GM/T 0031-2014. */
  readonly version: 1 | 4;
  /** `20240528101112Z` */
  readonly signedAt: string;
  readonly checkMethod: string;
  /** OID that the signed value names. */
  readonly algorithm: string;
}

const SETTINGS: SealSettings = {
  version: 4,
  signedAt: '20240528101112Z',
  checkMethod: OIDS.sm3,
  algorithm: OIDS.sm2Sm3,
};

const FOLDER = 'Doc_0/Signs';
/** Where OFD.xml has it. */
export const SIGNATURES = `${FOLDER}/Signatures.xml`;
const OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"';
const XML = '<?xml version="1.0" encoding="UTF-8"?>\n';

export const bytesOf = (data: string | Uint8Array): Uint8Array =>
  typeof data === 'string' ? new TextEncoder().encode(data) : data;

/** The parts that sign `parts`, to be put beside them. OFD.xml must name {@link SIGNATURES}. */
export function ofdSignature(parts: OfdParts, settings: Partial<SealSettings> = {}): OfdParts {
  const seal = { ...SETTINGS, ...settings };
  const references = parts
    .map(([name, data]) => {
      const digest = Buffer.from(sm3(bytesOf(data))).toString('base64');
      return `<ofd:Reference FileRef="/${name}"><ofd:CheckValue>${digest}</ofd:CheckValue></ofd:Reference>`;
    })
    .join('');
  const signature = `${XML}<ofd:Signature ${OFD}><ofd:SignedInfo><ofd:Provider ProviderName="yanpiao samples"/><ofd:SignatureMethod>${OIDS.sm2Sm3}</ofd:SignatureMethod><ofd:SignatureDateTime>${seal.signedAt}</ofd:SignatureDateTime><ofd:References CheckMethod="${seal.checkMethod}">${references}</ofd:References></ofd:SignedInfo><ofd:SignedValue>/${FOLDER}/Sign_0/SignedValue.dat</ofd:SignedValue></ofd:Signature>`;
  return [
    [
      SIGNATURES,
      `${XML}<ofd:Signatures ${OFD}><ofd:MaxSignId>1</ofd:MaxSignId><ofd:Signature ID="1" BaseLoc="/${FOLDER}/Sign_0/Signature.xml"/></ofd:Signatures>`,
    ],
    [`${FOLDER}/Sign_0/Signature.xml`, signature],
    [`${FOLDER}/Sign_0/SignedValue.dat`, sealedValue(bytesOf(signature), seal)],
  ];
}

/** SES_Signature over `content`. */
export function sealedValue(content: Uint8Array, settings: Partial<SealSettings> = {}): Uint8Array {
  const { version, signedAt, algorithm } = { ...SETTINGS, ...settings };
  const location = ia5(`/${FOLDER}/Sign_0/Signature.xml`);
  const certificate = octets(SIGNER_CERTIFICATE);
  const common = [integer(version), sealOf(version)];
  if (version === 1) {
    const [digest, method] = [bits(sm3(content)), oid(algorithm)];
    const stated = bits(new TextEncoder().encode(signedAt));
    const toSign = sequence(...common, stated, digest, location, certificate, method);
    return sequence(toSign, bits(sm2Signature(toSign, SIGNER_KEY)));
  }
  const toSign = sequence(...common, time(signedAt), bits(sm3(content)), location);
  return sequence(toSign, certificate, oid(algorithm), bits(sm2Signature(toSign, SIGNER_KEY)));
}

/** A seal without a picture: nothing of it is drawn. */
function sealOf(version: number): Uint8Array {
  const header = sequence(ia5('ES'), integer(version), ia5('YANPIAO'));
  const made = time('20240101000000Z');
  const properties = sequence(
    integer(1),
    utf8('示例省税务局'),
    setOf(octets(SIGNER_CERTIFICATE)),
    made,
    made,
    time('20400101000000Z'),
  );
  return sequence(sequence(header, ia5('00000000000001'), properties));
}
