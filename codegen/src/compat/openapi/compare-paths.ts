import type { Change } from "../change.ts";
import type { CallbackResult, Job } from "./compare-callbacks.ts";
import { operationRemoval, operationScope } from "./compare-operation.ts";
import { ambiguousPaths, matchPaths, type PathMatch, type Prefixes } from "./match-paths.ts";
import { memberPlace, placeOf } from "./read/located.ts";
import type { Operation } from "./read/operations.ts";
import type { Path } from "./read/paths.ts";
import { change, type Scope } from "./scope.ts";

/** The paths of two documents. */
export interface PathLists {
  readonly old: readonly Path[];
  readonly now: readonly Path[];
  readonly prefixes: Prefixes;
}

/** Compares which paths and methods there are; the operations of both versions are left as jobs. */
export function comparePaths(scope: Scope, { old, now, prefixes }: PathLists): CallbackResult {
  const { met, removed, added } = matchPaths(old, now, prefixes);
  const results = met.map((match) => comparePath(scope, match));
  // A path whose methods stand under two templates may lose one of them and still be there.
  const shapes = {
    old: new Set(old.map(({ shape }) => prefixes.old + shape)),
    now: new Set(now.map(({ shape }) => prefixes.now + shape)),
  };
  return {
    changes: [
      ...compareAmbiguity(scope, old, now),
      ...removed.flatMap((path) =>
        pathRemovals(scope, path, shapes.now.has(prefixes.old + path.shape)),
      ),
      ...added.flatMap((path) =>
        pathAdditions(scope, path, shapes.old.has(prefixes.now + path.shape)),
      ),
      ...results.flatMap(({ changes }) => changes),
    ],
    jobs: results.flatMap(({ jobs }) => jobs),
  };
}

/** Ambiguity that was there before is nothing new. */
function compareAmbiguity(
  scope: Scope,
  old: readonly Path[],
  now: readonly Path[],
): readonly Change[] {
  const before = new Set(ambiguousPaths(old).map(({ path }) => path.shape));
  return ambiguousPaths(now)
    .filter(({ path }) => !before.has(path.shape))
    .map(({ path, earlier }) =>
      change({ ...scope, path: path.template }, "openapi/path-ambiguous", {
        message: `\`${path.template}\` matches the same requests as \`${earlier.template}\``,
        old: null,
        new: placeOf(path.item[0]),
      }),
    );
}

function scopeOf(
  scope: Scope,
  template: string,
  { old, now }: { readonly old: Operation | null; readonly now: Operation | null },
): Scope {
  const label = `${(now ?? old)?.method ?? ""} ${template}`;
  return operationScope(scope, { path: label, operation: label, old, now });
}

function pathRemovals(
  scope: Scope,
  { template, operations }: Path,
  isLeft: boolean,
): readonly Change[] {
  return [...operations.values()].map((old) =>
    operationRemoval(scopeOf(scope, template, { old, now: null }), old, {
      otherwise: isLeft ? "openapi/operation-removed" : "openapi/path-removed",
      message: `\`${old.method} ${template}\` was removed${isLeft ? "" : " with its path"}`,
      new: memberPlace(scope.now.root, "paths"),
    }),
  );
}

function pathAdditions(
  scope: Scope,
  { template, operations }: Path,
  isLeft: boolean,
): readonly Change[] {
  const rule = isLeft ? "openapi/operation-added" : "openapi/path-added";
  return [...operations.values()].map((now) =>
    change(scopeOf(scope, template, { old: null, now }), rule, {
      message: `\`${now.method} ${template}\` was added${isLeft ? "" : " with its path"}`,
      old: null,
      new: placeOf(now.node),
    }),
  );
}

function comparePath(scope: Scope, { old, now, relation }: PathMatch): CallbackResult {
  const changes: Change[] = [];
  const jobs: Job[] = [];
  const { template } = now;
  for (const method of new Set([...now.operations.keys(), ...old.operations.keys()])) {
    const [before, after] = [old.operations.get(method), now.operations.get(method)];
    const within = scopeOf(scope, template, { old: before ?? null, now: after ?? null });
    if (before === undefined && after !== undefined) {
      changes.push(
        change(within, "openapi/operation-added", {
          message: `\`${method} ${template}\` was added`,
          old: null,
          new: placeOf(after.node),
        }),
      );
    }
    if (before !== undefined && after === undefined) {
      changes.push(
        operationRemoval(within, before, {
          otherwise: "openapi/operation-removed",
          message: `\`${method} ${template}\` was removed`,
          new: placeOf(now.item[0]),
        }),
      );
    }
    if (before !== undefined && after !== undefined) {
      if (relation !== "same") {
        changes.push(
          change(within, `openapi/path-${relation}-changed`, {
            message: `The path is now spelled \`${template}\` instead of \`${old.template}\``,
            old: placeOf(old.item[0]),
            new: placeOf(now.item[0]),
          }),
        );
      }
      const placeholders = { old: old.placeholders, now: now.placeholders };
      jobs.push({ scope: within, pair: { old: before, now: after, placeholders }, depth: 0 });
    }
  }
  return { changes, jobs };
}
