import type { DefinitionNode, DocumentNode, GraphQLError, GraphQLSchema } from "graphql/index.js";
import { createDiagnostic } from "../../diagnostics/create.ts";
import type { Diagnostic, Result, Span } from "../../diagnostics/diagnostic.ts";
import type { GraphqlFile } from "../side.ts";

/** The SDL of one version, all files merged. */
export interface SdlSchema {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
}

/** Parses and merges SDL files; null with the mistakes in them. The library is loaded here for the first time. */
export async function readSchema(files: readonly GraphqlFile[]): Promise<Result<SdlSchema | null>> {
  const { buildASTSchema, GraphQLError, Kind, parse, Source } = await import("graphql/index.js");
  const { validateSDL } = await import("graphql/validation/validate.js");
  const problems: Diagnostic[] = [];
  const definitions: DefinitionNode[] = [];
  for (const { file, text } of files) {
    try {
      definitions.push(...parse(new Source(text, file)).definitions);
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      problems.push(diagnosticOf(error));
    }
  }
  if (problems.length > 0) return [null, problems];
  const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: withBases(definitions) };
  const mistakes = validateSDL(document).filter(({ message }) => !isForeign(message));
  if (mistakes.length > 0) return [null, mistakes.map(diagnosticOf)];
  return [{ document, schema: buildASTSchema(document, { assumeValidSDL: true }) }, []];
}

/** Directives may be declared by the server that reads the schema (federation, for one). */
function isForeign(message: string): boolean {
  return /^Unknown directive /.test(message);
}

const bases: Readonly<Record<string, string>> = {
  ScalarTypeExtension: "ScalarTypeDefinition",
  ObjectTypeExtension: "ObjectTypeDefinition",
  InterfaceTypeExtension: "InterfaceTypeDefinition",
  UnionTypeExtension: "UnionTypeDefinition",
  EnumTypeExtension: "EnumTypeDefinition",
  InputObjectTypeExtension: "InputObjectTypeDefinition",
};

/** A part of a larger graph extends types that other parts define; its first extension counts as the definition. */
function withBases(definitions: readonly DefinitionNode[]): readonly DefinitionNode[] {
  const isBase = new Set(Object.values(bases));
  const defined = new Set(
    definitions.flatMap((node) =>
      isBase.has(node.kind) && "name" in node ? node.name?.value : [],
    ),
  );
  return definitions.map((node) => {
    const base = bases[node.kind];
    const name = "name" in node ? node.name?.value : undefined;
    if (base === undefined || name === undefined || defined.has(name)) return node;
    defined.add(name);
    return { ...node, kind: base } as DefinitionNode;
  });
}

function diagnosticOf({ message, nodes, source, positions }: GraphQLError): Diagnostic {
  const from = source ?? nodes?.[0]?.loc?.source;
  const start = positions?.[0] ?? nodes?.[0]?.loc?.start;
  const span = from === undefined || start === undefined ? null : spanAt(from, start, start + 1);
  const [problem = "", guess] = message.replace(/^Syntax Error: /, "").split(/ Did you mean /);
  const reason = problem.replace(/\.$/, "");
  return createDiagnostic("load/graphql-syntax", `The GraphQL schema is broken: ${reason}.`, span, {
    hint: guess === undefined ? undefined : `did you mean ${guess.replaceAll('"', "`")}`,
  });
}

/** The place of a range of a source; lines and columns count from 1. */
export function spanAt(
  source: { readonly name: string; readonly body: string },
  start: number,
  end: number,
): Span {
  const from = placeAt(source.body, start);
  const to = placeAt(source.body, end);
  return {
    file: source.name,
    line: from.line,
    column: from.column,
    endLine: to.line,
    endColumn: to.column,
  };
}

function placeAt(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  const lastBreak = before.lastIndexOf("\n");
  return { line: before.split("\n").length, column: offset - lastBreak };
}
