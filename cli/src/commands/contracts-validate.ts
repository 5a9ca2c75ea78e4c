import { loadWorkspace } from "../load-workspace.ts";
import { jsonDiagnostic } from "../print-diagnostics.ts";
import { count } from "../terminal/plural.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** `berrys contracts validate`: exit 0 valid (warnings allowed), 2 errors. */
export async function contractsValidate(terminal: Terminal): Promise<number> {
  const loaded = await loadWorkspace(terminal);
  if (loaded === null) return 2;
  const { model, diagnostics } = loaded;
  if (terminal.json) {
    terminal.dataJson({ valid: true, diagnostics: diagnostics.map(jsonDiagnostic) });
    return 0;
  }
  const parts = [
    count(model.services.length, "service"),
    count(model.messages.length, "message"),
    count(model.restOperations.length, "REST operation"),
    count(model.rpcServices.flatMap(({ methods }) => methods).length, "RPC"),
  ];
  terminal.info(`valid: ${parts.join(", ")}`);
  return 0;
}
