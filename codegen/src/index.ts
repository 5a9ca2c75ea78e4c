/** The parts of the code generator that programs call. */
export type { DiagnosticCode } from "./diagnostics/catalog.ts";
export type { CatalogEntry } from "./diagnostics/catalog-entry.ts";
export type { Diagnostic, Severity, Span } from "./diagnostics/diagnostic.ts";
export { printDiagnostic, printDiagnostics } from "./diagnostics/print.ts";
export type { EmitterKind } from "./emit/index.ts";
export type { EmitOptions, OutputFile } from "./emit/output.ts";
export {
  type GenerateOptions,
  type GenerateResult,
  type GenerateStatus,
  generate,
} from "./generate.ts";
export { type LoadedModel, loadModel } from "./load-model.ts";
export type { Model } from "./model/model.ts";
