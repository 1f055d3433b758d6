/** Looking through what was handed in by a few words: parts of a number, amounts, days, names of sellers. */
import { type SQL, sql } from 'drizzle-orm';
import { formatMoney } from '../../invoice/money.js';
import { type SearchWord, searchWords } from '../../invoice/search-words.js';
import type { SlipSummary } from '../../ports/store.js';
import { type Database, rowsOf } from './database.js';
import { containing } from './ledger-parties.js';

/** Slips that one meaning of one word may bring, newest first. */
const OF_WORD = 200;

export interface SlipHit {
  readonly documentId: string;
  readonly file: string;
  readonly slip: SlipSummary;
  readonly similarity: number;
}

/** One way in which a word may be meant: which slips it holds for, and how well it is met then. */
interface Meaning {
  readonly condition: SQL;
  readonly fit: SQL;
}

interface Found {
  readonly document_id: string;
  readonly file: string;
  readonly slip_id: string;
  readonly kind: SlipSummary['kind'];
  readonly number: string | null;
  readonly seller_name: string | null;
  readonly issue_date: string | null;
  readonly gross: string | null;
  readonly outcome: SlipSummary['outcome'];
  readonly state: SlipSummary['invoiceState'];
  readonly similarity: string;
}

/**
 * Slips that the words may mean, each with how well they fit: the mean over the words of how well each is met, 1 where
 * number, amount, day or name is just that. The best first, then the newest.
 */
export async function searchSlips(
  database: Database,
  organisationId: string,
  text: string,
  limit: number,
): Promise<readonly SlipHit[]> {
  const meanings = searchWords(text).map(meaningsOf);
  const ways = meanings.flat();
  if (ways.length === 0) return [];
  const candidates = ways.map(
    ({ condition }) => sql`(select document_id, slip_id from slips
      where organisation_id = ${organisationId} and ${condition} order by document_id desc limit ${OF_WORD})`,
  );
  const fit = sql`(${sql.join(meanings.map(bestOf), sql` + `)}) / ${meanings.length}::float8`;
  const rows = await rowsOf<Found>(
    database,
    sql`select document_id, documents.file, slip_id, kind, number, seller_name, issue_date::text as issue_date,
          gross::text as gross, outcome, verdict ->> 'state' as state, (${fit})::text as similarity
        from slips join documents on documents.id = document_id
        where slips.organisation_id = ${organisationId}
          and (document_id, slip_id) in (${sql.join(candidates, sql` union all `)})
        order by (${fit}) desc, document_id desc, slips.position limit ${limit}`,
  );
  return rows.map((row) => ({
    documentId: row.document_id,
    file: row.file,
    similarity: Number(row.similarity),
    slip: summaryOf(row),
  }));
}

const summaryOf = (row: Found): SlipSummary => ({
  id: row.slip_id,
  kind: row.kind,
  invoiceNumber: row.number,
  sellerName: row.seller_name,
  issueDate: row.issue_date,
  grossTotal: row.gross === null ? null : formatMoney(BigInt(row.gross)),
  outcome: row.outcome,
  invoiceState: row.state,
});

/** The best of a word's meanings that holds for a slip. */
function bestOf(ways: readonly Meaning[]): SQL {
  if (ways.length === 0) return sql`0::float8`;
  const cases = ways.map(({ condition, fit }) => sql`case when ${condition} then ${fit} else 0 end`);
  return sql`greatest(${sql.join(cases, sql`, `)})`;
}

const sure = (fit: number): SQL => sql`${fit}::float8`;

function meaningsOf(word: SearchWord): readonly Meaning[] {
  const { text, digits, date, fen } = word;
  const exact: Meaning[] = [];
  if (date !== null) exact.push({ condition: sql`issue_date = ${date}::date`, fit: sure(1) });
  if (fen !== null) exact.push({ condition: sql`gross = ${fen.toString()}::bigint`, fit: sure(1) });
  if (digits) return [...exact, ...numberMeanings(text)];
  if (exact.length > 0) return exact;
  const id = text.toUpperCase();
  const part = containing(text);
  return [
    { condition: sql`seller_tax_id = ${id}`, fit: sure(1) },
    {
      condition: sql`(seller_name ilike ${part} or seller_name % ${text})`,
      fit: sql`greatest(similarity(seller_name, ${text}),
        case when seller_name = ${text} then 1 when seller_name ilike ${part} then 0.8 else 0 end)::float8`,
    },
  ];
}

/** The longer the part, the fewer numbers hold it by chance. */
function numberMeanings(digits: string): readonly Meaning[] {
  return [
    { condition: sql`number = ${digits}`, fit: sure(1) },
    { condition: sql`code = ${digits}`, fit: sure(0.8) },
    { condition: sql`seller_tax_id = ${digits}`, fit: sure(0.9) },
    {
      condition: sql`number like ${containing(digits)}`,
      fit: sure(Math.min(0.9, 0.4 + digits.length / 20)),
    },
  ];
}
