/** What calls under an `Idempotency-Key` were answered: docs/decisions/0027. */

/** A key, and the digest of the request it came with, which tells another request under the same key. */
export interface KeyedRequest {
  readonly key: string;
  readonly fingerprint: string;
}

/** An answer over HTTP as it was given. `body: null`: it had none, or holds a secret and is not kept. */
export interface KeptAnswer {
  readonly status: number;
  readonly type: string | null;
  readonly body: string | null;
}

/** The same idempotency key came with another request. */
export class IdempotencyConflict extends Error {
  constructor() {
    super('this idempotency key was used with another request');
    this.name = 'IdempotencyConflict';
  }
}

export interface IdempotencyStore {
  /**
   * Takes the key for a request whose work commits on its own: `ours`, the answer that was kept under it, or `running`
   * while another holds it. Who has held it for `leaseMs` without an end has died: the key goes to the next with the same
   * request. Throws IdempotencyConflict when it came with another.
   */
  claim(
    organisationId: string,
    request: KeyedRequest,
    leaseMs: number,
  ): Promise<'ours' | 'running' | KeptAnswer>;
  /** Keeps what the request under the key was answered; `null` lets go of the key, for a request that did nothing. */
  settle(organisationId: string, key: string, answer: KeptAnswer | null): Promise<void>;
  /** Forgets keys of calls (see `callKey`) taken before that moment, and says how many. Those of watched folders stay. */
  sweep(before: Date): Promise<number>;
}

/** Stands in no header, and in no key of a watched folder: keys of calls are told by it. */
const SEPARATOR = '\n';

/** The key in the store of a call over HTTP: the same header for another call, or from somebody else, is another key. */
export const callKey = (call: string, caller: string, key: string): string =>
  [call, caller, key].join(SEPARATOR);

/** A pattern of SQL's `like` that such keys fit, and no others. */
export const CALL_KEYS = `%${SEPARATOR}%`;
