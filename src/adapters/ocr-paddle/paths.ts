/** The likeliest texts of a line, with all paths that lead to each (prefix beam search, Hannun 2014). */

/** A recogniser's answer: `steps` rows of one probability for each character of the alphabet. */
export interface Steps {
  readonly data: Float32Array;
  readonly count: number;
  /** Index 0 is the blank. */
  readonly alphabet: readonly string[];
  /** Indices that may occur, the blank among them; `null`: all. */
  readonly allowed: readonly number[] | null;
}

/** Other texts given at most, and how likely one must be beside the best to be worth naming. */
const MOST_TEXTS = 4;
const LEAST_RATIO = 0.01;
/** Texts followed at once; more change nothing in the first five. */
const BEAM = 12;
/** A character less likely than this at a step is not followed there. */
const LEAST_PROBABILITY = 0.004;

/** How likely a beginning is: its paths that end in a blank, and those that end in its last character. */
interface Ends {
  blank: number;
  char: number;
}

/** Texts other than `best`, likeliest first; `ratio`: how likely each is beside `best`, at most 1. */
export function likelyTexts(steps: Steps, best: string): { text: string; ratio: number }[] {
  let beam = new Map<string, Ends>([['', { blank: 1, char: 0 }]]);
  for (let step = 0; step < steps.count; step++) beam = narrowed(followed(beam, candidatesAt(steps, step)));
  const texts = [...beam].map(([key, ends]) => ({ text: textOf(key, steps.alphabet), share: total(ends) }));
  const lead = texts.find(({ text }) => text === best)?.share ?? Math.max(...texts.map(({ share }) => share));
  return texts
    .filter(({ text, share }) => text !== best && text.trim() !== '' && share >= LEAST_RATIO * lead)
    .slice(0, MOST_TEXTS)
    .map(({ text, share }) => ({ text, ratio: Math.min(1, share / lead) }));
}

const total = ({ blank, char }: Ends) => blank + char;

/** Every beginning, continued by every candidate of one step. Beginnings are strings of indices, one a code unit. */
function followed(
  beam: ReadonlyMap<string, Ends>,
  candidates: readonly (readonly [number, number])[],
): Map<string, Ends> {
  const next = new Map<string, Ends>();
  const endsOf = (key: string) => {
    const ends = next.get(key) ?? { blank: 0, char: 0 };
    next.set(key, ends);
    return ends;
  };
  for (const [key, { blank, char }] of beam) {
    const last = key === '' ? 0 : key.charCodeAt(key.length - 1);
    for (const [index, probability] of candidates) {
      if (index === 0) endsOf(key).blank += (blank + char) * probability;
      else if (index === last) {
        // The same character again is the same one still, unless a blank stood between.
        endsOf(key).char += char * probability;
        endsOf(key + String.fromCharCode(index)).char += blank * probability;
      } else endsOf(key + String.fromCharCode(index)).char += (blank + char) * probability;
    }
  }
  return next;
}

/** The likeliest beginnings, likeliest first, scaled so that no long line runs out of digits. */
function narrowed(beam: ReadonlyMap<string, Ends>): Map<string, Ends> {
  const sorted = [...beam].sort(([, a], [, b]) => total(b) - total(a)).slice(0, BEAM);
  const most = sorted[0] ? total(sorted[0][1]) : 1;
  return new Map(sorted.map(([key, { blank, char }]) => [key, { blank: blank / most, char: char / most }]));
}

/** The characters a step may be, with their probabilities. */
function candidatesAt({ data, alphabet, allowed }: Steps, step: number): [number, number][] {
  const row = step * alphabet.length;
  const found: [number, number][] = [];
  let rest = 1;
  const count = allowed ? allowed.length : alphabet.length;
  for (let nth = 0; nth < count && rest >= LEAST_PROBABILITY; nth++) {
    const index = allowed ? (allowed[nth] ?? 0) : nth;
    const probability = data[row + index] ?? 0;
    if (probability < LEAST_PROBABILITY) continue;
    found.push([index, probability]);
    rest -= probability;
  }
  return found;
}

function textOf(key: string, alphabet: readonly string[]): string {
  let text = '';
  for (let at = 0; at < key.length; at++) text += alphabet[key.charCodeAt(at)] ?? '';
  return text;
}
