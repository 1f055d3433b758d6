/** Every variant of the VAT family, read back from the text layer of its drawing: no field and no cell may differ. */
import { describe, expect, test } from 'vitest';
import type { DrawnForm, SampleForm, SampleSet } from '../../../samples/forms/form.js';
import { SAMPLE_FORMS } from '../../../samples/forms/index.js';
import { randomFor } from '../../../samples/truth/random.js';
import { pdfReader } from '../../../src/adapters/pdf/pdf.js';
import type { Sheet } from '../../../src/document/sheet.js';
import type { LineItem } from '../../../src/document/slip.js';
import { comparable } from '../../../src/invoice/compare.js';
import type { FieldName } from '../../../src/invoice/fields.js';
import { squash } from '../../../src/invoice/text.js';
import { type Gathered, gatherSlips } from '../../../src/pipeline/extract/extract.js';

/** Drawing a page embeds two fonts of ten megabytes. */
const SLOW = 60_000;

/** The pages as their text layer has them, without the QR, so that every field must come from the print. */
async function sheetsOf(form: DrawnForm): Promise<Sheet[]> {
  const document = await pdfReader().open(form.pdf);
  const sheets: Sheet[] = [];
  for (let number = 1; number <= document.pages; number++) {
    const page = await document.page(number);
    const { width, height, lines } = page;
    sheets.push({ page: number, width, height, turns: 0, lines, codes: [] });
    page.close();
  }
  await document.close();
  return sheets;
}

/** What was said of a field, most trusted first; a repair or a sum does not count. */
function readOf({ candidates }: Gathered, field: FieldName): string {
  const said = candidates.filter((reading) => reading.field === field && reading.channel !== 'sum');
  const best = said.find(({ channel }) => channel === 'label') ?? said[0];
  return best === undefined ? '(not read)' : comparable(field, best.value);
}

const cellsOf = (lines: readonly LineItem[]) =>
  lines.map((line) => Object.fromEntries(Object.entries(line).map(([name, cell]) => [name, squash(cell)])));

async function readBack(form: SampleForm, set: SampleSet): Promise<void> {
  const drawn = await form.draw(randomFor(1, `${set}/${form.name}`), set);
  const [slip, ...more] = gatherSlips(await sheetsOf(drawn));
  expect(more).toEqual([]);
  if (slip === undefined) throw new Error('nothing found');
  expect(slip.kind).toBe(drawn.truth.kind);
  const truth = Object.entries(drawn.truth.fields) as [FieldName, string][];
  const read = Object.fromEntries(truth.map(([field]) => [field, readOf(slip, field)]));
  expect(read).toEqual(Object.fromEntries(truth.map(([field, value]) => [field, comparable(field, value)])));
  expect(cellsOf(slip.lines)).toEqual(cellsOf(drawn.truth.lines));
}

/** One of every layout, in turn from either set: each kind is drawn in both over the list. */
const NAMES: readonly (readonly [string, SampleSet])[] = [
  ['vat_special_paper/shifted', 'fit'],
  ['vat_special_paper/shifted', 'measure'],
  ['vat_special_paper/old', 'measure'],
  ['vat_special_paper/list', 'measure'],
  ['vat_general_paper/copy', 'fit'],
  ['vat_general_e/long', 'measure'],
  ['vat_special_e/unlabelled', 'measure'],
  ['toll_e', 'fit'],
  ['vat_general_roll', 'fit'],
  ['vat_general_roll', 'measure'],
  ['digital_general/passengers', 'fit'],
  ['digital_special/freight', 'measure'],
  ['digital_general/construction', 'measure'],
  ['digital_special/lease', 'fit'],
  ['digital_general/property', 'measure'],
  ['digital_special/difference', 'fit'],
  ['digital_general/pages', 'measure'],
  ['digital_special_paper', 'fit'],
  ['digital_general_paper', 'measure'],
];

describe('drawn forms', () => {
  test.each(NAMES)(
    '%s (%s)',
    async (name, set) => {
      const form = SAMPLE_FORMS.find((known) => known.name === name);
      if (form === undefined) throw new Error(`${name} is not drawn`);
      await readBack(form, set);
    },
    SLOW,
  );
});
