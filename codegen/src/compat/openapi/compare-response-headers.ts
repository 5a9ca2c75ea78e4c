import { child, type Located } from "../../load/reference.ts";
import type { Change } from "../change.ts";
import { compareSchemas } from "./compare-schemas.ts";
import { entriesOf, flagIn, memberPlace, type Pair, placeOf } from "./read/located.ts";
import { parseMediaType } from "./read/media-types.ts";
import { readSerialization } from "./read/parameters.ts";
import type { OpenapiRule } from "./rules.ts";
import { change, type Scope } from "./scope.ts";
import { explodeMatters, valueForms } from "./shape-of-values.ts";

/** Compares the headers of two responses; their names know no letter case. */
export function compareResponseHeaders(
  scope: Scope,
  { old, now }: Pair,
  at: readonly string[],
): readonly Change[] {
  const before = headersOf(scope.old, old);
  const after = headersOf(scope.now, now);
  return [
    ...[...before.values()]
      .filter(({ key }) => !after.has(key))
      .map((header) =>
        change(scope, removedRule(header.node), {
          message: `The header \`${header.name}\` was removed`,
          at: [...at, `header ${header.name}`],
          old: placeOf(header.node),
          new: memberPlace(now, "headers"),
          direction: "response",
        }),
      ),
    ...[...after.values()].flatMap((header) => {
      const known = before.get(header.key);
      return known === undefined
        ? [addition(scope, header, at)]
        : compareHeader(scope, { old: known, now: header }, at);
    }),
  ];
}

interface Header {
  readonly key: string;
  readonly name: string;
  readonly node: Located;
}

/** `Content-Type` is described by `content`. */
function headersOf(tree: Scope["old"], response: Located): ReadonlyMap<string, Header> {
  const headers = entriesOf(tree, child(response, "headers")).map(
    ([name, node]) => [name.toLowerCase(), { key: name.toLowerCase(), name, node }] as const,
  );
  return new Map(headers.filter(([key]) => key !== "content-type"));
}

function removedRule(node: Located): OpenapiRule {
  if (flagIn(node, "deprecated")) return "openapi/deprecated-response-header-removed";
  return flagIn(node, "required")
    ? "openapi/required-response-header-removed"
    : "openapi/optional-response-header-removed";
}

function addition(scope: Scope, { name, node }: Header, at: readonly string[]): Change {
  const required = flagIn(node, "required");
  return change(
    scope,
    required ? "openapi/required-response-header-added" : "openapi/optional-response-header-added",
    {
      message: `The ${required ? "required" : "optional"} header \`${name}\` was added`,
      at: [...at, `header ${name}`],
      old: null,
      new: placeOf(node),
      direction: "response",
    },
  );
}

function compareHeader(
  scope: Scope,
  { old, now }: { readonly old: Header; readonly now: Header },
  parent: readonly string[],
): readonly Change[] {
  const at = [...parent, `header ${now.name}`];
  const report = (rule: OpenapiRule, words: string, key: string): Change =>
    change(scope, rule, {
      message: `The header \`${now.name}\` ${words}`,
      at,
      old: memberPlace(old.node, key),
      new: memberPlace(now.node, key),
      direction: "response",
    });
  const flags: Change[] = [];
  const had = (key: string) => flagIn(old.node, key);
  const has = (key: string) => flagIn(now.node, key);
  if (!had("required") && has("required")) {
    flags.push(report("openapi/response-header-became-required", "is now always sent", "required"));
  }
  if (had("required") && !has("required")) {
    flags.push(
      report("openapi/response-header-became-optional", "is no longer always sent", "required"),
    );
  }
  if (!had("deprecated") && has("deprecated")) {
    flags.push(report("openapi/response-header-deprecated", "is now deprecated", "deprecated"));
  }
  if (had("deprecated") && !has("deprecated")) {
    flags.push(
      report("openapi/response-header-undeprecated", "is no longer deprecated", "deprecated"),
    );
  }
  return [
    ...flags,
    ...compareSerialization(scope, { old: old.node, now: now.node }, report),
    ...compareSchemas(
      scope,
      { old: holderOf(scope.old, old.node), now: holderOf(scope.now, now.node) },
      { surface: "header", direction: "response", at },
    ),
  ];
}

function compareSerialization(
  scope: Scope,
  { old, now }: Pair,
  report: (rule: OpenapiRule, words: string, key: string) => Change,
): readonly Change[] {
  const before = readSerialization(scope.old, old, "simple");
  const after = readSerialization(scope.now, now, "simple");
  const [was, is] = [before.mediaType, after.mediaType];
  if ((was === null) !== (is === null)) {
    const words =
      is === null
        ? `is now a plain value instead of \`${was}\``
        : `is now \`${is}\` instead of a plain value`;
    return [report("openapi/response-header-serialization-changed", words, "content")];
  }
  if (was !== null && is !== null) {
    return parseMediaType(was).name === parseMediaType(is).name
      ? []
      : [
          report(
            "openapi/response-header-media-type-changed",
            `is now \`${is}\` instead of \`${was}\``,
            "content",
          ),
        ];
  }
  if (before.explode === after.explode) return [];
  return !explodeMatters(valueForms(scope.old, before.schema), "simple")
    ? []
    : [
        report(
          "openapi/response-header-explode-changed",
          after.explode ? "is now exploded" : "is no longer exploded",
          "explode",
        ),
      ];
}

/** What holds the schema: the header, or the media type in its `content`. */
function holderOf(tree: Scope["old"], header: Located): Located {
  const [content] = entriesOf(tree, child(header, "content"));
  return content?.[1] ?? header;
}
