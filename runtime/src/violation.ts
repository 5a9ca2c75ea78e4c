/** One way in which a value differs from its schema. */
export interface Violation {
  /** RFC 6901 pointer to the offending value; empty string: the value itself. */
  readonly pointer: string;
  /** JSON Schema keyword that refused it. */
  readonly keyword: string;
  /** What the schema wants, e.g. `string of at least 1 character`. */
  readonly expected: string;
  /** What came, shortened, e.g. `number 12`. */
  readonly got: string;
}

/**
 * An emitted validator: appends what is wrong with `value` to `violations`, nothing if it is valid.
 * `path` is the pointer of `value`. Loops end once `violations` holds {@link maxViolations}.
 */
export type Check = (value: unknown, path: string, violations: Violation[]) => void;

/** Validators stop collecting here, so that hostile input cannot make a huge report. */
export const maxViolations = 100;

/** Runs a validator from the root; an empty array means valid. */
export function violationsOf(check: Check, value: unknown): readonly Violation[] {
  const violations: Violation[] = [];
  check(value, "", violations);
  return violations;
}
