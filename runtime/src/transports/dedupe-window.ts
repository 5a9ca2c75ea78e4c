/** How long a transport remembers message ids: whichever bound is reached first. */
export interface DedupeOptions {
  /** Milliseconds; an id is remembered for this long at least, twice as long at most. */
  readonly windowMs: number;
  /** Ids per partition; the last so many are remembered at least, twice as many at most. */
  readonly maxIds: number;
}

export const defaultDedupe: DedupeOptions = { windowMs: 600_000, maxIds: 20_000 };

/** Remembers ids in two generations, so that forgetting costs nothing. */
export class DedupeWindow {
  readonly #options: DedupeOptions;
  #current = new Set<string>();
  #previous = new Set<string>();
  #since = Date.now();

  constructor(options: DedupeOptions) {
    this.#options = options;
  }

  /** Remembers `id`; false: it was known. */
  add(id: string): boolean {
    if (this.#current.has(id) || this.#previous.has(id)) return false;
    const now = Date.now();
    const { windowMs, maxIds } = this.#options;
    if (this.#current.size >= maxIds || now - this.#since >= windowMs) {
      this.#previous = this.#current;
      this.#current = new Set();
      this.#since = now;
    }
    this.#current.add(id);
    return true;
  }
}
