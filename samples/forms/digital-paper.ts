/** 数电纸质发票: a 数电票 struck into the blank of a paper form, whose code and number it bears besides its own. */
import type { VatKind } from '../truth/invoice.js';
import type { SampleForm } from './form.js';
import { formOf } from './vat.js';

const onPaper = (kind: VatKind & `digital_${string}_paper`): SampleForm =>
  formOf({
    kind,
    name: kind,
    like: kind === 'digital_special_paper' ? 'digital_special' : 'digital_general',
    invoice: (invoice, random) => {
      const special = kind === 'digital_special_paper';
      const [region, year] = [invoice.place.codeRegion, invoice.date.slice(2, 4)];
      const code = special ? `${region}${year}9130` : `0${region}${year}90${random.whole(1, 9)}04`;
      return { ...invoice, blank: { code, number: `${random.whole(1, 8)}${random.digits(7)}` } };
    },
    look: (random) => ({ shift: [random.next() * 2 - 1, random.next() - 0.5] }),
  });

export const DIGITAL_PAPER_FORMS: readonly SampleForm[] = [
  onPaper('digital_special_paper'),
  onPaper('digital_general_paper'),
];
