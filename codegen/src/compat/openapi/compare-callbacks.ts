import { child, idOf, type Located } from "../../load/reference.ts";
import type { Change } from "../change.ts";
import { operationRemoval, operationScope } from "./compare-operation.ts";
import type { OperationPair } from "./compare-parameters.ts";
import { entriesOf, memberPlace, placeOf } from "./read/located.ts";
import { itemLayers, type Operation, readOperations } from "./read/operations.ts";
import { change, type Scope } from "./scope.ts";

/** An operation of both versions that is still to be compared. */
export interface Job {
  readonly scope: Scope;
  readonly pair: OperationPair;
  /** How many callbacks it is inside of. */
  readonly depth: number;
}

/** What comparing callbacks gives: changes of the callbacks themselves, and their operations. */
export interface CallbackResult {
  readonly changes: readonly Change[];
  readonly jobs: readonly Job[];
}

/** One address that is called back, with what is sent there. */
interface Callback {
  readonly key: string;
  /** The expression with what never reaches the wire left out. */
  readonly address: string;
  readonly node: Located;
  readonly operations: ReadonlyMap<string, Operation>;
}

interface CallbackPair {
  readonly old: Callback;
  readonly now: Callback;
}

/** Compares the callbacks of an operation, by key and address, then by address, then by key. */
export function compareCallbacks({ scope, pair, depth }: Job): CallbackResult {
  const oldLeft = new Set(readCallbacks(scope.old, pair.old, pair.placeholders.old));
  const newLeft = new Set(readCallbacks(scope.now, pair.now, pair.placeholders.now));
  if (oldLeft.size === 0 && newLeft.size === 0) return { changes: [], jobs: [] };
  const met: CallbackPair[] = [];
  const pass = (keyOf: (callback: Callback) => string): void => {
    for (const old of oldLeft) {
      const now = [...newLeft].find((other) => keyOf(other) === keyOf(old));
      if (now === undefined) continue;
      met.push({ old, now });
      oldLeft.delete(old);
      newLeft.delete(now);
    }
  };
  pass(({ key, address }) => `${key} ${address}`);
  pass(({ address }) => address);
  pass(({ key }) => key);
  const results = met.map((both) => compareCallback(scope, both, depth));
  return {
    changes: [
      ...[...oldLeft].flatMap((callback) => removal(scope, callback, pair.now)),
      ...[...newLeft].map((callback) => addition(scope, callback)),
      ...results.flatMap(({ changes }) => changes),
    ],
    jobs: results.flatMap(({ jobs }) => jobs),
  };
}

function readCallbacks(
  tree: Scope["old"],
  { node }: Operation,
  placeholders: readonly string[],
): readonly Callback[] {
  return entriesOf(tree, child(node, "callbacks")).flatMap(([key, callback]) =>
    entriesOf(tree, callback).flatMap(([expression]) => {
      const place = child(callback, expression);
      const item = expression.startsWith("x-") ? null : itemLayers(tree, place);
      if (item === null) return [];
      const operations = readOperations(tree, item);
      return [
        {
          key,
          address: addressOf(expression, placeholders),
          node: place,
          operations: new Map(operations.map((operation) => [operation.method, operation])),
        },
      ];
    }),
  );
}

/** Path parameters by position, headers in lower case. */
function addressOf(expression: string, placeholders: readonly string[]): string {
  return expression
    .replaceAll(
      /\$(request|response)\.header\.([^}]+)/g,
      (_, half: string, name: string) => `$${half}.header.${name.toLowerCase()}`,
    )
    .replaceAll(/\$request\.path\.([^}]+)/g, (text, name: string) => {
      const position = placeholders.indexOf(name);
      return position === -1 ? text : `$request.path.${position + 1}`;
    });
}

function compareCallback(scope: Scope, { old, now }: CallbackPair, depth: number): CallbackResult {
  const changes: Change[] = [];
  const jobs: Job[] = [];
  const inside = callbackScope(scope, now);
  if (old.address !== now.address) {
    changes.push(
      change(inside, "openapi/callback-url-changed", {
        message: `The callback \`${now.key}\` now goes to another address`,
        old: placeOf(old.node),
        new: placeOf(now.node),
      }),
    );
  }
  for (const method of new Set([...now.operations.keys(), ...old.operations.keys()])) {
    const [before, after] = [old.operations.get(method), now.operations.get(method)];
    const within = { ...scopeOf(inside, method, before, after), isFlipped: !scope.isFlipped };
    if (before === undefined && after !== undefined) {
      changes.push(
        change(within, "openapi/callback-operation-added", {
          message: `The callback \`${now.key}\` now also sends ${method}`,
          old: null,
          new: placeOf(after.node),
        }),
      );
    }
    if (before !== undefined && after === undefined) {
      changes.push(
        operationRemoval(within, before, {
          otherwise: "openapi/callback-operation-removed",
          message: `The callback \`${now.key}\` no longer sends ${method}`,
          new: placeOf(now.node),
        }),
      );
    }
    if (before !== undefined && after !== undefined) {
      const placeholders = { old: [], now: [] };
      jobs.push({
        scope: within,
        pair: { old: before, now: after, placeholders },
        depth: depth + 1,
      });
    }
  }
  return { changes, jobs };
}

function callbackScope(scope: Scope, { key }: Callback): Scope {
  return { ...scope, path: `${scope.path} › callback ${key}` };
}

/** Clients of the operation that the callback belongs to are hurt, so that its name stays. */
function scopeOf(
  scope: Scope,
  method: string,
  old: Operation | undefined,
  now: Operation | undefined,
): Scope {
  return operationScope(scope, {
    path: `${scope.path} › ${method}`,
    operation: scope.operation ?? method,
    old: old ?? null,
    now: now ?? null,
  });
}

function removal(scope: Scope, callback: Callback, now: Operation): readonly Change[] {
  const inside = callbackScope(scope, callback);
  const [first] = callback.operations.values();
  if (first === undefined) return [];
  return [
    operationRemoval(inside, first, {
      otherwise: "openapi/callback-removed",
      message: `The callback \`${callback.key}\` was removed`,
      new: memberPlace(now.node, "callbacks"),
    }),
  ];
}

function addition(scope: Scope, callback: Callback): Change {
  return change(callbackScope(scope, callback), "openapi/callback-added", {
    message: `The callback \`${callback.key}\` was added`,
    old: null,
    new: placeOf(callback.node),
  });
}

/** Tells callbacks that lead back into themselves from new ones. */
export function jobId({ pair, scope }: Job): string {
  return `${idOf(pair.old.node)} ${idOf(pair.now.node)} ${scope.isFlipped}`;
}
