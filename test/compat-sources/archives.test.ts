import { existsSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { create } from "tar";
import { expect, test } from "vitest";
import type { ArchiveSpec } from "../../codegen/src/compat/sources/spec.ts";
import { createFolder, shop, writeFiles } from "./git-repository.ts";
import { against, lines, withSide } from "./sides.ts";

const archive = (path: string): ArchiveSpec => ({ kind: "archive", path, label: "old" });
const small = { files: 5, totalBytes: 20_000, fileBytes: 10_000, entries: 8 };

function zip(files: Readonly<Record<string, string>>): Uint8Array {
  return zipSync(
    Object.fromEntries(Object.entries(files).map(([file, text]) => [file, strToU8(text)])),
  );
}

test("tar, gzipped tar and zip hold a workspace, with or without a folder around it", async () => {
  using folder = createFolder();
  const { root } = folder;
  writeFiles(join(root, "shop-main"), { ...shop, "docs/picture.png": "x" });
  await create({ cwd: root, file: join(root, "a.tar") }, ["shop-main"]);
  await create({ cwd: root, file: join(root, "b.tgz"), gzip: true }, ["shop-main"]);
  await create({ cwd: join(root, "shop-main"), file: join(root, "c.tar.gz"), gzip: true }, ["."]);
  writeFileSync(join(root, "d.zip"), zip(shop));
  writeFileSync(
    join(root, "e.zip"),
    zip(Object.fromEntries(Object.entries(shop).map(([file, text]) => [`package/${file}`, text]))),
  );
  for (const name of ["a.tar", "b.tgz", "c.tar.gz", "d.zip", "e.zip"]) {
    const left = await withSide(against(name, root), (side) => {
      expect([name, ...lines(side.diagnostics)]).toEqual([name]);
      expect(side.openapi?.root).toMatchObject({ file: "openapi.yaml" });
      expect(side.proto?.files.size).toBe(1);
      expect(side.graphql.length).toBe(1);
      expect(existsSync(join(side.root, "docs"))).toBe(false);
      return side.root;
    });
    expect(existsSync(left)).toBe(false);
  }
  const target = { kind: "file", path: join(root, "openapi.yaml") } as const;
  await withSide(against("b.tgz", root, target), (side) => {
    expect(lines(side.diagnostics)).toEqual([]);
    expect([side.asyncapi, side.openapi?.version]).toEqual([null, "3.1.0"]);
  });
});

test("paths and links that lead out are refused", async () => {
  using folder = createFolder({ "in/openapi.yaml": "openapi: 3.1.0\n" });
  const { root } = folder;
  for (const name of ["../evil.yaml", "/etc/evil.yaml", "a/../../evil.yaml", "C:/evil.yaml"]) {
    writeFileSync(
      join(root, "evil.zip"),
      zip({ "openapi.yaml": "openapi: 3.1.0\n", [name]: "x: 1\n" }),
    );
    await withSide(archive(join(root, "evil.zip")), ({ diagnostics }) =>
      expect(lines(diagnostics)).toEqual([
        `against/unsafe-archive: The archive \`old\` has an entry that leads out of it: \`${name}\`.`,
      ]),
    );
  }
  symlinkSync("../../etc/passwd", join(root, "in/passwd.yaml"));
  await create({ cwd: root, file: join(root, "evil.tar") }, ["in"]);
  await withSide(archive(join(root, "evil.tar")), ({ diagnostics }) =>
    expect(diagnostics.map(({ code }) => code)).toEqual(["against/unsafe-archive"]),
  );
  await create({ cwd: root, file: join(root, "up.tar"), preservePaths: true }, [
    join(root, "in/openapi.yaml"),
  ]);
  await withSide(archive(join(root, "up.tar")), ({ diagnostics }) =>
    expect(diagnostics.map(({ code }) => code)).toEqual(["against/unsafe-archive"]),
  );
});

test("bombs stop at the limits", async () => {
  using folder = createFolder();
  const { root } = folder;
  const zeros = "0".repeat(5_000_000);
  const many = Object.fromEntries(Array.from({ length: 7 }, (_, at) => [`f${at}.yaml`, "a: 1\n"]));
  const thirty = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`f${at}.txt`, ""]));
  const parts = Object.fromEntries(
    Array.from({ length: 4 }, (_, at) => [`${at}.yaml`, "0".repeat(8000)]),
  );
  const cases: readonly (readonly [Readonly<Record<string, string>>, string])[] = [
    [{ "big.yaml": zeros }, "holds `big.yaml` of more than 0 MiB"],
    [many, "has more than 5 contract files"],
    [thirty, "has more than 8 entries"],
    [parts, "unfolds to more than 0 MiB"],
  ];
  for (const [files, reason] of cases) {
    writeFiles(join(root, "in"), files);
    writeFileSync(join(root, "bomb.zip"), zip(files));
    const names = Object.keys(files);
    await create({ cwd: join(root, "in"), file: join(root, "bomb.tgz"), gzip: true }, names);
    for (const name of ["bomb.zip", "bomb.tgz"]) {
      await withSide(
        archive(join(root, name)),
        ({ diagnostics }) =>
          expect(lines(diagnostics)).toEqual([
            `against/too-large: The archive \`old\` ${reason}. (pack the contracts alone)`,
          ]),
        small,
      );
    }
  }
});

test("damaged, empty and missing archives", async () => {
  using folder = createFolder({ "text.zip": "hello", "text.tar": "hello", "text.tgz": "hello" });
  const { root } = folder;
  const whole = zip({ "openapi.yaml": "openapi: 3.1.0\n".repeat(500) });
  writeFileSync(join(root, "half.zip"), whole.subarray(0, 60));
  writeFileSync(join(root, "empty.zip"), zip({}));
  const codes = await Promise.all(
    ["text.zip", "text.tar", "text.tgz", "half.zip", "empty.zip", "missing.zip"].map((name) =>
      withSide(archive(join(root, name)), ({ diagnostics }) => diagnostics.map(({ code }) => code)),
    ),
  );
  expect(codes).toEqual([
    ["against/broken-archive"],
    ["against/broken-archive"],
    ["against/broken-archive"],
    ["against/broken-archive"],
    ["compare/no-contracts"],
    ["load/file-not-found"],
  ]);
  expect(readdirSync(root).length).toBe(5);
});
