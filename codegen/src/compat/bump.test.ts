import { expect, test } from "vitest";
import type { Finding } from "../findings/finding.ts";
import { bumpOf, farthest, nextVersion } from "./bump.ts";

const finding = (level: Finding["level"]): Finding => ({
  id: "openapi/path-added",
  kind: "openapi",
  level,
  message: "",
  path: "",
  location: null,
  fingerprint: "",
  affected: [],
});

test("an error asks for a major version, other changes for a minor one, words for a patch", () => {
  expect(bumpOf([finding("info"), finding("error")], true)).toBe("major");
  expect(bumpOf([finding("warn")], true)).toBe("minor");
  expect(bumpOf([finding("info")], true)).toBe("minor");
  expect(bumpOf([], true)).toBe("patch");
  expect(bumpOf([], false)).toBe("none");
});

test.each([
  ["1.4.2", "major", "2.0.0"],
  ["1.4.2", "minor", "1.5.0"],
  ["1.4.2", "patch", "1.4.3"],
  ["1.4.2", "none", "1.4.2"],
  ["0.4.2", "major", "0.5.0"],
  ["0.4.2", "minor", "0.4.3"],
  ["2026-11", "major", null],
] as const)("%s with a %s change becomes %s", (version, bump, next) => {
  expect(nextVersion(version, bump)).toBe(next);
});

test("the farthest of several", () => {
  expect(farthest(["patch", "major", "minor"])).toBe("major");
  expect(farthest([])).toBe("none");
});
