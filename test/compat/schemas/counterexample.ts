import { compile, compileInside, type Validate } from "./ajv.ts";
import { isDeclared } from "./declared.ts";
import type { Schema } from "./json-schema.ts";
import { createRandom, type Random } from "./random.ts";
import { nearMiss, sample } from "./sample.ts";
import { anything } from "./values.ts";
import type { Party } from "./verdict.ts";

/** Two versions of a schema, ready to validate. */
export interface Pair {
  readonly old: Schema;
  readonly now: Schema;
  readonly oldAccepts: Validate;
  readonly nowAccepts: Validate;
}

/** Compiles a pair; null when Ajv cannot. */
export function pairOf(old: Schema, now: Schema): Pair | null {
  try {
    return { old, now, oldAccepts: compile(old), nowAccepts: compile(now) };
  } catch {
    return null;
  }
}

/** Values drawn from both versions, and their neighbours. */
export function instancesOf({ old, now }: Pair, seed: number, count: number): readonly unknown[] {
  const random = createRandom(seed);
  const drawn = Array.from({ length: count }, (_, index) => drawOne(old, now, index, random));
  return [...drawn, ...anything];
}

function drawOne(old: Schema, now: Schema, index: number, random: Random): unknown {
  const value = sample(index % 2 === 0 ? old : now, random);
  return index % 3 === 0 ? nearMiss(value, random) : value;
}

/**
 * Values that one side may send and the other refuses. Readers must accept what writers of the old version send; what
 * writers of the new version send, readers of the old one must accept. Writers send declared properties only.
 */
export function contradictions(
  pair: Pair,
  party: Party,
  instances: readonly unknown[],
): readonly unknown[] {
  const { old, now, oldAccepts, nowAccepts } = pair;
  const [sender, sends, accepts] =
    party === "reader" ? [old, oldAccepts, nowAccepts] : [now, nowAccepts, oldAccepts];
  const validatorOf = compileInside(sender);
  return instances.filter(
    (value) => sends(value) && !accepts(value) && isDeclared(sender, value, validatorOf),
  );
}
