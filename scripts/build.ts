/** Builds publishable packages: compiled JavaScript, declarations and a package.json that points at them, in `<package>/dist`. */
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

interface Manifest {
  readonly name: string;
  readonly exports?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

const root = join(import.meta.dirname, "..");
const tsc = join(root, "node_modules/typescript-7/bin/tsc");

/** In dependency order: each is compiled against the declarations of those before it. */
const packages = [
  { folder: "runtime", source: "src" },
  { folder: "codegen", source: "src" },
  { folder: "generated", source: "." },
  { folder: "cli", source: "src" },
] as const;

const built: Record<string, readonly string[]> = {};
for (const { folder, source } of packages) {
  const home = join(root, folder);
  const manifest = JSON.parse(readFileSync(join(home, "package.json"), "utf8")) as Manifest;
  rmSync(join(home, "dist"), { recursive: true, force: true });
  compile(home, source);
  writeFileSync(
    join(home, "dist/package.json"),
    `${JSON.stringify(publishable(manifest, source), null, 2)}\n`,
  );
  for (const extra of ["README.md", "LICENSE", "bin"]) {
    if (existsSync(join(home, extra)))
      cpSync(join(home, extra), join(home, "dist", extra), { recursive: true });
  }
  built[`${manifest.name}/*`] = [join(home, "dist/*.d.ts")];
  built[manifest.name] = [join(home, "dist/index.d.ts")];
  process.stderr.write(`${manifest.name}: ${folder}/dist\n`);
}

function compile(home: string, source: string): void {
  const config = join(home, "dist/tsconfig.json");
  mkdirSync(join(home, "dist"), { recursive: true });
  const settings = {
    extends: join(root, "tsconfig.json"),
    compilerOptions: {
      noEmit: false,
      declaration: true,
      outDir: join(home, "dist"),
      rootDir: join(home, source),
      rewriteRelativeImportExtensions: true,
      paths: built,
    },
    include: [join(home, source)],
    exclude: [join(home, "dist"), join(home, "node_modules"), join(home, "**/*.test.ts")],
  };
  writeFileSync(config, JSON.stringify(settings));
  execFileSync(process.execPath, [tsc, "-p", config], { stdio: "inherit" });
  rmSync(config);
}

/** The same package, its exports pointing at compiled files. */
function publishable(manifest: Manifest, source: string): Manifest {
  const { scripts: _scripts, private: _private, devDependencies: _dev, ...rest } = manifest;
  const prefix = source === "." ? "./" : `./${source}/`;
  const compiled = (target: string): object => {
    const bare = target.replace(prefix, "./").replace(/\.ts$/, "");
    return { types: `${bare}.d.ts`, default: `${bare}.js` };
  };
  const exports = Object.entries(manifest.exports ?? {}).map(([key, target]) => [
    key,
    compiled(target),
  ]);
  return { ...rest, ...(exports.length > 0 ? { exports: Object.fromEntries(exports) } : {}) };
}
