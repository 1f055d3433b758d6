/** Claiming invoices: who asks for which, whether they may be claimed, and all of them locked or none. */
import type { Claim } from '../../document/claim.js';
import type { Finding } from '../../document/finding.js';
import { recordKey } from '../../document/record.js';
import { FINAL_STATES } from '../../document/state.js';
import type { Principal } from '../../ports/accounts.js';
import type { DocumentRecord, JudgedSlip, Store } from '../../ports/store.js';

export type ClaimStores = Pick<Store, 'claims' | 'records' | 'documents'>;

/** What is to be claimed: invoices by record, by document (all slips in it) or slip by slip. */
export interface ClaimWish {
  readonly reference: string;
  readonly records: readonly string[];
  readonly documents: readonly string[];
  readonly slips: readonly { readonly documentId: string; readonly slipId: string }[];
}

/** See the contract's `blockedSlip`. */
export interface BlockedSlip {
  readonly path: string;
  readonly recordId: string | null;
  readonly documentId: string | null;
  readonly slipId: string | null;
  readonly why: 'not_there' | 'not_read' | 'no_slip' | 'no_key' | 'findings';
  readonly findings: readonly Finding[];
}

/** Some of what was named cannot be claimed; nothing was locked. */
export class NotClaimable extends Error {
  readonly blocked: readonly BlockedSlip[];
  constructor(blocked: readonly BlockedSlip[]) {
    super('some invoices cannot be claimed');
    this.name = 'NotClaimable';
    this.blocked = blocked;
  }
}

/** One named invoice: what it is claimed under, and what speaks against it. */
interface Named extends Omit<BlockedSlip, 'why'> {
  readonly key: string | null;
  readonly why: Exclude<BlockedSlip['why'], 'findings'> | null;
}

/**
 * Locks all of them for the reference, or none. What the same person or key holds under it already stays as it is,
 * whatever checks have found since. Throws NotClaimable, ClaimConflict.
 */
export async function makeClaim(
  store: ClaimStores,
  principal: Principal,
  wish: ClaimWish,
): Promise<readonly Claim[]> {
  const named = await namedBy(store, principal.organisationId, wish);
  const keys = [...new Set(named.flatMap(({ key }) => (key === null ? [] : [key])))];
  const held = await store.claims.holding(principal.organisationId, keys);
  const own = new Set(
    held.filter(({ reference }) => reference === wish.reference).map((one) => one.recordKey),
  );
  const blocked = named.flatMap(({ key, why, ...one }): BlockedSlip[] => {
    if (why !== null) return [{ ...one, why, findings: [] }];
    return one.findings.length === 0 || (key !== null && own.has(key)) ? [] : [{ ...one, why: 'findings' }];
  });
  if (blocked.length > 0) throw new NotClaimable(blocked);
  return store.claims.lock(principal, wish.reference, keys);
}

async function namedBy(store: ClaimStores, organisationId: string, wish: ClaimWish): Promise<Named[]> {
  const found = new Map<string, Promise<DocumentRecord | null>>();
  const documentOf = (id: string) => {
    const known = found.get(id) ?? store.documents.get(organisationId, id);
    found.set(id, known);
    return known;
  };
  const named: Named[] = [];
  for (const [index, id] of wish.records.entries())
    named.push(await record(store, organisationId, id, `records/${index}`));
  for (const [index, id] of wish.documents.entries())
    named.push(...(await slipsOf(store, await documentOf(id), id, null, `documents/${index}`)));
  for (const [index, { documentId, slipId }] of wish.slips.entries())
    named.push(...(await slipsOf(store, await documentOf(documentId), documentId, slipId, `slips/${index}`)));
  return named;
}

async function record(
  store: ClaimStores,
  organisationId: string,
  recordId: string,
  path: string,
): Promise<Named> {
  const known = await store.records.get(organisationId, recordId);
  const findings = blocking(known?.slip?.findings);
  const why = known === null ? 'not_there' : known.slip === null ? 'not_read' : null;
  return { path, recordId, documentId: null, slipId: null, key: known?.key ?? null, why, findings };
}

/** The slips of a document, or the one of an id. */
async function slipsOf(
  store: ClaimStores,
  document: DocumentRecord | null,
  documentId: string,
  slipId: string | null,
  path: string,
): Promise<Named[]> {
  const none = (why: Named['why']): Named[] => [
    { path, recordId: null, documentId, slipId, key: null, why, findings: [] },
  ];
  if (document === null) return none('not_there');
  if (!FINAL_STATES.includes(document.state)) return none('not_read');
  const slips = document.slips.filter(({ id }) => slipId === null || id === slipId);
  if (slips.length === 0) return none(slipId === null ? 'no_slip' : 'not_there');
  return Promise.all(slips.map((slip) => slipNamed(store, document, slip, path)));
}

/** What blocks a slip is what was found on it, and what was found on its record: originals that contradict each other. */
async function slipNamed(
  store: ClaimStores,
  { id: documentId, organisationId }: DocumentRecord,
  slip: JudgedSlip,
  path: string,
): Promise<Named> {
  const { recordId } = slip;
  const merged = recordId === null ? null : await store.records.get(organisationId, recordId);
  const own = blocking(slip.findings);
  const others = blocking(merged?.slip?.findings).filter(({ id }) => own.every((one) => one.id !== id));
  const key = recordKey(slip);
  const about = { path, recordId, documentId, slipId: slip.id, findings: [...own, ...others] };
  return { ...about, key, why: key === null ? 'no_key' : null };
}

const blocking = (findings: readonly Finding[] = []): readonly Finding[] =>
  findings.filter(({ blocks }) => blocks === true);
