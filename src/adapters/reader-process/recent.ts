/** The last few things put in, by key. Pool and child hold one each and fill them alike, so that both forget the same. */
export class Recent<T> {
  readonly #most: number;
  readonly #held = new Map<string, T>();

  constructor(most: number) {
    this.#most = most;
  }

  get(key: string): T | undefined {
    return this.#held.get(key);
  }

  /** Forgets the oldest where there are too many. */
  put(key: string, value: T): void {
    this.#held.set(key, value);
    for (const oldest of [...this.#held.keys()].slice(0, -this.#most)) this.#held.delete(oldest);
  }
}
