/** Which boxes are drawn over a page, and as what. */
import type { Box, FieldKey, SlipAnswer } from '../api/types.js';

export interface Mark {
  readonly field: FieldKey;
  readonly value: string;
  readonly box: Box;
  /** `broken`: an accepted field that differs from the ledger. */
  readonly look: 'accepted' | 'doubtful' | 'broken';
}

export function marksOf(slip: SlipAnswer, page: number): readonly Mark[] {
  const differs = new Set(
    (slip.verdict?.reasons ?? [])
      .filter((reason) => !reason.agree && reason.accepted && reason.theirs !== null)
      .map((reason) => reason.field),
  );
  const marks: Mark[] = [];
  for (const [key, field] of Object.entries(slip.fields)) {
    if (field === undefined || field.box === null || field.page !== page) continue;
    const name = key as FieldKey;
    const look = field.accepted ? 'accepted' : 'doubtful';
    marks.push({
      field: name,
      value: field.value,
      box: field.box,
      look: differs.has(name) ? 'broken' : look,
    });
  }
  // Small ones last, so that a big box never hides one within it.
  return marks.sort((a, b) => area(b.box) - area(a.box));
}

/** Where broken findings of a slip tell to look on a page of its document. */
export function placesOf({ findings }: SlipAnswer, page: number, documentId: string): readonly Box[] {
  return findings
    .filter(({ result }) => result === 'broken')
    .flatMap(({ places = [] }) => places)
    .filter((place) => place.page === page && (place.documentId ?? documentId) === documentId)
    .map(({ box }) => box);
}

function area([x0, y0, x1, y1]: Box): number {
  return (x1 - x0) * (y1 - y0);
}
