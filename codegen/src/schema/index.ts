export { stringFormats } from "./check/scalars.ts";
export { emitCheck, emitInlineCheck, type InlineCheck } from "./emit-check.ts";
export { emitType, type TypeOptions, typeOf } from "./emit-type.ts";
export { createReferenceGraph } from "./reference-graph.ts";
export { createSchemaScope, type SchemaScope } from "./scope.ts";
export { type UnsupportedKeyword, unsupportedIn } from "./unsupported.ts";
