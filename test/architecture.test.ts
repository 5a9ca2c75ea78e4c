import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { describe, expect, test } from "vitest";

const repository = join(import.meta.dirname, "..");
const areas = ["cli", "codegen", "runtime", "generated", "services", "test", "bench"] as const;
type Area = (typeof areas)[number];

/** What code of an area may import from other areas. */
const allowed: Readonly<Record<Area, readonly Area[]>> = {
  cli: ["codegen"],
  codegen: [],
  runtime: [],
  generated: ["runtime"],
  services: ["generated", "runtime"],
  test: ["cli", "codegen", "runtime", "generated", "services", "bench"],
  bench: ["codegen", "runtime", "generated", "test"],
};

/** The command that starts the platform hosts it, and loads the runtime when it does. */
const hosting = /^cli\/src\/(?:commands\/(?:start|serve|demo)|platform\/.*)\.ts$/;

const packages: readonly (readonly [name: string, area: Area])[] = [
  ["@berrys/codegen", "codegen"],
  ["@berrys/platform", "generated"],
  ["@berrys/runtime", "runtime"],
  ["@berrys/service-", "services"],
  ["berrys", "cli"],
];

interface Source {
  /** Relative to the repository. */
  readonly path: string;
  readonly imports: readonly string[];
  /** Those of `imports` that are there when the program runs. */
  readonly loads: readonly string[];
}

const sources = areas.flatMap((area) => sourcesBelow(join(repository, area)));

describe("import directions", () => {
  test.each(areas)("%s imports what it may", (area) => {
    const wrong = sources
      .filter(({ path }) => areaOfPath(path) === area && !isTest(path))
      .flatMap(({ path, imports }) =>
        imports.flatMap((specifier) => {
          const target = areaOfImport(path, specifier);
          if (target === null || target === area || allowed[area].includes(target)) return [];
          if (hosting.test(path) && (target === "runtime" || target === "services")) return [];
          return [`${path} imports ${specifier}`];
        }),
      );
    expect(wrong).toEqual([]);
  });

  test("generated code imports the runtime through its versioned entry point alone", () => {
    const wrong = sources
      .filter(({ path }) => areaOfPath(path) === "generated")
      .flatMap(({ path, imports }) =>
        imports
          .filter((name) => name.startsWith("@berrys/") && name !== "@berrys/runtime/v1")
          .map((name) => `${path} imports ${name}`),
      );
    expect(wrong).toEqual([]);
  });

  test("one service does not reach into another", () => {
    const serviceOf = (path: string) => path.split("/").slice(0, 2).join("/");
    const wrong = sources
      .filter(({ path }) => areaOfPath(path) === "services" && !isTest(path))
      .flatMap(({ path, imports }) =>
        imports
          .filter((name) => name.startsWith("."))
          .map((name) => targetOf(path, name))
          .filter((target) => serviceOf(target) !== serviceOf(path))
          .map((target) => `${path} imports ${target}`),
      );
    expect(wrong).toEqual([]);
  });

  test("the rules above see imports at all", () => {
    const seen = (area: Area, target: Area) =>
      sources.some(
        ({ path, imports }) =>
          areaOfPath(path) === area && imports.some((name) => areaOfImport(path, name) === target),
      );
    expect(seen("cli", "codegen")).toBe(true);
    expect(seen("services", "runtime")).toBe(true);
  });
});

test("no module imports itself through others", () => {
  const graph = new Map(
    sources.map(({ path, loads }) => [
      path,
      loads.filter((name) => name.startsWith(".")).map((name) => targetOf(path, name)),
    ]),
  );
  expect(findCycles(graph)).toEqual([]);
});

test("files and folders are named in kebab-case", () => {
  const kebab = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+)*$/;
  const wrong = sources
    .map(({ path }) => path)
    .filter((path) => areaOfPath(path) !== "generated")
    .filter((path) => !path.split("/").every((name) => kebab.test(name)));
  expect(wrong).toEqual([]);
});

test("no hand-written file is longer than 400 lines", () => {
  const long = sources
    .map(({ path }) => path)
    .filter((path) => areaOfPath(path) !== "generated" && !isTest(path))
    .filter((path) => read(path).split("\n").length > 401);
  expect(long).toEqual([]);
});

function sourcesBelow(folder: string): readonly Source[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      const foreign = ["node_modules", "dist", "cases"].includes(entry.name);
      return foreign ? [] : sourcesBelow(path);
    }
    if (!/\.(?:ts|tsx|js)$/.test(entry.name)) return [];
    const name = relative(repository, path).split(sep).join("/");
    const text = read(name);
    return [{ path: name, imports: importsOf(text), loads: importsOf(withoutTypes(text)) }];
  });
}

/** The text without imports that type stripping removes. */
function withoutTypes(text: string): string {
  return text.replace(/^(?:import|export) type [^;]*;$/gm, "");
}

/** Specifiers of imports and re-exports. */
function importsOf(text: string): readonly string[] {
  const patterns = [
    /^(?:import|export)\b[^;"'`]*?\bfrom\s*["']([^"']+)["']/gm,
    /^import\s*["']([^"']+)["']/gm,
    /\bimport\(\s*["']([^"']+)["']\s*\)/g,
  ];
  return patterns.flatMap((pattern) => [...text.matchAll(pattern)].map(([, name]) => name ?? ""));
}

function areaOfImport(path: string, specifier: string): Area | null {
  if (specifier.startsWith(".")) return areaOfPath(targetOf(path, specifier));
  const known = packages.find(([name]) =>
    name.endsWith("-")
      ? specifier.startsWith(name)
      : specifier === name || specifier.startsWith(`${name}/`),
  );
  return known?.[1] ?? null;
}

function areaOfPath(path: string): Area | null {
  return areas.find((area) => path.startsWith(`${area}/`)) ?? null;
}

function targetOf(path: string, specifier: string): string {
  const target = resolve(repository, dirname(path), specifier);
  return relative(repository, target).split(sep).join("/");
}

function isTest(path: string): boolean {
  return path.endsWith(".test.ts") || path.includes("/testing/");
}

function read(path: string): string {
  const file = join(repository, path);
  return statSync(file).isFile() ? readFileSync(file, "utf8") : "";
}

function findCycles(graph: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const cycles: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start !== -1) {
      cycles.push([...trail.slice(start), path].join(" → "));
      return;
    }
    if (done.has(path)) return;
    for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  return cycles;
}
