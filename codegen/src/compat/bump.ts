import { inc, parse } from "semver";
import type { Finding } from "../findings/finding.ts";
import type { Bump, PackageBump } from "../findings/report/report.ts";
import type { ContractKind } from "../findings/rule.ts";
import { member } from "../load/pointer.ts";
import type { Side } from "./side.ts";
import type { ContractTree } from "./tree.ts";

const order: readonly Bump[] = ["none", "patch", "minor", "major"];

/** The farthest of several bumps. */
export function farthest(bumps: readonly Bump[]): Bump {
  return bumps.reduce((a, b) => (order.indexOf(a) >= order.indexOf(b) ? a : b), "none");
}

/** An error asks for a major version, any other change of the contract for a minor one, changed words for a patch. */
export function bumpOf(findings: readonly Finding[], isEdited: boolean): Bump {
  if (findings.some(({ level }) => level === "error")) return "major";
  if (findings.length > 0) return "minor";
  return isEdited ? "patch" : "none";
}

/** The bump of every contract of a comparison that changed, in a fixed order. */
export function bumpsOf(
  old: Side,
  now: Side,
  findings: readonly Finding[],
): readonly PackageBump[] {
  const of = (kind: ContractKind) => findings.filter((finding) => finding.kind === kind);
  const documents = (["openapi", "asyncapi", "schema"] as const).flatMap((kind) => {
    const [from, to] = [old[kind], now[kind]];
    if (from === null || to === null) return [];
    const bump = bumpOf(of(kind), textOf(from) !== textOf(to));
    return [packageBump(to.root.file, versionOf(from), bump)];
  });
  const packages = Map.groupBy(of("proto"), packageOfFinding);
  const protos = [...packages]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, found]) => packageBump(name, null, bumpOf(found, false)));
  const graphql = of("graphql");
  const sdl = graphql.length === 0 ? [] : [packageBump("graphql", null, bumpOf(graphql, false))];
  return [...documents, ...protos, ...sdl].filter(({ bump }) => bump !== "none");
}

function packageBump(name: string, from: string | null, bump: Bump): PackageBump {
  return { package: name, from, to: from === null ? null : nextVersion(from, bump), bump };
}

/** Before 1.0.0 a breaking change raises the minor version, everything else the patch (semver.org, 4; npm's caret). */
export function nextVersion(version: string, bump: Bump): string | null {
  const parsed = parse(version);
  if (parsed === null) return null;
  if (bump === "none") return version;
  const milder = bump === "major" ? "minor" : "patch";
  return inc(version, parsed.major === 0 ? milder : bump);
}

function versionOf(tree: ContractTree): string | null {
  const version = member(member(tree.root.value, "info"), "version");
  return typeof version === "string" || typeof version === "number" ? String(version) : null;
}

/** The texts of the document and of the files that it leads to. */
function textOf({ sources }: ContractTree): string {
  return sources
    .files()
    .map((file) => sources.text(file) ?? "")
    .join("\0");
}

/** `berrys.planning.v1` of `berrys.planning.v1.Plan › field`. */
function packageOfFinding({ path, operation }: Finding): string {
  const name = operation ?? path.split(" › ")[0] ?? path;
  const segments = (name.split("/")[0] ?? name).split(".");
  const end = segments.findIndex((segment) => /^[A-Z]/.test(segment));
  return segments.slice(0, end === -1 ? segments.length : end).join(".") || "proto";
}
