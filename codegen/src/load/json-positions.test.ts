import { expect, test } from "vitest";
import { createJsonPositions } from "./json-positions.ts";

const found = (text: string, ...segments: readonly string[]) => {
  const positions = createJsonPositions(text);
  let member: ReturnType<typeof positions.member> = positions.root;
  for (const segment of segments) member = member && positions.member(member, segment);
  return member === null
    ? null
    : { key: member.key && text.slice(...member.key), value: text.slice(...member.value) };
};

test("keys and values of nested objects and arrays", () => {
  const text = ' { "a" : [ 1, {"b~/": -2.5e+3, "c": [] } , "x" ],"d":{ } , "e":null}\n';
  expect(found(text)).toEqual({ key: null, value: text.trim() });
  expect(found(text, "a", "0")).toEqual({ key: null, value: "1" });
  expect(found(text, "a", "1", "b~/")).toEqual({ key: '"b~/"', value: "-2.5e+3" });
  expect(found(text, "a", "1", "c")).toEqual({ key: '"c"', value: "[]" });
  expect(found(text, "a", "2")).toEqual({ key: null, value: '"x"' });
  expect(found(text, "d")).toEqual({ key: '"d"', value: "{ }" });
  expect(found(text, "e")).toEqual({ key: '"e"', value: "null" });
});

test("quotes, brackets and backslashes inside texts", () => {
  const text = '{"\\"}\\\\":{"q":"]}\\\\\\"{"},"\\u00e9":"\\\\"}';
  expect(found(text, '"}\\', "q")?.value).toBe('"]}\\\\\\"{"');
  expect(found(text, "é")?.value).toBe('"\\\\"');
});

test("nothing where nothing is, and the last of repeated keys", () => {
  expect(found('{"a":1}', "b")).toBeNull();
  expect(found('{"a":1}', "a", "b")).toBeNull();
  expect(found("[1]", "1")).toBeNull();
  expect(found('{"a":1,"a":2}', "a")?.value).toBe("2");
});
