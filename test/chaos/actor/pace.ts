/** Lets things happen so many times a second. */
export interface Pace {
  /** Resolves when it is the caller's turn. */
  turn(): Promise<void>;
  /** Another limit from now on. */
  change(perSecond: number): void;
  /** From now on it is everybody's turn. */
  end(): void;
}

const tickMs = 5;
/** Seconds of turns that nobody took and that may be taken at once. */
const burst = 0.25;

/** A token bucket; null: no limit. */
export function createPace(perSecond: number | null): Pace {
  if (perSecond === null) return { turn: async () => {}, change: () => {}, end: () => {} };
  let limit = perSecond;
  const waiting: (() => void)[] = [];
  let turns = 0;
  let last = performance.now();
  let ended = false;
  const timer = setInterval(() => {
    const now = performance.now();
    turns = Math.min(turns + ((now - last) / 1000) * limit, Math.max(1, limit * burst));
    last = now;
    while (turns >= 1 && waiting.length > 0) {
      turns--;
      waiting.shift()?.();
    }
  }, tickMs);
  return {
    turn: () => (ended ? Promise.resolve() : new Promise<void>((resolve) => waiting.push(resolve))),
    change: (changed) => {
      limit = changed;
    },
    end: () => {
      ended = true;
      clearInterval(timer);
      for (const resolve of waiting.splice(0)) resolve();
    },
  };
}
