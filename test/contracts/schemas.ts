import type { JsonSchema, Model } from "@berrys/codegen/model/model";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

/** Checks values against schemas of the model with Ajv; returns what is wrong, empty for a valid value. */
export function createChecker(model: Model): (schema: JsonSchema, value: unknown) => string {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  // Ids of the model are no URIs, and Ajv wants some.
  const uris = new Map(model.schemas.map(({ id }, index) => [id, `model:schema-${index}`]));
  const translate = (schema: unknown): JsonSchema =>
    JSON.parse(JSON.stringify(schema), (key, value) =>
      key === "$ref" && typeof value === "string" ? (uris.get(value) ?? value) : value,
    );
  for (const { id, schema } of model.schemas)
    ajv.addSchema(translate(schema) as object, uris.get(id) ?? id);
  return (schema, value) =>
    ajv.validate(translate(schema), value) ? "" : ajv.errorsText(ajv.errors);
}

/** Properties without a description of their own or of what they refer to, as `<schema id>/<property>`. */
export function undescribed(model: Model): readonly string[] {
  const byId = new Map(model.schemas.map((node) => [node.id, node.schema]));
  const found: string[] = [];
  for (const { id, schema } of model.schemas) visit(schema, id, new Set());
  return found;

  function isDescribed(schema: JsonSchema | undefined): boolean {
    if (typeof schema !== "object") return false;
    if (schema.description !== undefined && schema.description !== "") return true;
    return schema.$ref !== undefined && isDescribed(byId.get(schema.$ref));
  }

  /** Names of the properties that a schema, or one that it extends, describes. */
  function describedBy(schema: JsonSchema | undefined): readonly string[] {
    if (typeof schema !== "object") return [];
    const own = Object.entries(schema.properties ?? {}).filter(([, value]) => isDescribed(value));
    const target = schema.$ref === undefined ? [] : describedBy(byId.get(schema.$ref));
    return [...own.map(([name]) => name), ...target, ...(schema.allOf ?? []).flatMap(describedBy)];
  }

  /** `inherited`: properties that a sibling in `allOf` describes; this schema narrows them. */
  function visit(value: unknown, path: string, inherited: ReadonlySet<string>): void {
    if (typeof value !== "object" || value === null) return;
    for (const [key, member] of Object.entries(value)) {
      if (["const", "enum", "default", "examples", "example"].includes(key)) continue;
      if (key === "properties") {
        for (const [name, schema] of Object.entries(member as Record<string, JsonSchema>)) {
          if (!inherited.has(name) && !isDescribed(schema)) found.push(`${path}/${name}`);
          visit(schema, `${path}/${name}`, new Set());
        }
        continue;
      }
      const passOn =
        key === "allOf" ? new Set(describedBy(value as JsonSchema)) : new Set<string>();
      if (Array.isArray(member)) for (const item of member) visit(item, path, passOn);
      else visit(member, `${path}/${key}`, passOn);
    }
  }
}
