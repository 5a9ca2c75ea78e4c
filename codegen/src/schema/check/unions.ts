import { stringLiteral } from "../../emit/literals.ts";
import type { JsonSchema, JsonSchemaObject } from "../../model/model.ts";
import { declaredTypes } from "../keywords.ts";
import {
  type Discriminator,
  declaredDiscriminator,
  discriminatorOf,
  groupByType,
} from "../union.ts";
import { constrains } from "./constraints.ts";
import { expectedOf, oneOf } from "./expected.ts";
import { readProperty } from "./objects.ts";
import {
  type EmitSchema,
  emitFail,
  emitFailIf,
  freshName,
  memberTarget,
  type Site,
} from "./state.ts";
import { emitAliased, emitTest } from "./tests.ts";
import { type Case, emitCases, typeCase } from "./types.ts";

/** A union to emit: the schema that holds it, the keyword and its branches. */
interface Union {
  readonly schema: JsonSchemaObject;
  readonly keyword: "oneOf" | "anyOf";
  readonly branches: readonly JsonSchema[];
}

/**
 * Emits `oneOf` or `anyOf`. Where the JSON type or a discriminator tells the branches apart, only the
 * chosen branch runs and reports; otherwise every branch is tested and one violation names them all.
 */
export function emitUnion(union: Union, site: Site, emitSchema: EmitSchema): void {
  const { branches, keyword } = union;
  const { scope } = site.emission.imports;
  const groups = groupByType(branches, scope).filter(({ types }) => types.size > 0);
  const pick = (indices: readonly number[]): Union => ({
    ...union,
    branches: branches.filter((_, index) => indices.includes(index)),
  });
  if (groups.length < 2) {
    emitAlternatives(union, site, emitSchema);
    return;
  }
  const cases = groups.map(({ types, branches: indices }): Case => {
    const [only] = indices;
    const branch = only === undefined ? undefined : branches[only];
    const isSettled = indices.length === 1 && branch !== undefined && saysOnlyType(branch);
    const each = [...types].map((type) => typeCase(type, site, null));
    const body = isSettled ? null : () => emitAlternatives(pick(indices), site, emitSchema);
    return {
      condition: each.map(({ condition }) => condition).join(" || "),
      negation: each.flatMap(({ negation }) => negation),
      body,
    };
  });
  const expected = expectedOf({ anyOf: branches }, scope);
  emitCases(cases, site, () => emitFail(site, keyword, expected));
}

/** Whether the JSON type of a value settles that it satisfies the schema. */
function saysOnlyType(schema: JsonSchema): boolean {
  if (typeof schema === "boolean" || declaredTypes(schema)?.includes("integer") !== false) {
    return false;
  }
  const { type: _type, ...rest } = schema;
  return !constrains(rest);
}

function emitAlternatives(union: Union, site: Site, emitSchema: EmitSchema): void {
  const { schema, branches, keyword } = union;
  const { scope } = site.emission.imports;
  const [first] = branches;
  if (branches.length === 1 && first !== undefined) {
    emitAliased(first, site, emitSchema);
    return;
  }
  const [group] = groupByType(branches, scope);
  const areObjects = group?.types.size === 1 && group.types.has("object");
  // A declared discriminator is about objects even where the branches leave `type` out.
  const find = areObjects ? discriminatorOf : declaredDiscriminator;
  const discriminator = find(schema, branches, scope);
  if (discriminator !== null) emitDirected(union, discriminator, site, emitSchema);
  else if (keyword === "anyOf") emitAny(branches, site, emitSchema);
  else emitExactlyOne(branches, site, emitSchema);
}

function emitDirected(
  union: Union,
  discriminator: Discriminator,
  site: Site,
  emitSchema: EmitSchema,
): void {
  const { emission, target } = site;
  const { printer } = emission;
  const { property, tags } = discriminator;
  const directed = () => {
    const tag = freshName(emission, property);
    printer.line(`const ${tag} = ${readProperty(target.value, property)};`);
    union.branches.forEach((branch, index) => {
      const condition = (tags[index] ?? [])
        .map((value) => `${tag} === ${stringLiteral(value)}`)
        .join(" || ");
      const check = () => emitAliased(branch, site, emitSchema);
      if (index === 0) printer.when([condition], check);
      else printer.otherwise([condition], check);
    });
    printer.otherwise([], () => {
      const keyword = union.schema.discriminator === undefined ? union.keyword : "discriminator";
      const expected = oneOf(tags.flat().map((value) => JSON.stringify(value)));
      emitFail(site, keyword, expected, memberTarget(target, property, tag));
    });
  };
  const isRefusedAlready = declaredTypes(union.schema)?.join() === "object";
  const refuse = isRefusedAlready ? null : () => emitFail(site, "type", "object");
  emitCases([typeCase("object", site, directed)], site, refuse);
}

function emitAny(branches: readonly JsonSchema[], site: Site, emitSchema: EmitSchema): void {
  const { printer, imports } = site.emission;
  const matched = freshName(site.emission, "matched");
  printer.line(`let ${matched} = false;`);
  branches.forEach((branch, index) => {
    const test = () => emitTest(branch, site, "option", emitSchema, `${matched} = true;`);
    if (index === 0) test();
    else printer.when([`!${matched}`], test);
  });
  const expected = expectedOf({ anyOf: branches }, imports.scope);
  emitFailIf(site, [`!${matched}`], "anyOf", expected);
}

function emitExactlyOne(branches: readonly JsonSchema[], site: Site, emitSchema: EmitSchema): void {
  const { printer, imports } = site.emission;
  const matches = freshName(site.emission, "matches");
  printer.line(`let ${matches} = 0;`);
  for (const branch of branches) emitTest(branch, site, "option", emitSchema, `${matches}++;`);
  const expected = expectedOf({ oneOf: branches }, imports.scope);
  emitFailIf(site, [`${matches} === 0`], "oneOf", expected);
  printer.otherwise([`${matches} > 1`], () =>
    emitFail(site, "oneOf", `value that fits only one of its ${branches.length} alternatives`),
  );
}
