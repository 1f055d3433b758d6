/** What this process holds in memory, bytes. PGlite is in it, PostgreSQL is not. */
export interface Memory {
  readonly opened: number;
  readonly filled: number;
  readonly measured: number;
}

/** All that was measured of one ledger of so many rows. */
import type { ImportSpeed } from './import.js';
import type { LookUps } from './look-ups.js';
import type { RelationSize } from './sizes.js';

export interface Measured {
  readonly on: 'postgres' | 'pglite';
  readonly rows: number;
  readonly lookUps: readonly LookUps[];
  readonly imports: readonly ImportSpeed[];
  readonly sizes: readonly RelationSize[];
  readonly memory: Memory;
}
