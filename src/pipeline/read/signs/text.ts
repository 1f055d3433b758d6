/** What an editor may have left in a page's text, told with the page's first sheet. */
import type { EditSign } from '../../../document/evidence.js';
import { boxOf, quadOf } from '../../../document/geometry.js';
import type { Sheet } from '../../../document/sheet.js';
import type { SourcePage } from '../../intake/member.js';
import { turnedQuad } from '../turns.js';

/** Boxes are turned as the sheets are. */
export async function withTextSigns(
  { signs }: SourcePage,
  page: number,
  sheets: readonly Sheet[],
): Promise<Sheet[]> {
  const found = (await signs?.()) ?? [];
  if (found.length === 0) return [...sheets];
  const turns = sheets[0]?.turns ?? 0;
  const placed = found.map(
    ({ what, text, boxes }): EditSign => ({
      what,
      page,
      text,
      boxes: boxes.map((box) => boxOf(turnedQuad(quadOf(box), turns))),
    }),
  );
  return sheets.map((sheet, index) =>
    index === 0 ? { ...sheet, signs: [...(sheet.signs ?? []), ...placed] } : sheet,
  );
}
