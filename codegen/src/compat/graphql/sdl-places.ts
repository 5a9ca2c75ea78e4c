import type { DocumentNode, NameNode } from "graphql/index.js";
import type { Place } from "../change.ts";
import { spanAt } from "./read-schema.ts";

/** Finds `Type`, `Type.field`, `Type.field.argument`, `Enum.VALUE`, `@directive` in SDL; nearest ancestor where `isNearest`. */
export type SdlPlaces = (path: string, isNearest: boolean) => Place | null;

/** An index of the names that a document declares; of repeated ones (extensions) the first counts. */
export function createPlaces(document: DocumentNode): SdlPlaces {
  const names = new Map<string, NameNode>();
  const add = (path: string, name: NameNode) => {
    if (!names.has(path)) names.set(path, name);
  };
  for (const node of document.definitions) {
    if (!("name" in node) || node.name === undefined) continue;
    const path = `${node.kind === "DirectiveDefinition" ? "@" : ""}${node.name.value}`;
    add(path, node.name);
    for (const member of membersOf(node)) {
      add(`${path}.${member.name.value}`, member.name);
      for (const argument of membersOf(member))
        add(`${path}.${member.name.value}.${argument.name.value}`, argument.name);
    }
  }
  return (path, isNearest) => {
    for (let at = path; at !== ""; at = at.slice(0, Math.max(0, at.lastIndexOf(".")))) {
      const name = names.get(at);
      const { loc } = name ?? {};
      if (loc !== undefined) {
        const span = spanAt(loc.source, loc.start, loc.end);
        return { file: loc.source.name, pointer: at, span };
      }
      if (!isNearest) return null;
    }
    return null;
  };
}

interface Named {
  readonly name: NameNode;
}

/** Fields, arguments and values of a node; members of a union have names of their own elsewhere. */
function membersOf(node: object): readonly Named[] {
  return ["fields", "arguments", "values"].flatMap((key) => {
    const found: unknown = (node as Readonly<Record<string, unknown>>)[key];
    return Array.isArray(found) ? (found as readonly Named[]) : [];
  });
}
