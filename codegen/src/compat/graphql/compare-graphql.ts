import type { Change as Found, TypeOfChangeType } from "@graphql-inspector/core";
import type { Result } from "../../diagnostics/diagnostic.ts";
import type { Change, Place } from "../change.ts";
import type { GraphqlFile } from "../side.ts";
import { readSchema, type SdlSchema } from "./read-schema.ts";
import { type Criticality, graphqlRuleId } from "./rules.ts";
import { createPlaces, type SdlPlaces } from "./sdl-places.ts";
import type { TypeUse } from "./type-uses.ts";

/** Changes between two versions of a GraphQL schema, as GraphQL Inspector finds and rates them. */
export async function compareGraphql(
  old: readonly GraphqlFile[],
  now: readonly GraphqlFile[],
): Promise<Result<readonly Change[]>> {
  const [[before, oldProblems], [after, newProblems]] = [
    await readSchema(old),
    await readSchema(now),
  ];
  if (before === null || after === null) return [[], [...oldProblems, ...newProblems]];
  const [{ diff }, { createTypeUses }] = await Promise.all([
    import("@graphql-inspector/core"),
    import("./type-uses.ts"),
  ]);
  const pair: SdlPair = {
    before,
    after,
    oldPlaces: createPlaces(before.document),
    newPlaces: createPlaces(after.document),
    start: startOf(now),
    useBefore: createTypeUses(before.schema),
    useAfter: createTypeUses(after.schema),
  };
  const found = await diff(before.schema, after.schema);
  return [found.filter((one) => isOfInterest(pair, one)).map((one) => changeOf(pair, one)), []];
}

interface SdlPair {
  readonly before: SdlSchema;
  readonly after: SdlSchema;
  readonly oldPlaces: SdlPlaces;
  readonly newPlaces: SdlPlaces;
  /** Where the new schema begins; for what is gone as a whole. */
  readonly start: Place | null;
  readonly useBefore: (typeName: string) => TypeUse;
  readonly useAfter: (typeName: string) => TypeUse;
}

function startOf([first]: readonly GraphqlFile[]): Place | null {
  if (first === undefined) return null;
  const { file } = first;
  return { file, pointer: "", span: { file, line: 1, column: 1, endLine: 1, endColumn: 2 } };
}

type SdlChange = Found<TypeOfChangeType>;

/** Words change nothing, what lies in a new type goes without saying, and `@deprecated` has types of change of its own. */
function isOfInterest({ before }: SdlPair, { type, path = "", meta }: SdlChange): boolean {
  if (type.includes("_DESCRIPTION_")) return false;
  if (/\.@deprecated(?:\.|$)/.test(path) && type.startsWith("DIRECTIVE_USAGE_")) return false;
  const { addedToNewType } = meta as { readonly addedToNewType?: boolean };
  if (addedToNewType === true) return false;
  if (path.startsWith("@"))
    return (
      type === "DIRECTIVE_ADDED" ||
      before.schema.getDirective(path.slice(1).split(".")[0] ?? "") != null
    );
  const typeName = typeNameOf(path);
  return type === "TYPE_ADDED" || before.schema.getType(typeName) !== undefined;
}

function typeNameOf(path: string): string {
  return path.split(".")[0] ?? path;
}

function changeOf(pair: SdlPair, found: SdlChange): Change {
  const path = found.path ?? "schema";
  const { role, direction } = useOf(pair, found, path);
  const message = sentence(found.message);
  return {
    rule: graphqlRuleId(found.type, ratingOf(pair, found, path)),
    kind: "graphql",
    role,
    message,
    path,
    direction,
    old: pair.oldPlaces(path, !/_ADDED$/.test(found.type) || path.includes("@")),
    new: pair.newPlaces(path, true) ?? pair.start,
    detail: message,
  };
}

/** Names in backticks, as in all messages. */
function sentence(message: string): string {
  return `${message.replace(/'([^']*)'/g, "`$1`").replace(/\.$/, "")}.`;
}

function useOf(
  { useBefore, useAfter, before }: SdlPair,
  { type }: SdlChange,
  path: string,
): TypeUse {
  if (type.startsWith("FIELD_ARGUMENT_") || path.startsWith("@"))
    return { role: "reader", direction: "request" };
  const name = typeNameOf(path);
  return before.schema.getType(name) === undefined ? useAfter(name) : useBefore(name);
}

const ratings: Readonly<Record<string, Criticality>> = {
  BREAKING: "breaking",
  DANGEROUS: "dangerous",
  NON_BREAKING: "safe",
};

/** Inspector's rating, except for enums that travel one way: only who reads a value can meet one it does not know. */
function ratingOf(pair: SdlPair, { type, criticality }: SdlChange, path: string): Criticality {
  const rating = ratings[criticality.level] ?? "dangerous";
  const { direction } = pair.useBefore(typeNameOf(path));
  if (type === "ENUM_VALUE_ADDED" && direction === "request") return "safe";
  if (type === "ENUM_VALUE_REMOVED" && direction === "response") return "dangerous";
  return rating;
}
