import type { ImportCollector } from "../emit/imports.ts";
import { createPrinter } from "../emit/printer.ts";
import type { JsonSchema, SchemaId, SchemaNode } from "../model/model.ts";
import { emitOwned } from "./check/emit-schema.ts";
import type { Emission } from "./check/state.ts";
import { isRecursive } from "./references.ts";
import { unsupportedIn } from "./unsupported.ts";

/** The exported validator of a named schema, `check<TypeName>`, with the constants it needs before it. */
export function emitCheck(node: SchemaNode, imports: ImportCollector): string {
  return emitFunction(
    { name: `check${node.typeName}`, schema: node.schema, self: node.id, exported: true },
    imports,
  );
}

/** A validator for a schema without a name of its own. */
export interface InlineCheck {
  /** Name to use for the validator. */
  readonly name: string;
  /** Code that has to stand in the module; empty if `name` is an imported validator. */
  readonly code: string;
}

/**
 * The validator of a REST parameter or body: the existing one if the schema is a bare reference, else
 * a function of the module, called `name`.
 */
export function emitInlineCheck(
  name: string,
  schema: JsonSchema,
  imports: ImportCollector,
): InlineCheck {
  if (typeof schema !== "boolean" && schema.$ref !== undefined && isBare(schema)) {
    const { module, typeName } = imports.scope.resolve(schema.$ref);
    return { name: imports.value(module, `check${typeName}`), code: "" };
  }
  return { name, code: emitFunction({ name, schema, self: null, exported: false }, imports) };
}

const silent = new Set(["$ref", "title", "description", "deprecated", "default", "examples"]);

function isBare(schema: object): boolean {
  return Object.keys(schema).every((keyword) => silent.has(keyword) || keyword.startsWith("x-"));
}

interface Validator {
  readonly name: string;
  readonly schema: JsonSchema;
  /** The named schema it belongs to; null: none. */
  readonly self: SchemaId | null;
  readonly exported: boolean;
}

function emitFunction(
  { name, schema, self, exported }: Validator,
  imports: ImportCollector,
): string {
  const [problem] = unsupportedIn(schema, imports.scope, self);
  if (problem !== undefined) {
    throw new Error(`${name} cannot be emitted: ${problem.unsupported}, ${problem.reason}`);
  }
  const recursive = self !== null && isRecursive(imports.scope, self);
  const printer = createPrinter();
  const emission: Emission = {
    printer,
    imports,
    name,
    self,
    recursive,
    owners: self === null ? [] : [self],
    constants: [],
    locals: new Set(["value"]),
  };
  const violation = imports.runtimeType("Violation");
  const parameters = ["value: unknown", "path: string", `violations: ${violation}[]`];
  if (recursive) parameters.push("depth = 0");
  const flat = `function ${name}(${parameters.join(", ")}): void`;
  const isWide = flat.length > 91;
  const head = isWide
    ? `function ${name}(\n${parameters.map((parameter) => `  ${parameter},\n`).join("")}): void`
    : flat;
  printer.block(`${exported ? "export " : ""}${head}`, () => {
    if (recursive) {
      printer.line(
        `if (${imports.runtimeValue("exhausted")}(depth, path, violations, value)) return;`,
      );
    }
    emitOwned(schema, {
      emission,
      target: { value: "value", pointer: "" },
      mode: { kind: "report" },
    });
  });
  const constants = emission.constants.join("\n");
  return constants === "" ? printer.text() : `${constants}\n\n${printer.text()}`;
}
