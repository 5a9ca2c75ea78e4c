import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { emitModule, namedSchemas } from "./compile.ts";
import { zoo } from "./zoo.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "berrys-types-"));
  mkdirSync(join(folder, "schemas"));
  const runtime = join(root, "runtime/src/v1.ts");
  const split = (name: string) =>
    ["Dog", "Right", "Record"].includes(name) ? "schemas/other" : "schemas/zoo";
  const nodes = namedSchemas(zoo).map((node) => ({ ...node, module: split(node.typeName) }));
  for (const module of ["schemas/zoo", "schemas/other"]) {
    writeFileSync(join(folder, `${module}.ts`), emitModule(nodes, module, runtime));
  }
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({
      compilerOptions: {
        target: "es2024",
        lib: ["es2024", "esnext.disposable", "dom", "dom.iterable"],
        module: "nodenext",
        strict: true,
        noEmit: true,
        noUncheckedIndexedAccess: true,
        exactOptionalPropertyTypes: true,
        noImplicitOverride: true,
        noFallthroughCasesInSwitch: true,
        noUnusedLocals: true,
        allowUnreachableCode: false,
        allowUnusedLabels: false,
        verbatimModuleSyntax: true,
        erasableSyntaxOnly: true,
        allowImportingTsExtensions: true,
        skipLibCheck: true,
        types: ["node"],
        typeRoots: [join(root, "node_modules/@types")],
      },
      include: ["**/*.ts"],
    }),
  );
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Errors of the strict compiler in the emitted modules and the given code that uses them. */
function errorsOf(use: string): string {
  const imports = `import type * as Zoo from "./schemas/zoo.ts";\nimport type { Dog } from "./schemas/other.ts";\n`;
  writeFileSync(join(folder, "use.ts"), `${imports}export type { Dog, Zoo };\n${use}`);
  const tsc = join(root, "node_modules/typescript-7/bin/tsc");
  const result = spawnSync(process.execPath, [tsc, "-p", folder, "--pretty", "false"], {
    encoding: "utf8",
    cwd: folder,
  });
  // The runtime is checked by its own tests, under its own settings.
  return result.stdout
    .split("\n")
    .filter((line) => line !== "" && !line.includes("runtime/src"))
    .join("\n");
}

test("nasty schemas become TypeScript that a strict compiler accepts", { timeout: 120_000 }, () => {
  const code = `
const simple: Zoo.Simple = { id: "x", missing: 1, status: "open", old: null, one: 1 };
export const withDefaultLeftOut: Zoo.Simple = simple;
export const meta: Zoo.Meta = { a: 1, b: { c: [] } };
export const shadow: Zoo.Readonly = { record: { any: { a: 1 } }, none: {} };
export const closed: Zoo.Closed = {};
export const odd: Zoo.OddNames = { class: "a", new: 1, constructor: "c", "": "e", "with-dash": "d", größe: 1 };
export const named: Zoo.NamedAndRest = { id: "a", other: 1 };
export const id: string = named.id;
export const open: Zoo.OpenNamed = { id: "a", other: new Date() };
export const prefixed: Zoo.Prefixed = { id: "a", "x-1": 1 };
export const patterned: Zoo.Patterned = { id: "a", a1: 1 };
export const pairs: readonly Zoo.Pair[] = [["a"], ["a", null], ["a", 1]];
export const rest: Zoo.Rest = ["a", 1, simple];
export const mixed: readonly Zoo.Mixed[] = ["a", 1, true, null, { k: [1, "x"] }];
export const json: Zoo.Json = { a: [1, { b: null }] };
export const tree: Zoo.Tree = { children: [{ children: [] }] };
export const right: Zoo.Left = { right: { left: { right: {} }, list: [null, {}] } };
export const dog: Dog = { kind: "dog", bark: true };
export const puppy: Zoo.Puppy = { kind: "dog", bark: true, age: 1 };
export const pet: Zoo.Pet = { kind: "cat", lives: 9 };
export function lives(animal: Zoo.Pet): number {
  return animal.kind === "cat" ? animal.lives : Number(animal.bark);
}
export const vehicle: Zoo.AnyVehicle = { type: "Car", doors: 3 };
export function doors(value: Zoo.AnyVehicle): number | undefined {
  return value.type === "Car" ? value.doors : value.gears;
}
export function when(change: Zoo.Change): string | undefined {
  switch (change.type) {
    case "created":
      return change.at;
    case "removed":
      return change.reason;
    default:
      return change satisfies never;
  }
}
export const envelope: Zoo.CreatedEnvelope = { id: "1", type: "x.created", data: { id: "a", missing: 0 } };
export const dataId: string = envelope.data.id;
export const general: Zoo.Envelope = envelope;
export const extended: Zoo.Extended = { id: "a", missing: 1, extra: "e" };
export const later: Zoo.RequiredLater = { a: "x" };
export const nullable: Zoo.NullableRef = null;
export const negative: Zoo.Negative = 1;
`;
  expect(errorsOf(code)).toBe("");
});

test("values outside the contract do not compile", { timeout: 120_000 }, () => {
  const wrong = [
    `const v: Zoo.Nothing = 1;`,
    `const v: Zoo.Simple = { missing: 1 };`,
    `const v: Zoo.Simple = { id: "a" };`,
    `const v: Zoo.Simple = { id: "a", missing: 1, status: "other" };`,
    `const v: Zoo.Simple = { id: "a", missing: 1, size: undefined };`,
    `const v: Zoo.Simple = { id: "a", missing: 1, unknown: 1 };`,
    `const v = (s: Zoo.Simple) => { s.id = "b"; };`,
    `const v: Zoo.Closed = { a: 1 };`,
    `const v: Zoo.Map = { a: "x" };`,
    `const v: Zoo.NamedAndRest = { id: 1 };`,
    `const v: Zoo.Prefixed = { "x-1": "no" };`,
    `const v: Zoo.Pair = [];`,
    `const v: Zoo.Pair = ["a", 1, 2];`,
    `const v: Zoo.Mixed = "b";`,
    `const v: Zoo.Json = undefined;`,
    `const v: Zoo.Tree = { children: [{}] };`,
    `const v: Zoo.Pet = { kind: "cat", bark: true };`,
    `const v: Zoo.Pet = { kind: "cow", lives: 1 };`,
    `const v: Zoo.AnyVehicle = { type: "Car", gears: 1 };`,
    `const v: Zoo.Change = { type: "created" };`,
    `const v: Zoo.CreatedEnvelope = { id: "1", type: "other", data: { id: "a", missing: 0 } };`,
    `const v: Zoo.RequiredLater = {};`,
    `const v: Zoo.NullableRef = undefined;`,
  ];
  const code = wrong.map((line) => `{\n// @ts-expect-error\n${line}\nvoid v;\n}`).join("\n");
  expect(errorsOf(code)).toBe("");
});
