import type { JsonSchema, JsonSchemaObject, SchemaId } from "../../model/model.ts";
import { literalsOf, schemaOf, schemasOf } from "../keywords.ts";
import { reaches, resolvePart } from "../references.ts";
import { constrains } from "./constraints.ts";
import { expectedOf } from "./expected.ts";
import { emitLiterals } from "./scalars.ts";
import { emitFail, emitFailIf, freshName, pathOf, type Site } from "./state.ts";
import { emitAliased, emitTest } from "./tests.ts";
import { emitTypes } from "./types.ts";
import { emitUnevaluatedItems, emitUnevaluatedProperties } from "./unevaluated.ts";
import { emitUnion } from "./unions.ts";

/** Emits the code that validates the site's value against a schema. */
export function emitSchema(schema: JsonSchema, site: Site): void {
  // What lies below a value, or is an alternative of it, belongs to no owner: references stay calls.
  emitOwned(schema, { ...site, emission: { ...site.emission, owners: [] } });
}

/** Emits a schema whose keywords belong to the site's owners. */
export function emitOwned(schema: JsonSchema, site: Site): void {
  if (schema === true) return;
  if (schema === false) {
    emitFail(site, "false", "no value");
    return;
  }
  if (schema.$ref !== undefined) emitReference(schema.$ref, site);
  emitTypes(schema, site, emitSchema);
  const literals = literalsOf(schema);
  if (literals !== undefined) {
    emitLiterals(literals, site, Object.hasOwn(schema, "const") ? "const" : "enum");
  }
  for (const part of schemasOf(schema, "allOf")) emitPart(part, site);
  for (const keyword of ["oneOf", "anyOf"] as const) {
    const branches = schemasOf(schema, keyword);
    if (branches.length > 0) emitUnion({ schema, keyword, branches }, site, emitSchema);
  }
  emitNot(schema, site);
  emitIf(schema, site);
  emitUnevaluatedProperties(schema, site, emitSchema);
  emitUnevaluatedItems(schema, site, emitSchema);
}

/** A part is about the same value; in a test it needs its own name, because the test has narrowed it. */
function emitPart(schema: JsonSchema, site: Site): void {
  if (!constrains(schema)) return;
  if (site.mode.kind === "report") emitOwned(schema, site);
  else emitAliased(schema, site, emitOwned);
}

function emitReference(id: SchemaId, site: Site): void {
  const { emission, target, mode } = site;
  const { printer, imports } = emission;
  const resolved = resolvePart(imports.scope, id, emission.owners);
  if (resolved.kind === "inline") {
    emitPart(resolved.schema, {
      ...site,
      emission: { ...emission, owners: resolved.owners },
    });
    return;
  }
  const { module, typeName } = imports.scope.resolve(id);
  const check = imports.value(module, `check${typeName}`);
  const depth = isDeeper(id, site) ? ", depth + 1" : "";
  if (mode.kind === "report" && target.pointer === "") {
    printer.line(`${check}(${target.value}, path, violations${depth});`);
    return;
  }
  const before = freshName(emission, "before");
  printer.line(`const ${before} = violations.length;`);
  printer.line(`${check}(${target.value}, "", violations${depth});`);
  printer.when([`violations.length > ${before}`], () => {
    if (mode.kind === "report") {
      printer.line(
        `${imports.runtimeValue("relocate")}(violations, ${before}, ${pathOf(target)});`,
      );
    } else {
      printer.line(`violations.length = ${before};`);
      emitFail(site, "$ref", "");
    }
  });
}

/** Whether the call may come back to the validator it is made from. */
function isDeeper(id: SchemaId, { emission }: Site): boolean {
  const { self, imports } = emission;
  if (self === null || !emission.recursive) return false;
  return id === self || reaches(imports.scope, id, self, ["part", "alternative", "below"]);
}

function emitNot(schema: JsonSchemaObject, site: Site): void {
  const not = schemaOf(schema, "not");
  if (not === undefined) return;
  const { emission } = site;
  const holds = freshName(emission, "holds");
  emission.printer.line(`let ${holds} = false;`);
  emitTest(not, site, "differs", emitSchema, `${holds} = true;`);
  const isPlain =
    typeof not === "object" && ["type", "const", "enum"].includes(Object.keys(not).join());
  const words = isPlain ? expectedOf(not, emission.imports.scope) : "what `not` describes";
  emitFailIf(site, [holds], "not", `anything but ${words}`);
}

function emitIf(schema: JsonSchemaObject, site: Site): void {
  const condition = schemaOf(schema, "if");
  const positive = schemaOf(schema, "then") ?? true;
  const negative = schemaOf(schema, "else") ?? true;
  if (condition === undefined || !(constrains(positive) || constrains(negative))) return;
  const { emission } = site;
  const { printer } = emission;
  const applies = freshName(emission, "applies");
  printer.line(`let ${applies} = false;`);
  emitTest(condition, site, "differs", emitSchema, `${applies} = true;`);
  if (constrains(positive)) {
    printer.when([applies], () => emitAliased(positive, site, emitSchema));
    if (constrains(negative)) printer.otherwise([], () => emitAliased(negative, site, emitSchema));
  } else {
    printer.when([`!${applies}`], () => emitAliased(negative, site, emitSchema));
  }
}
