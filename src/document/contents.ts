/** What was handed in holds: one file, or the files in a ZIP or a mail; and how it is cut to be read by several at once. */
import type { Carrier } from './carrier.js';
import type { Refusal } from './refusal.js';

/** One file with invoices on its pages. */
export interface Member {
  /** Path inside the ZIP or mail, unique in it, `/` between levels (`may/bills.zip/a.pdf`); `null`: the file handed in is it. */
  readonly name: string | null;
  readonly carrier: Carrier | null;
  /** Number, in the document, of its first page: pages are counted through all members. */
  readonly first: number;
  /** Pages it has; 0 where it is refused. */
  readonly pages: number;
  /** Why it, and nothing else of the document, cannot be read. */
  readonly refusal: Refusal | null;
}

/** A document's table of contents. */
export interface Contents {
  readonly carrier: Carrier;
  /** Of all members together. */
  readonly pages: number;
  readonly members: readonly Member[];
}

/** Pages of one member that are read together. */
export interface Piece {
  readonly member: string | null;
  /** Pages within the member, from 1, both included. */
  readonly from: number;
  readonly to: number;
  /** Number in the document of page `from`. */
  readonly first: number;
}

/** What is read in one go, by one reader. */
export interface Part {
  /** From 1 in its document. */
  readonly number: number;
  readonly pieces: readonly Piece[];
}

/** A piece page by page. */
export function singlePages({ member, from, to, first }: Piece): Piece[] {
  return Array.from({ length: to - from + 1 }, (_, index) => {
    const page = from + index;
    return { member, from: page, to: page, first: first + index };
  });
}

/** Where a page of a document is found. */
export interface PagePlace {
  readonly member: string | null;
  /** Within the member, from 1. */
  readonly page: number;
}

/** The place of page `page` (from 1) of a document; `null`: it has no such page. */
export function placeOf(members: readonly Member[], page: number): PagePlace | null {
  const member = members.find(({ first, pages }) => page >= first && page < first + pages);
  return member === undefined ? null : { member: member.name, page: page - member.first + 1 };
}
