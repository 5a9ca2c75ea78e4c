import { createDiagnostic } from "../../diagnostics/create.ts";
import type { Diagnostic, Severity } from "../../diagnostics/diagnostic.ts";
import { didYouMean, nearest } from "../../diagnostics/nearest.ts";
import { isObject, member } from "../../load/pointer.ts";
import {
  child,
  children,
  idOf,
  isAlias,
  type Located,
  type Resolver,
  refOf,
} from "../../load/reference.ts";
import type { Sources } from "../../load/sources.ts";
import { extensions } from "./extensions.ts";
import type { Grammar, ObjectKind, Shape } from "./shape.ts";

/** What a walk needs. */
export interface WalkOptions {
  readonly sources: Sources;
  readonly resolver: Resolver;
  readonly grammar: Grammar;
  /** Ids of the services of berrys.yaml. */
  readonly services: readonly string[];
}

/** What a walk found: mistakes, and every object by its kind. */
export interface Walked {
  readonly diagnostics: readonly Diagnostic[];
  readonly nodes: ReadonlyMap<string, readonly Located[]>;
  /**
   * True when the document uses no `x-berrys-` extension: it was written for other tools, by people who may be out of
   * reach. What can be left out without harm to the rest is a warning then.
   */
  readonly isForeign: boolean;
}

/** Checks the keys of everything that a document reaches, each object once. */
export function walk(root: Located, options: WalkOptions): Walked {
  const { sources, resolver, grammar } = options;
  const diagnostics: Diagnostic[] = [];
  /** Findings that are warnings in a foreign document. */
  const mild: Diagnostic[] = [];
  const nodes = new Map<string, Located[]>();
  const seen = new Set<string>();
  let isForeign = true;

  // A list of what is left instead of recursion: a chain of references can be thousands long.
  const left: [name: string, node: Located][] = [];
  const visit = (name: string, node: Located): void => {
    left.push([name, node]);
  };

  const check = (name: string, node: Located): void => {
    if (refOf(node.value) !== null && (name !== "schema" || isAlias(node.value))) {
      const target = resolver.deref(node);
      if (target !== null && idOf(target) !== idOf(node)) visit(name, target);
      return;
    }
    const actual = kindOf(name, node.value);
    const kind = actual === null ? undefined : grammar[actual];
    if (actual === null || kind === undefined) {
      if (name === "items") for (const [, item] of children(node)) visit("schema", item);
      return;
    }
    const id = `${actual} ${idOf(node)}`;
    if (seen.has(id)) return;
    seen.add(id);
    if (!isObject(node.value)) {
      if (!(actual === "schema" && typeof node.value === "boolean"))
        mild.push(wrong(node, kind.title, "an object"));
      return;
    }
    const known = nodes.get(actual);
    if (known === undefined) nodes.set(actual, [node]);
    else known.push(node);
    const ref = refOf(node.value);
    const target = ref === null ? null : resolver.deref(node);
    if (target !== null) visit(name, target);
    const lacking = (keys: readonly string[] = []) =>
      keys.filter((key) => member(node.value, key) === undefined);
    for (const key of lacking(kind.required)) diagnostics.push(lacks(node, kind, key, "error"));
    for (const key of lacking(kind.expected)) diagnostics.push(lacks(node, kind, key, "warning"));
    for (const [key, at] of children(node)) visitKey(actual, kind, key, at);
  };

  const visitKey = (name: string, kind: ObjectKind, key: string, at: Located): void => {
    if (key.startsWith("x-")) {
      isForeign &&= !key.startsWith("x-berrys-");
      diagnostics.push(...checkExtension(name, key, at, options));
      // The one extension that holds schemas.
      if (key === "x-berrys-previous")
        for (const [, item] of children(at)) {
          const payload = child(item, "payload");
          if (isObject(payload.value)) visit("payload", payload);
        }
      return;
    }
    const shape = Object.hasOwn(kind.fields, key)
      ? kind.fields[key]
      : (kind.others?.(key) ?? undefined);
    if (shape === undefined) reportUnknown(kind, key, at);
    else visitShape(shape, key, at);
  };

  const visitShape = (shape: Shape, key: string, at: Located): void => {
    if (shape.kind === "one") visit(shape.of, at);
    else if (shape.kind === "value") {
      const expected = shape.check(at.value);
      if (expected !== null) mild.push(wrong(at, key, expected));
    } else if (shape.kind === "list" || shape.kind === "map") {
      const isRight = shape.kind === "list" ? Array.isArray(at.value) : isObject(at.value);
      if (!isRight) mild.push(wrong(at, key, shape.kind === "list" ? "a list" : "a mapping"));
      else for (const [, item] of children(at)) visit(shape.of, item);
    }
  };

  const reportUnknown = (kind: ObjectKind, key: string, at: Located): void => {
    const known = Object.keys(kind.fields);
    const best = nearest(key, known);
    const nullable =
      key === "nullable" && kind.title === "schema" ? 'write `type: [string, "null"]`' : undefined;
    const severity = kind.isOpen && best === null && nullable === undefined ? "warning" : "error";
    const message = `\`${key}\` is no key of ${article(kind.title)}.`;
    const hint = nullable ?? didYouMean(key, known, "extensions start with `x-`");
    // A misspelt key is a mistake wherever the document comes from.
    const list = best === null || nullable !== undefined ? mild : diagnostics;
    list.push(
      createDiagnostic("validate/unknown-keyword", message, sources.spanOf(at), { severity, hint }),
    );
  };

  const wrong = (at: Located, key: string, expected: string): Diagnostic =>
    createDiagnostic(
      "validate/invalid-schema",
      `\`${key}\` must be ${expected}, but it is ${describe(at.value)}.`,
      sources.spanOf(at),
    );

  const lacks = (at: Located, kind: ObjectKind, key: string, severity: Severity): Diagnostic => {
    const message = `This ${kind.title} has no \`${key}\`.`;
    return createDiagnostic("validate/missing-field", message, sources.spanOf(at), { severity });
  };

  visit("root", root);
  for (let next = left.pop(); next !== undefined; next = left.pop()) check(...next);
  const softened = isForeign
    ? mild.map((found): Diagnostic => ({ ...found, severity: "warning" }))
    : mild;
  return { diagnostics: [...diagnostics, ...softened], nodes, isForeign };
}

/** Checks one `x-…` key; those without our prefix belong to others. */
export function checkExtension(
  kind: string,
  key: string,
  at: Located,
  { sources, services }: Pick<WalkOptions, "sources" | "services">,
): readonly Diagnostic[] {
  if (!key.startsWith("x-berrys-")) return [];
  const extension = Object.hasOwn(extensions, key) ? extensions[key] : undefined;
  if (extension === undefined) {
    const hint = didYouMean(key, Object.keys(extensions));
    return [
      createDiagnostic(
        "validate/invalid-extension",
        `There is no extension \`${key}\`.`,
        sources.spanOf(at),
        { hint },
      ),
    ];
  }
  if (extension.on !== null && !extension.on.includes(kind)) {
    const names = extension.on.map((name) => (name === "channelOperation" ? "operation" : name));
    const places = [...new Set(names)].map((name) => `\`${name}\``).join(", ");
    return [
      createDiagnostic(
        "validate/invalid-extension",
        `\`${key}\` does not belong here.`,
        sources.spanOf(at),
        { hint: `put it on one of ${places}` },
      ),
    ];
  }
  const span = sources.spanOf(at, "value");
  const expected = extension.check(at.value);
  if (expected !== null) {
    return [
      createDiagnostic(
        "validate/invalid-extension",
        `\`${key}\` must be ${expected}, but it is ${describe(at.value)}.`,
        span,
      ),
    ];
  }
  if (key !== "x-berrys-service" || services.includes(String(at.value))) return [];
  const hint = didYouMean(String(at.value), services, `berrys.yaml has ${services.join(", ")}`);
  return [
    createDiagnostic(
      "validate/unknown-service",
      `There is no service \`${String(at.value)}\`.`,
      span,
      { hint },
    ),
  ];
}

/** Alternatives that only the value tells apart; null: a list, walked item by item. */
function kindOf(name: string, found: unknown): string | null {
  if (name === "payload")
    return member(found, "schemaFormat") === undefined ? "schema" : "multiFormat";
  if (name === "items") return Array.isArray(found) ? null : "schema";
  if (name === "dependency") return Array.isArray(found) ? null : "schema";
  return name;
}

function article(title: string): string {
  return `${/^[aeiou]/i.test(title) ? "an" : "a"} ${title}`;
}

/** Lists and mappings are shown where they fit into a sentence. */
const shownLength = 60;

function describe(found: unknown): string {
  if (found === null) return "empty";
  const text = JSON.stringify(found);
  if (typeof found !== "object" || text.length <= shownLength) return `\`${text}\``;
  return Array.isArray(found) ? "a list" : "a mapping";
}

/** The root keys of a fragment file: only extensions can be told from names chosen by the author. */
export function checkFragment(
  root: Located,
  options: Pick<WalkOptions, "sources" | "services">,
): readonly Diagnostic[] {
  return Object.keys(isObject(root.value) ? root.value : {})
    .filter((key) => key === "x-berrys-service")
    .flatMap((key) => checkExtension("root", key, child(root, key), options));
}
