/**
 * Labelled pictures by the number: which form comes in which damage, and what a labelled folder says of it. The two
 * sets share no seed: the set's name is part of every one.
 */
import type { Kind } from '../../src/invoice/kinds.js';
import type { DrawnForm, FormTruth, SampleForm, SampleSet } from '../forms/form.js';
import { SAMPLE_FORMS } from '../forms/index.js';
import { type Random, randomFor } from '../truth/random.js';
import { photograph } from './photograph.js';
import type { Picture } from './picture.js';
import { scan } from './scan.js';
import { screenshot } from './screenshot.js';
import { deskOfSeveral } from './several.js';

export const DAMAGES = ['scan', 'mild', 'medium', 'hard', 'screenshot', 'several'] as const;
export type Damage = (typeof DAMAGES)[number];

/** One picture to be drawn: the same case gives the same bytes. */
export interface PictureCase {
  readonly set: SampleSet;
  /** Of its form; of `several`, that of the first slip. */
  readonly kind: Kind;
  readonly form: string;
  readonly damage: Damage;
  /** From 0, counted within kind and damage. */
  readonly number: number;
}

export interface Wanted {
  readonly set: SampleSet;
  /** Pictures of each kind in each damage. */
  readonly each?: number;
  /** Kinds or names of forms; all by default. */
  readonly kinds?: readonly string[];
  readonly damages?: readonly Damage[];
  /** Number of the first picture of each kind and damage, for more of them than were drawn before. */
  readonly first?: number;
}

/** Slips small enough to lie on a desk by the half dozen. */
const SMALL: ReadonlySet<Kind> = new Set<Kind>([
  'taxi_paper',
  'train_paper',
  'bus_paper',
  'toll_paper',
  'quota_paper',
  'vat_general_roll',
]);

/** Kinds that are born as files: only these are seen in a viewer's window. */
const isElectronic = (kind: Kind) => !/_(paper|roll)$/.test(kind) && kind !== 'other';

/** The same whatever else is asked for: part of what a case is drawn from. */
const seedOf = ({ set, form, damage, number }: PictureCase, what: string): Random =>
  randomFor(number, `${set}/${form}/${damage}/${what}`);

/** Forms of more than one page: a picture shows one only. */
const LONG = /\/(pages|list)$/;

/** Whether a form comes in a damage at all. */
function suits(form: SampleForm, damage: Damage): boolean {
  if (LONG.test(form.name)) return false;
  if (damage === 'screenshot') return isElectronic(form.kind);
  if (damage === 'several') return SMALL.has(form.kind);
  return true;
}

/**
 * The cases wanted, kinds side by side so that any beginning of the list holds a bit of everything. The forms of a kind
 * take turns, each damage beginning with another.
 */
export function casesOf({ set, each = 1, kinds, damages = DAMAGES, first = 0 }: Wanted): PictureCase[] {
  const wanted = SAMPLE_FORMS.filter(
    ({ kind, name }) => kinds === undefined || kinds.includes(kind) || kinds.includes(name),
  );
  const cases: PictureCase[] = [];
  for (let number = first; number < first + each; number++) {
    for (const damage of damages) {
      for (const [kind, forms] of byKind(wanted.filter((form) => suits(form, damage)))) {
        const form = forms[(number * DAMAGES.length + DAMAGES.indexOf(damage)) % forms.length];
        if (form !== undefined) cases.push({ set, kind, form: form.name, damage, number });
      }
    }
  }
  return cases;
}

function byKind(forms: readonly SampleForm[]): Map<Kind, SampleForm[]> {
  const groups = new Map<Kind, SampleForm[]>();
  for (const form of forms) groups.set(form.kind, [...(groups.get(form.kind) ?? []), form]);
  return groups;
}

/** `taxi_paper-hard-3`: a name for files. */
export const nameOfCase = ({ form, damage, number }: PictureCase): string =>
  `${form.replaceAll('/', '_')}-${damage}-${number}`;

function formNamed(name: string): SampleForm {
  const form = SAMPLE_FORMS.find((known) => known.name === name);
  if (form === undefined) throw new Error(`no form is called ${name}`);
  return form;
}

/** The form of a case and, for a desk of several, others that may lie beside it: never two whole sheets of A5. */
async function slipsOf(one: PictureCase): Promise<DrawnForm[]> {
  const random = seedOf(one, 'slips');
  const others = SAMPLE_FORMS.filter(({ kind }) => SMALL.has(kind));
  const forms = [
    formNamed(one.form),
    ...Array.from({ length: random.whole(1, 5) }, () => random.pick(others)),
  ];
  const drawn: DrawnForm[] = [];
  for (const [index, form] of forms.entries()) {
    drawn.push(await form.draw(seedOf(one, `form/${index}`), one.set));
  }
  return drawn;
}

/** Draws a case. */
export async function drawCase(one: PictureCase): Promise<Picture> {
  const random = seedOf(one, 'damage');
  const { damage, set } = one;
  if (damage === 'several')
    return deskOfSeveral(await slipsOf(one), random.pick(['mild', 'medium']), random, set);
  const form = await formNamed(one.form).draw(seedOf(one, 'form'), set);
  if (damage === 'scan') return scan(form, random);
  if (damage === 'screenshot') return screenshot(form, random, set);
  return photograph(form, damage, random, set);
}

/** An entry of labels.json (CONTRACT "Labelled folders"): the full truth, of each slip where there are several. */
export type PictureLabel = FormTruth | { readonly invoices: readonly FormTruth[] };

export function labelOfPicture({ slips }: Picture): PictureLabel {
  const [only, ...more] = slips.map(({ truth }) => truth);
  return only !== undefined && more.length === 0 ? only : { invoices: slips.map(({ truth }) => truth) };
}

export interface LabelledPicture {
  readonly case: PictureCase;
  /** With its ending. */
  readonly file: string;
  readonly picture: Picture;
  readonly label: PictureLabel;
}

/** Draws one case with its label. */
export async function labelledPicture(one: PictureCase): Promise<LabelledPicture> {
  const picture = await drawCase(one);
  return {
    case: one,
    file: `${nameOfCase(one)}.${picture.type}`,
    picture,
    label: labelOfPicture(picture),
  };
}
