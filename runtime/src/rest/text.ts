import { fail, pointerToken } from "../validation.ts";
import type { Violation } from "../violation.ts";

/**
 * Reports text that JSON can spell but neither PostgreSQL nor Protobuf can hold: U+0000 and halves of surrogate
 * pairs, in values and in names of members.
 */
export function checkText(value: unknown, pointer: string, violations: Violation[]): void {
  if (typeof value === "string") {
    if (!isText(value)) fail(violations, pointer, "type", "text without U+0000", value);
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) checkText(item, `${pointer}/${index}`, violations);
  } else if (typeof value === "object" && value !== null && !ArrayBuffer.isView(value)) {
    for (const [name, member] of Object.entries(value)) {
      const at = `${pointer}/${pointerToken(name)}`;
      if (isText(name)) checkText(member, at, violations);
      else fail(violations, at, "propertyNames", "a name without U+0000", name);
    }
  }
}

function isText(text: string): boolean {
  return text.isWellFormed() && !text.includes("\0");
}
