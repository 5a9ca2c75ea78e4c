import { Queue } from "./queue.ts";

/** What becomes of a lane after one of its items: go on, the same again later, or stand still until resumed. */
export type Verdict =
  | { readonly kind: "next" }
  | { readonly kind: "again"; readonly delayMs: number }
  | { readonly kind: "halt" };

/** Messages of a partition that are handled at the same time, unless somebody says otherwise. */
export const defaultConcurrency = 16;

export interface LanesOptions<Item> {
  /** Items that run at the same time. */
  readonly concurrency: number;
  readonly keyOf: (item: Item) => string | null;
  /** Of lanes that could start, those whose first item has the lowest rank do; default: all are equal. */
  readonly rankOf?: (item: Item) => number;
  /** Whether an item must run with no other beside it. */
  readonly exclusive?: (item: Item) => boolean;
  /** Does everything about one item and calls `end` once, at once or later; must not throw. */
  readonly run: (item: Item, end: (verdict: Verdict) => void) => void;
}

interface Lane<Item> {
  readonly key: string | null;
  first: Item | undefined;
  /** What follows the first; most lanes have one item at a time, and need none. */
  queue: Queue<Item> | null;
  /** Items at the front that were put there by `unshift`. */
  urgent: number;
  state: "ready" | "running" | "waiting" | "halted";
  /** Rank of the row it last stood in line in; -1: of none. */
  inLine: number;
  timer: NodeJS.Timeout | null;
}

/** Items that may follow one another without a turn of the event loop. */
const maxBurst = 128;

/**
 * Order per key and concurrency across keys: one lane a key, one item of a lane at a time. A lane that waits
 * for a retry or is halted holds nobody else up. An item without a key is a lane of its own.
 */
export class Lanes<Item> {
  readonly #options: LanesOptions<Item>;
  readonly #lanes = new Map<string, Lane<Item>>();
  readonly #unkeyed = new Set<Lane<Item>>();
  /** Lanes with something to start, by rank, in the order in which they became so; some have not any more. */
  readonly #ready: Queue<Lane<Item>>[] = [new Queue()];
  #running = 0;
  /** Told once nothing runs. */
  #settled: (() => void)[] = [];
  readonly #halted = new Set<string>();
  /** Lanes that wait for a retry. */
  #waiting = 0;
  #exclusive = false;
  #paused = false;
  #stopped = false;
  #scheduled = false;
  /** Rank of the row that is being started; -1: none is. */
  #pumping = -1;
  #size = 0;
  #burst = 0;

  constructor(options: LanesOptions<Item>) {
    this.#options = options;
  }

  /** Items held, running ones included. */
  get size(): number {
    return this.#size;
  }

  /** Lanes that could start, about. */
  get ready(): number {
    let count = 0;
    for (const row of this.#ready) count += row.size;
    return count;
  }

  get running(): number {
    return this.#running;
  }

  /** Whether the key waits for a retry or is halted. */
  stuck(key: string): boolean {
    if (this.#waiting === 0 && this.#halted.size === 0) return false;
    const state = this.#lanes.get(key)?.state;
    return (
      state === "waiting" || state === "halted" || (state === undefined && this.#halted.has(key))
    );
  }

  /** Appends to the lane of the item's key; the first of a lane may have to wait. */
  push(item: Item, delayMs = 0): void {
    const lane = this.#laneOf(item);
    this.#size++;
    if (lane.first !== undefined) {
      lane.queue ??= new Queue();
      lane.queue.push(item);
      return;
    }
    lane.first = item;
    if (delayMs > 0 && lane.state === "ready") this.#wait(lane, delayMs);
    else this.#offer(lane);
  }

  /** Puts an item before everything of its key that has not started, behind what was put there before. */
  unshift(item: Item): void {
    const lane = this.#laneOf(item);
    // While the head runs or waits for its retry it stays the head: the newcomer goes behind it.
    const headStays = lane.state === "running" || lane.state === "waiting";
    const at = Math.max(lane.urgent, headStays ? 1 : 0);
    lane.urgent = at + 1;
    this.#size++;
    if (lane.first === undefined) lane.first = item;
    else {
      lane.queue ??= new Queue();
      lane.queue.insert(Math.max(0, at - 1), at === 0 ? lane.first : item);
      if (at === 0) lane.first = item;
    }
    this.#offer(lane);
  }

  /** Everything held of a key, first to last. */
  itemsOf(key: string): readonly Item[] {
    const lane = this.#lanes.get(key);
    return lane === undefined ? [] : itemsOf(lane);
  }

  /** Holds a key until it is resumed. */
  halt(key: string): void {
    this.#halted.add(key);
    const lane = this.#lanes.get(key);
    if (lane?.state === "ready") lane.state = "halted";
  }

  resume(key: string): void {
    this.#halted.delete(key);
    const lane = this.#lanes.get(key);
    if (lane?.state !== "halted") return;
    lane.state = "ready";
    this.#offer(lane);
  }

  /** Starts nothing more until `unpause`. */
  pause(): void {
    this.#paused = true;
  }

  unpause(): void {
    this.#paused = false;
    this.#schedule();
  }

  /** Starts nothing more for ever and forgets what has not started; resolves with that once nothing runs. */
  async stop(): Promise<readonly Item[]> {
    this.#stopped = true;
    await this.settled();
    const left: Item[] = [];
    for (const lane of [...this.#lanes.values(), ...this.#unkeyed]) {
      if (lane.timer !== null) clearTimeout(lane.timer);
      left.push(...itemsOf(lane));
    }
    this.#lanes.clear();
    this.#unkeyed.clear();
    this.#ready.length = 0;
    this.#waiting = 0;
    this.#size = 0;
    return left;
  }

  /** Resolves once nothing runs. */
  async settled(): Promise<void> {
    while (this.#running > 0) {
      await new Promise<void>((resolve) => {
        this.#settled.push(resolve);
      });
    }
  }

  #laneOf(item: Item): Lane<Item> {
    const key = this.#options.keyOf(item);
    const known = key === null ? undefined : this.#lanes.get(key);
    if (known !== undefined) return known;
    const halted = key !== null && this.#halted.has(key);
    const lane: Lane<Item> = {
      key,
      first: undefined,
      queue: null,
      urgent: 0,
      state: halted ? "halted" : "ready",
      inLine: -1,
      timer: null,
    };
    if (key === null) this.#unkeyed.add(lane);
    else this.#lanes.set(key, lane);
    return lane;
  }

  #offer(lane: Lane<Item>): void {
    const { first } = lane;
    if (lane.state !== "ready" || first === undefined) return;
    const rank = this.#options.rankOf?.(first) ?? 0;
    if (lane.inLine !== rank) {
      lane.inLine = rank;
      this.#readyOf(rank).push(lane);
    }
    if (this.#pumping < 0 || rank < this.#pumping) this.#schedule();
  }

  #readyOf(rank: number): Queue<Lane<Item>> {
    while (this.#ready.length <= rank) this.#ready.push(new Queue());
    return this.#ready[rank] as Queue<Lane<Item>>;
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#burst = 0;
      this.#pump();
    });
  }

  #pump(): void {
    for (let rank = 0; rank < this.#ready.length; rank++) {
      this.#pumping = rank;
      const ready = this.#readyOf(rank);
      for (let lane = ready.peek(); lane !== undefined; lane = ready.peek()) {
        const item = lane.first;
        const isReady = item !== undefined && lane.state === "ready";
        if (isReady && !this.#mayStart(item)) {
          this.#pumping = -1;
          return;
        }
        ready.shift();
        if (lane.inLine === rank) lane.inLine = -1;
        if (isReady) this.#start(lane, item);
      }
    }
    this.#pumping = -1;
  }

  #mayStart(item: Item): boolean {
    if (this.#paused || this.#stopped || this.#exclusive) return false;
    if (this.#running >= this.#options.concurrency) return false;
    // A handler that answers at once must not cost a trip through the event loop, but neither may a long row of them
    // keep sockets and timers waiting.
    if (this.#burst >= maxBurst) {
      this.#schedule();
      return false;
    }
    if (this.#options.exclusive?.(item) !== true) return true;
    // It keeps its turn: nothing behind it starts until it could run alone.
    if (this.#running > 0) return false;
    this.#exclusive = true;
    return true;
  }

  #start(lane: Lane<Item>, item: Item): void {
    lane.state = "running";
    this.#running++;
    this.#burst++;
    this.#options.run(item, (verdict) => this.#end(lane, verdict));
  }

  #end(lane: Lane<Item>, verdict: Verdict): void {
    this.#running--;
    this.#exclusive = false;
    this.#finish(lane, verdict);
    // In the same turn, and not within itself where the item ended at once.
    if (this.#pumping < 0) this.#pump();
    if (this.#running > 0 || this.#settled.length === 0) return;
    const settled = this.#settled;
    this.#settled = [];
    for (const resolve of settled) resolve();
  }

  #finish(lane: Lane<Item>, verdict: Verdict): void {
    if (verdict.kind === "again") {
      if (!this.#stopped) this.#wait(lane, verdict.delayMs);
      return;
    }
    lane.first = lane.queue?.shift();
    lane.urgent = Math.max(0, lane.urgent - 1);
    this.#size--;
    if (verdict.kind === "halt" && lane.key !== null) this.#halted.add(lane.key);
    const halted = lane.key !== null && this.#halted.size > 0 && this.#halted.has(lane.key);
    lane.state = halted ? "halted" : "ready";
    if (lane.first === undefined) this.#drop(lane);
    else this.#offer(lane);
  }

  #wait(lane: Lane<Item>, delayMs: number): void {
    lane.state = "waiting";
    this.#waiting++;
    lane.timer = setTimeout(() => {
      lane.timer = null;
      this.#waiting--;
      lane.state = "ready";
      this.#offer(lane);
    }, delayMs);
  }

  #drop(lane: Lane<Item>): void {
    if (lane.key === null) this.#unkeyed.delete(lane);
    else this.#lanes.delete(lane.key);
  }
}

function itemsOf<Item>({ first, queue }: Lane<Item>): readonly Item[] {
  if (first === undefined) return [];
  return queue === null ? [first] : [first, ...queue.items()];
}
