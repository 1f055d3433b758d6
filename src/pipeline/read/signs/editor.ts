/** Programs that change pictures, by the names they leave in what they write. */
import type { EditSign } from '../../../document/evidence.js';
import type { Sheet } from '../../../document/sheet.js';
import type { SourcePage } from '../../intake/member.js';

/**
 * Made for changing what a picture shows. A camera, a scanner or a converter is none; who
 * crops a photo leaves the name as well, so it is told and no more.
 */
const EDITORS: readonly RegExp[] = [
  /photoshop|lightroom|illustrator|indesign|fireworks/iu,
  /gimp|paint\.net|pixelmator|affinity|coreldraw|inkscape|paintshop|photopea|picsart|snapseed|meitu|faceapp|pixlr|canva/iu,
];

/** The editor's name as it says itself; `null`: it is none we know. */
export const editorIn = (software: string | null | undefined): string | null =>
  software != null && EDITORS.some((name) => name.test(software)) ? software : null;

/** The sheets of a page with the sign that an editor wrote it, on the first. */
export function withEditor({ jpeg }: SourcePage, page: number, sheets: readonly Sheet[]): Sheet[] {
  const editor = editorIn(jpeg?.software);
  if (editor === null) return [...sheets];
  const sign: EditSign = { what: 'editor', page, boxes: [], text: editor };
  return sheets.map((sheet, index) =>
    index === 0 ? { ...sheet, signs: [...(sheet.signs ?? []), sign] } : sheet,
  );
}
