/** The VAT form and the 数电票: plain, and as printers, stamps and long names leave them. */
import { drawInvoice } from '../draw/document.js';
import { type Look, plainLook } from '../draw/look.js';
import { chanceRecipe } from '../recipes.js';
import { compose } from '../truth/compose.js';
import { DRAWN_KINDS, type DrawnKind, type SampleInvoice, type VatKind } from '../truth/invoice.js';
import { formTruthOf } from '../truth/labels.js';
import { POOLS } from '../truth/pools.js';
import type { Random } from '../truth/random.js';
import { withLongNames, withManyLines } from '../truth/vary.js';
import type { DrawnForm, SampleForm, SampleSet } from './form.js';

/** What a variant makes of an invoice of chance and of the way it is drawn. */
export interface Variant {
  readonly kind: VatKind;
  readonly name: string;
  /** Kind by whose recipe the invoice is made; its own, or one on the same form. */
  readonly like?: DrawnKind;
  invoice?(invoice: SampleInvoice, random: Random, set: SampleSet): SampleInvoice;
  look?(random: Random, set: SampleSet): Partial<Look>;
}

/** A variant as a form. */
export function formOf({ kind, name, like, ...vary }: Variant): SampleForm {
  return {
    kind,
    name,
    async draw(random, set): Promise<DrawnForm> {
      const recipe = chanceRecipe(name, like ?? drawnKind(kind), random);
      const places = random.whole(8, 15);
      const plain = compose({ ...recipe, kind, pricePlaces: places }, random, POOLS[set]);
      const copied = kind.endsWith('_paper') ? { ...plain, copy: usualCopy(kind) } : plain;
      const invoice = vary.invoice?.(copied, random, set) ?? copied;
      const look = { ...plainLook(set), markBelow: true, ...vary.look?.(random, set) };
      const paper = kind.endsWith('_paper') ? 'needle' : 'screen';
      return { ...(await drawInvoice(invoice, look)), truth: formTruthOf(invoice), paper };
    },
  };
}

/** The copy that buyers hand in. */
const usualCopy = (kind: VatKind): string => (kind.includes('special') ? '抵扣联' : '发票联');

function drawnKind(kind: VatKind): DrawnKind {
  const drawn = DRAWN_KINDS.find((known) => known === kind);
  if (drawn === undefined) throw new Error(`${kind} is made by no recipe of its own`);
  return drawn;
}

const between = (random: Random, low: number, high: number) => low + (high - low) * random.next();
const sign = (random: Random) => (random.next() < 0.5 ? -1 : 1);

/** A print that lies off its form: 3 to 5 mm across, up to 2.4 mm up or down, and not quite straight. */
const shifted = (random: Random): Partial<Look> => ({
  shift: [sign(random) * between(random, 2, 4.5), sign(random) * between(random, 0.5, 2.4)],
  lean: sign(random) * between(random, 0, 0.006),
});

/** The copies of a special invoice: each in its colour, the lower ones struck through carbon (DOMAIN 7.1). */
const COPIES = {
  fit: { copy: '发票联', ink: [140, 90, 40], ribbon: [70, 80, 150] },
  measure: { copy: '记账联', ink: [40, 60, 140], ribbon: [85, 85, 130] },
} as const;

const paperVariants = (kind: 'vat_special_paper' | 'vat_general_paper'): readonly Variant[] => [
  { kind, name: `${kind}/shifted`, look: shifted },
  {
    kind,
    name: `${kind}/copy`,
    invoice: (invoice, _random, set) => ({ ...invoice, copy: COPIES[set].copy }),
    look: (_random, set) => ({ ink: COPIES[set].ink, ribbon: COPIES[set].ribbon }),
  },
  {
    kind,
    name: `${kind}/old`,
    invoice: (invoice, random, set) => withLongNames(invoice, random, set),
    look: (random) => ({ old: true, wrap: random.next() < 0.5 }),
  },
  {
    kind,
    name: `${kind}/list`,
    invoice: (invoice, random) => ({
      ...withManyLines(invoice, random.whole(9, 14), random),
      listed: true,
    }),
  },
];

const electronicVariants = (kind: 'vat_special_e' | 'vat_general_e'): readonly Variant[] => [
  {
    kind,
    name: `${kind}/long`,
    invoice: (invoice, random, set) => withLongNames(withManyLines(invoice, 4, random), random, set),
    look: (_random, set) => ({ wrap: true, seal: set === 'fit' ? [150, 97] : [60, 112] }),
  },
  {
    kind,
    name: `${kind}/unlabelled`,
    look: (random, set) => ({
      lost: random.some(
        set === 'fit'
          ? ['合计', '(小写)', '纳税人识别号', '税率']
          : ['合计', '价税合计(大写)', '名称', '规格型号', '单价'],
        2,
      ),
    }),
  },
];

export const VAT_FORMS: readonly SampleForm[] = [
  ...DRAWN_KINDS.map((kind): Variant => ({ kind, name: kind })),
  ...paperVariants('vat_special_paper'),
  ...paperVariants('vat_general_paper'),
  ...electronicVariants('vat_special_e'),
  ...electronicVariants('vat_general_e'),
].map(formOf);
