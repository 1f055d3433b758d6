import { expect, test } from 'vitest';
import { registerFonts } from '../../../src/adapters/pdf/fonts.js';

test('pages are drawn with the face we bring and with none of the system', async () => {
  await registerFonts();
  const { GlobalFonts } = await import('@napi-rs/canvas');
  // Every machine has one of these that came in by itself, if any did.
  for (const family of ['DejaVu Sans', 'Noto Sans CJK SC', 'Liberation Sans', 'Arial', 'Helvetica'])
    expect(GlobalFonts.has(family)).toBe(false);
  expect(GlobalFonts.has('Noto Sans SC')).toBe(true);
  expect(GlobalFonts.has('STSong-Light')).toBe(true);
});
