/** The VAT form and the 数电票 in their plain layouts. */
import { drawInvoice } from '../draw/document.js';
import { chanceRecipe } from '../recipes.js';
import { compose } from '../truth/compose.js';
import { DRAWN_KINDS, type DrawnKind } from '../truth/invoice.js';
import { formTruthOf } from '../truth/labels.js';
import { POOLS } from '../truth/pools.js';
import type { SampleForm } from './form.js';

const plain = (kind: DrawnKind): SampleForm => ({
  kind,
  name: kind,
  async draw(random, set) {
    const invoice = compose(chanceRecipe(kind, kind, random), random, POOLS[set]);
    const paper = kind.endsWith('_paper') ? 'needle' : 'screen';
    return { ...(await drawInvoice(invoice, set)), truth: formTruthOf(invoice), paper };
  },
});

export const PLAIN_FORMS: readonly SampleForm[] = DRAWN_KINDS.map(plain);
