/**
 * What a broken hard rule takes from the confidence of the fields it compared. Either the paper itself breaks the rule,
 * which is rare, or one of the fields was misread: the more doubtful one was before, the likelier it is to blame.
 */
import type { FieldResult, SlipFields } from '../../document/slip.js';
import type { FieldName } from '../../invoice/fields.js';
import { isExact } from './subject.js';

/** How often an invoice breaks a hard rule by itself: the prior of the sums (src/learn/priors.ts), for all of them. */
const UNLAWFUL = 0.002;

/** `broken`: the fields that each broken hard rule compared. What was read exactly stays: then the paper is to blame. */
export function vetoed(fields: SlipFields, broken: readonly (readonly FieldName[])[]): SlipFields {
  const changed = new Map<FieldName, FieldResult>();
  for (const compared of broken) {
    const suspects = compared.flatMap((name) => {
      const field = fields[name];
      return field === undefined || isCertain(field) ? [] : [{ name, field }];
    });
    const doubts = suspects.reduce((sum, { field }) => sum + 1 - field.confidence, UNLAWFUL);
    for (const { name, field } of suspects) {
      // What is not accepted claims nothing, and is left as it is: checking again must change no more.
      if (!field.accepted) continue;
      const confidence = Number((1 - (1 - field.confidence) / doubts).toFixed(4));
      const before = changed.get(name) ?? field;
      if (confidence < before.confidence) changed.set(name, { ...before, confidence, accepted: false });
    }
  }
  return changed.size === 0 ? fields : { ...fields, ...Object.fromEntries(changed) };
}

/** Whether a source that gives characters as they were written said so. */
const isCertain = ({ source, agreeing = [] }: FieldResult): boolean =>
  [source, ...agreeing].some((each) => isExact(each) && each !== 'rule');
