import type { Level } from "../../findings/rule.ts";
import type { Effect, SchemaKindInfo } from "./kinds/kind-info.ts";
import { limitKinds } from "./kinds/limits.ts";
import { objectKinds } from "./kinds/objects.ts";
import { unionKinds } from "./kinds/unions.ts";
import { valueKinds } from "./kinds/values.ts";

/** All kinds of schema changes. Their names are parts of rule ids and stay for ever. */
export const schemaChangeKinds = {
  ...valueKinds,
  ...limitKinds,
  ...objectKinds,
  ...unionKinds,
} as const;

/** Name of a kind of schema change, the last part of its rule's id. */
export type SchemaChangeKind = keyof typeof schemaChangeKinds;

/** What is known about a kind. */
export function kindInfo(kind: SchemaChangeKind): SchemaKindInfo {
  return schemaChangeKinds[kind];
}

/** Levels of a kind by role. */
export function levelsOf({ effect, levels }: SchemaKindInfo): {
  readonly reader: Level;
  readonly writer: Level;
} {
  return levels ?? levelsByEffect[effect];
}

const levelsByEffect: Readonly<Record<Effect, { readonly reader: Level; readonly writer: Level }>> =
  {
    narrows: { reader: "error", writer: "info" },
    widens: { reader: "info", writer: "error" },
    both: { reader: "error", writer: "error" },
    undecided: { reader: "warn", writer: "warn" },
    none: { reader: "info", writer: "info" },
  };
