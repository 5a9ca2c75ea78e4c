import { createDiagnostic } from "../../diagnostics/create.ts";
import type { Diagnostic, Span } from "../../diagnostics/diagnostic.ts";
import { createSources } from "../../load/sources.ts";
import type { Side } from "../side.ts";

/** A side before it has a name and knows how to clean up. */
export type Opened = Omit<Side, "label" | "dispose">;

/** A side that holds nothing yet. */
export function emptySide(root: string): Opened {
  return {
    root,
    openapi: null,
    asyncapi: null,
    schema: null,
    proto: null,
    graphql: [],
    model: null,
    config: null,
    sources: createSources(root),
    diagnostics: [],
  };
}

/** A side that could not be read, and why. */
export function unreadable(root: string, diagnostics: readonly Diagnostic[]): Opened {
  return { ...emptySide(root), diagnostics };
}

/** The diagnostic for a contract file that is not there. */
export function missingFile(message: string, span: Span | null): Diagnostic {
  return createDiagnostic("load/file-not-found", message, span);
}
