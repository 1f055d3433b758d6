/** F3 of the lines of goods: originals that count them, or what they cost, differently. */
import type { Finding, Severity } from '../../document/finding.js';
import type { RecordSource } from '../../document/record.js';
import type { LineItem, Slip } from '../../document/slip.js';
import { type Fen, formatMoney, parseMoney } from '../../invoice/money.js';
import { carrierTrust, isExactSource, trustOf } from './voices.js';

/** Originals whose lines were compared, and whether they say the same. */
export interface ComparedLines {
  readonly originals: number;
  readonly finding: Finding | null;
}

/**
 * Compares the lines of the originals whose characters stand as they were written. Of a picture none are: there a line
 * missed is likelier than one left out. Amounts that differ are an error; another number of lines of the same sum is one
 * between electronic originals only, for in print one line may be taken for two. The order of lines says nothing.
 */
export function compareLines(originals: readonly RecordSource[]): ComparedLines {
  const exact = originals
    .filter(({ slip }) => slip.lines.length > 0 && isExact(slip) && !refersToList(slip.lines))
    .toSorted((a, b) => carrierTrust(b.slip) - carrierTrust(a.slip));
  const [best, ...others] = exact;
  if (best === undefined || others.length === 0) return { originals: exact.length, finding: null };
  const severities = others.flatMap((other) => differ(best, other) ?? []);
  if (severities.length === 0) return { originals: exact.length, finding: null };
  const told = exact.map(({ file, slip: { lines } }) => `${describe(lines)}（${file}）`).join('，');
  const severity = severities.includes('E') ? 'E' : 'W';
  const doubt = severity === 'E' ? '' : '；版式文件的行可能分合有误，请核对';
  return {
    originals: exact.length,
    finding: { id: 'F3', result: 'broken', severity, message: `明细在各原件中不一致：${told}${doubt}` },
  };
}

/** Nothing on it was recognised from a picture alone. */
const isExact = (slip: Slip): boolean => {
  const results = Object.values(slip.fields);
  return (
    carrierTrust(slip) >= trustOf('text') &&
    results.every(({ source, agreeing = [] }) => !source.startsWith('ocr:') || agreeing.some(isExactSource))
  );
};

/** `(详见销货清单)`: the one line stands for others that lie elsewhere. */
const refersToList = (lines: readonly LineItem[]): boolean =>
  lines.some(({ name }) => /详见.{0,4}清单/u.test(name));

/** `null`: they say the same as far as both say it. */
function differ(one: RecordSource, other: RecordSource): Severity | null {
  for (const column of ['amount', 'taxAmount'] as const) {
    const [ours, theirs] = [amountsOf(one.slip.lines, column), amountsOf(other.slip.lines, column)];
    if (ours === null || theirs === null) continue;
    if (sumOf(ours) !== sumOf(theirs)) return 'E';
    if (ours.length === theirs.length && ours.some((fen, index) => fen !== theirs[index])) return 'E';
  }
  if (one.slip.lines.length === other.slip.lines.length) return null;
  return [one, other].every(hasMarkedLines) ? 'E' : 'W';
}

/** Its lines are told apart by what holds them, not by where they stand on a page. */
const hasMarkedLines = ({ carrier }: RecordSource): boolean => carrier === 'xml' || carrier === 'ofd';

/** In the order of their size; `null` where one is absent or masked. */
function amountsOf(lines: readonly LineItem[], column: 'amount' | 'taxAmount'): Fen[] | null {
  const amounts = lines.map((line) => parseMoney(line[column] ?? ''));
  const known = amounts.filter((fen) => fen !== null);
  return known.length < amounts.length ? null : known.toSorted((a, b) => (a < b ? -1 : Number(a > b)));
}

const sumOf = (amounts: readonly Fen[]): Fen => amounts.reduce((sum, fen) => sum + fen, 0n);

function describe(lines: readonly LineItem[]): string {
  const amounts = amountsOf(lines, 'amount');
  return amounts === null
    ? `${lines.length} 行`
    : `${lines.length} 行，金额合计 ${formatMoney(sumOf(amounts))}`;
}
