import { child, type Located } from "../../../load/reference.ts";
import { type Comparison, report, show } from "../context.ts";
import type { MessageUse } from "../message-uses.ts";
import { textField } from "../view/layers.ts";
import type { Message, View } from "../view/view.ts";

/** Compares how the bytes of a message are encoded. What messages take from the document is told at the document. */
export function compareContentType(comparison: Comparison, { old, now, scopes }: MessageUse): void {
  const own = [textField(old.layers, "contentType"), textField(now.layers, "contentType")] as const;
  const before = own[0] ?? defaultOf(comparison.old);
  const after = own[1] ?? defaultOf(comparison.now);
  const [a, b] = [before, after].map((node) => (node === null ? null : mediaType(node)));
  if (a === b || a === undefined || b === undefined) return;
  const isDefault = own[0] === null && own[1] === null;
  const name = isDefault ? "default-content-type" : "content-type";
  const rule = a === null ? "added" : b === null ? "removed" : "changed";
  const message =
    a === null
      ? `The content type is now stated as ${show(b)}`
      : b === null
        ? `The content type is no longer stated; it was ${show(a)}`
        : `The content type went from ${show(a)} to ${show(b)}`;
  const told = isDefault
    ? scopes.map((scope) => ({ ...scope, role: "both" as const, path: ["document"] }))
    : scopes;
  report(comparison, told, {
    rule: `asyncapi/${name}-${rule}`,
    message,
    at: isDefault ? ["default content type"] : ["content type"],
    old: before ?? placeOf(comparison.old, old, isDefault),
    new: after ?? placeOf(comparison.now, now, isDefault),
  });
}

function placeOf({ root }: View, { located }: Message, isDefault: boolean): Located {
  return isDefault ? root : located;
}

function defaultOf({ root }: View): Located | null {
  const found = child(root, "defaultContentType");
  return typeof found.value === "string" ? found : null;
}

/** The media type without what never changes its meaning: case, spaces, and the character set that JSON always has. */
function mediaType({ value }: Located): string {
  const [type = "", ...parameters] = String(value)
    .split(";")
    .map((part) => part.trim().toLowerCase().replaceAll('"', ""));
  const isJson = /[/+]json$/.test(type);
  const kept = parameters
    .map((part) => part.replaceAll(/\s*=\s*/g, "="))
    .filter((part) => part !== "" && !(isJson && part === "charset=utf-8"));
  return [type, ...kept.sort()].join(";");
}
