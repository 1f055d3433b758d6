/** Verifies signed values with node:crypto and asn1js; sm-crypto-v2 stands in where OpenSSL was built without SM2. */
import type { SignatureVerifier } from '../../ports/signing.js';

/** Stateless: one serves a whole process. Nothing is loaded before the first signature. */
export function signatureVerifier(): SignatureVerifier {
  const checks = () => import('./verify.js');
  return {
    digest: async (method, content) => (await checks()).digest(method, content),
    verify: async (value, content, certificates) => (await checks()).verify(value, content, certificates),
  };
}
