import { member } from "../../../load/pointer.ts";
import { child, children } from "../../../load/reference.ts";
import type { ContractTree } from "../../tree.ts";
import { type Comparison, report, type Scope } from "../context.ts";
import { missing } from "../equal.ts";
import { field, type Layers } from "../view/layers.ts";

/** Two versions of a channel, an operation or a message. */
export interface WordsPair {
  readonly old: Layers;
  readonly now: Layers;
  /** As messages name it. */
  readonly what: string;
}

/** Compares what only people and catalogs read: deprecation and tags. Titles and descriptions are left alone. */
export function compareWords(
  comparison: Comparison,
  scopes: readonly Scope[],
  { old, now, what }: WordsPair,
): void {
  const places = { old: old[0] ?? null, new: now[0] ?? null };
  const [was, is] = [old, now].map(isDeprecated);
  if (was !== is)
    report(comparison, scopes, {
      rule: is === true ? "asyncapi/deprecated" : "asyncapi/no-longer-deprecated",
      message: `The ${what} is ${is === true ? "now" : "no longer"} deprecated`,
      ...places,
    });
  const before = tagsOf(comparison.old.tree, old);
  const after = tagsOf(comparison.now.tree, now);
  const gone = missing(before, after).map((tag) => `lost \`${tag}\``);
  const come = missing(after, before).map((tag) => `gained \`${tag}\``);
  if (gone.length + come.length === 0) return;
  const message = `The tags of the ${what} ${[...come, ...gone].join(", ")}`;
  report(comparison, scopes, { rule: "asyncapi/tags-changed", message, at: ["tags"], ...places });
}

function isDeprecated(layers: Layers): boolean {
  return ["deprecated", "x-deprecated"].some((key) => field(layers, key)?.value === true);
}

function tagsOf(tree: ContractTree, layers: Layers): ReadonlySet<string> {
  const tags = field(layers, "tags");
  const names = tags === null ? [] : children(tags).map(([, tag]) => tree.deref(tag));
  return new Set(
    names.flatMap((tag) => {
      const name = tag === null ? undefined : member(child(tag, "name"), "value");
      return typeof name === "string" ? [name] : [];
    }),
  );
}
