/**
 * What a taxi's meter struck below the printed form: always the same things in the same order – plate, driver, date,
 * boarding, alighting, price a kilometre, kilometres, waiting, fare – beside their labels, or a line lower when the
 * roll slipped. The labels count where the values fit them; otherwise the order does.
 */
import type { FieldName } from '../../../invoice/fields.js';
import { type Fen, parseMoney } from '../../../invoice/money.js';
import { type Candidate, type Channel, candidateFrom, present } from '../candidates/candidate.js';
import { type Glyph, textOf } from '../frame.js';
import type { Row } from '../rows.js';
import type { Shaped } from '../shapes.js';
import { type Labelled, labelledIn } from './labelled.js';
import {
  struckAmounts,
  struckDates,
  struckDuration,
  struckKilometres,
  struckPlates,
  struckTime,
} from './struck.js';

const LABELS = {
  plate: ['车号', '车牌号', '车牌'],
  driver: ['证号', '工号', '监督卡号', '资格证号'],
  phone: ['监督电话', '投诉电话', '电话'],
  company: ['单位名称', '单位', '公司'],
  date: ['日期', '乘车日期'],
  board: ['上车时间', '上车'],
  alight: ['下车时间', '下车'],
  span: ['时间'],
  unitPrice: ['单价'],
  distance: ['里程', '计程'],
  wait: ['等候时间', '等候', '计时', '低速'],
  state: ['状态'],
  total: ['总金额', '实收金额', '实收', '合计金额', '合计'],
  surcharge: ['燃油附加费', '燃油附加', '燃油费', '燃附费', '附加费'],
  other: ['另收附加费', '另收电召费', '电召费', '预约叫车服务费', '过路费', '卡余额', '卡号', '原额', '余额'],
  fare: ['金额', '车费'],
} as const;

type Name = keyof typeof LABELS;

/** A struck value: its text, and the label on its line if there is one. */
interface Value {
  readonly text: string;
  readonly glyphs: readonly Glyph[];
  readonly label: Name | null;
}

const SHAPES: Readonly<Partial<Record<Name, (text: string) => readonly Shaped[]>>> = {
  plate: struckPlates,
  date: struckDates,
  board: (text) => one(struckTime(text)),
  alight: (text) => one(struckTime(text)),
  unitPrice: struckAmounts,
  distance: (text) => one(struckKilometres(text)),
  wait: (text) => one(struckDuration(text)),
  fare: struckAmounts,
  surcharge: struckAmounts,
  total: struckAmounts,
};

const one = (shaped: Shaped | null): readonly Shaped[] => (shaped === null ? [] : [shaped]);

/** Labels whose values have a shape of their own: what stands beside them tells whether the roll slipped. */
const TELLING: readonly Name[] = ['date', 'board', 'alight', 'distance', 'wait', 'plate'];

/** What the meter says, from the rows below the printed form's numbers. */
export function meterCandidates(rows: readonly Row[]): Candidate[] {
  const values = valuesIn(rows);
  const told = values.filter(({ label }) => label !== null && TELLING.includes(label));
  const fitting = told.filter(({ label, text }) => shapesOf(label, text).length > 0).length;
  const straight = fitting * 2 >= told.length;
  const placed = inOrder(values);
  const found = new Map<Name, { value: Value; channel: Channel }>();
  for (const [name, value] of placed) found.set(name, { value, channel: 'place' });
  if (straight)
    for (const value of values)
      if (value.label !== null && shapesOf(value.label, value.text).length > 0)
        found.set(value.label, { value, channel: 'label' });
  if (!straight)
    for (const [name, value] of slippedTotal(values)) found.set(name, { value, channel: 'place' });
  return candidatesOf(found, values);
}

/** On a roll that slipped a line, what stands beside 总金额 is the surcharge, and the total a line below it. */
function slippedTotal(values: readonly Value[]): [Name, Value][] {
  const at = values.findIndex(({ label }) => label === 'total');
  const [beside, below] = [values[at], values[at + 1]];
  if (at < 0 || beside === undefined || below?.label !== null) return [];
  if (struckAmounts(below.text).length === 0) return [];
  const charged = values.some(({ label }) => label === 'surcharge') && struckAmounts(beside.text).length > 0;
  return charged
    ? [
        ['total', below],
        ['surcharge', beside],
      ]
    : [['total', below]];
}

const shapesOf = (label: Name | null, text: string): readonly Shaped[] =>
  label === null ? [] : (SHAPES[label]?.(text) ?? []);

function valuesIn(rows: readonly Row[]): Value[] {
  return rows.flatMap((row): Value[] => {
    const labels: Labelled<Name>[] = labelledIn([row], LABELS);
    if (labels.length === 0) return [{ text: row.text, glyphs: row.glyphs, label: null }];
    return labels
      .map(({ name, text, glyphs }) => ({ label: name, text: text.replace(/^[:：。.·，、]+/u, ''), glyphs }))
      .filter(({ text }) => text !== '');
  });
}

/** The values by their order alone. */
function inOrder(all: readonly Value[]): Map<Name, Value> {
  // The number for complaints is printed, not struck, and looks like a time.
  const values = all.filter(({ label }) => label !== 'phone' && label !== 'company');
  const placed = new Map<Name, Value>();
  const day = values.findIndex(({ text }) => struckDates(text).length > 0);
  const plate = values
    .slice(0, day < 0 ? values.length : day)
    .find(({ text }) => struckPlates(text).length > 0);
  if (plate !== undefined) placed.set('plate', plate);
  const dated = values[day];
  if (dated !== undefined) placed.set('date', dated);
  const rest = values.slice(day + 1);
  const kilometres = rest.findIndex(({ text }) => struckKilometres(text) !== null);
  const before = rest.slice(0, kilometres < 0 ? rest.length : kilometres);
  const [board, alight] = before.filter(({ text }) => struckTime(text) !== null);
  if (board !== undefined && alight !== undefined) placed.set('board', board).set('alight', alight);
  const price = before.filter(({ text }) => /元/u.test(text) && struckAmounts(text).length > 0).at(-1);
  if (kilometres >= 0 && price !== undefined) placed.set('unitPrice', price);
  const travelled = rest[kilometres];
  if (travelled !== undefined) placed.set('distance', travelled);
  const waiting = rest.findIndex(({ text }, index) => index > kilometres && struckDuration(text) !== null);
  const waited = rest[waiting];
  if (waited !== undefined) placed.set('wait', waited);
  if (waited === undefined && travelled === undefined) return placed;
  const fares = rest
    .slice(Math.max(waiting, kilometres) + 1)
    .filter(({ text }) => struckAmounts(text).length > 0);
  const [first] = fares;
  if (first !== undefined) placed.set('fare', first);
  return placed;
}

const FIELDS: Readonly<Partial<Record<Name, FieldName>>> = {
  plate: 'plateNumber',
  date: 'tripDate',
  board: 'boardTime',
  alight: 'alightTime',
  unitPrice: 'unitPrice',
  distance: 'distanceKm',
  wait: 'waitTime',
  surcharge: 'fuelSurcharge',
};

function candidatesOf(
  found: ReadonlyMap<Name, { value: Value; channel: Channel }>,
  values: readonly Value[],
): Candidate[] {
  const plain = [...found].flatMap(([name, { value, channel }]) => {
    const field = FIELDS[name];
    return field === undefined ? [] : shaped(field, name, value, channel);
  });
  const worth = metered(found);
  const paid = found.get('total') ?? found.get('fare');
  const fares =
    paid === undefined
      ? []
      : plausible(struckAmounts(paid.value.text), worth).map(({ value, repaired }) =>
          candidateFrom('fare', value, paid.value.glyphs, repaired ? 'repair' : paid.channel),
        );
  return [...plain, ...fares, ...bothTimes(values), ...totalBelow(found, values)].filter(present);
}

function shaped(field: FieldName, name: Name, value: Value, channel: Channel): (Candidate | null)[] {
  return shapesOf(name, value.text).map((one) =>
    candidateFrom(field, one.value, value.glyphs, one.repaired ? 'repair' : channel),
  );
}

/**
 * Kilometres × price, in fen; `null` where one is missing. Both are struck with two places, so that a lost point is put
 * back in the one place where it can have been.
 */
function metered(found: ReadonlyMap<Name, { value: Value }>): Fen | null {
  const [price] = struckAmounts(found.get('unitPrice')?.value.text ?? '');
  const way = struckKilometres(found.get('distance')?.value.text ?? '');
  if (price === undefined || way === null) return null;
  const fen = parseMoney(price.value);
  const hundredths = parseMoney(way.value);
  return fen === null || hundredths === null ? null : (fen * hundredths) / 100n;
}

/** The flat price covers some first kilometres, and waiting costs too: so far may a fare lie from kilometres × price. */
const bounds = (worth: Fen): readonly [Fen, Fen] => [(worth * 7n) / 10n, 2n * worth + 6000n];

/** No meter counts in single fen: a last figure that is not nought was misread, for a struck nought most likely. */
function inTenths(amount: Shaped): readonly Shaped[] {
  if (amount.value.endsWith('0')) return [amount];
  return [
    { value: `${amount.value.slice(0, -1)}0`, repaired: true },
    { ...amount, repaired: true },
  ];
}

/** Most meters count in half yuan: of several repairs, the one that does comes first. In fen. */
const FARE_STEP: Fen = 50n;

/** What a fare may be: clean as it stands; of repairs those which the metered way allows, else the first. None is nought. */
function plausible(amounts: readonly Shaped[], worth: Fen | null): readonly Shaped[] {
  const step = ({ value }: Shaped) => ((parseMoney(value) ?? 0n) % FARE_STEP === 0n ? 0 : 1);
  const possible = amounts
    .flatMap(inTenths)
    .filter(({ value }) => (parseMoney(value) ?? 0n) > 0n)
    .sort((a, b) => Number(a.repaired) - Number(b.repaired) || step(a) - step(b));
  if (worth === null) return distinct(possible).slice(0, 2);
  const [least, most] = bounds(worth);
  const fits = possible.filter(({ value }) => {
    const fen = parseMoney(value) ?? 0n;
    return fen >= least && fen <= most;
  });
  // A clean figure that the way does not explain stays, as no better than a repair.
  return fits.length > 0
    ? distinct(fits).slice(0, 2)
    : possible.slice(0, 1).map((one) => ({ ...one, repaired: true }));
}

const distinct = (amounts: readonly Shaped[]): readonly Shaped[] =>
  amounts.filter(({ value }, index) => amounts.findIndex((other) => other.value === value) === index);

/** `时间 23:49-00:44` */
function bothTimes(values: readonly Value[]): (Candidate | null)[] {
  return values.flatMap(({ text, glyphs, label }) => {
    const match = /^(\d{2})[:：](\d{2})[-—–~至一](\d{2})[:：](\d{2})$/u.exec(text);
    if (match === null) return [];
    const channel = label === 'span' ? 'label' : 'place';
    return [
      candidateFrom('boardTime', `${match[1]}:${match[2]}`, glyphs.slice(0, 5), channel),
      candidateFrom('alightTime', `${match[3]}:${match[4]}`, glyphs.slice(-5), channel),
    ];
  });
}

/** Fare, surcharge and their sum in three lines that lost their labels: the sum proves itself. */
function totalBelow(
  found: ReadonlyMap<Name, { value: Value }>,
  values: readonly Value[],
): (Candidate | null)[] {
  const first = found.get('fare')?.value;
  if (first === undefined || found.has('total')) return [];
  const from = values.indexOf(first);
  const [a, b, c] = values.slice(from, from + 3).map(({ text }) => {
    const [only, ...more] = struckAmounts(text);
    return only === undefined || only.repaired || more.length > 0 ? null : parseMoney(only.value);
  });
  const third = values[from + 2];
  if (!a || !b || !c || third === undefined || a + b !== c) return [];
  const [sum] = struckAmounts(third.text);
  return sum === undefined || textOf(third.glyphs) === ''
    ? []
    : [candidateFrom('fare', sum.value, third.glyphs, 'label')];
}
