import type { MessageDefinition, PreviousVersion } from "../definitions.ts";
import type { Envelope } from "../envelope.ts";
import { type Check, type Violation, violationsOf } from "../violation.ts";
import { maskViolations } from "./mask.ts";
import { describeError } from "./retry.ts";

/** Turns the data of one version into that of the next, by the version it takes: `v1`, `v2`, … */
export type Upcasters = Readonly<Record<string, (data: never) => unknown>>;

/** A message in the current version, or why it cannot be read. */
export type Versioned =
  | { readonly kind: "current"; readonly envelope: Envelope }
  | { readonly kind: "refused"; readonly reason: VersionProblem; readonly error: string };

/**
 * `invalid`: the data breaks the contract of its version, or an upcaster made data that breaks the next one's.
 * `unknown-version`: the contract does not know the version and the data does not fit the current one.
 * `upcast-failed`: an upcaster threw.
 */
export type VersionProblem = "invalid" | "unknown-version" | "upcast-failed";

/**
 * Checks a message and brings it to the current version: an older one is checked as what it is, then goes through the
 * upcasters one version at a time, and each result is checked too. A version that the contract does not list, newer ones
 * above all, is taken as it is if it satisfies the current one, so that compatible publishers may go first.
 */
export function toCurrentVersion(
  definition: MessageDefinition,
  upcasters: Upcasters,
  envelope: Envelope,
): Versioned {
  const { previous = [] } = definition;
  const version = envelope.metadata?.version ?? 1;
  const first = previous.findIndex((known) => known.version === version);
  const steps = first === -1 ? [] : [...previous.slice(first), definition];
  if (steps.length > 0) return upcast(steps, upcasters, envelope);
  const error = problemsOf(definition, envelope.data);
  if (error === null) return { kind: "current", envelope };
  if (version === definition.version) return { kind: "refused", reason: "invalid", error };
  const known = `version ${version} is not one that the contract lists, and it does not fit version ${definition.version}`;
  return { kind: "refused", reason: "unknown-version", error: `${known}: ${error}` };
}

type Step = PreviousVersion | MessageDefinition;

function upcast(steps: readonly Step[], upcasters: Upcasters, envelope: Envelope): Versioned {
  let { data } = envelope;
  let from: Step | null = null;
  for (const step of steps) {
    if (from !== null) {
      try {
        data = upcasters[upcasterName(from.version)]?.(data as never);
      } catch (error) {
        const text = `The upcaster of version ${from.version} failed: ${describeError(error)}`;
        return { kind: "refused", reason: "upcast-failed", error: text };
      }
    }
    const problem = problemsOf(step, data);
    if (problem !== null) {
      const made =
        from === null ? "as it came" : `as the upcaster of version ${from.version} made it`;
      const error = `Version ${step.version}, ${made}: ${problem}`;
      return { kind: "refused", reason: "invalid", error };
    }
    from = step;
  }
  const version = steps.at(-1)?.version ?? 1;
  return {
    kind: "current",
    envelope: { ...envelope, data, metadata: { ...envelope.metadata, version } },
  };
}

/** Member of {@link Upcasters} for a version. */
export function upcasterName(version: number): string {
  return `v${version}`;
}

function problemsOf(
  { check, sensitive }: { readonly check: Check; readonly sensitive: readonly string[] },
  data: unknown,
): string | null {
  const violations = violationsOf(check, data);
  return violations.length === 0 ? null : describeViolations(maskViolations(violations, sensitive));
}

/** The first few violations in one line. */
export function describeViolations(violations: readonly Violation[]): string {
  return violations
    .slice(0, 3)
    .map(({ pointer, expected, got }) => `\`${pointer}\` is ${got}, expected ${expected}`)
    .join("; ");
}
