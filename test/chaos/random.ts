/** Numbers that depend on a seed alone, so that a run can be repeated. */
export interface Random {
  /** At least 0, below 1. */
  next(): number;
  /** A whole number, at least `from`, below `to`. */
  between(from: number, to: number): number;
  pick<T>(choices: readonly T[]): T;
}

/** Mulberry32: small, and good enough to spread faults. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (from: number, to: number): number => from + Math.floor(next() * (to - from));
  return {
    next,
    between,
    pick: (choices) => {
      const chosen = choices[between(0, choices.length)];
      if (chosen === undefined) throw new Error("There is nothing to pick from");
      return chosen;
    },
  };
}
