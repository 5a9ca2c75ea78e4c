import type { Result } from "../diagnostics/diagnostic.ts";
import type { Model } from "../model/model.ts";
import { emitCommands } from "./commands.ts";
import { emitEvents } from "./events.ts";
import type { EmitOptions, OutputFile } from "./output.ts";
import { emitRedisAcl } from "./redis-acl.ts";
import { emitRest } from "./rest.ts";
import { emitRpc } from "./rpc.ts";
import { emitSchemas } from "./schemas.ts";
import { emitServices } from "./services.ts";
import { emitTopology } from "./topology.ts";

/** What can be emitted on its own (`berrys gen --only <kind>`). */
export type EmitterKind =
  | "schemas"
  | "events"
  | "commands"
  | "rest"
  | "rpc"
  | "services"
  | "redis-acl"
  | "topology";

/** Turns a model into files. `image` holds the compiled proto files as a FileDescriptorSet; null: there are none. */
export type Emitter = (
  model: Model,
  image: Uint8Array | null,
  options: EmitOptions,
) => readonly OutputFile[] | Promise<readonly OutputFile[]>;

/** All emitters, in the order of their output. Same model, same files: none reads clock, disk or environment. */
export const emitters: Readonly<Record<EmitterKind, Emitter>> = {
  schemas: (model, _image, options) => emitSchemas(model, options),
  events: (model, _image, options) => emitEvents(model, options),
  commands: (model, _image, options) => emitCommands(model, options),
  rest: (model, _image, options) => emitRest(model, options),
  rpc: emitRpc,
  services: (model, _image, options) => emitServices(model, options),
  "redis-acl": (model) => emitRedisAcl(model),
  topology: (model, _image, options) => emitTopology(model, options),
};

/** Every file of every emitter, sorted by path. */
export async function emitAll(
  model: Model,
  image: Uint8Array | null,
  options: EmitOptions,
): Promise<Result<readonly OutputFile[]>> {
  const files: OutputFile[] = [];
  for (const emit of Object.values(emitters)) files.push(...(await emit(model, image, options)));
  return [files.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)), []];
}
