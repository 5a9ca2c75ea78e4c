import { catalog, type DiagnosticCode } from "@berrys/codegen/diagnostics/catalog";
import { nearest } from "@berrys/codegen/diagnostics/nearest";
import type { Rule } from "@berrys/codegen/findings/rule";
import { CliError } from "../cli-error.ts";
import { table } from "../terminal/table.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** `berrys explain [code]`: one diagnostic or rule, the list of a group (`openapi`), or the list of all. */
export async function explain(terminal: Terminal, code: string | undefined): Promise<number> {
  const diagnostic = (Object.keys(catalog) as DiagnosticCode[]).find((known) => known === code);
  if (diagnostic !== undefined) return explainDiagnostic(terminal, diagnostic);
  const rules = await import("@berrys/codegen/findings/catalog");
  const rule = code === undefined ? null : rules.ruleOf(code);
  if (code !== undefined && rule !== null) {
    return explainRule(terminal, { id: code, rule, command: rules.commandOf(code) });
  }
  const known = [
    ...Object.entries(catalog),
    ...rules.ruleIds().map((id) => [id, rules.ruleOf(id)] as const),
  ];
  const listed = known.filter(([id]) => code === undefined || id.startsWith(`${code}/`));
  if (code !== undefined && listed.length === 0) {
    throw unknownCode(
      code,
      known.map(([id]) => id),
    );
  }
  if (terminal.json) terminal.dataJson(listed.map(([id, texts]) => ({ code: id, ...texts })));
  else terminal.data(table(listed.map(([id, texts]) => [id, texts?.title ?? ""])));
  return 0;
}

function explainDiagnostic(terminal: Terminal, code: DiagnosticCode): number {
  const { title, cause, fix } = catalog[code];
  if (terminal.json) {
    terminal.dataJson({ code, title, cause, fix });
    return 0;
  }
  const { bold } = terminal.dataColors;
  terminal.data(`${bold(code)}: ${title}\n\nCause: ${cause}\n\nFix: ${fix}`);
  return 0;
}

interface FoundRule {
  readonly id: string;
  readonly rule: Rule;
  readonly command: string | null;
}

function explainRule(terminal: Terminal, { id, rule, command }: FoundRule): number {
  const { title, level, why, fix } = rule;
  const foundBy = `berrys ${command === "gen" || command === null ? "check" : command}`;
  if (terminal.json) {
    terminal.dataJson({ code: id, title, level, why, fix, command: foundBy });
    return 0;
  }
  const levels =
    typeof level === "string"
      ? level
      : `${level.reader} for a reader (request bodies, parameters, received messages), ${level.writer} for a writer (responses, sent messages)`;
  const { bold } = terminal.dataColors;
  terminal.data(
    `${bold(id)}: ${title}\n\nLevel: ${levels}; found by \`${foundBy}\`\n\nWhy: ${why}\n\nFix: ${fix}`,
  );
  return 0;
}

function unknownCode(code: string, codes: readonly string[]): CliError {
  const close = nearest(code, codes);
  const hint = close === null ? "`berrys explain` lists all codes" : `did you mean \`${close}\`?`;
  return new CliError("cli/unknown-code", `there is no diagnostic or rule \`${code}\``, { hint });
}
