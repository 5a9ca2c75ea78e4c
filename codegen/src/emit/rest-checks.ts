import type { JsonSchema } from "../model/model.ts";
import { emitInlineCheck } from "../schema/emit-check.ts";
import { type Code, raw, value } from "./code.ts";
import type { ImportCollector } from "./imports.ts";
import type { Content } from "./rest-shape.ts";

/** Gathers the validators that the definition of an operation needs and that no named schema provides. */
export interface RestChecks {
  /** The validator of a schema; `name` is what it is called if it has to be made. */
  schema(name: string, schema: JsonSchema): Code;
  /** The validator of a body or an answer; `null` where it is no JSON or has no schema. */
  content(name: string, content: Content | null): Code;
  /** Code of the validators, to stand before the definition. */
  readonly code: readonly string[];
}

/** An empty collection; names end in `Check` and so never meet those of named schemas. */
export function createRestChecks(imports: ImportCollector): RestChecks {
  const code: string[] = [];
  const used = new Set<string>();
  const schema = (name: string, schema: JsonSchema): Code => {
    let free = `${name}Check`;
    for (let number = 2; used.has(free); number++) free = `${name}${number}Check`;
    used.add(free);
    const check = emitInlineCheck(free, schema, imports);
    if (check.code !== "") code.push(check.code);
    return raw(check.name);
  };
  return {
    schema,
    content: (name, content) =>
      content?.kind === "schema" && content.schema !== null
        ? schema(name, content.schema)
        : value(null),
    code,
  };
}
