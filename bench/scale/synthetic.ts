/**
 * A ledger that nobody has: row by row from its number alone, so that it can be made inside the database, gone on with
 * later, and asked for again. Seven in ten are purchases of five companies of one's own, the rest their sales; the other
 * side is drawn by Zipf's law (every fiftieth row a new company), one amount in ten is the same, one in ten another of
 * twenty round ones; days are even over three years; one in ten is of paper with code and number.
 */

/** As ids of organisations are: 36 characters, which stand in every index. */
export const ORGANISATION = '01940000-0000-7000-8000-00000000005c';

/** The id of row `i`, from 1. */
export const idOf = (i: number): string => `01940000-0000-7000-8000-${i.toString(16).padStart(12, '0')}`;

const FIRST_DAY = '2023-11-20';
const DAYS = 1096;
/** Companies to `rows` rows. */
export const companiesOf = (rows: number): number => Math.max(1_000, Math.round(rows / 50));

const PLACES = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋';
const BRANDS =
  '云杉白桦青松翠柏红枫银杏金桂玉兰紫藤芦苇蒲公英海棠木槿石榴枇杷樱桃葡萄柑橘柠檬芒果椰子莲藕菱角荷花睡莲浮萍';
const TRADES = [
  '科技',
  '贸易',
  '商贸',
  '建材',
  '物流',
  '餐饮管理',
  '信息技术',
  '机械设备',
  '电子商务',
  '文化传播',
  '医疗器械',
  '工程',
];
const LETTERS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const FORMS = ['有限公司', '有限责任公司', '股份有限公司', '有限公司分公司'];

const listed = (words: readonly string[]) => `(array[${words.map((word) => `'${word}'`).join(',')}])`;

/** An even number from 0 to 1 for a row and what it is drawn for. */
const even = (what: number, row = 'i') =>
  `((hashint8extended(${row}, ${what}) & 1048575) / 1048576.0::float8)`;
const pick = (what: number, count: number, row = 'i') => `(1 + floor(${even(what, row)} * ${count})::int)`;

/** The companies that stand on the other side, the oftener the lower their number; 1 to 5 are one's own. */
export const companies = (count: number): readonly string[] => [
  'create table if not exists bench_companies (k bigint primary key, name text not null, id text not null)',
  `insert into bench_companies select k,
    substr('${PLACES}', ${pick(1, PLACES.length, 'k')}, 1) || substr('${BRANDS}', ${pick(2, BRANDS.length, 'k')}, 1)
      || substr('${BRANDS}', ${pick(3, BRANDS.length, 'k')}, 1) || substr('${BRANDS}', ${pick(4, BRANDS.length, 'k')}, 1)
      || ${listed(TRADES)}[${pick(5, TRADES.length, 'k')}] || ${listed(FORMS)}[${pick(6, FORMS.length, 'k')}],
    '91' || lpad((110000 + (hashint8extended(k, 7) & 262143))::text, 6, '0') || 'MA'
      || upper(lpad(to_hex(k), 6, '0')) || substr('${LETTERS}', ${pick(8, LETTERS.length, 'k')}, 1)
      || substr('${LETTERS}', ${pick(9, LETTERS.length, 'k')}, 1)
  from generate_series(1, ${count + 6}) as k on conflict do nothing`,
  'analyze bench_companies',
];

/** Rows `from` to `to` as an INSERT. `count`: of how many companies the other side is drawn. */
export const insertRange = (from: number, to: number, count: number): string => `
insert into ledger_invoices (id, organisation_id, key, kind, code, number, issue_date, buyer_name, buyer_tax_id,
  seller_name, seller_tax_id, net, tax, gross, state, lines, fingerprint, edition)
select ('01940000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, '${ORGANISATION}',
  case when paper then code || '-' || printed else digital end,
  case when paper then 'vat_special_paper' when i % 3 = 0 then 'digital_special' else 'digital_general' end,
  case when paper then code end, case when paper then printed else digital end, day,
  case when sale then other.name else own.name end, case when sale then other.id else own.id end,
  case when sale then own.name else other.name end, case when sale then own.id else other.id end,
  gross - tax, tax, gross, state,
  ('[{"name": "*样本*货物' || i % 1000 || '", "quantity": "1", "amount": "' || (gross - tax) / 100
    || '.00", "taxRate": "6%", "taxAmount": "' || tax / 100 || '.00"}]')::jsonb,
  md5(i::text), i / 5000
from (select i, day, sale, own, other, paper, gross, (gross * 6 / 106) as tax, state,
    lpad((i % 100000000)::text, 8, '0') as printed,
    '31' || lpad((i % 97)::text, 2, '0') || year || '2130' as code,
    year || (11 + other % 50) || '2' || lpad((day - '${FIRST_DAY}'::date)::text, 4, '0')
      || lpad(i::text, 8, '0') || lpad((hashint8extended(i, 19) & 511)::text, 3, '0') as digital
  from (select *, right(extract(year from day)::text, 2) as year,
      case when rare < 0.97 then 'normal' when rare < 0.98 then 'void' when rare < 0.995 then 'red_full' else 'red_part' end as state
    from (select i, '${FIRST_DAY}'::date + ${pick(11, DAYS)} - 1 as day, ${even(12)} < 0.3 as sale,
        floor(5 * power(${even(13)}, 2))::bigint + 1 as own,
        5 + ceil(power(${count}, ${even(14)}))::bigint as other, ${even(15)} < 0.1 as paper, ${even(16)} as rare,
        case when ${even(17)} < 0.1 then 10000 when ${even(17)} < 0.2 then ${pick(18, 20)} * 5000
          else round(exp(5 + 9 * ${even(18)}))::bigint end as gross
      from generate_series(${from}::bigint, ${to}::bigint) as i offset 0) as drawn offset 0) as dated offset 0) as made
join bench_companies as own on own.k = made.own join bench_companies as other on other.k = made.other`;

/** What is counted beside the rows: what upsert() keeps in its transactions, for all at once. */
export const COUNTED = [
  `delete from ledger_parties where organisation_id = '${ORGANISATION}'`,
  `insert into ledger_parties (organisation_id, side, tax_id, name, invoices)
   select organisation_id, 'seller', seller_tax_id, seller_name, count(*) from ledger_invoices
     where organisation_id = '${ORGANISATION}' group by 1, 3, 4
   union all select organisation_id, 'buyer', buyer_tax_id, buyer_name, count(*) from ledger_invoices
     where organisation_id = '${ORGANISATION}' group by 1, 3, 4`,
  `insert into ledger_heads (organisation_id, edition, entries)
   select '${ORGANISATION}', coalesce(max(edition), 0), count(*) from ledger_invoices
     where organisation_id = '${ORGANISATION}'
   on conflict (organisation_id) do update set edition = excluded.edition, entries = excluded.entries`,
];
