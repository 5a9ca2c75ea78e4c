import { append } from "@berrys/codegen/load/pointer";
import type { SchemaObject } from "../schemas/json-schema.ts";
import type { Random } from "../schemas/random.ts";
import { shuffle } from "../schemas/refactor.ts";

/** An edit of GitHub's document, and what has to be found for it. */
export interface KnownEdit {
  readonly name: string;
  /** Level, rule, and the pointer in the new version, or in the old one for what was removed. */
  readonly finds: readonly string[];
  edit(document: SchemaObject): void;
}

type Members = Record<string, unknown>;

/** What lies at a path of keys, to be changed. */
function at(document: SchemaObject, ...keys: readonly string[]): Members {
  let found: unknown = document;
  for (const key of keys) found = (found as Members)[key];
  if (typeof found !== "object" || found === null) throw new Error(`nothing at ${keys.join(" ")}`);
  return found as Members;
}

function pointerOf(...keys: readonly string[]): string {
  return keys.reduce(append, "");
}

const gist = ["paths", "/gists/{gist_id}"] as const;
const events = ["paths", "/events", "get"] as const;
const newGist = ["paths", "/gists", "post", "requestBody"] as const;
const newGistSchema = [...newGist, "content", "application/json", "schema"] as const;
const label = ["components", "schemas", "label"] as const;
const event = ["components", "schemas", "event"] as const;

/** Edits that touch different things, so that each is found by itself. */
export const knownEdits: readonly KnownEdit[] = [
  {
    name: "an operation is gone",
    finds: [`error openapi/operation-removed ${pointerOf(...gist, "delete")}`],
    edit: (document) => void delete at(document, ...gist).delete,
  },
  {
    name: "a parameter is asked for",
    finds: [`error openapi/required-parameter-added ${pointerOf(...events, "parameters", "2")}`],
    edit: (document) => {
      const schema = { type: "string" };
      const since = { name: "since", in: "query", required: true, schema };
      (at(document, ...events).parameters as unknown[]).push(since);
    },
  },
  {
    name: "a property of a request is asked for",
    finds: [
      `error openapi/request-property-became-required ${pointerOf(...newGistSchema, "required", "1")}`,
    ],
    edit: (document) => {
      at(document, ...newGistSchema).required = ["files", "public"];
    },
  },
  {
    name: "a property of a response is promised no longer",
    finds: [
      `error openapi/response-property-became-optional ${pointerOf(...label, "required", "5")}`,
      // In what webhooks send, the interface is the writer too.
      `error openapi/request-property-became-optional ${pointerOf(...label, "required", "5")}`,
      // With a property less that is sure to be there, the alternatives of events that hold labels may overlap.
      `warn openapi/response-union-overlap-undecided ${pointerOf(...event, "properties", "payload")}`,
    ],
    edit: (document) => {
      const promised = ["id", "node_id", "url", "name", "description", "default"];
      at(document, ...label).required = promised;
    },
  },
  {
    name: "an operation is new",
    finds: [`info openapi/operation-added ${pointerOf(...gist, "put")}`],
    edit: (document) => {
      at(document, ...gist).put = { responses: { 204: { description: "Done." } } };
    },
  },
  {
    name: "an optional property of a request is new",
    finds: [
      `info openapi/request-property-added ${pointerOf(...newGistSchema, "properties", "topic")}`,
    ],
    edit: (document) => {
      at(document, ...newGistSchema, "properties").topic = { type: "string" };
    },
  },
];

/** The document with every mapping in another order and schema components renamed. */
export function rearranged(document: SchemaObject, random: Random): SchemaObject {
  const renamed = (name: string) => `renamed-${name}`;
  const mix = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(mix);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      shuffle(Object.entries(value), random).map(([key, one]) => [key, mix(one)]),
    );
  };
  const text = JSON.stringify(mix(document)).replaceAll(
    /"#\/components\/schemas\/([^"/]+)"/g,
    (_, name: string) => `"#/components/schemas/${renamed(name)}"`,
  );
  const copy = JSON.parse(text) as SchemaObject;
  const components = at(copy, "components");
  components.schemas = Object.fromEntries(
    Object.entries(at(components, "schemas")).map(([name, one]) => [renamed(name), one]),
  );
  return copy;
}
