import type { JsonSchema } from "@berrys/codegen/model/model";
import { violationsOf } from "@berrys/runtime/violation";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { expect, test } from "vitest";
import { boundaryValues, instance, schema, singleKeywords, taggedUnion } from "./arbitraries.ts";
import { compileChecks } from "./compile.ts";

const runs = Number(process.env.SCHEMA_RUNS ?? 80);
const seed = Number(process.env.SCHEMA_SEED ?? 20251122);

const references = ["#/$defs/Same", "#/$defs/Tree"];
const schemas = fc.record({
  Root: schema(3, { same: references, below: [...references, "#/$defs/Root"] }),
  Same: schema(2, { same: ["#/$defs/Tree"], below: references }),
  Tree: schema(2, { same: [], below: references }),
});

/** Ajv's verdict on each value; null where Ajv gives none because it recurses without end. */
function verdicts(defs: Readonly<Record<string, JsonSchema>>, values: readonly unknown[]) {
  const ajv = new Ajv2020({ strict: false, logger: false, ownProperties: true });
  addFormats.default(ajv);
  const validate = ajv.compile({ $ref: "#/$defs/Root", $defs: defs });
  return values.map((value) => {
    try {
      return validate(value);
    } catch {
      return null;
    }
  });
}

function sameVerdicts(
  generated: Readonly<Record<string, JsonSchema>>,
  instances: readonly unknown[],
): void {
  // As parsed from text: with prototypes, without undefined.
  const defs: typeof generated = JSON.parse(JSON.stringify(generated));
  const values: typeof instances = JSON.parse(JSON.stringify(instances));
  const check = compileChecks(defs).Root;
  if (check === undefined) throw new Error("Root was not emitted");
  const ours = values.map((value) => violationsOf(check, value).length === 0);
  const theirs = verdicts(defs, values);
  const usesContains = JSON.stringify(defs).includes('"contains"');
  for (const [index, verdict] of theirs.entries()) {
    // In a loop, Ajv takes the verdict of `contains` on an empty array from the round before.
    const isStale = usesContains && JSON.stringify(values[index]).includes("[]");
    if (verdict !== null && !isStale)
      expect([values[index], ours[index]]).toEqual([values[index], verdict]);
  }
}

test("emitted validators agree with Ajv on random schemas and values", { timeout: 600_000 }, () => {
  const values = fc.array(instance, { minLength: 8, maxLength: 8 });
  fc.assert(fc.property(schemas, values, sameVerdicts), { numRuns: runs, seed });
});

test.each(singleKeywords())("%s alone agrees with Ajv at its limits", (_keyword, schemas) => {
  fc.assert(
    fc.property(schemas, (Root) => sameVerdicts({ Root }, boundaryValues)),
    { numRuns: 10, seed },
  );
});

test("unions told apart by a tag agree with Ajv", { timeout: 600_000 }, () => {
  const tagged = fc.record({
    kind: fc.constantFrom<unknown>("a", "ab", "x-1", "é", "no", 1),
    a: instance,
  });
  const values = fc.array(fc.oneof(tagged, instance), { minLength: 8, maxLength: 8 });
  fc.assert(
    fc.property(taggedUnion, values, (Root, some) => sameVerdicts({ Root }, some)),
    { numRuns: runs, seed },
  );
});
