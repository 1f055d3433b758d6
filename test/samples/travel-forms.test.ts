import { describe, expect, it } from 'vitest';
import { TRAVEL_FORMS } from '../../samples/forms/travel.js';
import { randomFor } from '../../samples/truth/random.js';
import { pdfReader } from '../../src/adapters/pdf/pdf.js';
import type { Sheet } from '../../src/document/sheet.js';
import { comparable } from '../../src/invoice/compare.js';
import type { FieldName } from '../../src/invoice/fields.js';
import { toldBy } from '../pipeline/extract/forms/told.js';

/** The text layer of a drawn form's page, with what stands invisibly behind values that are struck dot by dot. */
async function sheetOf(pdf: Uint8Array): Promise<Sheet> {
  const document = await pdfReader().open(pdf);
  const page = await document.page(1);
  try {
    const lines = [...page.lines, ...page.hidden];
    return { page: 1, width: page.width, height: page.height, turns: 0, lines, codes: [] };
  } finally {
    page.close();
    await document.close();
  }
}

const CASES = TRAVEL_FORMS.flatMap((form) =>
  (['fit', 'measure'] as const).map((set) => [form.name, set, form] as const),
);

describe('forms of travel', () => {
  it.each(CASES)('%s of the set %s says what its truth says', async (name, set, form) => {
    const drawn = await form.draw(randomFor(77, `${name}/${set}`), set);
    const told = toldBy(await sheetOf(drawn.pdf));
    expect(told.kind).toBe(drawn.truth.kind);
    for (const [field, value] of Object.entries(drawn.truth.fields)) {
      const name = field as FieldName;
      expect([name, comparable(name, told.value(name) ?? '')]).toEqual([name, comparable(name, value)]);
    }
    expect(told.lines).toEqual(drawn.truth.lines);
    for (const { box } of drawn.places) {
      expect(Math.min(...box)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...box)).toBeLessThanOrEqual(1);
    }
  });

  it('draws the same bytes from the same seed', async () => {
    for (const form of TRAVEL_FORMS.slice(4, 5)) {
      const once = await form.draw(randomFor(5, form.name), 'fit');
      const again = await form.draw(randomFor(5, form.name), 'fit');
      expect(Buffer.from(again.pdf).equals(Buffer.from(once.pdf))).toBe(true);
    }
  });
});
