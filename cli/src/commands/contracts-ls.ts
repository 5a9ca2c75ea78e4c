import { contractEntries } from "../contract-entries.ts";
import { loadWorkspace } from "../load-workspace.ts";
import { table } from "../terminal/table.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** `berrys contracts ls`: what the contracts declare, one line each; schemas are counted in `--json` alone. */
export async function contractsLs(terminal: Terminal): Promise<number> {
  const loaded = await loadWorkspace(terminal);
  if (loaded === null) return 2;
  const entries = contractEntries(loaded.model);
  if (terminal.json) {
    terminal.dataJson(
      entries.map(({ kind, name, from, to, summary, origin }) => {
        return { kind, name, from, to, summary, location: loaded.location(origin) };
      }),
    );
    return 0;
  }
  const rows = entries
    .filter(({ kind }) => kind !== "schema")
    .map(({ kind, name, from, to, origin }) => {
      const route = kind === "service" ? "" : `${from.join(", ") || "?"} → ${to.join(", ") || "-"}`;
      return [kind, name, kind === "rest" ? from.join(", ") : route, loaded.location(origin)];
    });
  if (rows.length > 0) terminal.data(table(rows));
  return 0;
}
