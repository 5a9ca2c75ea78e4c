import { isObject, member } from "../../../load/pointer.ts";
import { child, children, isProblem, type Located } from "../../../load/reference.ts";
import type { ContractTree, SchemaDialect } from "../../tree.ts";

/** The dialect of a schema object. */
export type DialectOf = (at: Located) => SchemaDialect;

interface Region {
  readonly pointer: string;
  readonly dialect: SchemaDialect;
}

/**
 * Dialects of a tree's schemas. The nearest word counts: the `schemaFormat` around or beside an AsyncAPI schema, the `$schema`
 * of its file, the `schemaFormat` of a schema that refers to the file, the document's own dialect.
 */
export function createDialects(tree: ContractTree): DialectOf {
  const files = new Map<string, SchemaDialect>();
  const regions = new Map<string, readonly Region[]>();
  let inherited: ReadonlyMap<string, SchemaDialect> | null = null;

  const regionsOf = (file: string): readonly Region[] => {
    let found = regions.get(file);
    if (found === undefined) {
      found = tree.kind === "asyncapi" ? regionsIn(tree, file) : [];
      regions.set(file, found);
    }
    return found;
  };

  const ofFile = (file: string): SchemaDialect => {
    let dialect = files.get(file);
    if (dialect === undefined) {
      const named = member(tree.sources.document(file)?.value, "$schema");
      inherited ??= inheritedIn(tree, regionsOf);
      dialect =
        file === tree.root.file
          ? tree.dialect
          : typeof named === "string"
            ? versionDialect(named)
            : (inherited.get(file) ?? tree.dialect);
      files.set(file, dialect);
    }
    return dialect;
  };

  return ({ file, pointer }) =>
    regionsOf(file).find((region) => isWithin(pointer, region.pointer))?.dialect ?? ofFile(file);
}

function isWithin(pointer: string, region: string): boolean {
  return pointer === region || pointer.startsWith(`${region}/`);
}

/** Schemas of a file whose `schemaFormat` names a dialect, inner ones first. */
function regionsIn(tree: ContractTree, file: string): readonly Region[] {
  // Most documents have none: they are not walked.
  if (!(tree.sources.text(file) ?? "schemaFormat").includes("schemaFormat")) return [];
  const value = tree.sources.document(file)?.value;
  const found: Region[] = [];
  const left: Located[] = value === undefined ? [] : [{ file, pointer: "", value }];
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    const format = isObject(node.value) ? member(node.value, "schemaFormat") : undefined;
    const dialect = typeof format === "string" ? formatDialect(format) : null;
    const key = dialect === null ? undefined : schemaKeyOf(node.value);
    if (dialect !== null && key !== undefined)
      found.push({ pointer: child(node, key).pointer, dialect });
    left.push(...children(node).map(([, inner]) => inner));
  }
  return found.sort((a, b) => b.pointer.length - a.pointer.length);
}

/** AsyncAPI 3 has the schema inside, AsyncAPI 2 beside the format. */
function schemaKeyOf(value: unknown): string | undefined {
  return ["schema", "payload"].find((key) => member(value, key) !== undefined);
}

/** Files without `$schema` that schemas of a stated format refer to. */
function inheritedIn(
  tree: ContractTree,
  regionsOf: (file: string) => readonly Region[],
): ReadonlyMap<string, SchemaDialect> {
  const found = new Map<string, SchemaDialect>();
  if (tree.kind !== "asyncapi") return found;
  for (const file of tree.sources.files()) {
    for (const { pointer, dialect } of regionsOf(file)) {
      for (const target of referredFiles(tree, { file, pointer }))
        if (!found.has(target)) found.set(target, dialect);
    }
  }
  return found;
}

/** Other files that a schema and the files behind it lead to. */
function referredFiles(
  tree: ContractTree,
  { file, pointer }: Pick<Located, "file" | "pointer">,
): ReadonlySet<string> {
  const found = new Set<string>();
  const root = tree.resolver.resolve({ file, pointer: "", value: undefined }, `#${pointer}`);
  const left: Located[] = isProblem(root) ? [] : [root];
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    const ref = isObject(node.value) ? member(node.value, "$ref") : undefined;
    const target = typeof ref === "string" ? tree.resolver.fileOf(node.file, ref) : file;
    if (typeof target === "string" && target !== file && !found.has(target)) {
      found.add(target);
      const value = tree.sources.document(target)?.value;
      if (value !== undefined) left.push({ file: target, pointer: "", value });
    }
    left.push(...children(node).map(([, inner]) => inner));
  }
  return found;
}

/** The dialect that a media type such as `application/schema+json;version=draft-07` names; null: none of its own. */
function formatDialect(format: string): SchemaDialect | null {
  const text = format.trim().toLowerCase();
  if (text.startsWith("application/vnd.oai.openapi"))
    return /version=3\.0/.test(text) ? "openapi-3.0" : "2020-12";
  return text.startsWith("application/schema+") && text.includes("version=")
    ? versionDialect(text)
    : null;
}

/** Drafts before 2019-09 read alike for what is compared. */
function versionDialect(text: string): SchemaDialect {
  return /draft-0?[3467]\b/.test(text) ? "draft-07" : "2020-12";
}
