import { stripTypeScriptTypes } from "node:module";
import { createImportCollector } from "@berrys/codegen/emit/imports";
import type { JsonSchema, SchemaNode } from "@berrys/codegen/model/model";
import { createSchemaScope, emitCheck, emitType } from "@berrys/codegen/schema/index";
import * as formats from "@berrys/runtime/formats";
import * as validation from "@berrys/runtime/validation";
import { type Check, maxViolations } from "@berrys/runtime/violation";

/** Named schemas `#/$defs/<Name>` of one module. */
export function namedSchemas(
  schemas: Readonly<Record<string, JsonSchema>>,
  module = "schemas/zoo",
): readonly SchemaNode[] {
  return Object.entries(schemas).map(([name, schema]) => ({
    kind: "schema",
    id: `#/$defs/${name}`,
    typeName: name,
    name,
    module,
    doc: typeof schema === "boolean" ? "" : (schema.description ?? ""),
    origin: { file: "zoo.yaml", pointer: `/$defs/${name}` },
    schema,
  }));
}

/** The module of the given schemas as emitted: imports, types and validators. */
export function emitModule(
  nodes: readonly SchemaNode[],
  module = "schemas/zoo",
  runtime = "@berrys/runtime/v1",
): string {
  const scope = createSchemaScope(nodes, module);
  const declared = new Set(
    nodes
      .filter((node) => node.module === module)
      .flatMap(({ typeName }) => [typeName, `check${typeName}`]),
  );
  const imports = createImportCollector({ scope, importExtension: ".ts", runtime, declared });
  const body = nodes
    .filter((node) => node.module === module)
    .flatMap((node) => [emitType(node, imports), emitCheck(node, imports)]);
  return [imports.print(), ...body].filter((part) => part !== "").join("\n\n");
}

/** Emits the validators of the given schemas and makes them callable, by type name. */
export function compileChecks(
  schemas: Readonly<Record<string, JsonSchema>>,
): Readonly<Record<string, Check>> {
  const code = emitModule(namedSchemas(schemas));
  const script = stripTypeScriptTypes(code.replace(/^import [^;]*;$/gm, ""))
    .replaceAll("export function", "function")
    .replace(/^export\s*\{\s*\};?$/gm, "");
  const helpers = { ...formats, ...validation, maxViolations };
  const result = Object.keys(schemas).map((name) => `${JSON.stringify(name)}: check${name}`);
  const make = new Function(...Object.keys(helpers), `${script}\nreturn {${result.join(", ")}};`);
  return make(...Object.values(helpers));
}
