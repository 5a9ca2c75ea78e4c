import { child, idOf, type Located } from "../../load/reference.ts";
import type { Change } from "../change.ts";
import { memberPlace, type Pair } from "./read/located.ts";
import { readXml, saysXml, type XmlForm, type XmlNode } from "./read/xml.ts";
import { change, type Scope } from "./scope.ts";

/** Where the two schemas stand. */
export interface XmlPlace {
  readonly direction: "request" | "response";
  readonly at: readonly string[];
}

interface Step {
  readonly old: Located;
  readonly now: Located;
  /** The property that holds the value, or null at the top. */
  readonly key: string | null;
  readonly at: readonly string[];
}

/** Compares the names of elements and attributes, which JSON Schema knows nothing about. The nodes are media types. */
export function compareXml(
  scope: Scope,
  media: Pair,
  { direction, at }: XmlPlace,
): readonly Change[] {
  const queue: Step[] = [
    { old: child(media.old, "schema"), now: child(media.now, "schema"), key: null, at },
  ];
  const seen = new Set<string>();
  // Without any `xml` only the element at the top has a name that is not a property.
  const isDeep = saysXml(scope.old) || saysXml(scope.now);
  const changes: Change[] = [];
  for (const step of queue) {
    const old = readXml(scope.old, step.old, step.key);
    const now = readXml(scope.now, step.now, step.key);
    if (old === null || now === null) continue;
    const message = difference(old.form, now.form);
    if (message !== null) {
      changes.push(
        change(scope, `openapi/${direction}-xml-changed`, {
          message,
          at: step.at,
          old: memberPlace(old.node, "xml"),
          new: memberPlace(now.node, "xml"),
          direction,
        }),
      );
    }
    const id = `${idOf(old.node)} ${idOf(now.node)}`;
    if (seen.has(id) || !isDeep) continue;
    seen.add(id);
    queue.push(...stepsInside({ old, now }, step));
  }
  return changes;
}

/** What is in both versions; what is in one alone is the business of the schema. */
function stepsInside(
  { old, now }: { readonly old: XmlNode; readonly now: XmlNode },
  { key, at }: Step,
): readonly Step[] {
  const members = [...now.properties].flatMap(([name, property]) => {
    const before = old.properties.get(name);
    return before === undefined
      ? []
      : [{ old: before, now: property, key: name, at: [...at, name] }];
  });
  const items =
    old.items === null || now.items === null
      ? []
      : [{ old: old.items, now: now.items, key, at: [...at.slice(0, -1), `${at.at(-1) ?? ""}[]`] }];
  return [...members, ...items];
}

function difference(old: XmlForm, now: XmlForm): string | null {
  const kind = ({ attribute }: XmlForm) => (attribute ? "attribute" : "element");
  if (old.attribute !== now.attribute) {
    return `\`${now.name}\` is now an ${kind(now)} instead of an ${kind(old)}`;
  }
  if (old.name !== null && now.name !== null && old.name !== now.name) {
    return `The ${kind(now)} \`${old.name}\` is now called \`${now.name}\``;
  }
  if (old.wrapped !== now.wrapped) {
    return now.wrapped
      ? `The items of \`${now.name}\` now stand in an element of their own`
      : `The items of \`${now.name}\` no longer stand in an element of their own`;
  }
  return old.namespace === now.namespace
    ? null
    : `\`${now.name}\` is now in the namespace \`${now.namespace ?? "none"}\` instead of \`${old.namespace ?? "none"}\``;
}
