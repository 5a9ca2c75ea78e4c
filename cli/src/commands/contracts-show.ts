import { nearest } from "@berrys/codegen/diagnostics/nearest";
import { CliError } from "../cli-error.ts";
import { type ContractEntry, contractEntries } from "../contract-entries.ts";
import { type LoadedWorkspace, loadWorkspace } from "../load-workspace.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** `berrys contracts show <name>`: everything the model knows about one name. */
export async function contractsShow(terminal: Terminal, name: string): Promise<number> {
  const loaded = await loadWorkspace(terminal);
  if (loaded === null) return 2;
  const entries = contractEntries(loaded.model);
  const found = find(name, entries);
  if (found.length === 0) throw unknownName(name, entries);
  if (terminal.json) {
    terminal.dataJson(
      found.map((entry) => ({ ...entry, location: loaded.location(entry.origin) })),
    );
    return 0;
  }
  for (const entry of found) print(terminal, entry, loaded);
  return 0;
}

/** Whole names first; else the last part of a qualified one, e.g. `PlanningService.CreatePlan` or `CreatePlan`. */
function find(name: string, entries: readonly ContractEntry[]): readonly ContractEntry[] {
  const exact = entries.filter((entry) => entry.name === name);
  return exact.length > 0 ? exact : entries.filter((entry) => entry.name.endsWith(`.${name}`));
}

function print(terminal: Terminal, entry: ContractEntry, loaded: LoadedWorkspace): void {
  const { bold, dim } = terminal.dataColors;
  terminal.data(`${bold(entry.name)} (${entry.kind}) ${dim(loaded.location(entry.origin))}`);
  if (entry.summary !== "") terminal.data(entry.summary);
  if (entry.from.length > 0) terminal.data(`from: ${entry.from.join(", ")}`);
  if (entry.to.length > 0) terminal.data(`to: ${entry.to.join(", ")}`);
  const {
    name: _name,
    doc: _doc,
    origin: _origin,
    ...facts
  } = entry.node as Record<string, unknown>;
  terminal.data(JSON.stringify(facts, null, 2));
  for (const id of referenced(facts)) {
    const schema = loaded.model.schemas.find((known) => known.id === id);
    if (schema === undefined) continue;
    terminal.data(`${bold(schema.typeName)} ${dim(loaded.location(schema.origin))}`);
    terminal.data(JSON.stringify(schema.schema, null, 2));
  }
}

/** Ids of the data and reply of a message. */
function referenced({ data, reply }: Readonly<Record<string, unknown>>): readonly unknown[] {
  return [data, reply].filter((id) => typeof id === "string");
}

function unknownName(name: string, entries: readonly ContractEntry[]): CliError {
  const names = entries.flatMap((entry) => [
    entry.name,
    entry.name.slice(entry.name.lastIndexOf(".") + 1),
  ]);
  const close = nearest(name, names);
  const hint =
    close === null ? "`berrys contracts ls` lists all names" : `did you mean \`${close}\`?`;
  return new CliError("cli/unknown-name", `the contracts declare nothing named \`${name}\``, {
    hint,
  });
}
