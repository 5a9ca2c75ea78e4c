import type { Model } from "../model/model.ts";
import { emitMessages } from "./messages.ts";
import type { EmitOptions, OutputFile } from "./output.ts";

/** `commands/<channel>.ts`: types, validators and definitions of a receiver's commands and their replies. */
export function emitCommands(model: Model, options: EmitOptions): readonly OutputFile[] {
  return emitMessages(model, "command", options);
}
