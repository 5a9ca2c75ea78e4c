import type { Change } from "../change.ts";
import { compareSchemas } from "./compare-schemas.ts";
import { compareParameterLife, removalRule } from "./parameter-life.ts";
import { memberPlace, type Pair, placeOf } from "./read/located.ts";
import { parseMediaType } from "./read/media-types.ts";
import type { Operation } from "./read/operations.ts";
import { type Parameter, readParameters } from "./read/parameters.ts";
import type { OpenapiRule } from "./rules.ts";
import { change, type Scope } from "./scope.ts";
import { explodeMatters, valueForms } from "./shape-of-values.ts";

/** An operation of both versions, with the placeholders of its path. */
export interface OperationPair {
  readonly old: Operation;
  readonly now: Operation;
  readonly placeholders: { readonly old: readonly string[]; readonly now: readonly string[] };
}

/** Compares what requests carry beside their body. */
export function compareParameters(
  scope: Scope,
  { old, now, placeholders }: OperationPair,
): readonly Change[] {
  const oldOnes = readParameters(scope.old, old, placeholders.old);
  const newOnes = readParameters(scope.now, now, placeholders.now);
  const removed = [...oldOnes.values()].filter(({ key }) => !newOnes.has(key));
  const added = [...newOnes.values()].filter(({ key }) => !oldOnes.has(key));
  const moved = matchMoved(removed, added);
  const isMoved = new Set(moved.flatMap(({ old: from, now: to }) => [from, to]));
  const both = [...newOnes.values()].flatMap((parameter) => {
    const before = oldOnes.get(parameter.key);
    return before === undefined ? [] : [{ old: before, now: parameter }];
  });
  return [
    ...moved.map((pair) => moveChange(scope, pair)),
    ...added.filter((item) => !isMoved.has(item)).flatMap((item) => addition(scope, item)),
    ...removed.filter((item) => !isMoved.has(item)).map((item) => removal(scope, item, now.node)),
    ...[...both, ...moved].flatMap((pair) => compareParameter(scope, pair)),
  ];
}

interface ParameterPair {
  readonly old: Parameter;
  readonly now: Parameter;
}

/** A parameter that went away and one that came are the same where the name is: in another place or in other letters. */
function matchMoved(
  removed: readonly Parameter[],
  added: readonly Parameter[],
): readonly ParameterPair[] {
  const left = new Set(added.filter((item) => item.in !== "path"));
  return removed.flatMap((old) => {
    const fold = (text: string) => text.toLowerCase();
    const now =
      [...left].find((item) => item.in !== old.in && item.name === old.name) ??
      [...left].find((item) => item.in === old.in && fold(item.name) === fold(old.name));
    if (now === undefined) return [];
    left.delete(now);
    return [{ old, now }];
  });
}

function moveChange(scope: Scope, { old, now }: ParameterPair): Change {
  const isPlace = old.in !== now.in;
  return change(
    scope,
    isPlace ? "openapi/parameter-location-changed" : "openapi/parameter-name-case-changed",
    {
      message: isPlace
        ? `\`${now.name}\` moved from ${wordOf[old.in]} to ${wordOf[now.in]}`
        : `The ${now.in} parameter \`${old.name}\` is now spelled \`${now.name}\``,
      at: [label(now)],
      old: memberPlace(old.node, isPlace ? "in" : "name"),
      new: memberPlace(now.node, isPlace ? "in" : "name"),
      direction: "request",
    },
  );
}

const wordOf: Readonly<Record<Parameter["in"], string>> = {
  path: "the path",
  query: "the query",
  header: "the headers",
  cookie: "the cookies",
};

/** Placeholders come and go with the path, which has rules of its own. */
function addition(scope: Scope, parameter: Parameter): readonly Change[] {
  if (parameter.in === "path") return [];
  const { required } = parameter;
  return [
    change(
      scope,
      required ? "openapi/required-parameter-added" : "openapi/optional-parameter-added",
      {
        message: `The ${required ? "required" : "optional"} ${parameter.in} parameter \`${parameter.name}\` was added`,
        at: [label(parameter)],
        old: null,
        new: placeOf(parameter.node),
        direction: "request",
      },
    ),
  ];
}

function removal(scope: Scope, parameter: Parameter, now: Operation["node"]): Change {
  return change(scope, removalRule(scope, parameter), {
    message: `The ${parameter.in} parameter \`${parameter.name}\` was removed`,
    at: [label(parameter)],
    old: placeOf(parameter.node),
    new: memberPlace(now, "parameters"),
    direction: "request",
  });
}

function compareParameter(scope: Scope, { old, now }: ParameterPair): readonly Change[] {
  const at = [label(now)];
  const noun = `The ${now.in} parameter \`${now.name}\``;
  const nodes: Pair = { old: old.node, now: now.node };
  const report = (rule: OpenapiRule, words: string, key: string): readonly Change[] => [
    change(scope, rule, {
      message: `${noun} ${words}`,
      at,
      old: memberPlace(old.node, key),
      new: memberPlace(now.node, key),
      direction: "request",
    }),
  ];
  const flag = (
    key: "required" | "allowReserved" | "allowEmpty",
    member: string,
    gained: readonly [OpenapiRule, string],
    lost: readonly [OpenapiRule, string],
  ): readonly Change[] =>
    old[key] === now[key] ? [] : report(...(now[key] ? gained : lost), member);
  return [
    ...flag(
      "required",
      "required",
      ["openapi/parameter-became-required", "is now required"],
      ["openapi/parameter-became-optional", "is no longer required"],
    ),
    ...flag(
      "allowReserved",
      "allowReserved",
      ["openapi/parameter-allow-reserved-added", "may now hold reserved characters unescaped"],
      ["openapi/parameter-allow-reserved-removed", "must now have reserved characters escaped"],
    ),
    ...flag(
      "allowEmpty",
      "allowEmptyValue",
      ["openapi/parameter-allow-empty-added", "may now be sent without a value"],
      ["openapi/parameter-allow-empty-removed", "must no longer be sent without a value"],
    ),
    ...compareSerialization(scope, { old, now }, report),
    ...compareParameterLife(scope, nodes, at, noun),
    ...compareSchemas(scope, schemaHolders(nodes, { old, now }), {
      surface: "parameter",
      direction: "request",
      at,
    }),
  ];
}

/** How a parameter is written; what makes no difference for its values is no change. */
function compareSerialization(
  scope: Scope,
  { old, now }: ParameterPair,
  report: (rule: OpenapiRule, words: string, key: string) => readonly Change[],
): readonly Change[] {
  if ((old.mediaType === null) !== (now.mediaType === null)) {
    const words =
      now.mediaType === null
        ? `is now a plain value instead of \`${old.mediaType}\``
        : `is now \`${now.mediaType}\` instead of a plain value`;
    return report("openapi/parameter-serialization-changed", words, "content");
  }
  if (old.mediaType !== null && now.mediaType !== null) {
    return parseMediaType(old.mediaType).name === parseMediaType(now.mediaType).name
      ? []
      : report(
          "openapi/parameter-media-type-changed",
          `is now \`${now.mediaType}\` instead of \`${old.mediaType}\``,
          "content",
        );
  }
  if (old.in !== now.in || (old.style === now.style && old.explode === now.explode)) return [];
  const forms = valueForms(scope.old, old.schema);
  if (old.style !== now.style) {
    const isPlainForm = !forms.list && !forms.object && old.in === "query";
    return isPlainForm
      ? []
      : report(
          "openapi/parameter-style-changed",
          `has style \`${now.style}\` instead of \`${old.style}\``,
          "style",
        );
  }
  if (!explodeMatters(forms, now.style)) return [];
  const words = now.explode ? "is now exploded" : "is no longer exploded";
  return report("openapi/parameter-explode-changed", words, "explode");
}

/** What holds the schema: the parameter, or the media type in its `content`. */
function schemaHolders(nodes: Pair, { old, now }: ParameterPair): Pair {
  return { old: holderOf(nodes.old, old), now: holderOf(nodes.now, now) };
}

function holderOf(node: Pair["old"], { schema, mediaType }: Parameter): Pair["old"] {
  if (mediaType === null || schema === null) return node;
  const pointer = schema.pointer.slice(0, schema.pointer.lastIndexOf("/"));
  return { file: schema.file, pointer, value: { schema: schema.value } };
}

function label({ in: place, name }: Parameter): string {
  return `${place} ${name}`;
}
