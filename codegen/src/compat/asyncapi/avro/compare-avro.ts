import type { Located } from "../../../load/reference.ts";
import { type Comparison, report, type Scope } from "../context.ts";
import { resolveAvro } from "./resolve-avro.ts";

/** Two versions of an Avro schema. */
export interface AvroPair {
  readonly part: "payload" | "headers";
  readonly old: Located;
  readonly now: Located;
}

/** Compares two Avro schemas that differ: a reader must read what old senders write, a writer what old readers read. */
export function compareAvro(
  comparison: Comparison,
  scopes: readonly Scope[],
  { part, old, now }: AvroPair,
): void {
  const role = scopes[0]?.role ?? "both";
  const received = role === "writer" ? [] : resolveAvro(old, now);
  const sent = role === "reader" ? [] : resolveAvro(now, old);
  const one = (told: (typeof received)[number], isReceived: boolean) => ({
    rule: "asyncapi/avro-unreadable" as const,
    message: isReceived
      ? `What old senders write cannot be read: ${told.message}`
      : `Old readers cannot read what is written: ${told.message}`,
    at: [part, ...told.path],
    old: isReceived ? told.written : told.read,
    new: isReceived ? told.read : told.written,
    detail: `${isReceived ? "received" : "sent"} ${told.message}`,
  });
  const problems = [
    ...received.map((told) => one(told, true)),
    ...sent.map((told) => one(told, false)),
  ];
  for (const found of problems) report(comparison, scopes, found);
  if (problems.length > 0) return;
  const message = `The Avro schema of the ${part} changed, and both sides understand each other`;
  report(comparison, scopes, { rule: "asyncapi/avro-changed", message, at: [part], old, new: now });
}
