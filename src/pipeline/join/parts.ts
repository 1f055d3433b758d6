/**
 * join: from what the parts of a document said, each by itself, to what the document says. Pure. Whoever runs it asks
 * for the loose ends first, has the sheets of each judged together, and hands in what came of that.
 */
import type { Contents, Part } from '../../document/contents.js';
import type { PageFact } from '../../document/page.js';
import type { Refusal } from '../../document/refusal.js';
import type { DocumentReading, PartReading, Timing } from '../../document/report.js';
import type { Slip } from '../../document/slip.js';
import { settledPages } from './pages.js';

/** What a part said, less its sheets. */
export type PartSaid = Omit<PartReading, 'sheets'>;

/** Pages (numbers in the document, ascending) of an invoice that lies in several parts: their slips are to be judged together. */
export interface LooseEnd {
  readonly pages: readonly number[];
}

/** A loose end, and the slips that all of its sheets together hold. */
export interface Tied extends LooseEnd {
  readonly slips: readonly Slip[];
}

/**
 * The groups of pages that must be judged again as one: slips of the same number (and no other code) in several parts
 * of a member and entry, and lists of goods whose invoice stands in another part. No page is in two of them.
 */
export function looseEnds(parts: readonly PartSaid[]): LooseEnd[] {
  const claims = claimsOf(parts);
  const groups = new Groups();
  for (const { pages } of claims) groups.tie(pages);
  for (const { pages } of together(claims)) groups.tie(pages);
  const partOf = new Map(parts.flatMap(({ part, pageFacts }) => pageFacts.map(({ page }) => [page, part])));
  return groups
    .all()
    .filter((pages) => new Set(pages.map((page) => partOf.get(page))).size > 1)
    .map((pages) => ({ pages }));
}

/** Pages that speak of an invoice by its number. */
interface Claim {
  /** Member, entry and number: where it may be the same invoice. */
  readonly place: string;
  readonly code: string | null;
  readonly pages: readonly number[];
  /** Whether it is a list, which by itself makes no invoice. */
  readonly list: boolean;
}

function claimsOf(parts: readonly PartSaid[]): Claim[] {
  const facts = new Map(settledFactsOf(parts).map((fact) => [fact.page, fact]));
  const placeOf = (page: number, number: string) => {
    const fact = facts.get(page);
    return JSON.stringify([fact?.member ?? null, fact?.entry ?? 1, number]);
  };
  const slips = parts.flatMap(({ slips: found }) =>
    found.flatMap(({ pages, fields }): Claim[] => {
      const [first, number] = [pages[0], fields.invoiceNumber?.value];
      if (first === undefined || number === undefined || number === '') return [];
      const code = fields.invoiceCode?.value ?? null;
      return [{ place: placeOf(first, number), code, pages, list: false }];
    }),
  );
  const lists = [...facts.values()].flatMap(({ page, role, owner }): Claim[] =>
    role === 'list' && owner !== undefined
      ? [
          {
            place: placeOf(page, owner.invoiceNumber),
            code: owner.invoiceCode,
            pages: [page],
            list: true,
          },
        ]
      : [],
  );
  return [...slips, ...lists];
}

/** The pages of claims that may speak of the same invoice; a code that is not known contradicts none. */
function together(claims: readonly Claim[]): LooseEnd[] {
  const places = new Map<string, Claim[]>();
  for (const claim of claims) places.set(claim.place, [...(places.get(claim.place) ?? []), claim]);
  return [...places.values()].flatMap((same) => {
    const known = [...new Set(same.map(({ code }) => code).filter((code) => code !== null))];
    const codes: readonly (string | null)[] = known.length < 2 ? [null] : known;
    return codes.flatMap((code) => {
      const of = same.filter((claim) => code === null || claim.code === code);
      // Lists without their invoice stay lists.
      return of.some(({ list }) => !list) ? [{ pages: of.flatMap(({ pages }) => pages) }] : [];
    });
  });
}

/** Pages that belong together, however that became known (union-find). */
class Groups {
  readonly #above = new Map<number, number>();

  tie(pages: readonly number[]): void {
    const [first] = pages;
    if (first === undefined) return;
    for (const page of pages) {
      const [a, b] = [this.#root(first), this.#root(page)];
      this.#above.set(Math.max(a, b), Math.min(a, b));
    }
  }

  #root(page: number): number {
    let at = page;
    for (let above = this.#above.get(at); above !== undefined && above !== at; above = this.#above.get(at))
      at = above;
    this.#above.set(page, at);
    return at;
  }

  /** Each group ascending, those of early pages first. */
  all(): number[][] {
    const groups = new Map<number, number[]>();
    for (const page of [...this.#above.keys()].sort((a, b) => a - b)) {
      const root = this.#root(page);
      groups.set(root, [...(groups.get(root) ?? []), page]);
    }
    return [...groups.values()];
  }
}

/**
 * The document as its parts told it together: slips numbered from 1 in the order of their pages, every page with its
 * fact, times summed. `tied`: of each of {@link looseEnds} what its sheets hold together. Where nothing at all could be
 * read, the document is refused with the first page's (or member's) refusal.
 */
export function joinParts(
  contents: Contents,
  parts: readonly PartSaid[],
  tied: readonly Tied[],
): DocumentReading {
  const again = new Set(tied.flatMap(({ pages }) => pages));
  const kept = inOrder(parts).flatMap(({ slips }) =>
    slips.filter(({ pages }) => !pages.some((page) => again.has(page))),
  );
  const slips = [...kept, ...tied.flatMap(({ slips: found }) => found)]
    .sort((a, b) => (a.pages[0] ?? 0) - (b.pages[0] ?? 0))
    .map((slip, index) => ({ ...slip, id: String(index + 1) }));
  const spent = { ms: summed(parts), cpuSeconds: thousandths(sum(parts.map((part) => part.cpuSeconds))) };
  const facts = settledFactsOf(parts);
  const refusal = facts.some(({ role }) => role !== 'refused') ? null : firstRefusal(contents, facts);
  if (refusal !== null)
    return { carrier: contents.carrier, ...NOTHING, refusal, members: [], pageFacts: [], ...spent };
  return {
    carrier: contents.carrier,
    pages: contents.pages,
    refusal: null,
    slips,
    members: contents.members,
    pageFacts: withSlips(facts, slips),
    ...spent,
  };
}

/** What stands for a part of which nothing came back: each of its pages refused. */
export function refusedPart({ number, pieces }: Part, refusal: Refusal): PartReading<never> {
  const pageFacts = pieces.flatMap(({ member, from, to, first }) =>
    Array.from(
      { length: to - from + 1 },
      (_, nth): PageFact => ({ page: first + nth, member, role: 'refused', entry: 1, refusal }),
    ),
  );
  const ms = { total: 0, decode: 0, qr: 0, ocr: 0 };
  return { part: number, pageFacts, slips: [], sheets: [], ms, cpuSeconds: 0 };
}

const NOTHING = { pages: 0, slips: [] } as const;

const inOrder = (parts: readonly PartSaid[]): PartSaid[] => [...parts].sort((a, b) => a.part - b.part);

const settledFactsOf = (parts: readonly PartSaid[]): PageFact[] =>
  settledPages(parts.flatMap(({ pageFacts }) => pageFacts).sort((a, b) => a.page - b.page));

/** What an invoice was found on in the end is a page of it. */
function withSlips(facts: readonly PageFact[], slips: readonly Slip[]): PageFact[] {
  const pages = new Set(slips.flatMap((slip) => slip.pages));
  return facts.map((fact) => {
    if (!pages.has(fact.page) || fact.role === 'slip') return fact;
    const { owner: _, ...rest } = fact;
    return { ...rest, role: 'slip' };
  });
}

const firstRefusal = (contents: Contents, facts: readonly PageFact[]) =>
  [...facts, ...contents.members].map(({ refusal }) => refusal ?? null).find((refusal) => refusal !== null) ??
  null;

function summed(parts: readonly PartSaid[]): Timing {
  const of = (name: keyof Timing) => sum(parts.map(({ ms }) => ms[name]));
  return { total: of('total'), decode: of('decode'), qr: of('qr'), ocr: of('ocr') };
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

const thousandths = (value: number): number => Math.round(value * 1000) / 1000;
