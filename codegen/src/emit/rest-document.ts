import type { Model } from "../model/model.ts";
import type { OutputFile } from "./output.ts";

/** `rest/openapi.json`: the OpenAPI document in one file, for pages and tools that show it. */
export function emitRestDocument({ restApi, restOperations }: Model): readonly OutputFile[] {
  if (restApi === null || restOperations.length === 0) return [];
  return [
    {
      path: "rest/openapi.json",
      content: `${JSON.stringify(restApi.document, null, 2)}\n`,
      origins: [restApi.origin],
    },
  ];
}
