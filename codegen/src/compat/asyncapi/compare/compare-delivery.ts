import { child, type Located } from "../../../load/reference.ts";
import { type Comparison, type Found, report, type Scope, show } from "../context.ts";
import type { Layers } from "../view/layers.ts";

/** Two versions of a channel, or of a message with its channel behind it. */
export interface DeliveryPair {
  /** Subject of the sentences about it. */
  readonly what: string;
  readonly old: Layers;
  readonly now: Layers;
  /** Layers that are compared elsewhere: what both versions only take from there is left alone. */
  readonly behind: { readonly old: Layers; readonly now: Layers };
  /** False: nobody takes the setting from here in both versions. */
  readonly isTaken?: (path: readonly string[]) => boolean;
}

/** What is guaranteed where the contract states nothing. */
const defaults = { attempts: 5, backoff_ms: 200, max_backoff_ms: 30_000 };

/** Compares what Berrys guarantees: kind, key, retry, encryption and dead letters. */
export function compareDelivery(
  comparison: Comparison,
  scopes: readonly Scope[],
  pair: DeliveryPair,
): void {
  compareSetting(comparison, scopes, pair, ["x-berrys-kind"], (before, after) =>
    typeof before === "string" && typeof after === "string"
      ? {
          rule: "asyncapi/kind-changed",
          message: `${pair.what} is ${article(after)} now; it was ${article(before)}`,
        }
      : null,
  );
  compareSetting(comparison, scopes, pair, ["x-berrys-key"], (before, after) =>
    keyChange(pair.what, before, after),
  );
  compareSetting(comparison, scopes, pair, ["x-berrys-retry", "attempts"], (was, is) => {
    const [before, after] = [was, is].map((value) => numberOr(value, defaults.attempts));
    if (before === undefined || after === undefined || before === after) return null;
    return {
      rule: `asyncapi/retry-attempts-${after < before ? "lowered" : "raised"}`,
      message: `${pair.what} is given up after ${after} attempts; it was ${before}`,
    };
  });
  for (const name of ["backoff_ms", "max_backoff_ms"] as const)
    compareSetting(comparison, scopes, pair, ["x-berrys-retry", name], (was, is) => {
      const [before, after] = [was, is].map((value) => numberOr(value, defaults[name]));
      if (before === undefined || after === undefined || before === after) return null;
      return {
        rule: `asyncapi/retry-backoff-${after < before ? "lowered" : "raised"}`,
        message: `${pair.what} has a \`${name}\` of ${after}; it was ${before}`,
        detail: name,
      };
    });
  compareSetting(comparison, scopes, pair, ["x-berrys-retry", "non_retryable"], (was, is) => {
    const [before, after] = [was, is].map(codesOf);
    if (before === undefined || after === undefined || before === after) return null;
    return {
      rule: "asyncapi/retry-codes-changed",
      message: `${pair.what} ends its retries at ${after || "no code of its own"}; it was ${before || "none"}`,
      detail: "non_retryable",
    };
  });
  compareSetting(comparison, scopes, pair, ["x-berrys-encrypted"], (before, after) => {
    if ((before === true) === (after === true)) return null;
    return after === true
      ? {
          rule: "asyncapi/encryption-added",
          message: `The data of ${lower(pair.what)} is now encrypted`,
        }
      : {
          rule: "asyncapi/encryption-removed",
          message: `The data of ${lower(pair.what)} is no longer encrypted`,
        };
  });
  compareSetting(comparison, scopes, pair, ["x-berrys-dead-letter"], (before, after) => {
    const [halted, halts] = [before === "halt-key", after === "halt-key"];
    if (halted === halts) return null;
    return halts
      ? { rule: "asyncapi/dead-letter-halts", message: "A dead letter now halts its key" }
      : {
          rule: "asyncapi/dead-letter-no-longer-halts",
          message: "A dead letter no longer halts its key",
        };
  });
}

function article(kind: string): string {
  return kind === "event" ? "an `event`" : `a ${show(kind)}`;
}

/** A list of codes in one spelling; the order says nothing. */
function codesOf(value: unknown): string {
  if (!Array.isArray(value)) return "";
  return [...new Set(value.map(String))].sort().map(show).join(", ");
}

function lower(what: string): string {
  return what.charAt(0).toLowerCase() + what.slice(1);
}

function numberOr(value: unknown, fallback: number): number {
  return typeof value === "number" ? value : fallback;
}

type Telling = Pick<Found, "rule" | "message" | "detail">;

function keyChange(what: string, before: unknown, after: unknown): Telling | null {
  if (typeof before !== "string" && typeof after !== "string") return null;
  if (typeof before !== "string")
    return { rule: "asyncapi/key-added", message: `${what} is now ordered by ${show(after)}` };
  if (typeof after !== "string")
    return {
      rule: "asyncapi/key-removed",
      message: `${what} is no longer ordered by ${show(before)}`,
    };
  return {
    rule: "asyncapi/key-changed",
    message: `${what} is ordered by ${show(after)}; it was by ${show(before)}`,
  };
}

function compareSetting(
  comparison: Comparison,
  scopes: readonly Scope[],
  { old, now, behind, isTaken = () => true }: DeliveryPair,
  path: readonly [string, ...string[]],
  tell: (before: unknown, after: unknown) => Telling | null,
): void {
  const own = [settingOf(old, path), settingOf(now, path)] as const;
  if (own[0] === null && own[1] === null) return;
  const before = own[0] ?? settingOf(behind.old, path);
  const after = own[1] ?? settingOf(behind.now, path);
  if (before?.value === after?.value) return;
  const found = tell(before?.value, after?.value);
  if (found === null || !isTaken(path)) return;
  report(comparison, scopes, {
    ...found,
    at: [path.map((key) => key.replace("x-berrys-", "")).join(" ")],
    old: before ?? old[0] ?? null,
    new: after ?? now[0] ?? null,
  });
}

/** The setting of the strongest layer that has it; members of a setting are taken one by one. */
export function settingOf(layers: Layers, path: readonly string[]): Located | null {
  for (const layer of layers) {
    const found = path.reduce(child, layer);
    if (found.value !== undefined && found.value !== null) return found;
  }
  return null;
}
