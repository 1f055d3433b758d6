/**
 * What a 数电票 of a special business (特定业务, DOMAIN 1.3) says besides: the name of the business beside its QR, a table
 * of its own below the goods, columns in the place of usual ones, and sentences of its note.
 */
import type { FieldName } from '../../../invoice/fields.js';
import { formatMoney, parseMoney } from '../../../invoice/money.js';
import { closest } from '../approximate.js';
import type { Area } from '../area.js';
import { type Glyph, middleOf, textOf } from '../frame.js';
import { type Row, rowFrom, rowsOf, spacedText, splitAtGaps } from '../rows.js';
import { dateOf, isMeantAsPlate, plateOf } from '../shapes.js';
import { type Candidate, candidateFrom, present } from './candidate.js';

const BUSINESSES = [
  '旅客运输服务',
  '货物运输服务',
  '建筑服务',
  '不动产经营租赁服务',
  '不动产租赁经营服务',
  '不动产销售',
  '差额征税-差额开票',
  '差额征税-全额开票',
  '差额征税',
  '成品油',
  '稀土',
  '代收车船税',
  '自产农产品销售',
  '农产品收购',
  '光伏收购',
  '报废产品收购',
  '机动车',
  '拖拉机和联合收割机',
] as const;

export function specialCandidates(area: Area): Candidate[] {
  return [...business(area), ...block(area), ...columns(area), ...inNote(area)].filter(present);
}

/** The name of the business: left of the title, above the parties. */
function business(area: Area): (Candidate | null)[] {
  const { head } = area;
  if (head === null) return [];
  const left = head.x0 + 0.45 * head.width;
  const top = area.spans.filter((span) => span.x1 < left && middleOf(span) < head.y - 0.16 * head.width);
  const found = rowsOf(top).flatMap((row) =>
    BUSINESSES.map((name) => ({ name, row, ...closest(name, row.text) })).filter(
      ({ name, distance }) => distance <= (name.length > 5 ? 2 : name.length > 3 ? 1 : 0),
    ),
  );
  const [best] = found.sort((a, b) => b.name.length - 2.5 * b.distance - (a.name.length - 2.5 * a.distance));
  if (best === undefined) return [];
  return [candidateFrom('specialBusiness', best.name, best.row.glyphs.slice(best.from, best.to), 'label')];
}

/** Headings of the tables below the goods, with the field each column fills. */
const HEADINGS: readonly (readonly [string, FieldName])[] = [
  ['出行人', 'travellerName'],
  ['有效身份证件号', 'travellerId'],
  ['出行日期', 'travelDate'],
  ['出发地', 'departure'],
  ['到达地', 'destination'],
  ['等级', 'seatClass'],
  ['交通工具类型', 'vehicleKind'],
  ['运输工具种类', 'vehicleKind'],
  ['运输工具牌号', 'plateNumber'],
  ['起运地', 'route'],
  ['运输货物名称', 'goods'],
];

interface Heading {
  readonly field: FieldName;
  readonly x0: number;
  readonly x1: number;
}

/** Headings in a row: each must come whole, or but for a character of a long one. */
function headingsIn(row: Row): Heading[] {
  const found = HEADINGS.flatMap(([printed, field]) => {
    const { distance, from, to } = closest(printed, row.text);
    const [first, last] = [row.glyphs[from], row.glyphs[to - 1]];
    if (distance > (printed.length > 4 ? 1 : 0) || first === undefined || last === undefined) return [];
    return [{ field, x0: first.x0, x1: last.x1 }];
  });
  return found.sort((a, b) => a.x0 - b.x0);
}

/** The values of the row below such headings, each under the heading that begins nearest. */
function block(area: Area): (Candidate | null)[] {
  const { head } = area;
  const below = area.rows.filter((row) => head !== null && row.y > head.y);
  const at = below.findIndex((row) => headingsIn(row).length >= 3);
  const [title, values] = [below[at], below[at + 1]];
  if (title === undefined || values === undefined || values.y - title.y > 3.5 * title.height) return [];
  const headings = headingsIn(title);
  const cells = new Map<FieldName, Glyph[]>();
  const ends = new Map<FieldName, Glyph[]>();
  const route = headings.some(({ field }) => field === 'route');
  for (const piece of splitAtGaps(values.glyphs, 1.2 * values.height, 0.5 * values.height)) {
    const heading = nearest(piece, headings);
    if (heading === null) continue;
    const store = route && heading.field === 'destination' ? ends : cells;
    store.set(heading.field, [...(store.get(heading.field) ?? []), ...piece]);
  }
  const [from, to] = [cells.get('route'), ends.get('destination')];
  if (from !== undefined && to !== undefined) cells.delete('route');
  return [
    ...[...cells].map(([field, glyphs]) => valued(field, glyphs)),
    from === undefined || to === undefined
      ? null
      : candidateFrom('route', `${textOf(from)}-${textOf(to)}`, [...from, ...to], 'label'),
  ];
}

/** The heading whose middle or left end is nearest to the piece's. */
function nearest(piece: readonly Glyph[], headings: readonly Heading[]): Heading | null {
  const [x0, x1] = [piece[0]?.x0 ?? 0, piece.at(-1)?.x1 ?? 0];
  let [best, least]: [Heading | null, number] = [null, Number.POSITIVE_INFINITY];
  for (const heading of headings) {
    const off = Math.min(Math.abs(heading.x0 - x0), Math.abs((heading.x0 + heading.x1) / 2 - (x0 + x1) / 2));
    if (off < least) [best, least] = [heading, off];
  }
  return best;
}

function valued(field: FieldName, glyphs: readonly Glyph[]): Candidate | null {
  const text = spacedText(glyphs);
  if (field === 'plateNumber' && isMeantAsPlate(text)) {
    const plate = plateOf(text);
    const sound = plate !== null && !plate.repaired;
    return candidateFrom(field, plate?.value ?? text, glyphs, sound ? 'label' : 'repair');
  }
  if (field !== 'travelDate') return candidateFrom(field, text, glyphs, 'label');
  const day = dateOf(text);
  return day === null ? null : candidateFrom(field, day.value, glyphs, day.repaired ? 'repair' : 'label');
}

/** 建筑服务发生地, 建筑项目名称 and 面积单位, which have columns in the table of goods. */
function columns(area: Area): (Candidate | null)[] {
  const { head } = area;
  if (head === null) return [];
  const headings = COLUMNS.flatMap(([printed, field]): Heading[] => {
    const { distance, from, to } = closest(printed, head.row.text);
    const [first, last] = [head.row.glyphs[from], head.row.glyphs[to - 1]];
    if (distance > (printed.length > 4 ? 1 : 0) || first === undefined || last === undefined) return [];
    return [{ field, x0: first.x0, x1: last.x1 }];
  });
  const under = (field: FieldName): Candidate | null => {
    if (!headings.some((heading) => heading.field === field)) return null;
    const bottom = Math.min(
      ...area.labels
        .filter(({ name, y }) => name === 'total' && y > head.y)
        .map(({ y, height }) => y - 0.6 * height),
      ...area.labels.filter(({ name }) => name === 'grossWords').map(({ y, height }) => y - 1.6 * height),
    );
    const inside = area.spans.filter(
      (span) =>
        middleOf(span) > head.y + 0.6 * head.row.height &&
        middleOf(span) < bottom &&
        nearest(span.glyphs, headings)?.field === field &&
        !/^[¥￥]?-?[\d.,]+$/u.test(textOf(span.glyphs)),
    );
    const glyphs = rowsOf(inside).flatMap((row) => row.glyphs);
    return candidateFrom(field, textOf(glyphs), glyphs, 'label');
  };
  return [under('projectPlace'), under('projectName'), areaUnit(area)];
}

/** Headings of the table of goods between which those of 建筑服务 stand; 项目名称 and 金额 only bound them. */
const COLUMNS: readonly (readonly [string, FieldName])[] = [
  ['建筑服务发生地', 'projectPlace'],
  ['建筑项目名称', 'projectName'],
  ['项目名称', 'goods'],
  ['金额', 'netTotal'],
];

/** What the first line has in the column 面积单位. */
function areaUnit({ head, spans }: Area): Candidate | null {
  const heading = head === null ? null : closest('面积单位', head.row.text);
  if (head === null || heading === null || heading.distance > 0) return null;
  const [x0, x1] = [head.row.glyphs[heading.from]?.x0 ?? 0, head.row.glyphs[heading.to - 1]?.x1 ?? 0];
  const values = spans
    .filter((span) => middleOf(span) > head.y + 0.6 * head.row.height)
    .flatMap(({ glyphs }) => {
      // The column to its left, of certificates, may have been read into one run with it.
      const own = glyphs.filter(
        (glyph) => glyph.x0 > x0 - head.row.height && glyph.x1 < x1 + 2 * head.row.height,
      );
      return AREA_UNIT.test(textOf(own)) ? [own] : [];
    });
  const [value] = values;
  return value === undefined ? null : candidateFrom('areaUnit', textOf(value), value, 'label');
}

const AREA_UNIT = /^(?:平方千?米|公?亩|公顷|h?㎡|hm²|孔公里|公里|米|套|间)$/u;

/** Sentences of a note: 不动产地址, 租赁期起止, 扣除额. */
const SENTENCES: readonly (readonly [RegExp, FieldName])[] = [
  [/不动产(?:详细)?地址[:：]([^;；。]+)/u, 'propertyAddress'],
  [/租赁期起止[:：]([^;；。]+)/u, 'leasePeriod'],
  [/(?:扣除额|差额征税)[:：](-?[\d,]+(?:\.\d+)?)/u, 'deduction'],
];

function inNote(area: Area): (Candidate | null)[] {
  const gross = area.labels.filter(({ name }) => name === 'grossWords').at(-1);
  if (gross === undefined) return [];
  // Sentences run on from row to row.
  const below = area.spans.filter((span) => middleOf(span) > gross.y + 0.8 * gross.height);
  const row = rowFrom(rowsOf(below).flatMap(({ glyphs }) => glyphs));
  return SENTENCES.map(([sentence, field]) => {
    const match = sentence.exec(row.text);
    const value = match?.[1];
    if (match === null || value === undefined) return null;
    const from = match.index + match[0].length - value.length;
    const glyphs = row.glyphs.slice(from, from + value.length);
    const money = field === 'deduction' ? parseMoney(value) : null;
    return candidateFrom(field, money === null ? spacedText(glyphs) : formatMoney(money), glyphs, 'label');
  });
}
