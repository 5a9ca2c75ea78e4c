/** What a benchmark reports: named ratios over its rounds. */
export type Ratios = Readonly<Record<string, Spread>>;

/** Smallest, middle and largest of the rounds. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** One benchmark: prints its table with `print` and returns its ratios. */
export type Benchmark = (options: {
  readonly rounds: number;
  readonly print: (line: string) => void;
}) => Promise<Ratios>;
