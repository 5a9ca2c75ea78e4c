import { hasErrors } from "../diagnostics/create.ts";
import type { Diagnostic, Result } from "../diagnostics/diagnostic.ts";
import { createSettingsReader } from "../load/config-reader.ts";
import { parseSource, type SourceDocument } from "../load/document.ts";
import { isObject, member } from "../load/pointer.ts";
import {
  type BreakingSettings,
  defaultBreaking,
  defaultLint,
  type PolicySettings,
  readBreaking,
  readLint,
} from "./settings.ts";

/** The settings of both commands. */
export interface VerdictSettings {
  readonly breaking: BreakingSettings;
  readonly lint: PolicySettings;
}

/**
 * Reads the blocks `breaking` and `lint` of a settings file, and checks the names of rules in them; what else stands in
 * the file is none of its business. Null text: there is no file, the defaults hold. Null: something is wrong.
 */
export async function loadSettings(
  file: string,
  text: string | null,
): Promise<Result<VerdictSettings | null>> {
  const defaults = { breaking: defaultBreaking, lint: defaultLint };
  if (text === null) return [defaults, []];
  const [document, problems] = parseSource(file, text);
  if (document === null) return [null, problems];
  if (document.value === null || document.value === undefined) return [defaults, problems];
  const reader = createSettingsReader(document);
  const members = reader.object(document.value, "", null);
  const settings = {
    breaking: readBreaking(reader, members.breaking),
    lint: readLint(reader, members.lint),
  };
  const diagnostics = [...problems, ...reader.diagnostics, ...(await checkNames(document))];
  return [hasErrors(diagnostics) ? null : settings, diagnostics];
}

/** The catalog of all rules is big, so it is loaded where there is a name to look up. */
async function checkNames(document: SourceDocument): Promise<readonly Diagnostic[]> {
  const blocks = [member(document.value, "breaking"), member(document.value, "lint")];
  if (!blocks.some((block) => isObject(block) && ("rules" in block || "paths" in block))) return [];
  const { checkRuleNames } = await import("./check-rule-names.ts");
  return checkRuleNames(document);
}
