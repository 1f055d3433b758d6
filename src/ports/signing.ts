/** Signed values, verified offline: what one says is held against what it was made over. No trust is decided. */
import type { SignatureReport } from '../document/evidence.js';

/** Hands over bytes in their order, in pieces of any size: what was signed may be too long to be held. */
export type Feed = (take: (piece: Uint8Array) => void) => Promise<void>;

/** What a signed value says by itself; what it covers of a file is for the file's reader to tell. */
export type SignedValueReport = Omit<SignatureReport, 'coversAll'>;

export interface SignatureVerifier {
  /**
   * Digest of `content`. `method`: an OID or a name, as producers write them (`1.2.156.10197.1.401`, `SM3`, `SHA-256`);
   * `null`: it is unknown to us.
   */
  digest(method: string, content: Feed): Promise<Uint8Array | null>;
  /**
   * `value`: an electronic seal's signature (GM/T 0031, GB/T 38540), a CMS or PKCS#7 SignedData (also with the OIDs of
   * GM/T 0010), or a bare RSA signature in an OCTET STRING. `content`: what it is to be made over; asked once or twice.
   * `certificates`: those that do not stand in the value itself, the signer's first, DER. Never throws for a damaged
   * value: that is `broken` or `not_checked` with its problem; what `content` throws comes through.
   */
  verify(value: Uint8Array, content: Feed, certificates?: readonly Uint8Array[]): Promise<SignedValueReport>;
}
