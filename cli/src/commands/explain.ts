import { catalog, type DiagnosticCode } from "@berrys/codegen/diagnostics/catalog";
import { nearest } from "@berrys/codegen/diagnostics/nearest";
import { commandOf, ruleIds, ruleOf } from "@berrys/codegen/findings/catalog";
import type { Rule } from "@berrys/codegen/findings/rule";
import { CliError } from "../cli-error.ts";
import { table } from "../terminal/table.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** `berrys explain [code]`: one diagnostic or rule, the list of a group (`openapi`), or the list of all. */
export async function explain(terminal: Terminal, code: string | undefined): Promise<number> {
  const diagnostic = (Object.keys(catalog) as DiagnosticCode[]).find((known) => known === code);
  if (diagnostic !== undefined) return explainDiagnostic(terminal, diagnostic);
  const rule = code === undefined ? null : ruleOf(code);
  if (code !== undefined && rule !== null) return explainRule(terminal, code, rule);
  const known = [...Object.keys(catalog), ...ruleIds()];
  const listed = code === undefined ? known : known.filter((id) => id.startsWith(`${code}/`));
  if (code !== undefined && listed.length === 0) throw unknownCode(code, known);
  return list(terminal, listed);
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

function explainRule(terminal: Terminal, id: string, { title, level, why, fix }: Rule): number {
  const command = commandOf(id);
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

function list(terminal: Terminal, ids: readonly string[]): number {
  if (terminal.json) terminal.dataJson(ids.map(listed));
  else terminal.data(table(ids.map((id) => [id, textsOf(id).title])));
  return 0;
}

function listed(id: string): object {
  return { code: id, ...textsOf(id) };
}

function textsOf(id: string): { readonly title: string } {
  const texts = id in catalog ? catalog[id as DiagnosticCode] : ruleOf(id);
  if (texts === null) throw new Error(`the rule \`${id}\` is listed and has no texts`);
  return texts;
}

function unknownCode(code: string, codes: readonly string[]): CliError {
  const close = nearest(code, codes);
  const hint = close === null ? "`berrys explain` lists all codes" : `did you mean \`${close}\`?`;
  return new CliError("cli/unknown-code", `there is no diagnostic or rule \`${code}\``, { hint });
}
