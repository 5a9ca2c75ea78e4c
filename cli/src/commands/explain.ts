import { catalog, type DiagnosticCode } from "@berrys/codegen/diagnostics/catalog";
import { nearest } from "@berrys/codegen/diagnostics/nearest";
import { CliError } from "../cli-error.ts";
import { table } from "../terminal/table.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** `berrys explain [code]`: one entry of the catalog, or the list of all. */
export async function explain(terminal: Terminal, code: string | undefined): Promise<number> {
  const codes = Object.keys(catalog) as DiagnosticCode[];
  if (code === undefined) {
    if (terminal.json)
      terminal.dataJson(codes.map((known) => ({ code: known, ...catalog[known] })));
    else terminal.data(table(codes.map((known) => [known, catalog[known].title])));
    return 0;
  }
  const found = codes.find((known) => known === code);
  if (found === undefined) throw unknownCode(code, codes);
  const { title, cause, fix } = catalog[found];
  if (terminal.json) {
    terminal.dataJson({ code: found, title, cause, fix });
    return 0;
  }
  const { bold } = terminal.dataColors;
  terminal.data(`${bold(found)}: ${title}\n\nCause: ${cause}\n\nFix: ${fix}`);
  return 0;
}

function unknownCode(code: string, codes: readonly string[]): CliError {
  const close = nearest(code, codes);
  const hint = close === null ? "`berrys explain` lists all codes" : `did you mean \`${close}\`?`;
  return new CliError("cli/unknown-code", `no diagnostic has the code \`${code}\``, { hint });
}
