import type { Model } from "../model/model.ts";
import { emitMessages } from "./messages.ts";
import type { EmitOptions, OutputFile } from "./output.ts";

/** `events/<channel>.ts`: types, validators and definitions of a category's events. */
export function emitEvents(model: Model, options: EmitOptions): readonly OutputFile[] {
  return emitMessages(model, "event", options);
}
