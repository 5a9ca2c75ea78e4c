import type { JsonSchemaObject } from "../../model/model.ts";
import { numberOf, schemaOf, schemasOf } from "../keywords.ts";
import { constrains } from "./constraints.ts";
import { count, expectedOf } from "./expected.ts";
import { type EmitSchema, emitFailIf, freshName, memberTarget, type Site } from "./state.ts";
import { emitTest } from "./tests.ts";

const arrayKeywords = ["items", "prefixItems", "contains", "minItems", "maxItems", "uniqueItems"];

/** Whether a schema says more of an array than its type. */
export function hasArrayKeywords(schema: JsonSchemaObject): boolean {
  return constrains(schema, arrayKeywords);
}

/** Checks of a value that is known to be an array. */
export function emitArray(schema: JsonSchemaObject, site: Site, emitSchema: EmitSchema): void {
  emitLength(schema, site);
  emitPrefix(schema, site, emitSchema);
  const items = schemaOf(schema, "items");
  if (items !== undefined && constrains(items)) {
    const from = String(schemasOf(schema, "prefixItems").length);
    emitItemLoop(site, from, (item) => emitSchema(items, item));
  }
  if (schema.uniqueItems === true) emitUnique(site);
  emitContains(schema, site, emitSchema);
}

function emitLength(schema: JsonSchemaObject, site: Site): void {
  const least = numberOf(schema, "minItems") ?? 0;
  const length = `${site.target.value}.length`;
  if (least > 0) {
    const expected = `array of at least ${count(least, "item")}`;
    emitFailIf(site, [`${length} < ${least}`], "minItems", expected);
  }
  const most = numberOf(schema, "maxItems");
  if (most !== undefined) {
    const expected = `array of at most ${count(most, "item")}`;
    emitFailIf(site, [`${length} > ${most}`], "maxItems", expected);
  }
}

function emitPrefix(schema: JsonSchemaObject, site: Site, emitSchema: EmitSchema): void {
  const { emission, target } = site;
  schemasOf(schema, "prefixItems").forEach((item, index) => {
    if (!constrains(item)) return;
    emission.printer.when([`${target.value}.length > ${index}`], () => {
      const value = freshName(emission, `item${index}`);
      emission.printer.line(`const ${value}: unknown = ${target.value}[${index}];`);
      emitSchema(item, { ...site, target: memberTarget(target, String(index), value) });
    });
  });
}

/** Emits a loop over the items from index `from` on. */
export function emitItemLoop(site: Site, from: string, body: (item: Site) => void): void {
  const { emission, target } = site;
  const { printer, imports } = emission;
  const index = freshName(emission, "i");
  const value = freshName(emission, "item");
  const head = `for (let ${index} = ${from}; ${index} < ${target.value}.length; ${index}++)`;
  printer.block(head, () => {
    if (site.mode.kind === "report") {
      printer.line(`if (violations.length >= ${imports.runtimeValue("maxViolations")}) break;`);
    }
    printer.line(`const ${value}: unknown = ${target.value}[${index}];`);
    body({ ...site, target: { value, pointer: `${target.pointer}/\${${index}}` } });
  });
}

function emitUnique(site: Site): void {
  const { emission, target } = site;
  const { printer, imports } = emission;
  const name = freshName(emission, "duplicate");
  printer.line(`const ${name} = ${imports.runtimeValue("duplicateIndex")}(${target.value});`);
  const at = { value: `${target.value}[${name}]`, pointer: `${target.pointer}/\${${name}}` };
  emitFailIf(site, [`${name} !== -1`], "uniqueItems", "item unlike the ones before it", at);
}

function emitContains(schema: JsonSchemaObject, site: Site, emitSchema: EmitSchema): void {
  const contains = schemaOf(schema, "contains");
  if (contains === undefined) return;
  const least = numberOf(schema, "minContains") ?? 1;
  const most = numberOf(schema, "maxContains");
  if (least <= 0 && most === undefined) return;
  const { emission, target } = site;
  const { printer } = emission;
  const found = freshName(emission, "found");
  const index = freshName(emission, "i");
  const value = freshName(emission, "item");
  printer.line(`let ${found} = 0;`);
  printer.block(`for (let ${index} = 0; ${index} < ${target.value}.length; ${index}++)`, () => {
    printer.line(`const ${value}: unknown = ${target.value}[${index}];`);
    emitTest(
      contains,
      { ...site, target: { ...target, value } },
      "other",
      emitSchema,
      `${found}++;`,
    );
  });
  const what = expectedOf(contains, emission.imports.scope);
  if (least > 0) {
    const keyword = schema.minContains === undefined ? "contains" : "minContains";
    const expected = `array with at least ${count(least, "item")} that is ${what}`;
    emitFailIf(site, [`${found} < ${least}`], keyword, expected);
  }
  if (most !== undefined) {
    const expected = `array with at most ${count(most, "item")} that is ${what}`;
    emitFailIf(site, [`${found} > ${most}`], "maxContains", expected);
  }
}
