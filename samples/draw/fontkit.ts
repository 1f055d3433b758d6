/**
 * fontkit with its subsets mended. @pdf-lib/fontkit 1.1.1 writes a short `loca` table (offsets halved) without padding
 * glyph records to an even length, so glyphs after an odd one come out blank or garbled
 * (github.com/Hopding/pdf-lib/issues/1232; fixed in fontkit 1.8, which pdf-lib cannot use).
 */
import fontkit from '@pdf-lib/fontkit';

type Font = ReturnType<typeof fontkit.create>;

/** The insides of a TrueType subset that the mending touches; not in its types, hence the pinned version. */
interface TrueTypeSubset {
  loca: { version?: 0 | 1 };
  _addGlyph(glyphId: number): number;
}

/** Asks for the long table: offsets as they are, whatever the length of a record. */
function mended(subset: TrueTypeSubset): TrueTypeSubset {
  const add = subset._addGlyph.bind(subset);
  subset._addGlyph = (glyphId) => {
    subset.loca.version = 1;
    return add(glyphId);
  };
  return subset;
}

/** In place of fontkit wherever a font is to be embedded as a subset. */
export const mendedFontkit = {
  create(bytes: Uint8Array, postscriptName?: string): Font {
    const font = fontkit.create(bytes, postscriptName);
    const create = font.createSubset.bind(font);
    font.createSubset = () =>
      mended(create() as unknown as TrueTypeSubset) as unknown as ReturnType<typeof create>;
    return font;
  },
};
