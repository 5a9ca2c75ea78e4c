import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

const options = ["-o", "APT::Sandbox::User=root", "-o", "Debug::NoLocking=1"];

/**
 * Unpacks Debian packages and what they need that is not installed into a folder under `node_modules/.cache`,
 * without privileges and without touching the system. Returns the folder, or null where apt cannot do it.
 */
export function unpackDebianPackages(name: string, packages: readonly string[]): string | null {
  const cache = join(import.meta.dirname, "../../node_modules/.cache/berrys", name);
  if (existsSync(join(cache, "usr"))) return cache;
  const work = `${cache}.${process.pid}`;
  try {
    if (process.getuid?.() === 0) quiet("apt-get", ["update"]);
    mkdirSync(join(work, "packages"), { recursive: true });
    const missing = quiet("apt-get", [
      ...options,
      "install",
      "--simulate",
      "--no-install-recommends",
      ...packages,
    ])
      .split("\n")
      .filter((line) => line.startsWith("Inst "))
      .map((line) => line.split(" ")[1] ?? "");
    quiet(
      "apt-get",
      [...options, "download", ...new Set([...packages, ...missing])],
      join(work, "packages"),
    );
    for (const file of readdirSync(join(work, "packages"))) {
      quiet("dpkg-deb", ["-x", join(work, "packages", file), work]);
    }
    rmSync(join(work, "packages"), { recursive: true });
    if (!existsSync(cache)) renameSync(work, cache);
    return cache;
  } catch {
    return null;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Environment in which programs of an unpacked folder find their libraries. */
export function environmentOf(root: string): NodeJS.ProcessEnv {
  const triplets = readdirSync(join(root, "usr/lib")).filter((folder) =>
    folder.includes("-linux-"),
  );
  const folders = triplets.flatMap((triplet) => [
    join(root, "usr/lib", triplet),
    join(root, "lib", triplet),
  ]);
  return { ...process.env, LD_LIBRARY_PATH: folders.join(":") };
}

function quiet(command: string, args: readonly string[], cwd?: string): string {
  return execFileSync(command, args, {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, LC_ALL: "C" },
  });
}
