import { child, children } from "../../load/reference.ts";
import type { Change } from "../change.ts";
import type { CallbackResult, Job } from "./compare-callbacks.ts";
import { operationRemoval, operationScope } from "./compare-operation.ts";
import { memberPlace, placeOf, textIn } from "./read/located.ts";
import { itemLayers, type Layers, type Operation, readOperations } from "./read/operations.ts";
import { change, type Scope } from "./scope.ts";

/** A webhook: requests that the API sends to those who subscribed. */
interface Webhook {
  readonly name: string;
  readonly item: Layers;
  readonly operations: ReadonlyMap<string, Operation>;
}

/** Compares the webhooks of two documents by name, then by the ids of their operations. */
export function compareWebhooks(base: Scope): CallbackResult {
  const scope = { ...base, isFlipped: true };
  const oldLeft = new Map(readWebhooks(scope.old).map((hook) => [hook.name, hook]));
  const newLeft = new Map(readWebhooks(scope.now).map((hook) => [hook.name, hook]));
  const met: { readonly old: Webhook; readonly now: Webhook }[] = [];
  const meet = (old: Webhook, now: Webhook): void => {
    met.push({ old, now });
    oldLeft.delete(old.name);
    newLeft.delete(now.name);
  };
  for (const now of [...newLeft.values()]) {
    const old = oldLeft.get(now.name);
    if (old !== undefined) meet(old, now);
  }
  for (const now of [...newLeft.values()]) {
    const old = [...oldLeft.values()].find(
      (hook) => idsOf(hook) !== "" && idsOf(hook) === idsOf(now),
    );
    if (old !== undefined) meet(old, now);
  }
  const results = met.map(({ old, now }) => compareWebhook(scope, old, now));
  return {
    changes: [
      ...[...oldLeft.values()].flatMap((hook) => removals(scope, hook)),
      ...[...newLeft.values()].flatMap((hook) => additions(scope, hook)),
      ...results.flatMap(({ changes }) => changes),
    ],
    jobs: results.flatMap(({ jobs }) => jobs),
  };
}

/** OpenAPI 3.0 has no webhooks of its own; `x-webhooks` is what documents write instead. */
function readWebhooks(tree: Scope["old"]): readonly Webhook[] {
  const listed = ["x-webhooks", "webhooks"].flatMap((key) => children(child(tree.root, key)));
  return listed.flatMap(([name, node]) => {
    const item = itemLayers(tree, node);
    if (item === null) return [];
    const operations = readOperations(tree, item);
    return [
      {
        name,
        item,
        operations: new Map(operations.map((operation) => [operation.method, operation])),
      },
    ];
  });
}

function idsOf({ operations }: Webhook): string {
  return [...operations.values()]
    .map(({ node }) => textIn(node, "operationId") ?? "")
    .join(" ")
    .trim();
}

function scopeOf(
  base: Scope,
  { name, method }: { readonly name: string; readonly method: string },
  operations: { readonly old: Operation | null; readonly now: Operation | null },
): Scope {
  const label = `${method} webhook ${name}`;
  return operationScope(base, { path: label, operation: label, ...operations });
}

function removals(scope: Scope, { name, operations }: Webhook): readonly Change[] {
  return [...operations.values()].map((old) =>
    operationRemoval(scopeOf(scope, { name, method: old.method }, { old, now: null }), old, {
      otherwise: "openapi/webhook-removed",
      message: `The webhook \`${name}\` was removed`,
      new: memberPlace(scope.now.root, "webhooks", "x-webhooks"),
    }),
  );
}

function additions(scope: Scope, { name, operations }: Webhook): readonly Change[] {
  return [...operations.values()].map((now) =>
    change(
      scopeOf(scope, { name, method: now.method }, { old: null, now }),
      "openapi/webhook-added",
      { message: `The webhook \`${name}\` was added`, old: null, new: placeOf(now.node) },
    ),
  );
}

function compareWebhook(scope: Scope, old: Webhook, now: Webhook): CallbackResult {
  const changes: Change[] = [];
  const jobs: Job[] = [];
  const { name } = now;
  for (const method of new Set([...now.operations.keys(), ...old.operations.keys()])) {
    const [before, after] = [old.operations.get(method), now.operations.get(method)];
    const within = scopeOf(scope, { name, method }, { old: before ?? null, now: after ?? null });
    if (old.name !== name && before !== undefined && after !== undefined) {
      changes.push(
        change(within, "openapi/webhook-renamed", {
          message: `The webhook \`${old.name}\` is now called \`${name}\``,
          old: placeOf(old.item[0]),
          new: placeOf(now.item[0]),
        }),
      );
    }
    if (before === undefined && after !== undefined) {
      changes.push(
        change(within, "openapi/webhook-operation-added", {
          message: `The webhook \`${name}\` now also sends ${method}`,
          old: null,
          new: placeOf(after.node),
        }),
      );
    }
    if (before !== undefined && after === undefined) {
      changes.push(
        operationRemoval(within, before, {
          otherwise: "openapi/webhook-operation-removed",
          message: `The webhook \`${name}\` no longer sends ${method}`,
          new: placeOf(now.item[0]),
        }),
      );
    }
    if (before !== undefined && after !== undefined) {
      const placeholders = { old: [], now: [] };
      jobs.push({ scope: within, pair: { old: before, now: after, placeholders }, depth: 1 });
    }
  }
  return { changes, jobs };
}
