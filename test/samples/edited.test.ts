/** Forged originals hold what they are said to hold: what is measured on them is the program, not the forger. */
import { describe, expect, test } from 'vitest';
import { drawEdited, type EditedCase } from '../../samples/edited/originals.js';
import { pdfReader } from '../../src/adapters/pdf/pdf.js';
import { squash } from '../../src/invoice/text.js';

async function drawn(method: EditedCase['method']) {
  const edited = await drawEdited({
    carrier: 'pdf',
    form: 'digital_special',
    number: 4,
    method,
  } as EditedCase);
  const { bytes, forged } = edited ?? expect.fail();
  const document = await pdfReader().open(bytes);
  try {
    const page = await document.page(1);
    const [seen, hidden] = [page.lines, page.hidden].map((lines) =>
      squash(lines.map(({ text }) => text).join(' ')),
    );
    const sign = (await page.signs())[0]?.what;
    return {
      seen,
      hidden,
      sign,
      updates: (await document.traces()).updates,
      old: forged?.old ?? '',
      now: forged?.now ?? '',
    };
  } finally {
    await document.close();
  }
}

describe('a forged PDF shows the new value', () => {
  test.each(['update', 'rewritten', 'value_font', 'covered'] as const)('%s', async (method) => {
    const { seen, old, now } = await drawn(method);
    expect(old).not.toBe(now);
    expect(seen).toContain(now);
    expect(seen).not.toContain(old);
  });

  test('with the old one under it, in an earlier revision, or in a figure of another font', async () => {
    const [covered, update, digit] = await Promise.all([
      drawn('covered'),
      drawn('update'),
      drawn('digit_font'),
    ]);
    expect(covered.hidden).toContain(covered.old);
    expect(update).toMatchObject({ updates: 1, sign: 'replaced', hidden: '' });
    expect(digit).toMatchObject({ updates: 0, sign: 'mixed' });
  });
});

test('an innocent one bears no sign', async () => {
  for (const method of ['as_issued', 'saved', 'watermarked'] as const)
    expect(await drawn(method)).toMatchObject({ hidden: '', sign: undefined });
});
