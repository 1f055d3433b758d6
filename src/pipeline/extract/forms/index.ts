/** The readers of all forms that are not the VAT form, and the order in which they look at a sheet. */
import type { Sheet } from '../../../document/sheet.js';
import { type FormFound, type FormReader, formPage } from './form.js';
import { taxiForms } from './taxi.js';
import { trainForms } from './train.js';

const READERS: readonly FormReader[] = [taxiForms, trainForms];

/** What the first reader that knows the sheet found on it. */
export function formsOn(sheet: Sheet): readonly FormFound[] {
  const page = formPage(sheet);
  for (const reader of READERS) {
    const found = reader(page);
    if (found.length > 0) return found;
  }
  return [];
}
