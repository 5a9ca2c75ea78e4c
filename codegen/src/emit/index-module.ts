import type { Model } from "../model/model.ts";
import { moduleFile } from "./module.ts";
import type { EmitOptions, OutputFile } from "./output.ts";
import { list } from "./printer.ts";
import { clientModule, clientNames } from "./rest-client.ts";
import { serviceExports, serviceModule } from "./services.ts";

/** `index.ts`: the REST client, the services and the topology; messages and schemas are imported by their path. */
export function emitIndex(model: Model, emit: EmitOptions): OutputFile {
  const exports = (module: string, types: readonly string[], values: readonly string[]) => {
    const names = [...types.map((name) => `type ${name}`), ...values].sort(byName);
    return list("export {", names, `} from "./${module}${emit.importExtension}";`);
  };
  const lines: string[] = [];
  if (model.restApi !== null && model.restOperations.length > 0) {
    const { type, create } = clientNames(model);
    lines.push(exports(clientModule(model), [type], [create]));
  }
  for (const service of model.services) {
    const { types, values } = serviceExports(service);
    lines.push(exports(serviceModule(service), types, values));
  }
  lines.push(exports("topology", ["ServiceId"], ["topology"]));
  return moduleFile({
    model,
    module: "index",
    emit,
    declared: [],
    origins: [...model.services, ...(model.restApi === null ? [] : [model.restApi])].map(
      ({ origin }) => origin,
    ),
    body: () => [lines.join("\n")],
  });
}

function byName(a: string, b: string): number {
  const [left, right] = [a.replace(/^type /, ""), b.replace(/^type /, "")];
  return left < right ? -1 : left > right ? 1 : 0;
}
