import { isObject, member, segmentsOf } from "../../load/pointer.ts";
import { child, children, type Located } from "../../load/reference.ts";
import type { Change } from "../change.ts";
import type { ContractTree } from "../tree.ts";
import { entriesOf, memberPlace, type Pair, placeOf, sameValue, textIn } from "./read/located.ts";
import { readOperations } from "./read/operations.ts";
import { readPaths, shapeOf } from "./read/paths.ts";
import type { OpenapiRule } from "./rules.ts";
import { change, type Scope } from "./scope.ts";

/** Compares the links of two responses: by name, then by what they lead to, so that a new name is no change. */
export function compareLinks(
  scope: Scope,
  { old, now }: Pair,
  at: readonly string[],
): readonly Change[] {
  const before = new Map(entriesOf(scope.old, child(old, "links")));
  const after = new Map(entriesOf(scope.now, child(now, "links")));
  if (before.size === 0 && after.size === 0) return [];
  const removed = [...before].filter(([name]) => !after.has(name));
  const added = [...after].filter(([name]) => !before.has(name));
  const renamed = new Set<string>();
  const gone = removed.filter(([, link]) => {
    const twin = added.find(
      ([name, other]) => !renamed.has(name) && isSameLink(scope, { old: link, now: other }),
    );
    if (twin !== undefined) renamed.add(twin[0]);
    return twin === undefined;
  });
  return [
    ...gone.map(([name, link]) =>
      change(scope, "openapi/link-removed", {
        message: `The link \`${name}\` was removed`,
        at: [...at, `link ${name}`],
        old: placeOf(link),
        new: memberPlace(now, "links"),
        direction: "response",
      }),
    ),
    ...added
      .filter(([name]) => !renamed.has(name))
      .map(([name, link]) =>
        change(scope, "openapi/link-added", {
          message: `The link \`${name}\` was added`,
          at: [...at, `link ${name}`],
          old: null,
          new: placeOf(link),
          direction: "response",
        }),
      ),
    ...[...after].flatMap(([name, link]) => {
      const known = before.get(name);
      return known === undefined
        ? []
        : compareLink(scope, { old: known, now: link }, { name, at: [...at, `link ${name}`] });
    }),
  ];
}

function compareLink(
  scope: Scope,
  { old, now }: Pair,
  { name, at }: { readonly name: string; readonly at: readonly string[] },
): readonly Change[] {
  const report = (rule: OpenapiRule, words: string, ...keys: readonly string[]): Change =>
    change(scope, rule, {
      message: `The link \`${name}\` ${words}`,
      at,
      old: memberPlace(old, ...keys),
      new: memberPlace(now, ...keys),
      direction: "response",
    });
  const differs = (key: string) => !sameValue(member(old.value, key), member(now.value, key));
  const target = targetOf(scope.now, now);
  return [
    ...(targetOf(scope.old, old) === target
      ? []
      : [
          report(
            "openapi/link-target-changed",
            `now leads to \`${target}\``,
            "operationId",
            "operationRef",
          ),
        ]),
    ...(differs("parameters")
      ? [report("openapi/link-parameter-changed", "fills other parameters", "parameters")]
      : []),
    ...(differs("requestBody")
      ? [report("openapi/link-body-changed", "sends another body", "requestBody")]
      : []),
    ...(sameValue(serverOf(old), serverOf(now))
      ? []
      : [report("openapi/link-server-changed", "leads to another server", "server")]),
  ];
}

function isSameLink(scope: Scope, { old, now }: Pair): boolean {
  return (
    targetOf(scope.old, old) === targetOf(scope.now, now) &&
    sameValue(member(old.value, "parameters"), member(now.value, "parameters")) &&
    sameValue(member(old.value, "requestBody"), member(now.value, "requestBody")) &&
    sameValue(serverOf(old), serverOf(now))
  );
}

/** Where a link leads, the same for `operationId` and `operationRef`: `GET /projects/{}`. */
function targetOf(tree: ContractTree, link: Located): string {
  const id = textIn(link, "operationId");
  if (id !== null) return operationIds(tree).get(id) ?? id;
  const ref = textIn(link, "operationRef") ?? "";
  const [paths, template, method] = segmentsOf(decode(ref.slice(ref.indexOf("#") + 1)));
  if (!ref.startsWith("#/") || paths !== "paths" || template === undefined) return ref;
  return `${(method ?? "").toUpperCase()} ${shapeOf(template)}`;
}

const ids = new WeakMap<ContractTree, ReadonlyMap<string, string>>();

/** Method and path of every operation with an id, found once a document. */
function operationIds(tree: ContractTree): ReadonlyMap<string, string> {
  const known = ids.get(tree);
  if (known !== undefined) return known;
  const found = new Map(
    readPaths(tree).flatMap(({ shape, item }) =>
      readOperations(tree, item).flatMap(({ method, node }) => {
        const id = textIn(node, "operationId");
        return id === null ? [] : [[id, `${method} ${shape}`] as const];
      }),
    ),
  );
  ids.set(tree, found);
  return found;
}

/** The server without its words. */
function serverOf(link: Located): unknown {
  const server = member(link.value, "server");
  if (!isObject(server)) return undefined;
  const variables = children(child({ ...link, value: server }, "variables"));
  return {
    url: server.url,
    variables: Object.fromEntries(
      variables.map(([name, { value }]) => [
        name,
        [member(value, "enum"), member(value, "default")],
      ]),
    ),
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
