import { stringify } from "yaml";
import type { SchemaObject } from "../schemas/json-schema.ts";
import type { Random } from "../schemas/random.ts";
import type { MemoryFiles } from "../support/memory-tree.ts";

/** The document as files: JSON or YAML, in one or with the components in another. */
export function inFiles(name: string, document: SchemaObject, random: Random): MemoryFiles {
  const isYaml = random.oneIn(2);
  const suffix = isYaml ? "yaml" : "json";
  const text = (value: unknown) =>
    isYaml ? stringify(value, { aliasDuplicateObjects: false }) : JSON.stringify(value);
  const main = `${name}.${suffix}`;
  const parts = `parts/components.${suffix}`;
  if (random.oneIn(2) || document.components === undefined) return { [main]: text(document) };
  const { components, ...others } = document;
  const moved = (value: unknown, from: string) =>
    JSON.parse(
      JSON.stringify(value).replaceAll('"$ref":"#/components/', `"$ref":"${from}#/components/`),
    );
  const { securitySchemes, ...rest } = components as Record<string, unknown>;
  return {
    [main]: text({
      ...moved(others, parts),
      ...(securitySchemes === undefined ? {} : { components: { securitySchemes } }),
    }),
    [parts]: text({ components: rest }),
  };
}
