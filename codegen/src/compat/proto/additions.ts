import type { Change } from "../change.ts";
import { changeAt, type ProtoPair, titles } from "./change-at.ts";
import type { ElementKind, ProtoElement } from "./elements.ts";

const rules: Readonly<Partial<Record<ElementKind, string>>> = {
  message: "proto/message-added",
  field: "proto/field-added",
  extension: "proto/extension-added",
  enum: "proto/enum-added",
  "enum-value": "proto/enum-value-added",
  service: "proto/service-added",
  rpc: "proto/rpc-added",
};

/** Declarations that are new, so that the version to release can be told; what lies in a new one goes without saying. */
export function findAdditions(pair: ProtoPair): readonly Change[] {
  const found: Change[] = [];
  for (const element of pair.now.byName.values()) {
    const rule = rules[element.kind];
    const { name, parent, kind } = element;
    if (rule === undefined || pair.old.byName.has(name)) continue;
    if (parent !== null && !pair.old.byName.has(parent)) continue;
    if (isRenamed(pair, element)) continue;
    const own = parent === null ? name : name.slice(parent.length + 1);
    const where = parent === null ? "" : ` of \`${parent}\``;
    const message = `The ${titles[kind]} \`${own}\`${where} is new.`;
    found.push(changeAt(pair, rule, message, { now: element, about: element }));
  }
  return found;
}

/** A field or value whose number the old version has too. */
function isRenamed({ old }: ProtoPair, { kind, parent, number }: ProtoElement): boolean {
  const before = parent === null ? undefined : old.byName.get(parent);
  if (number === null || before === undefined) return false;
  return old
    .inFile(before.file)
    .some((one) => one.parent === parent && one.kind === kind && one.number === number);
}
