import { loadWorkspace } from "../load-workspace.ts";
import { table } from "../terminal/table.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** `berrys model`: how many of each node the model holds; with `--json` the model itself. */
export async function model(terminal: Terminal): Promise<number> {
  const loaded = await loadWorkspace(terminal);
  if (loaded === null) return 2;
  if (terminal.json) {
    terminal.dataJson(loaded.model);
    return 0;
  }
  const counted = Object.entries(loaded.model).flatMap(([member, nodes]) =>
    Array.isArray(nodes) ? [[member, String(nodes.length)]] : [],
  );
  terminal.data(table(counted));
  return 0;
}
