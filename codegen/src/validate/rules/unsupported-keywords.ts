import { createDiagnostic } from "../../diagnostics/create.ts";
import { createSchemaScope, unsupportedIn } from "../../schema/index.ts";
import type { Rule } from "../rule.ts";

/** Keywords of named schemas that no emitted validator can honour. */
export const unsupportedKeywords: Rule = ({ loaded, built }) => {
  const { schemas } = built.model;
  const scope = createSchemaScope(schemas, "");
  return schemas.flatMap(({ id, schema, origin }) =>
    unsupportedIn(schema, scope, id).map(({ unsupported, pointer, reason }) => {
      const place = { file: origin.file, pointer: `${origin.pointer}${pointer}` };
      const text = `\`${unsupported}\` cannot be turned into code: ${reason}.`;
      return createDiagnostic("validate/unsupported-keyword", text, loaded.sources.spanOf(place));
    }),
  );
};
