import type { RefusalCode } from '../src/document/refusal.js';

/** A file that means no good, or none at all. */
export interface Saboteur {
  readonly file: string;
  /** `null`: it is read, if only to find no invoice in it. */
  readonly refusal: RefusalCode | null;
  readonly note: string;
  /** Absent where the bytes were made by another tool and are kept: see README. */
  readonly bytes?: Uint8Array;
}
