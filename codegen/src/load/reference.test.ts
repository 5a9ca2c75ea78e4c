import { expect, test } from "vitest";
import { parseSource } from "./document.ts";
import { createResolver } from "./reference.ts";
import { scan } from "./scan.ts";

/** Where a reference ends that stands at a pointer of `a.json`, or why it cannot be followed. */
function follow(value: unknown, pointer: string, ref: string): string {
  const [document] = parseSource("a.json", JSON.stringify(value));
  const resolver = createResolver({
    document: (file) => (file === "a.json" ? document : null),
    exists: (file) => file === "a.json",
    scans: new Map([["a.json", scan(value)]]),
  });
  const target = resolver.resolve({ file: "a.json", pointer, value: undefined }, ref);
  return "kind" in target ? target.reason : `#${target.pointer}`;
}

const bundle = {
  $id: "https://example.com/whole",
  $defs: {
    number: { type: "number" },
    part: {
      $id: "https://example.com/part",
      $defs: { number: { type: "integer" }, inner: { $id: "inner", items: {} } },
    },
  },
};

test("a reference inside of a schema with an id starts at that schema", () => {
  expect(follow(bundle, "/$defs/part/items", "#/$defs/number")).toBe("#/$defs/part/$defs/number");
  expect(follow(bundle, "/items", "#/$defs/number")).toBe("#/$defs/number");
});

test("where nothing is there, it starts further out", () => {
  expect(follow(bundle, "/$defs/part/$defs/inner/items", "#/$defs/number")).toBe(
    "#/$defs/part/$defs/number",
  );
  expect(follow(bundle, "/$defs/part/items", "#/$defs/part")).toBe("#/$defs/part");
  expect(follow(bundle, "/$defs/part/items", "#/$defs/none")).toContain("has no `none`");
});
