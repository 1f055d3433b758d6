/**
 * Text that no eye sees, and what it says otherwise than the page. It is no witness of any field: a person who pays goes
 * by what is drawn. A scanner's own recognition, laid invisibly over its picture, is such text as well and no deceit.
 */

import type { HiddenText } from '../../document/evidence.js';
import { type Box, boxOf, centreOf, type Point, type Quad } from '../../document/geometry.js';
import type { Sheet, TextLine } from '../../document/sheet.js';
import { squash } from '../../invoice/text.js';
import { turnedQuad } from './turns.js';

/** What an invoice's fields look like: amounts, dates, numbers, codes and tax ids, names of companies. */
const VALUES: readonly RegExp[] = [
  /[-−]?\d[\d,]*\.\d{2}(?!\d)/gu,
  /\d{4}年\d{1,2}月\d{1,2}日|\d{4}-\d{2}-\d{2}/gu,
  /(?<![0-9A-Z])[0-9A-Z]{8,}(?![0-9A-Z])/gu,
  /[\p{Script=Han}()（）]{3,}(?:公司|集团|银行|商行|经营部|事务所|中心|酒店|医院|学校|大学)/gu,
];
/** Texts of one page that are told: who hides more hides no field. */
const MOST = 20;
/** Share of values that a layer and what was read of the picture have in common where both are recognitions of it. */
const AGREES = 0.5;
/** Characters in which two recognitions of the same print hardly ever differ. */
const APART = 3;

/** Told of one page. `hidden`: as the page was handed in. `sheets`: what was read on it. */
export function hiddenTexts(
  hidden: readonly TextLine[],
  page: number,
  sheets: readonly Sheet[],
): HiddenText[] {
  const bearing = hidden
    .map((line) => ({ line, values: valuesIn(line.text) }))
    .filter(({ values }) => values.length > 0);
  if (bearing.length === 0) return [];
  const drawn = sheets.flatMap(({ lines }) => lines);
  const isSaid = saidOn(drawn);
  const all = bearing.flatMap(({ values }) => values);
  const isRecognition = drawn.some(({ source }) => source !== 'text');
  const isOwnLayer = isRecognition && all.filter(isSaid).length >= AGREES * all.length;
  const turns = sheets[0]?.turns ?? 0;
  const told: HiddenText[] = [];
  for (const { line, values } of bearing) {
    const unsaid = values.filter((value) => !isSaid(value));
    const place = turnedQuad(line.quad, turns);
    const seen = textAt(place, drawn);
    // Where both are recognitions of one picture, one of them misread a character or two.
    const isOther = isOwnLayer
      ? unsaid.some((value) => isFar(value, valuesIn(seen)))
      : unsaid.length > 0 || isReplaced(values, valuesIn(seen));
    if (isOther) told.push({ page, text: line.text, drawn: seen, box: boxOf(place) });
    if (told.length === MOST) break;
  }
  return told;
}

const valuesIn = (text: string): string[] =>
  VALUES.flatMap((shape) => text.match(shape) ?? []).map((value) => plain(value));

const plain = (text: string): string => squash(text).replaceAll(',', '');

/** Whether a value stands among the drawn text: by itself in a line, or, where it is long, across runs. */
function saidOn(drawn: readonly TextLine[]): (value: string) => boolean {
  const lines = drawn.map(({ text }) => plain(text));
  const joined = lines.join('');
  return (value) => {
    if (value.length >= LONG) return joined.includes(value);
    return lines.some((line) => {
      const at = line.indexOf(value);
      return at !== -1 && !/\d/u.test(line[at - 1] ?? '') && !/\d/u.test(line[at + value.length] ?? '');
    });
  };
}

/** Characters that no two values share by chance. */
const LONG = 8;

/** What is drawn where a hidden line stands. */
function textAt(place: Quad, drawn: readonly TextLine[]): string {
  const around = boxOf(place);
  return drawn
    .filter(({ quad }) => isIn(centreOf(place), boxOf(quad)) || isIn(centreOf(quad), around))
    .map(({ text }) => text)
    .join(' ');
}

const isIn = ([x, y]: Point, [x0, y0, x1, y1]: Box): boolean => x > x0 && x < x1 && y > y0 && y < y1;

/** Whether another amount is drawn in the place of the hidden one, which may well stand elsewhere: a total of one line is that line's amount. */
function isReplaced([value, ...more]: readonly string[], drawn: readonly string[]): boolean {
  const [amount] = VALUES;
  if (value === undefined || more.length > 0 || amount === undefined) return false;
  const amounts = [value, ...drawn].filter((each) => each.search(amount) === 0);
  return amounts.length > 1 && amounts[0] === value && !amounts.slice(1).includes(value);
}

/** Whether there is something drawn, and none of it is nearly the value. */
const isFar = (value: string, drawn: readonly string[]): boolean =>
  drawn.length > 0 && drawn.every((other) => difference(value, other) >= APART);

/** Characters to change, add or leave out to come from one text to the other. */
function difference(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [at, char] of [...one].entries()) {
    const next = [at + 1];
    for (const [index, against] of [...other].entries())
      next.push(
        Math.min(
          (next[index] ?? 0) + 1,
          (row[index + 1] ?? 0) + 1,
          (row[index] ?? 0) + (char === against ? 0 : 1),
        ),
      );
    row = next;
  }
  return row.at(-1) ?? 0;
}
