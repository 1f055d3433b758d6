/** The measured figures as tables beside each other. */
import { tableOf } from '../speed/table.js';
import type { Measured } from './measured.js';

/** Nearest rank. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

const grouped = (rows: number) => rows.toLocaleString('en').replaceAll(',', ' ');
const nameOf = ({ on, rows }: Measured) => `${on === 'pglite' ? 'PGlite' : 'PostgreSQL'}, ${grouped(rows)}`;

export function lookUpTable(measured: readonly Measured[]): string {
  const rows = measured.flatMap((one) =>
    one.lookUps.map(({ name, milliseconds, found, wanted }) => [
      nameOf(one),
      name,
      String(wanted),
      ...[0.5, 0.95, 0.99].map((share) => quantile(milliseconds, share).toFixed(1)),
      `${((100 * found) / wanted).toFixed(1)} %`,
    ]),
  );
  return tableOf(['ledger', 'look-up', 'n', 'p50 ms', 'p95 ms', 'p99 ms', 'as it should be'], rows);
}

export function importTable(measured: readonly Measured[]): string {
  const rows = measured.flatMap((one) =>
    one.imports.map(({ name, rows: imported, seconds, cpu }) => [
      nameOf(one),
      name,
      grouped(imported),
      seconds.toFixed(1),
      grouped(Math.round(imported / seconds)),
      ((cpu / imported) * 1e6).toFixed(0),
    ]),
  );
  return tableOf(['ledger', 'rows are', 'rows', 's', 'rows a second', 'our CPU µs a row'], rows);
}

/** Of our process, which PGlite is in and PostgreSQL is not. */
export function memoryTable(measured: readonly Measured[]): string {
  const rows = measured.map((one) => [
    nameOf(one),
    ...[one.memory.opened, one.memory.filled, one.memory.measured].map((bytes) => (bytes / 1e6).toFixed(0)),
  ]);
  return tableOf(['our process, MB', 'opened', 'filled', 'measured'], rows);
}

/** Each size beside how it grew from the size before it; a table ten times as long should take ten times as much. */
export function sizeTable(measured: readonly Measured[]): string {
  const names = [...new Set(measured.flatMap(({ sizes }) => sizes.map(({ name }) => name)))];
  const bytes = (one: Measured | undefined, name: string) =>
    one?.sizes.find((size) => size.name === name)?.bytes ?? Number.NaN;
  const rows = names.map((name) => [
    name,
    ...measured.flatMap((one, index) => {
      const before = measured[index - 1];
      const grew = before?.on === one.on ? `× ${(bytes(one, name) / bytes(before, name)).toFixed(1)}` : '–';
      return [(bytes(one, name) / 1e6).toFixed(1), grew];
    }),
  ]);
  return tableOf(['', ...measured.flatMap((one) => [`${nameOf(one)}: MB`, 'grew'])], rows);
}
