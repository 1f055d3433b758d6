/** Signatures of an OFD (GB/T 33190, 18): the digests of the parts they name, and the signed value over that list. */
import type { SignatureReport } from '../../document/evidence.js';
import { parseMoment } from '../../invoice/dates.js';
import { BUDGETS } from '../../pipeline/budgets.js';
import type { Feed, SignatureVerifier, SignedValueReport } from '../../ports/signing.js';
import { child, childrenOf, type OfdPackage, type Part, textIn } from './package.js';

const ROOT = 'OFD.xml';

/** `lists`: what OFD.xml says of each document's `Signatures`. A damaged signature is reported, never thrown. */
export async function signaturesOf(
  files: OfdPackage,
  lists: readonly string[],
  verifier: SignatureVerifier,
): Promise<SignatureReport[]> {
  const reports: SignatureReport[] = [];
  const opened = await Promise.all(lists.map((location) => files.optional(location, ROOT)));
  // A list that was promised and is gone was taken away: without it the signatures would not be missed.
  if (opened.includes(null)) reports.push(brokenReport('签名列表缺失或无法读取'));
  const signatures = (
    await Promise.all(opened.map((list) => (list === null ? [] : signaturesIn(files, list))))
  ).flat();
  const own = new Set([ROOT, ...opened.map((list) => list?.name ?? ROOT)]);
  for (const signature of signatures)
    if (signature !== null) for (const name of ownParts(files, signature)) own.add(name);
  const all = { files, own, digests: digestsOf(files, verifier), verifier };
  for (const [index, signature] of signatures.slice(0, BUDGETS.signatures).entries()) {
    // A list grows with each signature: what an earlier one has of it cannot hold.
    const grown = index < signatures.length - 1 ? opened.map((list) => list?.name) : [];
    const report = signature === null ? null : await reportOn(signature, { ...all, grown });
    reports.push(report ?? brokenReport('Signature.xml 缺失或无法读取'));
  }
  const unseen = signatures.length - BUDGETS.signatures;
  if (unseen > 0) reports.push({ ...brokenReport(`另有 ${unseen} 个签名未验`), state: 'not_checked' });
  return reports;
}

interface Work {
  readonly files: OfdPackage;
  /** The signatures' own parts: none of them can cover itself. */
  readonly own: ReadonlySet<string>;
  /** Parts that other signatures changed since. */
  readonly grown: readonly (string | undefined)[];
  readonly digests: DigestOf;
  readonly verifier: SignatureVerifier;
}

const brokenReport = (problem: string): SignatureReport => ({
  state: 'broken',
  coversAll: false,
  chain: [],
  signedAt: null,
  algorithm: null,
  problem,
});

/** The Signature.xml that a list names; `null` for one that is not there. */
const signaturesIn = (files: OfdPackage, list: Part): Promise<(Part | null)[]> =>
  Promise.all(
    childrenOf(list.tree, 'Signature').map(({ attributes }) =>
      files.optional(attributes.BaseLoc ?? '', list.name),
    ),
  );

/** Itself, its value and its seal. */
function ownParts(files: OfdPackage, { name, tree }: Part): string[] {
  const seal = textIn(child(child(tree, 'SignedInfo'), 'Seal'), 'BaseLoc');
  const named = [textIn(tree, 'SignedValue'), seal].map((location) => files.find(location ?? '', name));
  return [name, ...named.filter((one) => one !== null)];
}

type DigestOf = (method: string, name: string) => Promise<Uint8Array | null | 'unreadable'>;

/** Each part once, however often it is named: a list may name one of 200 MB a thousand times. */
function digestsOf(files: OfdPackage, verifier: SignatureVerifier): DigestOf {
  const known = new Map<string, Promise<Uint8Array | null | 'unreadable'>>();
  return (method, name) => {
    const key = `${method} ${name}`;
    const digest = known.get(key) ?? digestOfPart(files, verifier, method, name);
    known.set(key, digest);
    return digest;
  };
}

async function digestOfPart(files: OfdPackage, verifier: SignatureVerifier, method: string, name: string) {
  const bytes = await files.optionalBytes(name);
  return bytes === null ? 'unreadable' : verifier.digest(method, feedOf(bytes));
}

const feedOf =
  (bytes: Uint8Array): Feed =>
  async (take) =>
    take(bytes);

async function reportOn(part: Part, work: Work): Promise<SignatureReport> {
  const info = child(part.tree, 'SignedInfo');
  const referred = await checkReferences(part, work);
  const value = await checkValue(part, work);
  const uncovered = work.files.names.filter((name) => !referred.names.has(name) && !work.own.has(name));
  const problems = [referred.problem, value.problem].filter((problem) => problem !== null);
  const state = worse(referred.state, value.state);
  // Of what is intact one wants to know what stands beside it.
  if (state === 'intact' && uncovered.length > 0) problems.push(`签名未覆盖 ${some(uncovered)}`);
  return {
    ...value,
    state,
    coversAll: uncovered.length === 0,
    signedAt: value.signedAt ?? parseMoment(textIn(info, 'SignatureDateTime') ?? ''),
    problem: problems.length === 0 ? null : problems.join('；'),
  };
}

type State = SignatureReport['state'];
const GRAVITY: readonly State[] = ['intact', 'not_checked', 'broken'];
const worse = (a: State, b: State): State => (GRAVITY.indexOf(a) > GRAVITY.indexOf(b) ? a : b);

/** The parts that a signature names, held against the digests it has of them. */
async function checkReferences(signature: Part, { files, digests, grown }: Work) {
  const list = child(child(signature.tree, 'SignedInfo'), 'References');
  const method = list?.attributes.CheckMethod ?? '';
  const names = new Set<string>();
  const [changed, missing]: [string[], string[]] = [[], []];
  let unknown = false;
  for (const reference of childrenOf(list, 'Reference')) {
    const location = reference.attributes.FileRef ?? '';
    const name = files.find(location, signature.name);
    const digest = name === null ? 'unreadable' : await digests(method, name);
    if (name === null || digest === 'unreadable') missing.push(location.slice(0, LONGEST_NAME));
    else if (digest === null) unknown = true;
    else if (!isDigest(textIn(reference, 'CheckValue') ?? '', digest) && !grown.includes(name))
      changed.push(name);
    if (name !== null) names.add(name);
  }
  const problems = [
    ...(changed.length > 0 ? [`${some(changed)} 的摘要不一致`] : []),
    ...(missing.length > 0 ? [`缺少已签名的 ${some(missing)}`] : []),
    ...(unknown ? [`未知的摘要算法 ${method.slice(0, LONGEST_NAME) || '（未注明）'}`] : []),
  ];
  const state: State = changed.length + missing.length > 0 ? 'broken' : unknown ? 'not_checked' : 'intact';
  return { names, state, problem: problems.length === 0 ? null : problems.join('；') };
}

/** Characters of a name that are shown: the file may hold any. */
const LONGEST_NAME = 80;

/** Names for a person: the first three. */
function some(names: readonly string[]): string {
  const shown = names.slice(0, 3).map((name) => name.slice(0, LONGEST_NAME));
  return names.length > shown.length ? `${shown.join('、')} 等 ${names.length} 个部件` : shown.join('、');
}

/** Base64 as the standard has it, or hexadecimal digits. */
function isDigest(text: string, digest: Uint8Array): boolean {
  const value = text.replace(/\s/gu, '');
  const wanted = Buffer.from(digest);
  const isHex = value.length === 2 * wanted.length && /^[0-9a-f]*$/iu.test(value);
  return wanted.equals(Buffer.from(value, isHex ? 'hex' : 'base64'));
}

/** The signed value, which is made over Signature.xml as it lies in the package. */
async function checkValue(signature: Part, { files, verifier }: Work): Promise<SignedValueReport> {
  const name = files.find(textIn(signature.tree, 'SignedValue') ?? '', signature.name);
  const value = name === null ? null : await files.optionalBytes(name);
  const signed = await files.optionalBytes(signature.name);
  if (value === null || signed === null) return brokenReport('签名值缺失或无法读取');
  return verifier.verify(value, feedOf(signed));
}
