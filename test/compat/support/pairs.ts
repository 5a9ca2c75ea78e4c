/** How many random pairs a property is tried on: 300, or `BERRYS_PAIRS`. */
export const pairs = Number(process.env.BERRYS_PAIRS ?? 300);

/** True for the long run, which also prints how precise the verdicts are. */
export const isLongRun = pairs > 500;

/** Seed of the run: today's tests are the same each time, a long run is new each time unless `BERRYS_SEED` says which. */
export const seed = Number(
  process.env.BERRYS_SEED ?? (isLongRun ? Date.now() % 2 ** 31 : 20_240_229),
);
