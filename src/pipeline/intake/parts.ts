/** How a document is cut to be read by several readers at once. */
import type { Contents, Member, Part, Piece } from '../../document/contents.js';
import { BUDGETS } from '../budgets.js';

/**
 * What a page costs beside a scanned one, which takes 2 to 3 s: an XML 5 to 20 ms, the page of an electronic OFD 50 ms.
 * An OFD of very many pages is more often a scan that was packed into one, which its directory does not tell: cut as if
 * half of each page were, its parts cost little where they are not, and no more than others where they are.
 */
const weightOf = ({ carrier, pages }: Member): number => {
  if (carrier === 'xml') return 1 / 32;
  if (carrier !== 'ofd') return 1;
  return pages > BUDGETS.wholePages ? 1 / 2 : 1 / 8;
};

/**
 * The parts, in the order of pages: one where all pages together are no more work than is done at once. Members that
 * are cut at all are cut evenly; small ones are packed together. The same for the same contents.
 */
export function partsOf({ members }: Contents): Part[] {
  const work = members.reduce((all, member) => all + member.pages * weightOf(member), 0);
  const most = work <= BUDGETS.wholePages ? BUDGETS.wholePages : BUDGETS.partPages;
  const parts: Piece[][] = [];
  let open: Piece[] = [];
  let left: number = most;
  const close = () => {
    if (open.length > 0) parts.push(open);
    open = [];
    left = most;
  };
  for (const member of members) {
    for (const piece of piecesOf(member, most)) {
      const weight = (piece.to - piece.from + 1) * weightOf(member);
      if (weight > left) close();
      open.push(piece);
      left -= weight;
    }
  }
  close();
  return parts.map((pieces, index) => ({ number: index + 1, pieces }));
}

/** A member cut into as few pieces of `most` pages' work as there must be, all of about the same length. */
function piecesOf(member: Member, most: number): Piece[] {
  const { name, first, pages } = member;
  if (pages === 0) return [];
  const count = Math.ceil((pages * weightOf(member)) / most);
  const start = (nth: number) => Math.round((nth * pages) / count);
  return Array.from({ length: count }, (_, nth) => ({
    member: name,
    from: start(nth) + 1,
    to: start(nth + 1),
    first: first + start(nth),
  }));
}
