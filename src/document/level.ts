/** How near two values of a field are. */

/**
 * How far apart two values of a field are, best first. `equal`: the same in normal form, the only level that agrees.
 * `confusable`: one character apart, of a pair that OCR confuses, or one lost. `near`: two such edits, one ordinary edit,
 * a neighbouring day, a name that shares most of its character pairs. `different`: anything else.
 */
export const LEVELS = ['equal', 'confusable', 'near', 'different'] as const;
export type Level = (typeof LEVELS)[number];
