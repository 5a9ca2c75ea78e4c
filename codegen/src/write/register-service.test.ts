import { expect, test } from "vitest";
import { parse } from "yaml";
import { registerService } from "./register-service.ts";

const billing = { id: "billing", title: "Billing" };

test("adds below the last service and keeps every other byte", () => {
  const before =
    "# ours\nname: x\nservices:\n    shop: # first\n        port: 3\n\noutput: { dir: out }\n";
  const registered = registerService(before, billing);
  expect(registered).toEqual({
    kind: "added",
    text: "# ours\nname: x\nservices:\n    shop: # first\n        port: 3\n    billing:\n      title: Billing\n      port: 4\n\noutput: { dir: out }\n",
  });
});

test("keeps a comment on the last line where it is", () => {
  const registered = registerService("services:\n  shop:\n    port: 1 # one", billing);
  expect(registered).toMatchObject({
    text: "services:\n  shop:\n    port: 1 # one\n  billing:\n    title: Billing\n    port: 2\n",
  });
});

test("adds the section where there is none", () => {
  const registered = registerService("name: x", billing);
  expect(registered).toMatchObject({ kind: "added" });
  expect(registered.kind === "added" && parse(registered.text)).toEqual({
    name: "x",
    services: { billing: { title: "Billing", port: 0 } },
  });
});

test("knows a service that is there", () => {
  expect(registerService("services: { billing: {} }", billing)).toEqual({ kind: "present" });
});

test("leaves flow style and oddities to a person", () => {
  const lines = "  billing:\n    title: Billing\n    port: 3\n";
  expect(registerService("services: { shop: { port: 2 } }", billing)).toEqual({
    kind: "by-hand",
    lines,
  });
  expect(registerService("services: [a]", billing).kind).toBe("by-hand");
  expect(registerService("services:\n", billing).kind).toBe("by-hand");
});

test("throws on settings that do not parse", () => {
  expect(() => registerService("services: [", billing)).toThrow(SyntaxError);
});
