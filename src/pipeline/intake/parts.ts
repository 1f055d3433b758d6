/** How a document is cut to be read by several readers at once. */
import type { Contents, Member, Part, Piece } from '../../document/contents.js';
import { BUDGETS } from '../budgets.js';

/** What a page costs beside a scanned one: an XML takes 5 to 20 ms, an OFD's page 50 ms, a scanned one 2 to 3 s. */
const weightOf = ({ carrier }: Member): number =>
  carrier === 'xml' ? 1 / 32 : carrier === 'ofd' ? 1 / 8 : 1;

/**
 * The parts, in the order of pages: one where all pages together are no more work than one part should be. Members that
 * are cut at all are cut evenly; small ones are packed together. The same for the same contents.
 */
export function partsOf({ members }: Contents): Part[] {
  const parts: Piece[][] = [];
  let open: Piece[] = [];
  let left = BUDGETS.partPages;
  const close = () => {
    if (open.length > 0) parts.push(open);
    open = [];
    left = BUDGETS.partPages;
  };
  for (const member of members) {
    for (const piece of piecesOf(member)) {
      const weight = (piece.to - piece.from + 1) * weightOf(member);
      if (weight > left) close();
      open.push(piece);
      left -= weight;
    }
  }
  close();
  return parts.map((pieces, index) => ({ number: index + 1, pieces }));
}

/** A member cut into as few pieces as there must be, all of about the same length. */
function piecesOf(member: Member): Piece[] {
  const { name, first, pages } = member;
  if (pages === 0) return [];
  const count = Math.ceil((pages * weightOf(member)) / BUDGETS.partPages);
  const start = (nth: number) => Math.round((nth * pages) / count);
  return Array.from({ length: count }, (_, nth) => ({
    member: name,
    from: start(nth) + 1,
    to: start(nth + 1),
    first: first + start(nth),
  }));
}
