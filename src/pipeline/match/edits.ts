/** The few edits that lie between two short texts, and what they are called. Pure. */

/** From ours to theirs. `at`: from 1, where it stands in theirs (of `extra`: in ours). */
export type Edit =
  | { readonly type: 'other'; readonly at: number; readonly ours: string; readonly theirs: string }
  | { readonly type: 'swapped'; readonly at: number }
  | { readonly type: 'lost' | 'extra'; readonly at: number; readonly char: string; readonly inRun: boolean };

/** More edits than two say that something else is meant. */
export const MOST_EDITS = 2;

/** Characters that recognition takes for one another (BASELINE: 8/B, O/0, 4/9 on smears; the rest by their shape). */
const CONFUSED = new Set(
  '0O 0D 0Q 06 08 1I 1L 17 2Z 27 35 38 39 3B 49 5S 56 6G 68 7T 8B 89'
    .split(' ')
    .flatMap(([a = '', b = '']) => [a + b, b + a]),
);

/** Every pair of characters that recognition confuses, both ways round: `8B`, `B8`. */
export const CONFUSIONS: readonly string[] = [...CONFUSED];

/** Characters by their place: a text, or a list of its characters where some take two units of UTF-16. */
type Characters = string | readonly string[];

const charactersOf = (text: string): Characters => (/[\ud800-\udfff]/.test(text) ? Array.from(text) : text);

/** The fewest edits from `ours` to `theirs`, `null` when more than {@link MOST_EDITS} lie between them. */
export function editsBetween(ours: string, theirs: string): readonly Edit[] | null {
  const [a, b] = [charactersOf(ours), charactersOf(theirs)];
  if (Math.abs(a.length - b.length) > MOST_EDITS || (a.length === b.length && isFar(a, b))) return null;
  for (let budget = 0; budget <= MOST_EDITS; budget += 1) {
    const found = within(a, b, 0, 0, budget);
    if (found !== null) return found;
  }
  return null;
}

/** Two swaps make four places differ, and a lost and an extra character shift what lies between: anything else is far. */
function isFar(a: Characters, b: Characters): boolean {
  let [first, last, wrong] = [-1, -1, 0];
  for (let at = 0; at < a.length; at += 1) {
    if (a[at] === b[at]) continue;
    if (first < 0) first = at;
    last = at;
    wrong += 1;
  }
  return wrong > 2 * MOST_EDITS && !isShifted(a, b, first, last) && !isShifted(b, a, first, last);
}

/** Whether `a` from behind `first` to `last` is `b` from `first` on. */
function isShifted(a: Characters, b: Characters, first: number, last: number): boolean {
  for (let at = first; at < last; at += 1) if (a[at + 1] !== b[at]) return false;
  return true;
}

/** Edits from `ours` behind `i` to `theirs` behind `j`, at most `budget` of them. Tries the likeliest kind first. */
function within(
  ours: Characters,
  theirs: Characters,
  i: number,
  j: number,
  budget: number,
): readonly Edit[] | null {
  let [a, b] = [i, j];
  while (a < ours.length && b < theirs.length && ours[a] === theirs[b]) [a, b] = [a + 1, b + 1];
  if (a === ours.length && b === theirs.length) return [];
  if (budget === 0 || Math.abs(ours.length - a - (theirs.length - b)) > budget) return null;
  const then = (edit: Edit, nextA: number, nextB: number): readonly Edit[] | null => {
    const rest = within(ours, theirs, nextA, nextB, budget - 1);
    return rest === null ? null : [edit, ...rest];
  };
  const [x, y] = [ours[a], theirs[b]];
  if (x !== undefined && y !== undefined) {
    const other = then({ type: 'other', at: b + 1, ours: x, theirs: y }, a + 1, b + 1);
    if (other !== null && other.length === 1) return other;
    if (x === theirs[b + 1] && y === ours[a + 1]) {
      const swapped = then({ type: 'swapped', at: b + 1 }, a + 2, b + 2);
      if (swapped !== null) return swapped;
    }
    if (other !== null) return other;
  }
  const inRun = (text: Characters, at: number): boolean =>
    text[at] === text[at - 1] || text[at] === text[at + 1];
  const lost =
    y === undefined ? null : then({ type: 'lost', at: b + 1, char: y, inRun: inRun(theirs, b) }, a, b + 1);
  if (lost !== null) return lost;
  return x === undefined
    ? null
    : then({ type: 'extra', at: a + 1, char: x, inRun: inRun(ours, a) }, a + 1, b);
}

/** What recognition does to one character: a look-alike, or a run of equal ones shortened (BASELINE: 0000 → 000). */
export const isConfusion = (edit: Edit): boolean =>
  edit.type === 'other' ? CONFUSED.has(edit.ours + edit.theirs) : edit.type !== 'swapped' && edit.inRun;

/** For people, in Chinese: `第 5 位不同（8↔B）`, ours first. `unit`: 位 of a number, 字 of a name. */
export function describeEdits(edits: readonly Edit[], unit: '位' | '字'): string {
  const others = edits.flatMap((edit) => (edit.type === 'other' ? [edit] : []));
  const parts =
    others.length === 0
      ? []
      : [
          `第 ${others.map(({ at }) => at).join('、')} ${unit}不同（${others.map((edit) => `${edit.ours}↔${edit.theirs}`).join('、')}）`,
        ];
  for (const edit of edits) {
    if (edit.type === 'swapped') parts.push(`第 ${edit.at}、${edit.at + 1} ${unit}互换`);
    else if (edit.type !== 'other')
      parts.push(`${edit.type === 'lost' ? '少' : '多'} 1 ${unit}（第 ${edit.at} ${unit}“${edit.char}”）`);
  }
  return parts.join('，');
}
