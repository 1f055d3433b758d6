/** Who has to be looked at again because of a slip: what is handed in later may be matched sooner. Pure. */
import type { Slip } from '../../../document/slip.js';
import type { NeighbourSlip, Neighbours } from '../../../ports/rules.js';

/** A list this long was cut short: who is named in it and who is not is chance, so it tells nobody. */
const CUT_SHORT = 50;

/**
 * Documents whose findings ought to tell of this slip and don't: the same invoice or picture handed in later (D1), and those that a
 * broken D2 or S1 of this slip names while they have none. One that has a row or pair of its own is left in peace: five
 * hundred numbers in a row would otherwise have each other matched again and again.
 */
export function toldOf(
  { findings }: Pick<Slip, 'findings'>,
  { same, alike, near, run }: Neighbours,
): string[] {
  const named = (check: string) =>
    new Set(
      findings
        .filter(({ id, result }) => id === check && result === 'broken')
        .flatMap(({ others = [] }) => others.map(({ id, slipId }) => `${id}/${slipId ?? ''}`)),
    );
  const of = (check: string, list: readonly NeighbourSlip[]) => {
    const them = named(check);
    return list.filter(({ other }) => them.has(`${other.id}/${other.slipId ?? ''}`));
  };
  // Where D1 is switched off nobody is named by it.
  const later = findings.some(({ id }) => id === 'D1')
    ? [...same, ...alike].filter(({ earlier }) => !earlier)
    : [];
  const lists = [later, of('D2', near), of('S1', run)].filter((list) => list.length < CUT_SHORT);
  const unaware = lists.flat().filter(({ knows, sameDocument }) => !knows && !sameDocument);
  return [...new Set(unaware.map(({ other }) => other.id))];
}
