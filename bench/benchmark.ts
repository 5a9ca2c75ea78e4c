/** What a benchmark reports: named ratios over its rounds. */
export type Ratios = Readonly<Record<string, Spread>>;

/** Smallest, middle and largest of the rounds. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** One measured quantity of one side. */
export interface Row extends Spread {
  readonly system: string;
  readonly metric: string;
  readonly unit: string;
}

/** What a benchmark found. */
export interface Report {
  readonly ratios: Ratios;
  /** Where it ran and what ran; absent: not told. */
  readonly machine?: Readonly<Record<string, string | number>>;
  /** Absent: the benchmark has ratios alone. */
  readonly rows?: readonly Row[];
}

/** How a benchmark is run. */
export interface BenchmarkOptions {
  readonly rounds: number;
  /** Parts to run; null: all. A benchmark without parts ignores it. */
  readonly only: readonly string[] | null;
  /** Markdown file whose marked block is to hold the results; null: none. */
  readonly write: string | null;
  /** For people. */
  readonly print: (line: string) => void;
}

/** One benchmark: prints its table with `print` and returns what it found. */
export type Benchmark = (options: BenchmarkOptions) => Promise<Report>;

/** What a user asked for cannot be done; the message says why in one sentence. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
