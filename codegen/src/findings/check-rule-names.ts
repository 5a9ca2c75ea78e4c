import { createDiagnostic } from "../diagnostics/create.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { didYouMean } from "../diagnostics/nearest.ts";
import type { SourceDocument } from "../load/document.ts";
import { append, isObject, member } from "../load/pointer.ts";
import type { Command } from "./baseline.ts";
import { commandOf, idsOf, ruleIds } from "./catalog.ts";
import { globMatcher } from "./match-path.ts";

/** Rules that the settings name and the command does not have. */
export function checkRuleNames(document: SourceDocument): readonly Diagnostic[] {
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
