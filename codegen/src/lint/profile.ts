import type { ProtoSide, Side } from "../compat/side.ts";
import type { ContractTree } from "../compat/tree.ts";
import type { ContractKind, Level, Rule, Rules } from "../findings/rule.ts";
import { isProblem } from "../load/reference.ts";

/** A rule of lint. */
export interface LintRule extends Rule {
  /**
   * `platform`: a convention of Berrys' own specification, looked at only where the contract uses an `x-berrys-…`
   * extension. Absent: sensible for everybody's contracts.
   */
  readonly profile?: "platform";
  /** Level in contracts that use no `x-berrys-…` extension; absent: the same everywhere. */
  readonly elsewhere?: Level;
}

/** Rules of lint by id. */
export type LintRules<Id extends string = string> = Rules<Id> & Readonly<Record<Id, LintRule>>;

/** True when a contract of this kind (`workspace` and `proto`: any contract of the workspace) uses an `x-berrys-…` extension. */
export function usesBerrys(side: Side, kind: ContractKind): boolean {
  switch (kind) {
    case "openapi":
      return usesExtension(side.openapi);
    case "asyncapi":
      return usesExtension(side.asyncapi);
    case "schema":
      return usesExtension(side.schema);
    case "proto":
    case "graphql":
    case "workspace":
      return [side.openapi, side.asyncapi, side.schema].some(usesExtension) || importsOptions(side);
    default:
      return kind satisfies never;
  }
}

/** Proto's counterpart of the extensions: `import "berrys/options/v1/options.proto"`. */
function importsOptions({ proto }: Side): boolean {
  if (proto === null) return false;
  const before = images.get(proto);
  if (before !== undefined) return before;
  const found = Buffer.from(proto.image).includes("berrys/options/v1/");
  images.set(proto, found);
  return found;
}

const images = new WeakMap<ProtoSide, boolean>();

const known = new WeakMap<ContractTree, boolean>();

function usesExtension(tree: ContractTree | null): boolean {
  if (tree === null) return false;
  const before = known.get(tree);
  if (before !== undefined) return before;
  const found = findExtension(tree);
  known.set(tree, found);
  return found;
}

/** Extensions that documents of other people carry for our comparer alone. */
const neutral: ReadonlySet<string> = new Set(["x-berrys-stability", "x-berrys-name"]);

function findExtension({ root, resolver, sources }: ContractTree): boolean {
  const files = new Set([root.file]);
  // A set can grow while it is walked: files that references lead to come last.
  for (const file of files) {
    const left: unknown[] = [file === root.file ? root.value : sources.document(file)?.value];
    for (let node = left.pop(); left.length > 0 || node !== undefined; node = left.pop()) {
      if (typeof node !== "object" || node === null) continue;
      for (const [key, value] of Object.entries(node)) {
        if (key.startsWith("x-berrys-") && !neutral.has(key)) return true;
        if (key === "$ref" && typeof value === "string") {
          const target = resolver.fileOf(file, value);
          if (!isProblem(target)) files.add(target);
        } else if (typeof value === "object" && value !== null) left.push(value);
      }
    }
  }
  return false;
}
