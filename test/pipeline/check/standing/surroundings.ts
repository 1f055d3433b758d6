/** What an invented organisation knows around a slip. Companies and numbers exist nowhere. */
import { readFileSync } from 'node:fs';
import type { RulePack } from '../../../../src/document/rule-pack.js';
import type { Slip } from '../../../../src/document/slip.js';
import type { Verdict } from '../../../../src/document/verdict.js';
import { checkAgainst } from '../../../../src/pipeline/check/standing/check-against.js';
import type { Surroundings } from '../../../../src/pipeline/check/standing/standing.js';
import type { AlikeSlip, NeighbourSlip } from '../../../../src/ports/rules.js';
import { BUYER_ID, TODAY } from '../slips.js';

export const DEFAULT_PACK = JSON.parse(
  readFileSync(new URL('../../../../models/rules/default.json', import.meta.url), 'utf8'),
) as RulePack;

export const COMPANY = { name: '晴川（苏州）仪器有限公司', taxId: BUYER_ID, aliases: ['晴川仪器'] };

export const VERDICT: Verdict = {
  outcome: 'match',
  state: 'normal',
  confidence: 0.99,
  reasons: [],
  remedy: '无需处理',
  ledgerId: 'l1',
  candidates: [],
  checkedAt: '2026-11-22T00:00:00.000Z',
};

export interface Around extends Partial<Omit<Surroundings, 'rules' | 'neighbours'>> {
  readonly pack?: Partial<RulePack>;
  readonly companies?: Surroundings['rules']['ownCompanies'];
  readonly same?: readonly NeighbourSlip[];
  readonly alike?: readonly AlikeSlip[];
  readonly near?: readonly NeighbourSlip[];
  readonly run?: readonly NeighbourSlip[];
}

export function surroundings({
  pack,
  companies,
  same,
  alike,
  near,
  run,
  ...rest
}: Around = {}): Surroundings {
  return {
    rules: { pack: { ...DEFAULT_PACK, ...pack }, ownCompanies: companies ?? [COMPANY], edition: 1 },
    verdict: VERDICT,
    neighbours: { same: same ?? [], alike: alike ?? [], near: near ?? [], run: run ?? [] },
    blackListed: null,
    claims: [],
    handedIn: { person: '李晓', at: new Date('2024-06-03T02:00:00Z') },
    ...rest,
  };
}

/** Another slip that was handed in before, in a batch of its own, by somebody else. */
export function neighbour(change: Partial<NeighbourSlip> = {}): NeighbourSlip {
  return {
    other: {
      ...{ what: 'document', id: 'd1', slipId: '1', name: '较早.pdf', person: '王敏' },
      at: '2024-06-01T08:00:00.000Z',
    },
    invoiceNumber: null,
    issueDate: null,
    sellerTaxId: null,
    gross: null,
    ...{ sameBytes: false, sameDocument: false, sameBatch: false, samePerson: false, earlier: true },
    knows: false,
    ...change,
  };
}

/** The findings of one check. */
export const foundOf = (id: string, slip: Slip, around: Around = {}, today = TODAY) =>
  checkAgainst(slip, surroundings(around), today).findings.filter((finding) => finding.id === id);

/** What one check concluded, as `result severity`, in order. */
export const toldOf = (id: string, slip: Slip, around: Around = {}, today = TODAY) =>
  foundOf(id, slip, around, today).map(({ result, severity }) => `${result} ${severity}`);

/** The slip with one field not accepted. */
export const unsure = (slip: Slip, field: 'invoiceNumber' | 'buyerTaxId' | 'sellerTaxId'): Slip => {
  const result = slip.fields[field] ?? missing(field);
  return { ...slip, fields: { ...slip.fields, [field]: { ...result, accepted: false } } };
};

function missing(field: string): never {
  throw new Error(`the slip has no ${field}`);
}
