import type { Change } from "../change.ts";
import { compareBehaviour } from "./compare-behaviour.ts";
import { compareLife, compareStability } from "./compare-life.ts";
import { compareParameters, type OperationPair } from "./compare-parameters.ts";
import { compareRequestBody } from "./compare-request-body.ts";
import { compareResponses } from "./compare-responses.ts";
import { compareSecurity, type SecurityView } from "./compare-security.ts";
import { compareOperationServers } from "./compare-servers.ts";
import { readLife } from "./read/life.ts";
import { memberPlace, type Pair, placeOf, textIn, textsIn } from "./read/located.ts";
import type { Operation } from "./read/operations.ts";
import type { OpenapiRule } from "./rules.ts";
import { change, type Scope, stabilityOf } from "./scope.ts";

/** Compares one operation, but for its callbacks. */
export function compareOperation(
  scope: Scope,
  pair: OperationPair,
  security: SecurityView,
): readonly Change[] {
  const { old, now } = pair;
  const nodes: Pair = { old: old.node, now: now.node };
  return [
    ...compareIdentity(scope, nodes),
    ...compareTags(scope, nodes),
    ...compareStability(scope, nodes),
    ...compareLife(scope, nodes),
    ...compareBehaviour(scope, {
      old: { layers: [old.node, ...old.item, scope.old.root], method: old.method },
      now: { layers: [now.node, ...now.item, scope.now.root], method: now.method },
    }),
    ...compareSecurity(scope, nodes, security),
    ...compareOperationServers(scope, {
      old: [old.node, ...old.item],
      now: [now.node, ...now.item],
    }),
    ...compareParameters(scope, pair),
    ...compareRequestBody(scope, nodes),
    ...compareResponses(scope, nodes),
  ];
}

/** The scope of an operation: what both comparing and removing it stand in. */
export function operationScope(
  base: Scope,
  {
    path,
    operation,
    old,
    now,
  }: {
    readonly path: string;
    readonly operation: string;
    readonly old: Operation | null;
    readonly now: Operation | null;
  },
): Scope {
  // Those who are hurt are clients of the old owner.
  const owner =
    (old === null ? undefined : ownerOf(base.old, old)) ??
    (now === null ? undefined : ownerOf(base.now, now));
  const stability = old === null ? undefined : operationStability(base.old, old);
  const nextStability = now === null ? undefined : operationStability(base.now, now);
  return {
    ...base,
    path,
    operation,
    ...(owner === undefined ? {} : { owner }),
    // A callback is as stable as the operation it belongs to, where it says nothing itself.
    ...(stability === undefined ? {} : { stability }),
    ...(nextStability === undefined ? {} : { nextStability }),
  };
}

function ownerOf({ root }: Scope["old"], { node, item }: Operation): string | undefined {
  const holders = [node, ...item, root];
  return (
    holders.map((holder) => textIn(holder, "x-berrys-service")).find((id) => id !== null) ??
    undefined
  );
}

function operationStability({ root }: Scope["old"], { node, item }: Operation) {
  const info = { ...root, value: (root.value as { readonly info?: unknown } | null)?.info };
  return [node, ...item, info, root]
    .map(({ value }) => stabilityOf(value))
    .find((stability) => stability !== undefined);
}

/** The change for an operation that is gone: milder where it was announced. */
export function operationRemoval(
  scope: Scope,
  old: Operation,
  {
    otherwise,
    message,
    new: place,
  }: {
    /** The rule where nothing was announced. */
    readonly otherwise: OpenapiRule;
    readonly message: string;
    readonly new: Change["new"];
  },
): Change {
  const { deprecated, sunset } = readLife(old.node);
  const told = (rule: OpenapiRule, addition: string): Change =>
    change(scope, rule, { message: message + addition, old: placeOf(old.node), new: place });
  if (!deprecated) return told(otherwise, "");
  if (sunset === null) return told("openapi/operation-removed-deprecated", "; it was deprecated");
  return sunset > scope.today
    ? told("openapi/operation-removed-before-sunset", `, but was to stay until ${sunset}`)
    : told("openapi/operation-removed-after-sunset", `; its sunset was ${sunset}`);
}

function compareIdentity(scope: Scope, { old, now }: Pair): readonly Change[] {
  const was = textIn(old, "operationId");
  const is = textIn(now, "operationId");
  if (was === is) return [];
  const [rule, message] =
    was === null
      ? (["openapi/operation-id-added", `The operation is now called \`${is}\``] as const)
      : is === null
        ? ([
            "openapi/operation-id-removed",
            `The operation is no longer called \`${was}\``,
          ] as const)
        : ([
            "openapi/operation-id-changed",
            `The operation is now called \`${is}\` instead of \`${was}\``,
          ] as const);
  return [
    change(scope, rule, {
      message,
      old: memberPlace(old, "operationId"),
      new: memberPlace(now, "operationId"),
    }),
  ];
}

function compareTags(scope: Scope, { old, now }: Pair): readonly Change[] {
  const was = new Set(textsIn(old, "tags"));
  const is = new Set(textsIn(now, "tags"));
  const told = (rule: OpenapiRule, tag: string, words: string): Change =>
    change(scope, rule, {
      message: `The operation ${words} the tag \`${tag}\``,
      old: memberPlace(old, "tags"),
      new: memberPlace(now, "tags"),
      detail: tag,
    });
  return [
    ...[...was]
      .filter((tag) => !is.has(tag))
      .map((tag) => told("openapi/operation-tag-removed", tag, "lost")),
    ...[...is]
      .filter((tag) => !was.has(tag))
      .map((tag) => told("openapi/operation-tag-added", tag, "gained")),
  ];
}
