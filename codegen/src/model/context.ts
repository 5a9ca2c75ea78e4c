import type { DiagnosticCode } from "../diagnostics/catalog.ts";
import { createDiagnostic, type DiagnosticExtras } from "../diagnostics/create.ts";
import type { Diagnostic, Span } from "../diagnostics/diagnostic.ts";
import type { Config } from "../load/config.ts";
import { isObject, member } from "../load/pointer.ts";
import type { Located, Resolver } from "../load/reference.ts";
import { child } from "../load/reference.ts";
import type { Sources } from "../load/sources.ts";
import { createSchemaRegistry, type SchemaRegistry } from "./schema-registry.ts";

/** What the builders of the three contract kinds share. */
export interface BuildContext {
  readonly config: Config;
  readonly sources: Sources;
  readonly resolver: Resolver;
  readonly schemas: SchemaRegistry;
  /** File → output module of the channel or REST operations it declares; the first one wins. */
  readonly fileModules: Map<string, string>;
  readonly diagnostics: Diagnostic[];
  /** Reports at the key of a node. */
  report(code: DiagnosticCode, message: string, at: Place, extras?: DiagnosticExtras): void;
  /** Reports at a span that is known already. */
  reportAt(
    code: DiagnosticCode,
    message: string,
    span: Span | null,
    extras?: DiagnosticExtras,
  ): void;
}

/** Where a finding is: a located node. */
export type Place = Pick<Located, "file" | "pointer">;

/** A fresh context for one build. */
export function createContext(config: Config, sources: Sources, resolver: Resolver): BuildContext {
  const diagnostics: Diagnostic[] = [];
  const reportAt: BuildContext["reportAt"] = (code, message, span, extras) => {
    diagnostics.push(createDiagnostic(code, message, span, extras));
  };
  const report: BuildContext["report"] = (code, message, at, extras) =>
    reportAt(code, message, sources.spanOf(at), extras);
  const schemas = createSchemaRegistry(sources, resolver);
  return {
    config,
    sources,
    resolver,
    schemas,
    fileModules: new Map(),
    diagnostics,
    report,
    reportAt,
  };
}

/** The text of a member, or the fallback. */
export function textOf(node: Located, key: string, fallback = ""): string {
  const value = member(node.value, key);
  return typeof value === "string" ? value.trim() : fallback;
}

/** The description of a node, else its summary or title, else an empty string. */
export function docOf(node: Located): string {
  return textOf(node, "description") || textOf(node, "summary") || textOf(node, "title");
}

/** The dereferenced member, or null when it is absent or cannot be followed. */
export function get(ctx: BuildContext, node: Located, key: string | number): Located | null {
  const found = child(node, key);
  return found.value === undefined ? null : ctx.resolver.deref(found);
}

/** The member as written, or null when it is absent. */
export function raw(node: Located, key: string | number): Located | null {
  const found = child(node, key);
  return found.value === undefined ? null : found;
}

/** The value of the first layer that has the member; objects of later layers fill in what earlier ones leave out. */
export function layered(layers: readonly Located[], key: string): unknown {
  let found: unknown;
  for (const layer of layers) {
    const value = member(layer.value, key);
    if (value === undefined) continue;
    if (found === undefined) found = value;
    else if (isObject(found) && isObject(value)) found = { ...value, ...found };
  }
  return found;
}

/**
 * The owner of a node: the `x-berrys-service` of the first layer that has one, else of its file's root, else the
 * only service; null when nobody says.
 */
export function ownerOf(ctx: BuildContext, layers: readonly Located[]): string | null {
  const stated = layered(layers, "x-berrys-service");
  if (typeof stated === "string") return stated;
  for (const { file } of layers) {
    const whole = member(ctx.sources.document(file)?.value, "x-berrys-service");
    if (typeof whole === "string") return whole;
  }
  const [only, ...others] = ctx.config.services;
  return others.length === 0 && only !== undefined ? only.id : null;
}
