/** Search over the ledger and over what was handed in: the closest first, with what the words were found in. */
import type { LedgerEntry } from '../../document/ledger.js';
import type { FieldName } from '../../invoice/fields.js';
import { formatMoney, parseMoney } from '../../invoice/money.js';
import { type SearchWord, searchWords, withoutThousands } from '../../invoice/search-words.js';
import { foldedName } from '../../invoice/text.js';
import type { LedgerStore } from '../../ports/ledger.js';
import type { DocumentStore, SlipSummary } from '../../ports/store.js';

/** A field that a word was found in, and its value. */
export interface MatchedField {
  readonly field: FieldName;
  readonly value: string;
}

interface Likeness {
  /** 0 to 1: the mean over the words of how well each is met. */
  readonly similarity: number;
  readonly matched: readonly MatchedField[];
}

export type Hit = Likeness &
  (
    | { readonly in: 'ledger'; readonly entry: LedgerEntry }
    | {
        readonly in: 'slips';
        readonly documentId: string;
        readonly file: string;
        readonly slip: SlipSummary;
      }
  );

export type Searched = Hit['in'];

/** At most `limit` of both together. */
export async function searchEverywhere(
  stores: { readonly ledger: Pick<LedgerStore, 'search'>; readonly documents: Pick<DocumentStore, 'search'> },
  organisationId: string,
  text: string,
  places: readonly Searched[],
  limit: number,
): Promise<readonly Hit[]> {
  const words = searchWords(text);
  const [entries, slips] = await Promise.all([
    places.includes('ledger') ? stores.ledger.search(organisationId, withoutThousands(text), limit) : [],
    places.includes('slips') ? stores.documents.search(organisationId, text, limit) : [],
  ]);
  const hits: Hit[] = [
    ...entries.map(({ entry, similarity }) => {
      const matched = matchedIn(words, fieldsOfEntry(entry));
      return { in: 'ledger', similarity, matched, entry } as const;
    }),
    ...slips.map(({ slip, ...found }) => {
      return { in: 'slips', ...found, matched: matchedIn(words, fieldsOfSlip(slip)), slip } as const;
    }),
  ];
  return hits.toSorted((a, b) => b.similarity - a.similarity).slice(0, limit);
}

type Known = readonly (readonly [FieldName, string | null])[];

const shown = (fen: bigint | null): string | null => (fen === null ? null : formatMoney(fen));

const fieldsOfEntry = (entry: LedgerEntry): Known => [
  ['invoiceNumber', entry.invoiceNumber],
  ['invoiceCode', entry.invoiceCode],
  ['issueDate', entry.issueDate],
  ['grossTotal', shown(entry.grossTotal)],
  ['netTotal', shown(entry.netTotal)],
  ['sellerName', entry.sellerName],
  ['sellerTaxId', entry.sellerTaxId],
  ['buyerName', entry.buyerName],
  ['buyerTaxId', entry.buyerTaxId],
];

const fieldsOfSlip = (slip: SlipSummary): Known => [
  ['invoiceNumber', slip.invoiceNumber],
  ['issueDate', slip.issueDate],
  ['grossTotal', slip.grossTotal],
  ['sellerName', slip.sellerName],
];

/** Each field that some word was found in. Pure. */
export function matchedIn(words: readonly SearchWord[], fields: Known): readonly MatchedField[] {
  return fields.flatMap(([field, value]) =>
    value !== null && words.some((word) => isFound(word, field, value)) ? [{ field, value }] : [],
  );
}

/** Pairs of characters that a name has to share with a word to be called alike: trigrams of PostgreSQL ask for about as much. */
const ALIKE = 0.3;

function isFound({ text, digits, date, fen }: SearchWord, field: FieldName, value: string): boolean {
  switch (field) {
    case 'issueDate':
      return value === date;
    case 'grossTotal':
    case 'netTotal':
      return fen !== null && parseMoney(value) === fen;
    case 'sellerName':
    case 'buyerName':
      return !digits && isAlike(foldedName(text), foldedName(value));
    case 'sellerTaxId':
    case 'buyerTaxId':
      return value.toUpperCase() === text.toUpperCase();
    default:
      return digits && value.includes(text);
  }
}

function isAlike(word: string, name: string): boolean {
  if (name.includes(word)) return true;
  const [ours, theirs] = [pairsOf(word), pairsOf(name)];
  const shared = [...ours].filter((pair) => theirs.has(pair)).length;
  return ours.size > 0 && shared / ours.size >= ALIKE;
}

const pairsOf = (text: string): ReadonlySet<string> =>
  new Set([...text].slice(1).map((character, index) => `${[...text][index] ?? ''}${character}`));
