/** The tables of `npm run bench:matching`. */
import { NEAR_MISSES } from '../../samples/matching/near-misses.js';
import type { Outcome } from '../../src/document/verdict.js';
import { table } from '../../src/learn/report.js';
import type { Calibration, MeasuredCalibration } from './calibration.js';
import type { OutcomeCounts, Outcomes } from './outcomes.js';
import type { Suggestions } from './suggestions.js';

const COLUMNS: readonly Outcome[] = ['match', 'mismatch', 'not_found', 'unverified'];

const LABELS: Readonly<Record<(typeof NEAR_MISSES)[number], string>> = {
  digit: 'one digit changed',
  cent: 'one cent changed',
  day: 'one day changed',
  party: 'one party changed',
  sibling: 'same seller and amount, another invoice',
  number: 'the number of another invoice',
};

const percent = (part: number, whole: number): string =>
  whole === 0 ? '-' : ((100 * part) / whole).toFixed(2);

export function outcomeTables(missed: OutcomeCounts, paired: OutcomeCounts): string {
  const row = (name: string, outcomes: Outcomes): string[] => {
    const counts = COLUMNS.map((outcome) => outcomes[outcome] ?? 0);
    const total = Object.values(outcomes).reduce((sum, n) => sum + n, 0);
    return [name, String(total), ...counts.map(String)];
  };
  const rows = [
    ...NEAR_MISSES.map((kind) => row(LABELS[kind], missed.kinds[kind] ?? {})),
    row('all near misses', missed.outcomes),
    row('true pairs', paired.outcomes),
  ];
  const wrong = [...missed.wrong, ...paired.wrong].map(({ slip, verdict }) =>
    JSON.stringify({
      kind: slip.kind,
      outcome: verdict.outcome,
      remedy: verdict.remedy,
      fields: slip.fields,
    }),
  );
  return [table(['', 'n', ...COLUMNS], rows), ...wrong].join('\n\n');
}

export function calibrationTables({ best, shown, suggested }: MeasuredCalibration): string {
  const summary = table(
    ['', 'n', 'ECE'],
    [
      ['the best entry of each slip', String(best.n), best.ece.toFixed(4)],
      ['…where the key found nothing', String(suggested.n), suggested.ece.toFixed(4)],
      ['every entry shown', String(shown.n), shown.ece.toFixed(4)],
    ],
  );
  return [
    summary,
    binTable('best, said', best),
    binTable('best, key found nothing, said', suggested),
    binTable('every entry, said', shown),
  ].join('\n\n');
}

const binTable = (name: string, { bins }: Calibration): string =>
  table(
    [name, 'n', 'right', '%', 'said %'],
    bins
      .filter(({ n }) => n > 0)
      .map(({ from, to, n, right, said }) => [
        `${from.toFixed(2)}-${to.toFixed(2)}`,
        ...[String(n), String(right), percent(right, n), (100 * said).toFixed(2)],
      ]),
  );

export const suggestionTable = (ways: Readonly<Record<string, Suggestions>>): string =>
  table(
    [
      '',
      'n',
      '@1 %',
      '@3 %',
      '@5 %',
      '1 digit @3 %',
      '2 digits @3 %',
      'said ≥ 50 %',
      'right %',
      'ms median',
      'p95',
    ],
    Object.entries(ways).map(([name, { n, recall, byDigits, precision, ms }]) => [
      name,
      String(n),
      ...([1, 3, 5] as const).map((first) => (100 * recall[first]).toFixed(2)),
      ...([1, 2] as const).map((digits) => percent(byDigits[digits].at3, byDigits[digits].n)),
      String(precision.n),
      percent(precision.right, precision.n),
      ms.median.toFixed(1),
      ms.p95.toFixed(1),
    ]),
  );
