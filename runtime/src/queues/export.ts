import { isUtf8 } from "node:buffer";
import type { Letter } from "../transports/queue-admin.ts";

/** A letter as one line of JSON: all that is known of it, and its fields byte for byte. */
export interface ExportedLetter extends Omit<Letter, "fields"> {
  /** Text where the bytes are UTF-8, else base64. */
  readonly fields: readonly ExportedField[];
}

export type ExportedField =
  | { readonly name: string; readonly text: string }
  | { readonly name: string; readonly base64: string };

export function exportLetter({ fields, ...facts }: Letter): ExportedLetter {
  return {
    ...facts,
    fields: fields.map(([name, value]) =>
      isUtf8(value)
        ? { name, text: Buffer.from(value).toString("utf8") }
        : { name, base64: Buffer.from(value).toString("base64") },
    ),
  };
}
