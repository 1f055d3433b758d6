/** The readers of all forms that are not the VAT form, and the order in which they look at a sheet. */
import type { Sheet } from '../../../document/sheet.js';
import { airForms } from './air.js';
import { coachForms, roadTollForms } from './coach.js';
import { fiscalForms } from './fiscal.js';
import { type FormFound, type FormReader, formPage } from './form.js';
import { otherForms } from './other.js';
import { quotaForms } from './quota.js';
import { railForms } from './rail.js';
import { rollForms } from './roll.js';
import { taxiForms } from './taxi.js';
import { trainForms } from './train.js';
import { vehicleForms } from './vehicle.js';

const READERS: readonly FormReader[] = [
  rollForms,
  vehicleForms,
  taxiForms,
  railForms,
  airForms,
  trainForms,
  coachForms,
  roadTollForms,
  quotaForms,
  fiscalForms,
  otherForms,
];

/** What the first reader that knows the sheet found on it. */
export function formsOn(sheet: Sheet): readonly FormFound[] {
  const page = formPage(sheet);
  for (const reader of READERS) {
    const found = reader(page);
    if (found.length > 0) return found;
  }
  return [];
}
