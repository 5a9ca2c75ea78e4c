import type { JsonSchema } from "../../model/model.ts";
import { literalsOf, schemasOf } from "../keywords.ts";
import { type EmitSchema, freshName, type Site, type TestMode } from "./state.ts";

/** Whether no value at all can satisfy the schema, as far as its own keywords tell. */
export function alwaysFails(schema: JsonSchema): boolean {
  if (typeof schema === "boolean") return !schema;
  return literalsOf(schema)?.length === 0 || schemasOf(schema, "allOf").some(alwaysFails);
}

/** Emits a block that tests the site's value and runs `onMatch` where it satisfies the schema. */
export function emitTest(
  schema: JsonSchema,
  site: Site,
  label: string,
  emitSchema: EmitSchema,
  onMatch: string,
): void {
  const { printer } = site.emission;
  if (alwaysFails(schema)) return;
  if (schema === true) {
    printer.line(onMatch);
    return;
  }
  const mode: TestMode = { kind: "test", label: freshName(site.emission, label), used: false };
  printer.block(
    () => (mode.used ? `${mode.label}:` : ""),
    () => {
      emitAliased(schema, { ...site, mode }, emitSchema);
      printer.line(onMatch);
    },
  );
}

/**
 * Emits a schema for a value whose type the surrounding code has narrowed: under a name of its own,
 * because TypeScript refuses comparisons that it believes can never hold.
 */
export function emitAliased(schema: JsonSchema, site: Site, emitSchema: EmitSchema): void {
  if (typeof schema === "boolean" || isBareReference(schema)) {
    emitSchema(schema, site);
    return;
  }
  const value = freshName(site.emission, "same");
  site.emission.printer.line(`const ${value}: unknown = ${site.target.value};`);
  emitSchema(schema, { ...site, target: { ...site.target, value } });
}

const annotations = new Set(["$ref", "title", "description", "default", "deprecated", "examples"]);

function isBareReference(schema: JsonSchema): boolean {
  if (typeof schema === "boolean" || schema.$ref === undefined) return false;
  return Object.keys(schema).every((keyword) => annotations.has(keyword));
}
