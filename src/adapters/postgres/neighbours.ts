/**
 * The organisation's other slips that a slip may repeat or continue. Only indexes are walked: slips_number for the same
 * number and for numbers around it, slips_seller for other invoices of a seller around a date, slips_likeness for
 * pictures of which something was read alike.
 */
import { type SQL, sql } from 'drizzle-orm';
import { makePgArray } from 'drizzle-orm/pg-core';
import { recordKey } from '../../document/record.js';
import type { Slip } from '../../document/slip.js';
import { parseDate } from '../../invoice/dates.js';
import { DATE_FIELDS, type FieldName, TOTAL_FIELDS } from '../../invoice/fields.js';
import { type Fen, parseMoney } from '../../invoice/money.js';
import type { AlikeSlip, HandedIn, NeighbourSlip, NeighbourStore, Neighbours } from '../../ports/rules.js';
import { type Database, isId, rowsOf } from './database.js';
import { likenessBands } from './likeness-bands.js';

/** Told of each sort: a finding names a few, and a number in so many documents needs no more witnesses. */
const MOST = 50;

export class PostgresNeighbours implements NeighbourStore {
  readonly #database: Database;
  constructor(database: Database) {
    this.#database = database;
  }

  async of(
    organisationId: string,
    slip: Slip,
    documentId: string | null,
    reach: { readonly days: number; readonly gap: number; readonly count: number },
  ): Promise<Neighbours> {
    const wanted = {
      same: sameInvoice(slip),
      alike: alikeToSome(organisationId, slip),
      near: sameTotal(slip, reach.days),
      run: numbersAround(slip, reach.gap * reach.count),
    };
    const own = documentId !== null && isId(documentId) ? documentId : null;
    const asked = Object.entries(wanted).flatMap(([sort, condition]) =>
      condition === null ? [] : [othersWhere(organisationId, slip, own, sort, condition)],
    );
    if (asked.length === 0) return { same: [], alike: [], near: [], run: [] };
    const rows = await rowsOf<Row>(
      this.#database,
      sql`with own as (
          select d.id, d.sha256, d.batch_id, b.person_id, b.api_key_id,
            (select position from slips where document_id = d.id and slip_id = ${slip.id}) as position
          from documents d join batches b on b.id = d.batch_id
          where d.id = ${own}::uuid and d.organisation_id = ${organisationId}
        ), found as (${sql.join(asked, sql` union all `)})
        select f.sort, f.document_id::text as "documentId", f.slip_id as "slipId", f.number,
          f.issue_date::text as "issueDate", f.seller_tax_id as "sellerTaxId", f.gross::text as gross,
          f.likeness, d.file, ${WHO} as person, ${moment(sql`d.created_at`)} as at,
          coalesce(d.sha256 = own.sha256 and f.member is not distinct from ${slip.member}::text, false) as "sameBytes",
          coalesce(d.id = own.id, false) as "sameDocument",
          coalesce(d.batch_id = own.batch_id, false) as "sameBatch",
          (own.id is not null and b.person_id is not distinct from own.person_id
            and b.api_key_id is not distinct from own.api_key_id) as "samePerson",
          coalesce((d.id, f.position) < (own.id, own.position), true) as earlier,
          coalesce(d.state not in ('done', 'review', 'matching') or case f.sort
            when 'near' then f.findings @> '[{"id": "D2", "result": "broken"}]'
            when 'run' then f.findings @> '[{"id": "S1", "result": "broken"}]'
            else jsonb_path_exists(
              f.findings, '$[*].others[*].id ? (@ == $own)', jsonb_build_object('own', own.id::text))
            end, true) as knows
        from found f join documents d on d.id = f.document_id ${BY_WHOM} left join own on true
        order by f.document_id, f.position`,
    );
    const of = (sort: string) => rows.filter((row) => row.sort === sort).map(neighbour);
    const alike = rows.flatMap((row): AlikeSlip[] =>
      row.sort === 'alike' && row.likeness !== null ? [{ ...neighbour(row), likeness: row.likeness }] : [],
    );
    return { same: of('same'), alike, near: of('near'), run: of('run') };
  }

  async holding(organisationId: string, recordKeys: readonly string[]): Promise<readonly string[]> {
    const rows = await rowsOf<{ id: string }>(
      this.#database,
      sql`select distinct s.document_id::text as id from records r join slips s on s.record_id = r.id
        where r.organisation_id = ${organisationId}
          and r.key in (select value from jsonb_array_elements_text(${JSON.stringify(recordKeys)}::jsonb))
        order by id`,
    );
    return rows.map(({ id }) => id);
  }

  async handedIn(
    organisationId: string,
    documentIds: readonly string[],
  ): Promise<ReadonlyMap<string, HandedIn>> {
    const ids = documentIds.filter(isId);
    const rows = await rowsOf<{ id: string; person: string | null; at: string }>(
      this.#database,
      sql`select d.id, ${WHO} as person, ${moment(sql`d.created_at`)} as at
        from documents d ${BY_WHOM}
        where d.organisation_id = ${organisationId}
          and d.id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`,
    );
    return new Map(rows.map(({ id, person, at }) => [id, { person, at: new Date(at) }]));
  }
}

/**
 * Slips that meet a condition, but the slip itself, those handed in first first. Sorted by the id as text, so that no
 * planner takes the primary key's order for a short cut and walks every slip until it has found enough.
 */
const othersWhere = (
  organisationId: string,
  slip: Slip,
  own: string | null,
  sort: string,
  condition: SQL,
): SQL => sql`(
  select ${sort}::text as sort, s.document_id, s.slip_id, s.position, s.number, s.issue_date, s.seller_tax_id, s.gross,
    s.body ->> 'member' as member, s.body -> 'findings' as findings,
    ${sort === 'alike' ? sql`s.body ->> 'likeness'` : sql`null::text`} as likeness
  from slips s
  where s.organisation_id = ${organisationId} and ${condition}
    and not (s.document_id is not distinct from ${own}::uuid and s.slip_id = ${slip.id})
  order by s.document_id::text, s.position
  limit ${MOST})`;

interface Row {
  readonly sort: string;
  readonly documentId: string;
  readonly slipId: string;
  readonly number: string | null;
  readonly issueDate: string | null;
  readonly sellerTaxId: string | null;
  readonly gross: string | null;
  readonly likeness: string | null;
  readonly file: string;
  readonly person: string | null;
  readonly at: string;
  readonly sameBytes: boolean;
  readonly sameDocument: boolean;
  readonly sameBatch: boolean;
  readonly samePerson: boolean;
  readonly earlier: boolean;
  readonly knows: boolean;
}

function neighbour({
  sort: _,
  likeness: __,
  documentId,
  slipId,
  number,
  gross,
  file,
  person,
  at,
  ...rest
}: Row): NeighbourSlip {
  return {
    ...rest,
    other: { what: 'document', id: documentId, slipId, name: file, person, at },
    invoiceNumber: number,
    gross: gross === null ? null : BigInt(gross),
  };
}

const BY_WHOM = sql`join batches b on b.id = d.batch_id
  left join "user" u on u.id = b.person_id left join api_keys k on k.id = b.api_key_id`;
const WHO = sql`coalesce(u.name, k.label)`;

/** ISO time; the two drivers differ in what they make of a moment. */
const moment = (column: SQL): SQL =>
  sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Whether the other slip's field is sure enough to be acted on. */
const isAccepted = (field: FieldName): SQL =>
  sql`s.body #>> ${`{fields,${field},accepted}`}::text[] = 'true'`;

const anyAccepted = (fields: readonly FieldName[]): SQL =>
  sql`(${sql.join(
    fields.map((field) => isAccepted(field)),
    sql` or `,
  )})`;

function accepted({ fields }: Slip, names: readonly FieldName[]): string | null {
  const field = names.map((name) => fields[name]).find((each) => each !== undefined && each.value !== '');
  return field?.accepted === true ? field.value : null;
}

function sameInvoice(slip: Slip): SQL | null {
  const number = accepted(slip, ['invoiceNumber']);
  if (recordKey(slip) === null || number === null) return null;
  const code = number.length === 20 ? sql`true` : sql`s.code = ${accepted(slip, ['invoiceCode'])}`;
  return sql`s.number = ${number} and ${code} and ${isAccepted('invoiceNumber')}`;
}

/** Where both numbers are sure they decide, and no picture is asked. */
function alikeToSome(organisationId: string, slip: Slip): SQL | null {
  const bands = likenessBands(organisationId, slip);
  if (bands === null) return null;
  const shared = sql`s.likeness_bands is not null and s.likeness_bands && ${makePgArray(bands)}::integer[]`;
  if (recordKey(slip) === null) return shared;
  const sure = sql`(${isAccepted('invoiceNumber')} and (length(s.number) = 20 or ${isAccepted('invoiceCode')}))`;
  return sql`${shared} and not coalesce(${sure}, false)`;
}

function sameTotal(slip: Slip, days: number): SQL | null {
  const [seller, number] = [accepted(slip, ['sellerTaxId']), accepted(slip, ['invoiceNumber'])];
  const date = parseDate(accepted(slip, DATE_FIELDS) ?? '');
  const gross: Fen | null = parseMoney(accepted(slip, TOTAL_FIELDS) ?? '');
  if (seller === null || number === null || date === null || gross === null) return null;
  return sql`s.seller_tax_id = ${seller} and s.gross = ${String(gross)}::bigint and s.number <> ${number}
    and s.issue_date between ${date}::date - ${days}::integer and ${date}::date + ${days}::integer
    and ${isAccepted('sellerTaxId')} and ${isAccepted('invoiceNumber')} and ${anyAccepted(TOTAL_FIELDS)}`;
}

/** Numbers of 20 digits count up in a region: only those of the seller's same day tell anything. Shorter ones in a code. */
function numbersAround(slip: Slip, distance: number): SQL | null {
  const [seller, number] = [accepted(slip, ['sellerTaxId']), accepted(slip, ['invoiceNumber'])];
  const date = parseDate(accepted(slip, DATE_FIELDS) ?? '');
  const code = accepted(slip, ['invoiceCode']);
  if (seller === null || number === null || !/^(?:\d{8}|\d{20})$/.test(number)) return null;
  const bound = (step: bigint) => {
    const value = BigInt(number) + step;
    return (value < 0n ? 0n : value).toString().padStart(number.length, '0');
  };
  const around = sql`s.number between ${bound(-BigInt(distance))} and ${bound(BigInt(distance))}
    and s.number <> ${number} and ${isAccepted('invoiceNumber')} and s.seller_tax_id = ${seller}`;
  if (number.length === 8) return code === null ? null : sql`${around} and s.code = ${code}`;
  return date === null ? null : sql`${around} and s.issue_date = ${date}::date`;
}
