import { describe, expect, test } from "vitest";
import type { Level } from "../findings/rule.ts";
import type { Change } from "./change.ts";
import { mergeChanges } from "./merge.ts";

const change = (parts: Partial<Change>): Change => ({
  rule: "openapi/response-type-changed",
  kind: "openapi",
  role: "writer",
  message: "changed",
  path: "GET /a › 200 › name",
  old: { file: "a.yaml", pointer: "/components/schemas/A/type" },
  new: { file: "a.yaml", pointer: "/components/schemas/A/type" },
  ...parts,
});
const error = (): Level => "error";

describe("mergeChanges", () => {
  test("a shared schema is one change with all its operations", () => {
    const merged = mergeChanges(
      [
        change({ operation: "GET /a" }),
        change({ operation: "GET /b", path: "GET /b › 200 › name" }),
        change({ operation: "GET /a" }),
      ],
      error,
    );
    expect(merged.map(({ change: { path }, operations }) => [path, operations])).toEqual([
      ["GET /a › 200 › name", ["GET /a", "GET /b"]],
    ]);
  });

  test("other places, rules, details and roles stay apart", () => {
    const changes = [
      change({}),
      change({ detail: "x" }),
      change({ role: "reader" }),
      change({ rule: "openapi/response-format-changed" }),
      change({ new: { file: "b.yaml", pointer: "/components/schemas/A/type" } }),
    ];
    expect(mergeChanges(changes, error)).toHaveLength(5);
  });

  test("two things that are gone are two changes, though neither has a new place", () => {
    const gone = [change({ new: null, path: "GET /a" }), change({ new: null, path: "GET /b" })];
    expect(mergeChanges(gone, error)).toHaveLength(2);
  });

  test("where a change breaks one role, that the other is fine is no second line", () => {
    const both = [change({ role: "writer" }), change({ role: "reader" })];
    const level = ({ role }: Change): Level => (role === "writer" ? "error" : "info");
    expect(mergeChanges(both, level).map(({ change: { role } }) => role)).toEqual(["writer"]);
    expect(mergeChanges(both, () => "info")).toHaveLength(2);
  });
});
