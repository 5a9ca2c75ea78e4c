import type { Diagnostic, Result, Span } from "../diagnostics/diagnostic.ts";
import { sortDiagnostics } from "../diagnostics/sort.ts";
import type { RawFinding } from "../findings/apply-policy.ts";
import type { Finding } from "../findings/finding.ts";
import { fingerprintOf } from "../findings/fingerprint.ts";
import { type Level, levelOf } from "../findings/rule.ts";
import type { ProtoCategory } from "../findings/settings.ts";
import { createAffected } from "./affected.ts";
import { breakingRule } from "./catalog.ts";
import type { Change, Place } from "./change.ts";
import { type MergedChange, mergeChanges } from "./merge.ts";
import { isCounterpart } from "./parties.ts";
import { sentence } from "./sentence.ts";
import type { Side } from "./side.ts";
import { checkKinds } from "./sources/check-kinds.ts";
import type { ContractTree } from "./tree.ts";

export interface CompareOptions {
  /** Default: FILE. */
  readonly proto?: ProtoCategory;
}

/**
 * Every difference between two versions that matters to someone, in the order of kind, file and place: levels as in the
 * catalog, before settings, baseline and approvals. A broken side has no findings: its diagnostics are returned instead.
 */
export async function compareSides(
  old: Side,
  now: Side,
  options: CompareOptions = {},
): Promise<Result<readonly RawFinding[]>> {
  const broken = [...old.diagnostics, ...now.diagnostics].filter(
    ({ severity }) => severity === "error",
  );
  if (broken.length > 0) return [[], sortDiagnostics(broken)];
  const different = checkKinds(old, now);
  if (different !== null) return [[], [different]];
  const [found, diagnostics] = await changesOf(old, now, options);
  const changes = found.map((change) => withCounterpart(change, old, now));
  const affected = createAffected(old, now);
  const merged = mergeChanges(changes, levelOfChange);
  const findings = merged.map((one) => findingOf(one, { old, now, affected }));
  return [findings.sort(byPlace), diagnostics];
}

async function changesOf(
  old: Side,
  now: Side,
  { proto = "FILE" }: CompareOptions,
): Promise<Result<readonly Change[]>> {
  const diagnostics: Diagnostic[] = [];
  const running = [compareProtos(old, now, proto), compareSdl(old, now)];
  const changes = [contractChanges(old, now), await compareDocuments(old, now)];
  for (const [found, problems] of await Promise.all(running)) {
    changes.push(found);
    diagnostics.push(...problems);
  }
  return [changes.flat(), diagnostics];
}

async function compareDocuments(old: Side, now: Side): Promise<readonly Change[]> {
  const pairs = [
    pairOf(old.openapi, now.openapi),
    pairOf(old.asyncapi, now.asyncapi),
    pairOf(old.schema, now.schema),
  ];
  if (pairs.every((pair) => pair === null)) return [];
  const { createSchemaComparer } = await import("./schema/compare-schemas.ts");
  const found: (readonly Change[])[] = [];
  for (const pair of pairs) {
    if (pair === null) continue;
    const schemas = createSchemaComparer(pair.old, pair.now);
    switch (pair.now.kind) {
      case "openapi": {
        const { compareOpenapi } = await import("./openapi/compare-openapi.ts");
        found.push(compareOpenapi(pair.old, pair.now, schemas));
        break;
      }
      case "asyncapi": {
        const { compareAsyncapi } = await import("./asyncapi/compare-asyncapi.ts");
        found.push(compareAsyncapi(pair.old, pair.now, schemas));
        break;
      }
      case "schema": {
        const { compareDocument } = await import("./schema/compare-document.ts");
        found.push(compareDocument(pair.old, pair.now, schemas));
      }
    }
  }
  return found.flat();
}

/** The same files with the same texts are the same contract; nothing has to be compared. */
function isSameText(old: ContractTree, now: ContractTree): boolean {
  const files = now.sources.files();
  return (
    old.root.file === now.root.file &&
    files.length === old.sources.files().length &&
    files.every((file) => old.sources.text(file) === now.sources.text(file))
  );
}

function pairOf(
  old: ContractTree | null,
  now: ContractTree | null,
): { readonly old: ContractTree; readonly now: ContractTree } | null {
  return old === null || now === null || isSameText(old, now) ? null : { old, now };
}

async function compareProtos(
  old: Side,
  now: Side,
  category: ProtoCategory,
): Promise<Result<readonly Change[]>> {
  if (old.proto === null || now.proto === null) return [[], []];
  const { compareProto } = await import("./proto/compare-proto.ts");
  return compareProto(old, now, { category });
}

async function compareSdl(old: Side, now: Side): Promise<Result<readonly Change[]>> {
  if (old.graphql.length === 0 || now.graphql.length === 0) return [[], []];
  const { compareGraphql } = await import("./graphql/compare-graphql.ts");
  return compareGraphql(old.graphql, now.graphql);
}

const names = {
  openapi: "OpenAPI document",
  asyncapi: "AsyncAPI document",
  schema: "JSON Schema",
  proto: "Protobuf module",
  graphql: "GraphQL schema",
} as const;

/** Whole contracts that came or went. */
function contractChanges(old: Side, now: Side): readonly Change[] {
  return (["openapi", "asyncapi", "schema", "proto", "graphql"] as const).flatMap((kind) => {
    const [before, after] = [placeOfContract(old, kind), placeOfContract(now, kind)];
    if ((before === null) === (after === null)) return [];
    const rule = after === null ? "workspace/contract-removed" : "workspace/contract-added";
    const message = `The ${names[kind]} ${after === null ? "is gone" : "is new"}.`;
    const change: Change = {
      rule,
      kind,
      role: "both",
      message,
      path: names[kind],
      old: before,
      new: after,
    };
    return [change];
  });
}

function placeOfContract(side: Side, kind: keyof typeof names): Place | null {
  switch (kind) {
    case "proto": {
      const file = side.proto === null ? undefined : [...side.proto.files.values()][0];
      return file === undefined ? null : placeOfFile(file);
    }
    case "graphql": {
      const file = side.graphql[0]?.file;
      return file === undefined ? null : placeOfFile(file);
    }
    default: {
      const tree = side[kind];
      return tree === null ? null : placeOfFile(tree.root.file);
    }
  }
}

function placeOfFile(file: string): Place {
  return { file, pointer: "", span: startOf(file) };
}

function startOf(file: string): Span {
  return { file, line: 1, column: 1, endLine: 1, endColumn: 2 };
}

function withCounterpart(change: Change, old: Side, now: Side): Change {
  const model = now.model ?? old.model;
  return model !== null && isCounterpart(change, model) ? { ...change, counterpart: true } : change;
}

function levelOfChange({ rule, role, counterpart = false }: Change): Level {
  const known = breakingRule(rule);
  if (known === null) throw new Error(`the comparison found \`${rule}\`, which has no rule`);
  const level = levelOf(known, role);
  // What is wrong for the owner as well stays an error.
  const isMatterOfOrder = counterpart && typeof known.level !== "string" && !isEqual(known.level);
  return isMatterOfOrder && level === "error" ? "warn" : level;
}

function orderOf({ role, path }: Change): string {
  if (path.startsWith("reply ")) return "deploy the service that answers first";
  return role === "reader"
    ? "deploy the publisher first, and the followers once the messages of the old version are through"
    : "deploy the receiver of the command before its senders";
}

function isEqual({ reader, writer }: { readonly reader: Level; readonly writer: Level }): boolean {
  return reader === writer;
}

interface Surroundings {
  readonly old: Side;
  readonly now: Side;
  readonly affected: (change: Change) => readonly string[];
}

function findingOf(
  { change, operations, uses }: MergedChange,
  { old, now, affected }: Surroundings,
): RawFinding {
  const { rule, kind, message, path, detail, operation, channel, messageType, direction } = change;
  const against = spanOf(change.old, old);
  const level = levelOfChange(change);
  return {
    id: rule,
    kind,
    level,
    message: sentence(message),
    path,
    ...(operation === undefined ? {} : { operation }),
    ...(operations.length < 2 ? {} : { operations }),
    ...(channel === undefined ? {} : { channel }),
    ...(messageType === undefined ? {} : { messageType }),
    ...(direction === undefined ? {} : { direction }),
    location: spanOf(change.new, now) ?? nearestSpan(change, now),
    ...(against === null ? {} : { against }),
    fingerprint: fingerprintOf({ id: rule, path, ...(detail === undefined ? {} : { detail }) }),
    ...(change.counterpart === true && level === "warn" ? { hint: orderOf(change) } : {}),
    // What hurts nobody names nobody.
    affected: level === "info" ? [] : [...new Set(uses.flatMap(affected))].sort(),
    ...(change.stability === undefined ? {} : { stability: change.stability }),
  };
}

function spanOf(place: Place | null, side: Side): Span | null {
  if (place === null) return null;
  return place.span ?? side.sources.spanOf(place, place.part ?? "key");
}

/** Something removed is shown where it was, as far as that still exists. */
function nearestSpan({ kind, old }: Change, now: Side): Span | null {
  if (old !== null) {
    const here = now.sources.document(old.file)?.spanOf(old.pointer);
    if (here !== undefined) return here;
  }
  const tree = kind === "openapi" || kind === "asyncapi" || kind === "schema" ? now[kind] : null;
  return tree === null ? null : startOf(tree.root.file);
}

const kinds = ["openapi", "asyncapi", "proto", "graphql", "schema", "workspace"];

function byPlace(a: Finding, b: Finding): number {
  return (
    kinds.indexOf(a.kind) - kinds.indexOf(b.kind) ||
    compareText(a.location?.file ?? "", b.location?.file ?? "") ||
    (a.location?.line ?? 0) - (b.location?.line ?? 0) ||
    (a.location?.column ?? 0) - (b.location?.column ?? 0) ||
    compareText(a.id, b.id) ||
    compareText(a.path, b.path) ||
    compareText(a.fingerprint, b.fingerprint)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
