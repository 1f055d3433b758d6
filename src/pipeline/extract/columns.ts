/**
 * The headings of the table as the forms space them. Where a heading was misread, its place follows from the others:
 * a straight line is fitted from the form's millimetres to the page.
 */
import type { ColumnName, Label } from './labels.js';

export type Column = Label & { readonly name: ColumnName };

type Place = Readonly<Partial<Record<ColumnName, number>>>;

/** Middles of the columns in millimetres: the rules of the legacy form (DOMAIN 7.1), the headings of the 数电票 (7.2). */
const FORMS: readonly Place[] = [
  {
    itemName: 33.2,
    spec: 69.3,
    unit: 88.3,
    quantity: 104.3,
    unitPrice: 124.3,
    amount: 149.3,
    taxRate: 169.8,
    taxAmount: 190.4,
  },
  {
    itemName: 22.1,
    spec: 48.4,
    unit: 71.8,
    quantity: 97.7,
    unitPrice: 122.7,
    amount: 148.3,
    taxRate: 166.2,
    taxAmount: 199.3,
  },
];

/** Headings that a reading of the lines cannot do without. */
const NEEDED: readonly ColumnName[] = ['itemName', 'amount', 'taxRate', 'taxAmount'];

/** Misfit of a heading, in millimetres of the form, up to which the form is believed to be that one. */
const MISFIT = 6;

interface Line {
  readonly at: (millimetres: number) => number;
  readonly scale: number;
  readonly misfit: number;
  readonly form: Place;
}

/** The headings with those that were not read put where the form has them; as given when no form fits. */
export function completed(columns: readonly Column[]): readonly Column[] {
  const [sample] = columns;
  if (sample === undefined) return columns;
  const best = FORMS.map((form) => lineThrough(columns, form))
    .filter((line): line is Line => line !== null && line.misfit < MISFIT)
    .sort((a, b) => a.misfit - b.misfit)[0];
  if (best === undefined) return columns;
  const lost = NEEDED.filter((name) => columns.every((column) => column.name !== name)).flatMap(
    (name): Column[] => {
      const middle = best.form[name];
      if (middle === undefined) return [];
      // A heading of two characters is about 6.4 mm wide.
      return [{ ...sample, name, x0: best.at(middle - 3.2), x1: best.at(middle + 3.2) }];
    },
  );
  return [...columns, ...lost].sort((a, b) => a.x0 - b.x0);
}

/** Least squares through the headings that the form knows; at least three are needed. */
function lineThrough(columns: readonly Column[], form: Place): Line | null {
  const points = columns.flatMap((column): [number, number][] => {
    const place = form[column.name];
    return place === undefined ? [] : [[place, (column.x0 + column.x1) / 2]];
  });
  if (points.length < 3) return null;
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  const spread = points.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
  const scale = points.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0) / spread;
  if (!(scale > 0)) return null;
  const at = (millimetres: number) => my + scale * (millimetres - mx);
  const misfit = Math.max(...points.map(([x, y]) => Math.abs(at(x) - y))) / scale;
  return { at, scale, misfit, form };
}
