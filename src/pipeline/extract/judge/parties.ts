/** Buyer and seller judged together: each id's own check characters, two parties that differ, and pairs that are known. */
import type { FieldName } from '../../../invoice/fields.js';
import { checkResidentId, checkUscc } from '../../../invoice/tax-id.js';
import { squash } from '../../../invoice/text.js';
import type { KnownParties } from '../../known-parties.js';
import type { CheckName, Models } from '../../models.js';
import { evidenceOf, type Hypothesis } from './hypotheses.js';
import { jointly, type Probabilities } from './joint.js';

const FIELDS: readonly FieldName[] = ['buyerName', 'buyerTaxId', 'sellerName', 'sellerTaxId'];

export function judgeParties(
  hypotheses: ReadonlyMap<FieldName, readonly Hypothesis[]>,
  known: KnownParties,
  { calibration: { evidence } }: Models,
): ReadonlyMap<FieldName, Probabilities> {
  const knows = (name: string | null, id: string | null) =>
    name !== null && id !== null && known.byId(id).some((party) => squash(party.name) === name);
  const tables = FIELDS.map((field) => hypotheses.get(field) ?? []);
  const mended = new Set(FIELDS.filter((_, index) => tables[index]?.some(hasMending)));
  const judged = jointly(tables, (combination) => {
    const [buyer, buyerId, seller, sellerId] = combination.map(({ key }) => key);
    let sum = combination.reduce(
      (all, hypothesis) => all + idCheck(hypothesis, mended.has(hypothesis.field), evidence),
      0,
    );
    // A person has no number; two blanks are no sign of a mix-up.
    if (buyerId && sellerId) sum += evidenceOf('partiesDiffer', buyerId !== sellerId, evidence);
    if (buyer && seller) sum += evidenceOf('partiesDiffer', buyer !== seller, evidence);
    if (knows(buyer ?? null, buyerId ?? null)) sum += evidenceOf('knownPair', true, evidence);
    if (knows(seller ?? null, sellerId ?? null)) sum += evidenceOf('knownPair', true, evidence);
    return sum;
  });
  return new Map(FIELDS.map((field, index) => [field, judged[index] ?? []]));
}

const hasMending = ({ supporters }: Hypothesis): boolean =>
  supporters.some(({ channel }) => channel === 'repair');

/**
 * What the check characters of an id say, and of one that fails, whether a mending passes. Of one that was mended until
 * they were right, they say nothing: it passes by construction.
 */
function idCheck(
  { field, key, supporters }: Hypothesis,
  mended: boolean,
  evidence: Models['calibration']['evidence'],
): number {
  if (key === null || !field.endsWith('TaxId')) return 0;
  if (key.length !== 18) {
    // Temporary numbers of any length exist; recognised ones are misread far more often.
    const recognised = supporters.every(({ source }) => source.startsWith('ocr:'));
    return recognised && !hasIdLength(key) ? evidenceOf('taxIdAlphabet', false, evidence) : 0;
  }
  if (supporters.every(({ channel, source }) => channel === 'repair' || source === 'ledger')) return 0;
  return idChecks(key, mended).reduce((sum, [check, holds]) => sum + evidenceOf(check, holds, evidence), 0);
}

/** Lengths that ids other than those of 18 characters have (DOMAIN 4.2); of 20, the first 18 are a person's number. */
const hasIdLength = (id: string): boolean =>
  id.length === 15 || id.length === 17 || (id.length === 20 && checkResidentId(id.slice(0, 18)) === 'valid');

/** The checks of an id of 18 characters as it was read, with their outcomes. */
export function idChecks(id: string, mended: boolean): [CheckName, boolean][] {
  const outcome = checkUscc(id);
  if (outcome === 'valid')
    return [
      ['taxIdAlphabet', true],
      ['taxIdCheck', true],
    ];
  const failed: [CheckName, boolean] =
    outcome === 'alphabet' ? ['taxIdAlphabet', false] : ['taxIdCheck', false];
  return [failed, ['mendingFits', mended]];
}
