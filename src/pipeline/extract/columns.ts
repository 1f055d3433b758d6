/**
 * The headings of the table as the forms space them. Where a heading was misread, its place follows from the others:
 * a straight line is fitted from the form's millimetres to the page. So do the edges between the columns.
 */
import type { ColumnName, Label } from './labels.js';

export type Heading = Label & { readonly name: ColumnName };

export type Column = Heading & {
  /** Where the column begins, at the height of the headings; `null` when no form fits them. */
  readonly edge: number | null;
};

type Place = Readonly<Partial<Record<ColumnName, number>>>;

interface Form {
  /** Middles of the headings in millimetres: the legacy form's rules (DOMAIN 7.1), the headings of the 数电票 (7.2). */
  readonly middles: Place;
  /** Where the columns begin, in millimetres: the legacy form's rules (7.1), the 数电票's widths of columns (7.2). */
  readonly edges: Place;
  /** Where figures of amount and tax end, in millimetres; none where that is not known. */
  readonly ends: readonly number[];
}

const LEGACY: Form = {
  middles: {
    itemName: 33.2,
    spec: 69.3,
    unit: 88.3,
    quantity: 104.3,
    unitPrice: 124.3,
    amount: 149.3,
    taxRate: 169.8,
    taxAmount: 190.4,
  },
  edges: {
    itemName: 4.5,
    spec: 56.3,
    unit: 82.3,
    quantity: 94.3,
    unitPrice: 114.3,
    amount: 134.3,
    taxRate: 164.3,
    taxAmount: 175.3,
  },
  ends: [163.4, 204.6],
};

const DIGITAL: Form = {
  middles: {
    itemName: 22.1,
    spec: 48.4,
    unit: 71.8,
    quantity: 97.7,
    unitPrice: 122.7,
    amount: 148.3,
    taxRate: 166.2,
    taxAmount: 199.3,
  },
  edges: {
    itemName: 4.5,
    spec: 41.5,
    unit: 65.5,
    quantity: 77.5,
    unitPrice: 102.5,
    amount: 127.5,
    taxRate: 153.5,
    taxAmount: 178.5,
  },
  ends: [],
};

/** 通行费 on the legacy form: what was found on such invoices, to a millimetre or two. */
const TOLL: Form = {
  middles: {
    itemName: 25.3,
    plateNumber: 57,
    vehicleType: 76,
    passDateFrom: 95.5,
    passDateTo: 118.5,
    amount: 146,
    taxRate: 168.7,
    taxAmount: 190.4,
  },
  edges: {
    itemName: 4.5,
    plateNumber: 46,
    vehicleType: 68,
    passDateFrom: 84,
    passDateTo: 107,
    amount: 130,
    taxRate: 162,
    taxAmount: 175.3,
  },
  ends: [],
};

const FORMS = [LEGACY, DIGITAL, TOLL] as const;

/** Headings that a reading of the lines cannot do without. */
const NEEDED: readonly ColumnName[] = ['itemName', 'amount', 'taxRate', 'taxAmount'];

/** Headings that the usual form has, put in their places where enough others were read. */
const OFTEN: readonly ColumnName[] = ['spec', 'unit', 'quantity', 'unitPrice'];
const ENOUGH = 5;
/** So many of them are enough on their own: a fold may lead the rest of the headings into another row. */
const ENOUGH_OFTEN = 3;
/** Columns of tables in which others have the places of those. */
const UNUSUAL: ReadonlySet<ColumnName> = new Set<ColumnName>([
  'plateNumber',
  'vehicleType',
  'passDateFrom',
  'passDateTo',
  'otherColumn',
]);

/** Misfit of a heading, in millimetres of the form, up to which the form is believed to be that one. */
const MISFIT = 6;

interface Fit {
  readonly form: Form;
  /** Headings that the form knows: their middles in its millimetres and in the frame, left to right. */
  readonly points: readonly (readonly [millimetres: number, x: number])[];
  readonly at: (millimetres: number) => number;
  readonly misfit: number;
}

/** The form that the headings fit best. */
const bestFit = (headings: readonly Heading[]): Fit | undefined =>
  FORMS.map((form) => fitOf(headings, form))
    .filter((fit): fit is Fit => fit !== null && fit.misfit < MISFIT)
    .sort((a, b) => b.points.length - a.points.length || a.misfit - b.misfit)[0];

/** Where the figures of amount and tax end under these headings. */
export function endsOf(headings: readonly Heading[]): number[] {
  const best = bestFit(headings);
  return best === undefined ? [] : best.form.ends.map((end) => best.at(end));
}

/** The headings with those that were not read put where the form has them, and with edges; as given when no form fits. */
export function completed(headings: readonly Heading[]): readonly Column[] {
  const [sample] = headings;
  const best = bestFit(headings);
  if (sample === undefined || best === undefined)
    return headings.map((heading): Column => ({ ...heading, edge: null }));
  const often = headings.filter(({ name }) => OFTEN.includes(name)).length;
  const usual =
    (best.points.length >= ENOUGH || often >= ENOUGH_OFTEN) &&
    !headings.some(({ name }) => UNUSUAL.has(name));
  const wanted = usual ? [...NEEDED, ...OFTEN] : NEEDED;
  const lost = wanted
    .filter((name) => headings.every((heading) => heading.name !== name))
    .flatMap((name): Heading[] => {
      const middle = best.form.middles[name];
      if (middle === undefined) return [];
      // A heading of two characters is about 6.4 mm wide.
      return [{ ...sample, name, x0: best.at(middle - 3.2), x1: best.at(middle + 3.2) }];
    });
  return [...headings, ...lost]
    .map((heading): Column => ({ ...heading, edge: edgeOf(heading.name, best) }))
    .sort((a, b) => a.x0 - b.x0);
}

/** Where a column begins: between the headings on either side, which bear out a picture's perspective; else on the line. */
function edgeOf(name: ColumnName, { form, points, at }: Fit): number | null {
  const edge = form.edges[name];
  if (edge === undefined) return null;
  const next = points.findIndex(([millimetres]) => millimetres > edge);
  const [before, after] = [points[next - 1], points[next]];
  if (before === undefined || after === undefined) return at(edge);
  return before[1] + ((edge - before[0]) / (after[0] - before[0])) * (after[1] - before[1]);
}

/** Least squares through the headings that the form knows; at least three are needed. */
function fitOf(headings: readonly Heading[], form: Form): Fit | null {
  const points = headings
    .flatMap(({ name, x0, x1 }): [number, number][] => {
      const middle = form.middles[name];
      return middle === undefined ? [] : [[middle, (x0 + x1) / 2]];
    })
    .sort(([a], [b]) => a - b);
  if (points.length < 3) return null;
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  const spread = points.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
  const scale = points.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0) / spread;
  if (!(scale > 0)) return null;
  const at = (millimetres: number) => my + scale * (millimetres - mx);
  const misfit = Math.max(...points.map(([x, y]) => Math.abs(at(x) - y))) / scale;
  return { form, points, at, misfit };
}
