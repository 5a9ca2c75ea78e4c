import { BerrysError } from "./errors.ts";

/** Allowed transitions: from each state to the states it may become. */
export type Transitions<State extends string> = Readonly<Record<State, readonly State[]>>;

/** A state machine as a table; nothing but the table decides. */
export interface StateMachine<State extends string> {
  /** Throws `failed_precondition` with both states in the message where the table has no such transition. */
  assert(from: State, to: State): void;
  allows(from: State, to: State): boolean;
  /** True for states that nothing leaves. */
  isFinal(state: State): boolean;
}

/** `entity` names the thing in error messages, e.g. `project`. */
export function createStateMachine<State extends string>(
  entity: string,
  transitions: Transitions<State>,
): StateMachine<State> {
  const allows = (from: State, to: State): boolean => transitions[from].includes(to);
  return {
    allows,
    isFinal: (state) => transitions[state].length === 0,
    assert: (from, to) => {
      if (allows(from, to)) return;
      const next = transitions[from];
      const choices = next.length === 0 ? "it is final" : `it can become ${next.join(", ")}`;
      throw new BerrysError(
        "failed_precondition",
        `A ${entity} that is ${from} cannot become ${to}; ${choices}`,
        { details: { from, to, allowed: next } },
      );
    },
  };
}
