import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Side } from "../../codegen/src/compat/side.ts";
import { checkKinds } from "../../codegen/src/compat/sources/check-kinds.ts";
import { createFolder, shop } from "./git-repository.ts";
import { against, lines, withSide } from "./sides.ts";

const kindsOf = ({ openapi, asyncapi, schema, proto, graphql }: Side) =>
  [
    openapi?.kind,
    asyncapi?.kind,
    schema?.kind,
    proto === null ? undefined : "proto",
    graphql.length > 0 ? "graphql" : undefined,
  ].filter((kind) => kind !== undefined);

async function opened(
  files: Readonly<Record<string, string>>,
  file?: string,
): Promise<readonly string[]> {
  using folder = createFolder(files);
  const spec =
    file === undefined
      ? ({ kind: "folder", path: folder.root, label: "." } as const)
      : ({ kind: "file", path: join(folder.root, file), label: file, base: folder.root } as const);
  return await withSide(spec, (side) => [...kindsOf(side), ...lines(side.diagnostics)]);
}

test("a document is recognised by its content", async () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ["a.yaml", "openapi: 3.0.3\npaths: {}\n", ["openapi"]],
    ["a.txt", '{ "openapi": "3.1.0", "paths": {} }', ["openapi"]],
    ["a.yaml", '# c\n"asyncapi": 2.6.0\n', ["asyncapi"]],
    ["a", "$schema: http://json-schema.org/draft-07/schema#\n", ["schema"]],
    ["a.json", '{"properties": {"a": {"type": "string"}}}', ["schema"]],
    ["a.proto", '// c\n/* d */ syntax = "proto3";\npackage a.b;\nmessage M {}\n', ["proto"]],
    ["a.txt", '# c\n"""\nAll there is\n"""\ntype Query { a: String }\n', ["graphql"]],
    ["a.txt", "enum Color { RED GREEN }\n", ["graphql"]],
  ];
  for (const [file, text, kinds] of cases)
    expect([file, text, ...(await opened({ [file]: text }, file))]).toEqual([file, text, ...kinds]);
});

test("what cannot be compared says so", async () => {
  expect(await opened({ "a.yaml": 'swagger: "2.0"\n' }, "a.yaml")).toEqual([
    "a.yaml:1:10 load/unsupported-version: `a.yaml` must be an OpenAPI document of version 3.0 or 3.1, but it is Swagger `2.0`. (convert it, e.g. with `npx swagger2openapi a.yaml`)",
  ]);
  expect((await opened({ "a.yaml": "asyncapi: 1.2.0\n" }, "a.yaml"))[0]).toContain(
    "is version `1.2.0`",
  );
  expect((await opened({ "a.yaml": "name: x\n" }, "a.yaml"))[0]).toContain("compare/unknown-kind");
  expect((await opened({ "a.yaml": "name: [\n" }, "a.yaml"))[0]).toContain("load/syntax");
  expect((await opened({ "a.proto": "message {\n" }, "a.proto"))[0]).toContain("load/proto-syntax");
  expect((await opened({ "a.txt": 'syntax = "proto3";\n' }, "a.txt"))[0]).toContain(
    "end in `.proto`",
  );
  expect(await opened({}, "gone.yaml")).toEqual([
    "load/file-not-found: The file `gone.yaml` does not exist.",
  ]);
});

test("a proto file is built with the files next to it, or with those of its package's root", async () => {
  const b = 'syntax = "proto3";\npackage acme.v1;\nmessage B {}\n';
  const importing = (path: string) =>
    `syntax = "proto3";\npackage acme.v1;\nimport "${path}";\nmessage A { B b = 1; }\n`;
  expect(await opened({ "x/a.proto": importing("b.proto"), "x/b.proto": b }, "x/a.proto")).toEqual([
    "proto",
  ]);
  const nested = { "x/acme/v1/a.proto": importing("acme/v1/b.proto"), "x/acme/v1/b.proto": b };
  expect(await opened(nested, "x/acme/v1/a.proto")).toEqual(["proto"]);
  const module = { ...nested, "buf.yaml": "version: v2\nmodules: [{ path: x }]\n" };
  expect(await opened(module, "x/acme/v1/a.proto")).toEqual(["proto"]);
  expect(await opened({ "x/a.proto": importing("gone.proto") }, "x/a.proto")).toEqual([
    "x/a.proto:3:1 load/proto-syntax: The proto file is broken: imported file does not exist.",
    "x/a.proto:4:13 load/proto-syntax: The proto file is broken: cannot find `B` in this scope.",
  ]);
});

test("a folder without berrys.yaml is read by the usual names", async () => {
  const { "berrys.yaml": _, ...bare } = shop;
  expect(await opened(bare)).toEqual(["openapi", "asyncapi", "proto", "graphql"]);
  expect(await opened({ "docs/api/openapi.yml": "openapi: 3.1.0\n" })).toEqual(["openapi"]);
  expect(await opened({ "petstore.json": '{\n  "openapi": "3.0.0"\n}\n' })).toEqual(["openapi"]);
  expect(await opened({ "protos/a/v1/a.proto": 'syntax = "proto3";\npackage a.v1;\n' })).toEqual([
    "proto",
  ]);
  expect(
    await opened({ "a/openapi.yaml": "openapi: 3.1.0\n", "b/openapi.yaml": "openapi: 3.1.0\n" }),
  ).toEqual([
    "compare/several-documents: The folder has 2 OpenAPI documents, and nothing says which one is meant: `a/openapi.yaml`, `b/openapi.yaml`. (name one of them on the command line, or in `contracts` of a `berrys.yaml`)",
  ]);
  expect((await opened({ "readme.md": "x" }))[0]).toContain("compare/no-contracts");
});

test("a workspace names its GraphQL files", async () => {
  const files = {
    "berrys.yaml": "name: x\ncontracts: { graphql: [a.graphql, gone] }\n",
    "a.graphql": "type Query { a: Int }\n",
  };
  expect(await opened(files)).toEqual([
    "graphql",
    "berrys.yaml:2:35 load/file-not-found: `gone`, named by `contracts.graphql`, is no SDL file and no folder with some.",
  ]);
});

test("a folder stands for the document in it whose path ends most like the new one's", async () => {
  using folder = createFolder({
    "old/openapi.yaml": "openapi: 3.0.0\n",
    "old/api/openapi.yaml": "openapi: 3.1.0\n",
    "new/api/openapi.yaml": "openapi: 3.1.0\n",
  });
  const target = { kind: "file", path: join(folder.root, "new/api/openapi.yaml") } as const;
  await withSide(against("old", folder.root, target), ({ openapi }) =>
    expect(openapi?.root.file).toBe("old/api/openapi.yaml"),
  );
});

test("sides of different kinds are told apart", async () => {
  using folder = createFolder({ "a.yaml": "openapi: 3.1.0\n", "b.yaml": "asyncapi: 3.0.0\n" });
  const spec = (name: string) =>
    ({ kind: "file", path: join(folder.root, name), label: name }) as const;
  await withSide(spec("a.yaml"), (a) =>
    withSide(spec("b.yaml"), (b) => {
      expect(checkKinds(a, a)).toBeNull();
      expect(checkKinds(a, b)?.message).toBe(
        "`a.yaml` is an OpenAPI document, but `b.yaml` is an AsyncAPI document.",
      );
    }),
  );
});

test("the copy of a commit is gone when the process is interrupted", async () => {
  const script = `
    import { createTemporaryFolder } from ${JSON.stringify(join(import.meta.dirname, "../../codegen/src/compat/sources/temporary-folder.ts"))};
    const folder = await createTemporaryFolder();
    console.log(folder.path);
    setInterval(() => {}, 1000);
  `;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: "pipe" });
  const path = await new Promise<string>((resolve) =>
    child.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString().trim())),
  );
  expect(existsSync(path)).toBe(true);
  const ended = new Promise((resolve) => child.once("exit", (_, signal) => resolve(signal)));
  child.kill("SIGINT");
  expect(await ended).toBe("SIGINT");
  expect(existsSync(path)).toBe(false);
});
