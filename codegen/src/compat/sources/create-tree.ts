import { createDiagnostic } from "../../diagnostics/create.ts";
import type { Diagnostic, Result } from "../../diagnostics/diagnostic.ts";
import { isObject, member } from "../../load/pointer.ts";
import type { Resolver } from "../../load/reference.ts";
import type { SourceLoader } from "../../load/sources.ts";
import type { ContractTree, SchemaDialect } from "../tree.ts";

/** What a tree is made of: files that are loaded, and how references between them are followed. */
export interface TreeFiles {
  readonly sources: SourceLoader;
  readonly resolver: Resolver;
}

/** The tree of a loaded file of a known kind; null when the file is broken or its version cannot be compared. */
export function createTree(
  { sources, resolver }: TreeFiles,
  file: string,
  kind: ContractTree["kind"],
): Result<ContractTree | null> {
  const value = sources.document(file)?.value;
  if (value === undefined) return [null, []];
  const problem = versionProblem(sources, file, kind, value);
  if (problem !== null) return [null, [problem]];
  const tree: ContractTree = {
    kind,
    version: kind === "schema" ? "" : String(member(value, kind)),
    root: { file, pointer: "", value },
    resolver,
    deref: resolver.deref,
    dialect: dialectOf(kind, value),
    sources,
  };
  return [tree, []];
}

const supported = { openapi: /^3\.[01](\.|$)/, asyncapi: /^[23]\./ } as const;

function versionProblem(
  sources: SourceLoader,
  file: string,
  kind: ContractTree["kind"],
  value: unknown,
): Diagnostic | null {
  if (kind === "schema") return null;
  const version = member(value, kind);
  if (supported[kind].test(String(version))) return null;
  const isSwagger = kind === "openapi" && version === undefined && isObject(value);
  const swagger = isSwagger ? member(value, "swagger") : undefined;
  const expected =
    kind === "openapi"
      ? "an OpenAPI document of version 3.0 or 3.1"
      : "an AsyncAPI document of version 2.x or 3.x";
  const got =
    swagger !== undefined
      ? `is Swagger \`${String(swagger)}\``
      : version === undefined
        ? `has no \`${kind}\``
        : `is version \`${String(version)}\``;
  const pointer =
    swagger !== undefined ? "/swagger" : isObject(value) && kind in value ? `/${kind}` : "";
  const hint =
    swagger !== undefined ? `convert it, e.g. with \`npx swagger2openapi ${file}\`` : undefined;
  return createDiagnostic(
    "load/unsupported-version",
    `\`${file}\` must be ${expected}, but it ${got}.`,
    sources.spanOf({ file, pointer }, "value"),
    { hint },
  );
}

function dialectOf(kind: ContractTree["kind"], value: unknown): SchemaDialect {
  switch (kind) {
    case "asyncapi":
      return "draft-07";
    case "openapi":
      return /^3\.0/.test(String(member(value, "openapi")))
        ? "openapi-3.0"
        : namedDialect(member(value, "jsonSchemaDialect"));
    case "schema":
      return namedDialect(member(value, "$schema"));
  }
}

/** Dialects before 2019-09 read alike for what is compared here; what names no known one is read as 2020-12. */
function namedDialect(uri: unknown): SchemaDialect {
  return typeof uri === "string" && /draft-0[3467]/.test(uri) ? "draft-07" : "2020-12";
}
