import type { Row, Spread } from "../benchmark.ts";
import { spread } from "../spread.ts";

/** What was measured so far: one value a system, metric and round. */
export interface Samples {
  add(sample: Sample): void;
  /** Values of a system's metric by round. */
  of(system: string, metric: string): ReadonlyMap<number, number>;
  /** One row a system and metric, in the order in which they were first measured. */
  rows(): readonly Row[];
}

/** One measured value. */
export interface Sample {
  readonly round: number;
  readonly system: string;
  readonly metric: string;
  readonly value: number;
  readonly unit: string;
}

export function createSamples(): Samples {
  const found = new Map<string, { readonly first: Sample; readonly values: Map<number, number> }>();
  const nameOf = (system: string, metric: string): string => `${system} ${metric}`;
  return {
    add: (sample) => {
      const name = nameOf(sample.system, sample.metric);
      const known = found.get(name) ?? { first: sample, values: new Map() };
      known.values.set(sample.round, sample.value);
      found.set(name, known);
    },
    of: (system, metric) => found.get(nameOf(system, metric))?.values ?? new Map(),
    rows: () =>
      [...found.values()].map(({ first, values }) => ({
        system: first.system,
        metric: first.metric,
        ...spread([...values.values()]),
        unit: first.unit,
      })),
  };
}

/** One value by another, round by round; null where no round has both. */
export function ratioOf(
  samples: Samples,
  [system, metric]: readonly [system: string, metric: string],
  [otherSystem, otherMetric]: readonly [system: string, metric: string],
): Spread | null {
  const others = samples.of(otherSystem, otherMetric);
  const ratios = [...samples.of(system, metric)].flatMap(([round, value]) => {
    const other = others.get(round);
    return other === undefined || other === 0 ? [] : [value / other];
  });
  return ratios.length === 0 ? null : spread(ratios);
}
