/**
 * When a field counts as right. A page's text is searched for a value in any of the shapes it is printed in: an upper
 * bound of what anybody could extract from that text (BASELINE's "found"). What Yanpiao extracted must be exact.
 */

import { comparable } from '../../src/invoice/compare.js';
import { parseDate } from '../../src/invoice/dates.js';
import { FIELDS, type FieldName } from '../../src/invoice/fields.js';
import { parseMoney } from '../../src/invoice/money.js';
import { squash } from '../../src/invoice/text.js';

export type Fields = Readonly<Partial<Record<FieldName, string>>>;

/** Blocks of several printed lines: a page's text, line by line, holds them with their neighbours in between. */
const BLOCKS: readonly FieldName[] = ['cipherText', 'note'];

/** The fields of a truth that are counted: what is printed, in one line. */
export function countedFields(truth: Fields): [FieldName, string][] {
  return (Object.entries(truth) as [FieldName, string][]).filter(
    ([field, value]) => value !== '' && !BLOCKS.includes(field),
  );
}

/** The shapes in which `value` may stand on paper, each without spaces. */
export function printedShapes(field: FieldName, value: string): string[] {
  const { type } = FIELDS[field];
  const shapes = [squash(value)];
  if (type === 'date') {
    const [year, month, day] = (parseDate(value) ?? '').split('-');
    if (year !== undefined && month !== undefined && day !== undefined) {
      shapes.push(`${year}年${month}月${day}日`, `${year}年${Number(month)}月${Number(day)}日`);
      for (const sign of ['', '-', '.', '/']) shapes.push([year, month, day].join(sign));
    }
  }
  if (type === 'money' && parseMoney(value) !== null) {
    const [whole = '', cents = ''] = squash(value).split('.');
    shapes.push(`${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${cents}`);
    if (/^0*$/.test(cents)) shapes.push(`${whole}元`, `${whole}圆`);
  }
  if (type === 'words')
    shapes.push(squash(value).replaceAll('圆', '元'), squash(value).replaceAll('元', '圆'));
  return [...new Set(shapes)];
}

/** How many counted fields occur in the text, wherever. */
export function countFound(truth: Fields, text: string): number {
  const page = squash(text);
  return countedFields(truth).filter(([field, value]) =>
    printedShapes(field, value).some((shape) => page.includes(shape)),
  ).length;
}

/** How many counted fields one of the slips says exactly: the slip that says most of them. */
export function countExact(truth: Fields, slips: readonly Fields[]): number {
  const counted = countedFields(truth);
  const right = slips.map((slip) => counted.filter(([f, value]) => isSame(f, value, slip[f] ?? '')).length);
  return Math.max(0, ...right);
}

const isSame = (field: FieldName, truth: string, read: string): boolean =>
  comparable(field, truth) === comparable(field, read);
