import { expect, test } from "vitest";
import { type MediaType, matchMediaTypes, parseMediaType } from "./media-types.ts";

const node = { file: "", pointer: "", value: {} };
const typesOf = (names: readonly string[]): readonly MediaType[] =>
  names.map((name) => ({ ...parseMediaType(name), node }));

const told = (old: readonly string[], now: readonly string[]) => {
  const { met, removed, added } = matchMediaTypes(typesOf(old), typesOf(now));
  return [
    ...met.map(({ old, now, relation }) => `${old.name} ${relation} ${now.name}`),
    ...removed.map(({ name }) => `-${name}`),
    ...added.map(({ name }) => `+${name}`),
  ];
};

test.each([
  ["Application/JSON; charset=UTF-8", "application/json"],
  ["application/problem+json;charset=utf-8", "application/problem+json"],
  ['text/csv; Header="present" ;charset=UTF-8', "text/csv; charset=utf-8; header=present"],
  ["multipart/mixed; boundary=aB", "multipart/mixed; boundary=aB"],
])("%s is %s", (text, name) => {
  expect(parseMediaType(text).name).toBe(name);
});

test.each([
  [["a/b"], ["a/b"], ["a/b same a/b"]],
  [["a/b"], ["a/*"], ["a/b widened a/*"]],
  [["a/b"], ["*/*", "a/*"], ["a/b widened a/*", "+*/*"]],
  [["a/*"], ["a/b"], ["a/* narrowed a/b"]],
  [["a/*"], ["a/*", "a/b"], ["a/* same a/*", "a/* narrowed a/b"]],
  [["a/b"], ["a/c"], ["-a/b", "+a/c"]],
  [["a/b; v=1"], ["a/b"], ["a/b; v=1 widened a/b"]],
  [["a/b; v=1"], ["a/b; v=2"], ["-a/b; v=1", "+a/b; v=2"]],
])("%j and %j", (old, now, expected) => {
  expect(told(old, now)).toEqual(expected);
});
