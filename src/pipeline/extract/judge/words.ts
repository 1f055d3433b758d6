/**
 * The amount in words held against the figures: both spell one sum (DOMAIN 5), so that words which spell another were
 * misread or cut. The words testify for the figures as well (channel `words`); here only what was read elsewhere counts.
 */
import type { FieldName } from '../../../invoice/fields.js';
import type { Kind } from '../../../invoice/kinds.js';
import { parseMoney } from '../../../invoice/money.js';
import { parseWords } from '../../../invoice/words.js';
import type { Evidence } from '../../models.js';
import type { Candidate } from '../candidates/candidate.js';
import { evidenceOf, type Hypothesis, normalised } from './hypotheses.js';
import type { Probabilities } from './joint.js';

/** The fields that hold an amount in words. A kind has one of them. */
export const WORDS_FIELDS: readonly FieldName[] = ['grossTotalWords', 'priceWords'];

/** The field whose figures the words of a kind spell out (DOMAIN 13.1: used vehicles, the price of the vehicle). */
export const figuresOf = (kind: Kind): FieldName =>
  kind === 'used_vehicle_paper' || kind === 'digital_used_vehicle' || kind === 'digital_used_paper'
    ? 'carTotal'
    : 'grossTotal';

/** Testimony for the figures that does not come from the words themselves, set right or not. */
export const apartFromWords = (
  figures: readonly Candidate[],
  words: readonly Candidate[],
): readonly Candidate[] =>
  figures.filter(
    ({ channel, box }) =>
      channel !== 'words' && !(channel === 'repair' && words.some((each) => sameBox(each.box, box))),
  );

const sameBox = (a: Candidate['box'], b: Candidate['box']): boolean =>
  a !== null && b !== null && a.every((edge, index) => edge === b[index]);

/** Whether words spell these figures. */
export const spells = (words: string, figures: string): boolean => {
  const spelt = parseWords(words);
  return spelt !== null && spelt.fen === parseMoney(figures);
};

/** The words' hypotheses weighed by the figures, as far as those are believed. */
export function judgeWords(
  words: readonly Hypothesis[],
  figures: Probabilities,
  evidence: Evidence,
): Probabilities {
  const ratio = (key: string | null): number =>
    key === null
      ? 1
      : figures.reduce((sum, [{ key: amount }, chance]) => {
          const outcome = amount === null ? 0 : evidenceOf('wordsAgree', spells(key, amount), evidence);
          return sum + chance * Math.exp(outcome);
        }, 0);
  const chances = normalised(words.map(({ key, weight }) => weight + Math.log(ratio(key))));
  return words.map((hypothesis, index) => [hypothesis, chances[index] ?? 0]);
}
