/** Lists that are too long for one answer. */

/** A page of a list; `next` is the cursor of the following one. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** The cursor of a list did not come from that list. */
export class BadCursor extends Error {
  constructor() {
    super('this cursor is not one of this list');
    this.name = 'BadCursor';
  }
}
