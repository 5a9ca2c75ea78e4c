import { compareAsyncapi } from "@berrys/codegen/compat/asyncapi/compare-asyncapi";
import type { Change } from "@berrys/codegen/compat/change";
import { compareOpenapi } from "@berrys/codegen/compat/openapi/compare-openapi";
import { compareDocument } from "@berrys/codegen/compat/schema/compare-document";
import { createSchemaComparer } from "@berrys/codegen/compat/schema/compare-schemas";
import type { ContractTree } from "@berrys/codegen/compat/tree";

/** Raw changes between two documents of one kind. */
export function compareDocuments(old: ContractTree, now: ContractTree): readonly Change[] {
  const schemas = createSchemaComparer(old, now);
  switch (now.kind) {
    case "openapi":
      return compareOpenapi(old, now, schemas);
    case "asyncapi":
      return compareAsyncapi(old, now, schemas);
    case "schema":
      return compareDocument(old, now, schemas);
  }
}
