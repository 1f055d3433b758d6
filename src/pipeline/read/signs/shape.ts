/** Figures of one value that were not set with the others: higher or lower, or of another face. */
import type { Figure, Group } from './figures.js';

/** A figure that stands out. */
export interface Odd {
  readonly group: Group;
  readonly figure: Figure;
  readonly what: 'height' | 'baseline';
  /** By how much, in pixels and as a share of the figures' height. */
  readonly pixels: number;
  readonly share: number;
  /** The same of the next oddest figure of the value. */
  readonly next: number;
}

/** The oddest figure of a value in height, and in where it stands. */
export function oddest(group: Group): Odd[] {
  const { figures } = group;
  const tall = median(figures.map(heightOf));
  return (['height', 'baseline'] as const).flatMap((what): Odd[] => {
    const measure = what === 'height' ? heightOf : ({ lower }: Figure) => lower;
    const apart = figures.map((figure, at) => {
      const others = figures.filter((_, other) => other !== at);
      return { figure, by: measure(figure) - expected(figure, others, measure) };
    });
    apart.sort((a, b) => Math.abs(b.by) - Math.abs(a.by));
    const [first] = apart;
    if (first === undefined) return [];
    // How far the others lie from each other without the odd one.
    const rest = figures.filter((figure) => figure !== first.figure);
    const next = Math.max(
      ...rest.map((figure) => Math.abs(measure(figure) - expected(figure, rest, measure))),
    );
    const pixels = Math.abs(first.by);
    return [{ group, figure: first.figure, what, pixels, share: pixels / tall, next }];
  });
}

const heightOf = ({ upper, lower }: Figure): number => lower - upper;

/** What the others would have there: on a straight line through them, for paper leans and lies at a slant. */
function expected(at: Figure, others: readonly Figure[], measure: (figure: Figure) => number): number {
  const xs = others.map(({ left, right }) => (left + right) / 2);
  const ys = others.map(measure);
  const [mx, my] = [mean(xs), mean(ys)];
  const wide = xs.reduce((sum, x) => sum + (x - mx) ** 2, 0);
  const slope =
    wide === 0 ? 0 : xs.reduce((sum, x, nth) => sum + (x - mx) * ((ys[nth] ?? my) - my), 0) / wide;
  // Figures stand at a lean of a few degrees at most, and what they differ by is not their lean.
  const lean = Math.max(-0.03, Math.min(0.03, slope));
  return my + lean * ((at.left + at.right) / 2 - mx);
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
