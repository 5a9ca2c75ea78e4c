import { member } from "../../load/pointer.ts";
import { child, children, idOf, type Located } from "../../load/reference.ts";
import type { Change } from "../change.ts";
import type { ContractTree } from "../tree.ts";
import { objectIn, type Pair, placeOf } from "./read/located.ts";
import { readMediaTypes } from "./read/media-types.ts";
import type { OpenapiRule } from "./rules.ts";
import { change, type Scope } from "./scope.ts";

/** What wraps a response. */
type Envelope = "none" | "response" | "page";

/** Compares what the JSON of two responses is wrapped in. */
export function compareEnvelope(
  scope: Scope,
  { old, now }: Pair,
  at: readonly string[],
): readonly Change[] {
  const before = new Map(
    readMediaTypes(scope.old, objectIn(scope.old, old, "content")).map((type) => [type.name, type]),
  );
  return readMediaTypes(scope.now, objectIn(scope.now, now, "content")).flatMap((type) => {
    const known = before.get(type.name);
    if (known === undefined || !/[/+]json$/.test(type.range)) return [];
    const was = envelopeOf(scope.old, child(known.node, "schema"));
    const is = envelopeOf(scope.now, child(type.node, "schema"));
    const told = was === null || is === null ? null : ruleFor(was, is);
    if (told === null) return [];
    return [
      change(scope, told.rule, {
        message: told.message,
        at: [...at, type.name],
        old: placeOf(child(known.node, "schema")),
        new: placeOf(child(type.node, "schema")),
        direction: "response",
      }),
    ];
  });
}

function ruleFor(
  was: Envelope,
  is: Envelope,
): { readonly rule: OpenapiRule; readonly message: string } | null {
  if (was === is) return null;
  if (was === "none") {
    return {
      rule: "openapi/response-envelope-added",
      message: "The response is now wrapped in `{data, meta}`",
    };
  }
  if (is === "none") {
    return {
      rule: "openapi/response-envelope-removed",
      message: "The response is no longer wrapped in `{data, meta}`",
    };
  }
  return is === "page"
    ? {
        rule: "openapi/response-became-page",
        message: "The response is now a page of a collection",
      }
    : {
        rule: "openapi/response-became-unpaged",
        message: "The response is no longer a page of a collection",
      };
}

/** What a schema says about its wrapping; null: it says nothing about its members. Follows `allOf`, however deep. */
function envelopeOf(tree: ContractTree, schema: Located): Envelope | null {
  const { stated, names, metas } = collect(tree, schema);
  if (stated !== null) return stated;
  if (names.size === 0) return null;
  if (!names.has("data") || !names.has("meta")) return "none";
  return metas.some((meta) => collect(tree, meta).names.has("page")) ? "page" : "response";
}

interface Members {
  readonly stated: Envelope | null;
  readonly names: ReadonlySet<string>;
  /** Every schema of the member `meta`. */
  readonly metas: readonly Located[];
}

function collect(tree: ContractTree, schema: Located): Members {
  const seen = new Set<string>();
  const names = new Set<string>();
  const metas: Located[] = [];
  const queue: Located[] = [schema];
  let stated: Envelope | null = null;
  while (queue.length > 0) {
    const node = queue.pop();
    const target = node === undefined || node.value === undefined ? null : tree.deref(node);
    if (target === null || seen.has(idOf(target))) continue;
    seen.add(idOf(target));
    const kind = member(target.value, "x-berrys-envelope");
    if (kind === "page" || kind === "response") stated = stated === "page" ? stated : kind;
    const properties = child(target, "properties");
    for (const [name, property] of children(properties)) {
      names.add(name);
      if (name === "meta") metas.push(property);
    }
    queue.push(...children(child(target, "allOf")).map(([, part]) => part));
  }
  return { stated, names, metas };
}
