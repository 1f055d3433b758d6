/** What a document of many pages or files holds, as the page shows it: groups, pages, slips, and what needs a look. */
import type { DocumentAnswer, MemberAnswer, PageFactAnswer, PageRoleName, SlipAnswer } from '../api/types.js';
import { verdictTone } from '../documents/verdictLook.js';

/** A page that was not read yet has no role. */
export type TileRole = PageRoleName | 'waiting';

export interface Tile {
  readonly page: number;
  readonly role: TileRole;
  readonly fact: PageFactAnswer | null;
  readonly slips: readonly SlipAnswer[];
}

/** Pages that belong together: of one file, between two separators. */
export interface Group {
  readonly key: string;
  /** Where a file begins; null where the file of the group before goes on. */
  readonly member: MemberAnswer | null;
  /** Where an entry begins; null where there are no separators, or the entry goes on. */
  readonly entry: { readonly number: number; readonly label: string } | null;
  readonly tiles: readonly Tile[];
}

type Contents = Pick<DocumentAnswer, 'members' | 'pageFacts' | 'pages' | 'slips'>;

/** Pages, of all files together; known before the first of them is read. */
export function pagesOf({ members, pages }: Pick<Contents, 'members' | 'pages'>): number {
  return Math.max(
    pages,
    members.reduce((sum, member) => sum + member.pages, 0),
  );
}

/** Pages that are read so far. Those of a part under way count one by one; what they are is told when it ends. */
export function pagesRead({
  members,
  pages,
  pageFacts,
  progress,
}: Pick<DocumentAnswer, 'members' | 'pages' | 'pageFacts' | 'progress'>): number {
  // Before its parts are cut, a document tells of the page that begins, not of pages that are read.
  const told = members.length === 0 ? 0 : (progress?.page ?? 0);
  return Math.min(Math.max(pageFacts.length, told), pagesOf({ members, pages }));
}

/** Whether one look is not enough: several files, or more pages and slips than a switch can hold. */
export function isTray(document: Contents): boolean {
  const several = document.members.length > 1 || document.slips.length > 2 || pagesOf(document) > 2;
  return several || document.pageFacts.some(({ role }) => role === 'refused');
}

/** The file that a page is of; null while the document's files are not known. */
export function memberAt(members: readonly MemberAnswer[], page: number): MemberAnswer | null {
  return members.find(({ first, pages }) => page >= first && page < first + pages) ?? null;
}

export function slipsOn(slips: readonly SlipAnswer[], page: number): readonly SlipAnswer[] {
  return slips.filter((slip) => slip.pages.includes(page));
}

/** Every page in its group, in the order of the document; a file that could not be read is a group without pages. */
export function groupsOf(document: Contents): readonly Group[] {
  const facts = new Map(document.pageFacts.map((fact) => [fact.page, fact]));
  const bySlip = slipsByPage(document.slips);
  const parted = document.pageFacts.some(({ entry, role }) => entry > 1 || role === 'separator');
  const groups: { -readonly [K in keyof Group]: Group[K] extends readonly Tile[] ? Tile[] : Group[K] }[] = [];
  let entry = 0;
  for (const member of placed(document)) {
    const named = member.name !== null;
    groups.push({ key: `m ${member.name ?? ''}`, member: named ? member : null, entry: null, tiles: [] });
    for (let page = member.first; page < member.first + member.pages; page += 1) {
      const fact = facts.get(page) ?? null;
      if (parted && fact !== null && fact.entry > entry) {
        entry = fact.entry;
        const begin = { number: entry, label: fact.label ?? '' };
        const last = groups.at(-1);
        if (last !== undefined && last.tiles.length === 0 && last.entry === null) last.entry = begin;
        else groups.push({ key: `e ${entry}`, member: null, entry: begin, tiles: [] });
      }
      const role = fact?.role ?? 'waiting';
      groups.at(-1)?.tiles.push({ page, role, fact, slips: bySlip.get(page) ?? [] });
    }
  }
  return groups.filter(
    ({ member, entry: begin, tiles }) => tiles.length > 0 || member !== null || begin !== null,
  );
}

/** The files in their order; a document whose files are not known yet is one file. */
function placed(document: Contents): readonly MemberAnswer[] {
  if (document.members.length > 0) return document.members;
  return [{ name: null, carrier: null, first: 1, pages: pagesOf(document), refusal: null }];
}

function slipsByPage(slips: readonly SlipAnswer[]): ReadonlyMap<number, readonly SlipAnswer[]> {
  const found = new Map<number, SlipAnswer[]>();
  for (const slip of slips) {
    for (const page of slip.pages) {
      const here = found.get(page);
      if (here === undefined) found.set(page, [slip]);
      else here.push(slip);
    }
  }
  return found;
}

/** A slip that a person should see: not known to be in order, or with an error found on it. `final`: the ledger was asked of all. */
export function slipNeedsLook({ verdict, findings }: SlipAnswer, final: boolean): boolean {
  if (findings.some(({ result, severity }) => result === 'broken' && severity === 'E')) return true;
  return verdict === null ? final : verdictTone(verdict) !== 'good';
}

/** Roles that leave a question open: a list without its invoice, something unknown, nothing readable. */
const OPEN_ROLES: ReadonlySet<TileRole> = new Set<TileRole>(['list', 'other', 'refused']);

export function tileNeedsLook(tile: Tile, final: boolean): boolean {
  return OPEN_ROLES.has(tile.role) || tile.slips.some((slip) => slipNeedsLook(slip, final));
}

/** Only the groups, and of them the pages, that need a look; a file that could not be read is one of them. */
export function groupsToLookAt(groups: readonly Group[], final: boolean): readonly Group[] {
  return groups
    .map((group) => ({ ...group, tiles: group.tiles.filter((tile) => tileNeedsLook(tile, final)) }))
    .filter(({ tiles, member }) => tiles.length > 0 || (member !== null && member.refusal !== null));
}

/** How many pages have which role. */
export function countRoles(groups: readonly Group[]): ReadonlyMap<TileRole, number> {
  const counts = new Map<TileRole, number>();
  for (const { tiles } of groups) for (const { role } of tiles) counts.set(role, (counts.get(role) ?? 0) + 1);
  return counts;
}

/** The slips of a group of pages, each where its first page is. */
export function slipsOf(tiles: readonly Tile[]): readonly SlipAnswer[] {
  return tiles.flatMap(({ page, slips }) => slips.filter((slip) => slip.pages[0] === page));
}

/** `3–5, 9`: page numbers as people write them. */
export function pageRanges(pages: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const page of [...pages].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last !== undefined && page <= last[1] + 1) last[1] = page;
    else runs.push([page, page]);
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(', ');
}
