/** Whether a page can be looked at: an XML original has none. Before it was read, its name is all there is to go by. */
import type { DocumentAnswer } from '../api/types.js';
import { memberAt } from '../contents/model.js';

export function isPictured(
  { carrier, file, members }: Pick<DocumentAnswer, 'carrier' | 'file' | 'members'>,
  page: number,
): boolean {
  const known = memberAt(members, page)?.carrier ?? carrier;
  return known === null ? !/\.xml$/i.test(file) : known !== 'xml';
}
