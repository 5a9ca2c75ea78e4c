import type { Model } from "../model/model.ts";
import { emitSchemaNodes, schemaNames } from "./messages.ts";
import { moduleFile } from "./module.ts";
import type { EmitOptions, OutputFile } from "./output.ts";

/** `schemas/<file>.ts`: types and validators that several contracts share. */
export function emitSchemas(model: Model, options: EmitOptions): readonly OutputFile[] {
  const shared = model.schemas.filter(({ module }) => module.startsWith("schemas/"));
  const modules = new Set(shared.map(({ module }) => module));
  return [...modules].map((module) => {
    const schemas = shared.filter((schema) => schema.module === module);
    return moduleFile({
      model,
      module,
      emit: options,
      declared: schemaNames(schemas),
      origins: schemas.map(({ origin }) => origin),
      body: (imports) => emitSchemaNodes(schemas, imports),
    });
  });
}
