import type { MessageDefinition } from "../definitions.ts";
import { fail, isObject } from "../validation.ts";
import type { Check } from "../violation.ts";
import { parseKeyRing } from "./key-ring.ts";

/** A key ring entry whose key is one byte, 32 times. */
export function keyEntry(kid: string, byte: number): string {
  return `${kid}:${Buffer.alloc(32, byte).toString("base64url")}`;
}

/** A key ring of {@link keyEntry} entries. */
export function keyRing(...entries: readonly (readonly [kid: string, byte: number])[]) {
  return parseKeyRing(entries.map(([kid, byte]) => keyEntry(kid, byte)).join(","));
}

/** A check of an object whose named members are texts. */
export function textsCheck(...names: readonly string[]): Check {
  return (value, path, violations) => {
    if (!isObject(value)) {
      fail(violations, path, "type", "object", value);
      return;
    }
    for (const name of names) {
      const text = value[name];
      if (typeof text !== "string") fail(violations, `${path}/${name}`, "type", "string", text);
    }
  };
}

/** An event `person.added` with the members `person_id` and `ssn`. */
export function eventDefinition<Data = Readonly<Record<string, unknown>>>(
  change: Partial<MessageDefinition<Data>> = {},
): MessageDefinition<Data> {
  return {
    kind: "event",
    type: "person.added",
    channel: "person",
    partitions: 2,
    version: 1,
    key: "/person_id",
    retry: { attempts: 3, backoffMs: 1, maxBackoffMs: 4 },
    deadLetter: "continue",
    sensitive: [],
    check: textsCheck("person_id"),
    checkReply: null,
    ...change,
  };
}
