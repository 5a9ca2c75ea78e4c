import type { DescMessage } from "@bufbuild/protobuf";
import type { Direction } from "../../findings/finding.ts";
import type { Role } from "../../findings/rule.ts";
import type { ProtoElements } from "./elements.ts";

/** How an element takes part in calls. */
export interface ProtoUse {
  readonly role: Role;
  /** Undefined where no call reaches it. */
  readonly direction: Direction | undefined;
}

/**
 * Which way messages and enums travel: what requests alone reach is read by the service, what responses alone reach is
 * written by it.
 */
export function createUses(elements: ProtoElements): (typeName: string) => ProtoUse {
  const requests = new Set<string>();
  const responses = new Set<string>();
  for (const { method } of elements.byName.values()) {
    if (method === null) continue;
    reach(method.input, requests);
    reach(method.output, responses);
  }
  return (typeName) => {
    const isRead = requests.has(typeName);
    const isWritten = responses.has(typeName);
    if (isRead && isWritten) return { role: "both", direction: "both" };
    if (isRead) return { role: "reader", direction: "request" };
    return isWritten
      ? { role: "writer", direction: "response" }
      : { role: "both", direction: undefined };
  };
}

function reach(start: DescMessage, found: Set<string>): void {
  const queue = [start];
  for (let message = queue.pop(); message !== undefined; message = queue.pop()) {
    if (found.has(message.typeName)) continue;
    found.add(message.typeName);
    for (const field of message.fields) {
      if (field.message !== undefined) queue.push(field.message);
      if (field.enum !== undefined) found.add(field.enum.typeName);
    }
  }
}
