/** Verifies signed values with node:crypto, asn1js and sm-crypto-v2 (SM2, which node's OpenSSL has without its identity). */
import type { SignatureVerifier } from '../../ports/signing.js';

/** Stateless: one serves a whole process. Nothing is loaded before the first signature. */
export function signatureVerifier(): SignatureVerifier {
  const checks = () => import('./verify.js');
  return {
    digest: async (method, content) => (await checks()).digest(method, content),
    verify: async (value, content, certificates) => (await checks()).verify(value, content, certificates),
  };
}
