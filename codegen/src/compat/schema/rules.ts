import type { Rule, Rules } from "../../findings/rule.ts";
import type { SchemaKindInfo } from "./kinds/kind-info.ts";
import { kindInfo, levelsOf, type SchemaChangeKind, schemaChangeKinds } from "./kinds.ts";

/** Where a schema stands in a contract; the first part of a rule's id. */
export type SchemaSurface =
  | "openapi/request"
  | "openapi/response"
  | "openapi/parameter"
  | "openapi/header"
  | "asyncapi/payload"
  | "asyncapi/headers"
  | "schema";

interface SurfaceWords {
  /** With article: `a request body`. */
  readonly noun: string;
  /** Who wrote by the old contract what is read here; empty where nothing is read. */
  readonly writers: string;
  /** Who reads by the old contract what is written here; empty where nothing is written. */
  readonly readers: string;
  readonly without: readonly SchemaChangeKind[];
}

const readOnlyKinds = ["property-became-read-only", "property-no-longer-read-only"] as const;
const writeOnlyKinds = ["property-became-write-only", "property-no-longer-write-only"] as const;
const neither: readonly SchemaChangeKind[] = [...readOnlyKinds, ...writeOnlyKinds];

const surfaces: Readonly<Record<SchemaSurface, SurfaceWords>> = {
  "openapi/request": {
    noun: "a request body",
    writers: "Clients",
    readers: "",
    without: writeOnlyKinds,
  },
  "openapi/response": {
    noun: "a response body",
    writers: "",
    readers: "Clients",
    without: readOnlyKinds,
  },
  "openapi/parameter": { noun: "a parameter", writers: "Clients", readers: "", without: neither },
  "openapi/header": {
    noun: "a response header",
    writers: "",
    readers: "Clients",
    without: neither,
  },
  "asyncapi/payload": {
    noun: "a message",
    writers: "Senders",
    readers: "Receivers",
    without: neither,
  },
  "asyncapi/headers": {
    noun: "message headers",
    writers: "Senders",
    readers: "Receivers",
    without: neither,
  },
  schema: { noun: "a schema", writers: "Writers", readers: "Readers", without: neither },
};

/** The rule's id of a kind at a surface: `openapi/request-type-changed`, `schema/type-changed`. */
export function schemaRuleId(surface: SchemaSurface, kind: SchemaChangeKind): string {
  return surface === "schema" ? `schema/${kind}` : `${surface}-${kind}`;
}

/** Rules of all kinds at all surfaces. */
export const schemaRules: Rules = Object.fromEntries(
  (Object.keys(surfaces) as SchemaSurface[]).flatMap((surface) =>
    (Object.keys(schemaChangeKinds) as SchemaChangeKind[])
      .filter((kind) => !surfaces[surface].without.includes(kind))
      .map((kind) => [schemaRuleId(surface, kind), ruleOf(surfaces[surface], kindInfo(kind))]),
  ),
);

function ruleOf(words: SurfaceWords, info: SchemaKindInfo): Rule {
  return {
    title: info.title.replace("%", words.noun),
    level: levelsOf(info),
    why: whyOf(words, info),
    fix: fixOf(words, info),
  };
}

function whyOf({ writers, readers }: SurfaceWords, info: SchemaKindInfo): string {
  if (info.note !== undefined) return info.note;
  const told = [
    writers === "" || info.refused === undefined ? "" : refusal(writers, info),
    readers === "" || info.surprise === undefined
      ? ""
      : `${readers} of the old version get ${info.surprise}.`,
  ].filter((sentence) => sentence !== "");
  if (told.length > 0) return told.join(" ");
  return readers === ""
    ? `No ${writers.slice(0, -1).toLowerCase()} is refused: what was accepted still is.`
    : `No ${readers.slice(0, -1).toLowerCase()} is surprised: what comes was promised before.`;
}

function refusal(writers: string, info: SchemaKindInfo): string {
  return levelsOf(info).reader === "error"
    ? `${writers} of the old version that send ${info.refused} are refused.`
    : `${writers} of the old version may still send ${info.refused}.`;
}

function fixOf({ writers, readers }: SurfaceWords, info: SchemaKindInfo): string {
  const fixes = [
    writers === "" ? undefined : info.fixReader,
    readers === "" ? undefined : info.fixWriter,
  ].filter((fix) => fix !== undefined);
  return [...new Set(fixes)].join(" ") || "Nothing is to be done.";
}
