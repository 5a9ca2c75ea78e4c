import { openAsBlob } from "node:fs";
import { access, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { PGlite } from "@electric-sql/pglite";

const name = join("@electric-sql", "pglite");

/**
 * A new database, kept as a file beside the installed packages (`node_modules/.cache/berrys`): to fill a database from it
 * takes an eighth of the time that making one takes. Named by the version of PGlite, so that another version makes its own.
 */
export function templateFile(): string {
  const require = createRequire(import.meta.url);
  const entry = require.resolve("@electric-sql/pglite");
  const home = entry.slice(0, entry.lastIndexOf(name) + name.length);
  const { version } = require(join(home, "package.json")) as { version: string };
  return join(dirname(dirname(home)), ".cache", "berrys", `pglite-${version}.tar`);
}

/** Whether PGlite has made a database in this directory before. */
export function holdsDatabase(directory: string): Promise<boolean> {
  return exists(join(directory, "PG_VERSION"));
}

/** The kept database, for `loadDataDir`; null where there is none yet. */
export async function readTemplate(file: string): Promise<Blob | null> {
  return (await exists(file)) ? openAsBlob(file) : null;
}

/** Keeps a database that was made now and is still empty. Where the folder cannot be written, nothing is kept. */
export async function keepTemplate(
  file: string,
  pglite: Pick<PGlite, "dumpDataDir">,
): Promise<void> {
  const draft = `${file}.${process.pid}`;
  try {
    const dump = await pglite.dumpDataDir("none");
    await mkdir(dirname(file), { recursive: true });
    await writeFile(draft, Buffer.from(await dump.arrayBuffer()));
    await rename(draft, file);
  } catch {
    await rm(draft, { force: true }).catch(() => undefined);
  }
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
