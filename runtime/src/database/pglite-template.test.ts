import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { afterAll, expect, test } from "vitest";
import { holdsDatabase, keepTemplate, readTemplate, templateFile } from "./pglite-template.ts";

const folder = mkdtempSync(join(tmpdir(), "berrys-template-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("a kept database fills a directory, which is one of its own from then on", async () => {
  const [file, directory] = [join(folder, "kept", "new.tar"), join(folder, "data")];
  expect(await readTemplate(file)).toBeNull();
  const first = await PGlite.create("memory://");
  await keepTemplate(file, first);
  await first.close();
  expect(readdirSync(join(folder, "kept"))).toEqual(["new.tar"]);

  const template = await readTemplate(file);
  if (template === null) throw new Error("expected a template");
  expect(await holdsDatabase(directory)).toBe(false);
  const filled = await PGlite.create(directory, { loadDataDir: template });
  await filled.exec("create table thing (id text); insert into thing values ('a')");
  await filled.close();

  expect(await holdsDatabase(directory)).toBe(true);
  const again = await PGlite.create(directory);
  expect((await again.query("select id from thing")).rows).toEqual([{ id: "a" }]);
  await again.close();
});

test("where nothing can be written, nothing is kept and nothing fails", async () => {
  const blocked = join(folder, "a-file");
  writeFileSync(blocked, "");
  const pglite = { dumpDataDir: async () => new Blob(["x"]) };
  await keepTemplate(join(blocked, "new.tar"), pglite);
  expect(await readTemplate(join(blocked, "new.tar"))).toBeNull();
});

test("the file is named by the version of PGlite", () => {
  expect(templateFile()).toMatch(/node_modules\/\.cache\/berrys\/pglite-\d+\.\d+\.\d+\.tar$/);
});
