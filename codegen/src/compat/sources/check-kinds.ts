import { createDiagnostic } from "../../diagnostics/create.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Side } from "../side.ts";

const titles = {
  openapi: "an OpenAPI document",
  asyncapi: "an AsyncAPI document",
  schema: "a JSON Schema",
  proto: "Protobuf",
  graphql: "a GraphQL schema",
} as const;

type Kind = keyof typeof titles;
const kinds = Object.keys(titles) as readonly Kind[];

/** Null where two sides have a kind of contract in common, or at least one is empty or broken. */
export function checkKinds(old: Side, now: Side): Diagnostic | null {
  const [before, after] = [kindsOf(old), kindsOf(now)];
  const [was] = before;
  const [is] = after;
  if (was === undefined || is === undefined || before.some((kind) => after.includes(kind)))
    return null;
  // Workspaces may change the kinds of their contracts; that is a change like others.
  if (old.config !== null && now.config !== null) return null;
  return createDiagnostic(
    "compare/different-kinds",
    `\`${old.label}\` is ${titles[was]}, but \`${now.label}\` is ${titles[is]}.`,
    null,
    { hint: "name two versions of one contract" },
  );
}

function kindsOf(side: Side): readonly Kind[] {
  return kinds.filter((kind) =>
    kind === "graphql" ? side.graphql.length > 0 : side[kind] !== null,
  );
}
