import { describe, expect, test } from "vitest";
import { isParticiple, isState } from "./participles.ts";
import { isImperative, verbOf } from "./verbs.ts";

describe("the past", () => {
  test.each(["created", "sent", "split", "resent", "undone", "paid", "cancelled", "overwritten"])(
    "%s is past",
    (word) => expect(isParticiple(word)).toBe(true),
  );
  test.each(["create", "embed", "feed", "creation", "speed", "red", "sends", "ed"])(
    "%s is not past",
    (word) => expect(isParticiple(word)).toBe(false),
  );
  test.each(["ready", "overdue", "compensating", "heartbeat"])("%s is a state or sign", (word) =>
    expect(isState(word)).toBe(true),
  );
  test.each(["create", "project", "ring"])("%s is no state", (word) =>
    expect(isState(word)).toBe(false),
  );
});

describe("the imperative", () => {
  test.each(["assign", "reassign", "prioritize", "set", "unblock", "notify"])("%s asks", (word) =>
    expect(isImperative(word)).toBe(true),
  );
  test.each(["assigned", "assigning", "task", "status", "creation"])("%s does not ask", (word) =>
    expect(isImperative(word)).toBe(false),
  );
  test.each([
    ["created", "create"],
    ["cancelled", "cancel"],
    ["stopping", "stop"],
    ["notified", "notify"],
    ["execution", "execute"],
    ["task", null],
  ])("%s comes from %s", (word, verb) => expect(verbOf(word)).toBe(verb));
});
