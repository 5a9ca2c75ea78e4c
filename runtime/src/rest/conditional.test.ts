import { describe, expect, it } from "vitest";
import { heldTag, requireMatch } from "./conditional.ts";
import { entityTag, receivedTags, versionOf } from "./etag.ts";

describe("versionOf", () => {
  it("keeps short texts and numbers, and digests the rest", () => {
    expect(versionOf(7)).toBe("7");
    expect(versionOf("2025-03-29T12:34:56.789Z")).toBe("2025-03-29T12:34:56.789Z");
    expect(versionOf("a;b")).toMatch(/^[\w-]{22}$/);
    expect(versionOf({ a: 1 })).toBe(versionOf({ a: 1 }));
    expect(versionOf({ a: 1 })).not.toBe(versionOf({ a: 2 }));
  });
});

describe("receivedTags", () => {
  it("reads lists, weak tags and nonsense", () => {
    expect(receivedTags('"a", W/"b;br" , c, ""')).toEqual([
      { weak: false, opaque: "a" },
      { weak: true, opaque: "b;br" },
      { weak: false, opaque: "" },
    ]);
    expect(receivedTags(" * ")).toBe("*");
  });
});

describe("heldTag", () => {
  const tag = entityTag("7", "f", "br");
  it.each([
    [null, null],
    ['"7;f;br"', '"7;f;br"'],
    ['W/"7;f"', '"7;f"'],
    ['"1", "7;f;gzip"', '"7;f;gzip"'],
    ['"7"', null],
    ['"8;f;br"', null],
    ["*", '"7;f;br"'],
    ["7;f;br", null],
  ])("with %s it is %s", (header, held) => expect(heldTag(header, tag)).toBe(held));
});

describe("requireMatch", () => {
  it.each([undefined, "*", '"7"', '"6", "7;f;br"'])("lets %s through", (header) =>
    expect(() => requireMatch(header, 7)).not.toThrow(),
  );
  it.each(['"6"', 'W/"7"', "7", ""])("refuses %s with 412", (header) => {
    expect(() => requireMatch(header, 7)).toThrow(
      expect.objectContaining({ details: expect.objectContaining({ status: 412 }) }),
    );
  });
});
