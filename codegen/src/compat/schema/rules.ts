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
  /** What it is called where it is no callback; null: there are none. A callback turns the direction round. */
  readonly called: string | null;
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
    called: "requests",
    without: writeOnlyKinds,
  },
  "openapi/response": {
    noun: "a response body",
    writers: "",
    readers: "Clients",
    called: "responses",
    without: readOnlyKinds,
  },
  "openapi/parameter": {
    noun: "a parameter",
    writers: "Clients",
    readers: "",
    called: "requests",
    without: neither,
  },
  "openapi/header": {
    noun: "a response header",
    writers: "",
    readers: "Clients",
    called: "responses",
    without: neither,
  },
  "asyncapi/payload": {
    noun: "a message",
    writers: "Senders",
    readers: "Receivers",
    called: null,
    without: neither,
  },
  "asyncapi/headers": {
    noun: "message headers",
    writers: "Senders",
    readers: "Receivers",
    called: null,
    without: neither,
  },
  schema: {
    noun: "a schema",
    writers: "Writers",
    readers: "Readers",
    called: null,
    without: neither,
  },
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

function whyOf(words: SurfaceWords, info: SchemaKindInfo): string {
  if (info.note !== undefined) return info.note;
  const { writers, readers } = words;
  const told = [
    writers === "" || info.refused === undefined
      ? ""
      : refusal(`${writers} of the old version that send`, info),
    readers === "" || info.surprise === undefined
      ? ""
      : `${readers} of the old version get ${info.surprise}.`,
  ].filter((sentence) => sentence !== "");
  const quiet =
    readers === ""
      ? `No ${writers.slice(0, -1).toLowerCase()} is refused: what was accepted still is.`
      : `No ${readers.slice(0, -1).toLowerCase()} is surprised: what comes was promised before.`;
  return [told.join(" ") || quiet, ...inCallback(words, info)].join(" ");
}

/** Who fails where the API calls its clients: the bodies of callbacks are written, their answers read. */
function inCallback({ writers, called }: SurfaceWords, info: SchemaKindInfo): readonly string[] {
  if (called === null) return [];
  if (writers !== "")
    return info.surprise === undefined ? [] : [`Receivers of a callback get ${info.surprise}.`];
  return info.refused === undefined
    ? []
    : [refusal("Receivers of a callback that answer with", info)];
}

function refusal(who: string, info: SchemaKindInfo): string {
  return levelsOf(info).reader === "error"
    ? `${who} ${info.refused} are refused.`
    : `${who.replace(" that ", " may still ")} ${info.refused}.`;
}

function fixOf(words: SurfaceWords, info: SchemaKindInfo): string {
  const { called } = words;
  const read = info.fixReader;
  const written = info.fixWriter;
  const [own, other] = words.writers === "" ? [written, read] : [read, written];
  if (own === undefined && other === undefined) return "Nothing to do.";
  if (own === other || other === undefined) return own ?? "Nothing to do.";
  if (called !== null) {
    return own === undefined
      ? `Nothing to do for ${called}; in a callback, ${lower(other)}`
      : `${own} In a callback: ${other}`;
  }
  return own === undefined ? other : `Where it is received: ${own} Where it is sent: ${other}`;
}

function lower(sentence: string): string {
  return `${sentence.slice(0, 1).toLowerCase()}${sentence.slice(1)}`;
}
