import { member } from "../../../../load/pointer.ts";
import { child, children, idOf, type Located } from "../../../../load/reference.ts";
import { createSchemaRegistry } from "../../../../model/schema-registry.ts";
import type { Check, Failure } from "../../../../validate/check-values.ts";
import type { DefinedRule } from "../../../define-rule.ts";
import type { LintMistake } from "../../../lint-rule.ts";
import { derefChildren, jsonContents, type RestApi, restApi } from "../view/api.ts";
import { restSchemas } from "../view/schemas.ts";

/** What an example shows is accepted. */
export const examplesValid: DefinedRule = {
  id: "rest/examples-valid",
  rule: {
    title: "An example that breaks its schema",
    level: "error",
    elsewhere: "warn",
    why: "People copy the example and are refused; mocks and tests that are made from it fail.",
    fix: "Correct the example, or the schema.",
  },
  check: async (side) => {
    const api = restApi(side);
    if (api === null) return [];
    const registry = createSchemaRegistry(side.sources, api.tree.resolver);
    const checks = [...schemaValues(api), ...carriedValues(api)].map(
      ({ schema, at, path, what }) => ({
        schema: registry.inline(schema),
        value: at.value,
        place: at,
        what,
        path,
      }),
    );
    const { checkValues } = await import("../../../../validate/check-values.ts");
    const checkAll = (batch: readonly Check[]) => checkValues(batch, registry);
    return failures(checks, checkAll).map(({ check, pointer, reason }): LintMistake => {
      const where = pointer === "" ? "" : ` at \`${pointer}\``;
      return {
        rule: "rest/examples-valid",
        kind: "openapi",
        message: `The ${check.what}${where} ${reason}.`,
        path: (check as PathedCheck).path.join(" › "),
        place: { file: check.place.file, pointer: check.place.pointer + pointer, part: "value" },
        detail: pointer,
      };
    });
  },
};

interface PathedCheck extends Check {
  readonly path: readonly string[];
}

interface Sample {
  readonly schema: Located;
  readonly at: Located;
  readonly path: readonly string[];
  readonly what: string;
}

function schemaValues(api: RestApi): readonly Sample[] {
  const seen = new Set<string>();
  return restSchemas(api).flatMap(({ node, path }) => {
    if (seen.has(idOf(node))) return [];
    seen.add(idOf(node));
    const own = ["example", "default"]
      .map((key) => [key, child(node, key)] as const)
      .filter(([, at]) => at.value !== undefined);
    const listed = Array.isArray(member(node.value, "examples"))
      ? children(child(node, "examples"))
      : [];
    return [...own, ...listed.map(([, at]) => ["example", at] as const)].map(([what, at]) => ({
      schema: node,
      at,
      path,
      what,
    }));
  });
}

/** Examples of parameters, headers and JSON bodies, each once. */
function carriedValues({ tree, operations }: RestApi): readonly Sample[] {
  const seen = new Set<string>();
  return operations.flatMap(({ label, parameters, bodyContents, responses }) => {
    const carriers = [
      ...parameters.map(({ node, in: place, name }) => ({
        node,
        path: [label, `${place} ${name}`],
        what: "example of this parameter",
      })),
      ...jsonContents(bodyContents).map(({ node }) => ({
        node,
        path: [label, "request"],
        what: "example of this body",
      })),
      ...responses.flatMap(({ status, contents, headers }) => [
        ...jsonContents(contents).map(({ node }) => ({
          node,
          path: [label, status],
          what: "example of this body",
        })),
        ...[...headers].map(([name, node]) => ({
          node,
          path: [label, status, `header ${name}`],
          what: "example of this header",
        })),
      ]),
    ];
    return carriers.flatMap(({ node, path, what }) => {
      const schema = child(node, "schema");
      if (schema.value === undefined || seen.has(idOf(node))) return [];
      seen.add(idOf(node));
      const named = derefChildren(tree, child(node, "examples")).map(([, example]) =>
        child(example, "value"),
      );
      return [child(node, "example"), ...named]
        .filter(({ value }) => value !== undefined)
        .map((at) => ({ schema, at, path, what }));
    });
  });
}

/** Schemas that no validator takes are other rules' business, so what cannot be compiled is left out. */
function failures(
  checks: readonly PathedCheck[],
  checkAll: (batch: readonly Check[]) => readonly Failure[],
): readonly Failure[] {
  const found: Failure[] = [];
  const left: (readonly PathedCheck[])[] = [checks];
  for (let batch = left.pop(); batch !== undefined; batch = left.pop()) {
    if (batch.length === 0) continue;
    try {
      found.push(...checkAll(batch));
    } catch {
      const half = Math.floor(batch.length / 2);
      if (half > 0) left.push(batch.slice(half), batch.slice(0, half));
    }
  }
  return found;
}
