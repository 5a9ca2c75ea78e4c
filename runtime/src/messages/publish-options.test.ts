import { expect, test } from "vitest";
import type { PublishOptions } from "../context.ts";
import { scheduleOf } from "./publish-options.ts";
import { eventDefinition } from "./testing.ts";

const event = eventDefinition();
const command = eventDefinition({ kind: "command" });
const now = 1_800_000_000_000;

test.each<[PublishOptions, number | null]>([
  [{}, null],
  [{ delay: 0 }, null],
  [{ delay: 1500 }, now + 1500],
  [{ deliverAt: now + 7 }, now + 7],
  [{ deliverAt: new Date(now + 8) }, now + 8],
  [{ deliverAt: now }, null],
  [{ deliverAt: new Date(0) }, null],
  [{ delay: 10, ttl: 11 }, now + 10],
])("%j is delivered at %j", (options, expected) => {
  expect(scheduleOf(event, options, now)).toBe(expected);
});

test.each<[string, PublishOptions]>([
  ["`deliverAt` and `delay` are both given, expected one of them.", { delay: 1, deliverAt: now }],
  ["`delay` is -1, expected whole milliseconds from 0.", { delay: -1 }],
  ["`delay` is 1.5, expected whole milliseconds from 0.", { delay: 1.5 }],
  ["`delay` is NaN, expected whole milliseconds from 0.", { delay: Number.NaN }],
  ["`deliverAt` is Invalid Date, expected a valid date", { deliverAt: new Date("soon") }],
  ["`deliverAt` is 9007199254740991, expected", { deliverAt: Number.MAX_SAFE_INTEGER }],
  ["`ttl` is 0, expected whole milliseconds from 1.", { ttl: 0 }],
  ["`ttl` is null, expected whole milliseconds from 1.", { ttl: null } as object],
  ["`id` is empty, expected a text.", { id: "" }],
  ["`id` is 5, expected a text.", { id: 5 } as object],
  ["`key` is 5, expected a text.", { key: 5 } as object],
  ["`priority` is for commands, and this is an event.", { priority: "high" }],
  [
    "would never be handled: it is delivered after 10 ms, when its `ttl` of 10 ms",
    { delay: 10, ttl: 10 },
  ],
])("refused: %s", (message, options) => {
  expect(() => scheduleOf(event, options, now)).toThrow(message);
  expect(() => scheduleOf(event, options, now)).toThrow("`person.added` is not sent: ");
});

test("a command has one of four priorities", () => {
  expect(scheduleOf(command, { priority: "critical" }, now)).toBeNull();
  expect(() => scheduleOf(command, { priority: "urgent" as "high" }, now)).toThrow(
    "`priority` is `urgent`, expected one of low, normal, high, critical.",
  );
});
