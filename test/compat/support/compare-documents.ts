import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Change } from "@berrys/codegen/compat/change";
import type { SchemaComparer } from "@berrys/codegen/compat/schema/compare-schemas";
import type { ContractTree } from "@berrys/codegen/compat/tree";

const compat = join(import.meta.dirname, "../../../codegen/src/compat");

/** An export of a comparer's module; a missing one says so. */
async function load<F>(module: string, name: string): Promise<F> {
  const path = join(compat, module);
  if (!existsSync(path)) throw new Error(`codegen/src/compat/${module} does not exist yet`);
  return ((await import(path)) as Record<string, F>)[name] as F;
}

type CompareTrees = (
  old: ContractTree,
  now: ContractTree,
  schemas: SchemaComparer,
) => readonly Change[];

/** Raw changes between two documents of one kind. */
export async function compareDocuments(
  old: ContractTree,
  now: ContractTree,
): Promise<readonly Change[]> {
  const createSchemaComparer = await load<
    ((old: ContractTree, now: ContractTree) => SchemaComparer) | undefined
  >("schema/compare-schemas.ts", "createSchemaComparer");
  const schemas = createSchemaComparer?.(old, now) ?? { compare: () => [] };
  switch (now.kind) {
    case "openapi":
      return (await load<CompareTrees>("openapi/compare-openapi.ts", "compareOpenapi"))(
        old,
        now,
        schemas,
      );
    case "asyncapi":
      return (await load<CompareTrees>("asyncapi/compare-asyncapi.ts", "compareAsyncapi"))(
        old,
        now,
        schemas,
      );
    case "schema":
      return (await load<CompareTrees>("schema/compare-document.ts", "compareDocument"))(
        old,
        now,
        schemas,
      );
  }
}
