import { createDiagnostic, hasErrors } from "../diagnostics/create.ts";
import type { Diagnostic, Result } from "../diagnostics/diagnostic.ts";
import { didYouMean } from "../diagnostics/nearest.ts";
import { createSettingsReader } from "../load/config-reader.ts";
import { parseSource, type SourceDocument } from "../load/document.ts";
import { append, isObject, member } from "../load/pointer.ts";
import type { Command } from "./baseline.ts";
import { commandOf, idsOf, ruleIds } from "./catalog.ts";
import { globMatcher } from "./match-path.ts";
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
export function loadSettings(file: string, text: string | null): Result<VerdictSettings | null> {
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
  const diagnostics = [...problems, ...reader.diagnostics, ...checkRuleNames(document)];
  return [hasErrors(diagnostics) ? null : settings, diagnostics];
}

/** Rules that the settings name and the command does not have. */
function checkRuleNames(document: SourceDocument): readonly Diagnostic[] {
  return (["breaking", "lint"] as const).flatMap((command) => {
    const block = member(document.value, command);
    const paths = member(block, "paths");
    const items: readonly unknown[] = Array.isArray(paths) ? paths : [];
    const at = `/${command}`;
    return [
      ...unknownRules(document, command, member(block, "rules"), `${at}/rules`),
      ...items.flatMap((item, index) =>
        unknownRules(document, command, member(item, "rules"), `${at}/paths/${index}/rules`),
      ),
    ];
  });
}

function unknownRules(
  document: SourceDocument,
  command: Command,
  rules: unknown,
  at: string,
): readonly Diagnostic[] {
  if (!isObject(rules)) return [];
  return Object.keys(rules).flatMap((pattern) => {
    const problem = problemOf(pattern, command);
    if (problem === null) return [];
    const [message, hint] = problem;
    const span = document.spanOf(append(at, pattern));
    return [createDiagnostic("config/unknown-rule", message, span, { hint })];
  });
}

function problemOf(
  pattern: string,
  command: Command,
): readonly [message: string, hint: string | undefined] | null {
  const { own, engines } = idsOf(command);
  if (pattern.includes("*")) {
    const matches = globMatcher(pattern);
    const hits = own.some(matches) || engines.some((prefix) => pattern.startsWith(prefix));
    if (hits) return null;
    return [`No rule of \`berrys ${command}\` matches \`${pattern}\`.`, undefined];
  }
  const owner = commandOf(pattern);
  if (owner === command) return null;
  if (owner === null) {
    const otherwise = "`berrys explain` lists all rules";
    return [`There is no rule \`${pattern}\`.`, didYouMean(pattern, ruleIds(), otherwise)];
  }
  const hint = owner === "gen" ? undefined : `move it to \`${owner}.rules\``;
  return [`\`${pattern}\` is a rule of \`berrys ${owner}\`, not of \`${command}\`.`, hint];
}
