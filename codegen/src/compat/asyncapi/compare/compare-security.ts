import { isObject, member } from "../../../load/pointer.ts";
import { child, children, type Located } from "../../../load/reference.ts";
import type { ContractTree } from "../../tree.ts";
import { type Comparison, type Found, report, type Scope, show } from "../context.ts";
import { canonical, missing } from "../equal.ts";
import { createMatcher } from "../match/pairs.ts";
import { field, isVersion3, type Layers } from "../view/layers.ts";
import { compareScheme } from "./compare-scheme.ts";

/** Two versions of something that asks for credentials. */
export interface SecuredPair {
  readonly surface: "server" | "operation";
  readonly old: Layers;
  readonly now: Layers;
}

/** One way to be let in: schemes that must all be met. */
interface Alternative {
  readonly at: Located;
  readonly schemes: readonly Scheme[];
}

interface Scheme {
  readonly name: string;
  readonly located: Located;
  readonly scopes: readonly string[];
}

/** Compares what credentials are asked for. The alternatives of `security` are matched by what they ask for. */
export function compareSecurity(
  comparison: Comparison,
  scopes: readonly Scope[],
  { surface, old, now }: SecuredPair,
): void {
  const before = alternativesOf(comparison.old.tree, old);
  const after = alternativesOf(comparison.now.tree, now);
  const around = { old: old[0] ?? null, new: now[0] ?? null };
  const tell = (rule: Found["rule"], message: string, places: Partial<typeof around> = {}) =>
    report(comparison, scopes, { rule, message, at: ["security"], ...around, ...places });
  if (before.length === 0 && after.length > 0) {
    const names = after.map(nameOf).join(", ");
    tell(`asyncapi/${surface}-security-added`, `Credentials are asked for now: ${names}`);
    return;
  }
  if (before.length > 0 && after.length === 0) {
    tell(`asyncapi/${surface}-security-removed`, "Credentials are no longer asked for");
    return;
  }

  const matcher = createMatcher(before, after);
  matcher.byText(({ schemes }) => canonical(schemes.map(({ located }) => located.value)));
  matcher.byText(({ schemes }) => canonical(schemes.map(identityOf)));
  matcher.byText(({ schemes }) => canonical(schemes.map(({ name }) => name)));
  const { pairs, removed, added } = matcher.result();
  for (const alternative of removed)
    tell(
      `asyncapi/${surface}-security-alternative-removed`,
      `${nameOf(alternative)} is no longer taken`,
      { old: alternative.at },
    );
  for (const alternative of added)
    tell(
      `asyncapi/${surface}-security-alternative-added`,
      `${nameOf(alternative)} is taken now, too`,
      { new: alternative.at },
    );
  for (const [a, b] of pairs) compareAlternative(comparison, scopes, { surface, a, b });
}

function compareAlternative(
  comparison: Comparison,
  scopes: readonly Scope[],
  {
    surface,
    a,
    b,
  }: {
    readonly surface: SecuredPair["surface"];
    readonly a: Alternative;
    readonly b: Alternative;
  },
): void {
  for (const [index, now] of b.schemes.entries()) {
    const old = a.schemes[index];
    if (old === undefined) continue;
    compareScheme(comparison, scopes, { name: now.name, old: old.located, now: now.located });
    const tell = (rule: "added" | "removed", message: string, scope: string) =>
      report(comparison, scopes, {
        rule: `asyncapi/${surface}-scope-${rule}`,
        message,
        at: ["security", now.name],
        old: a.at,
        new: b.at,
        detail: scope,
      });
    for (const scope of missing(now.scopes, old.scopes))
      tell("added", `The scope ${show(scope)} is asked for now`, scope);
    for (const scope of missing(old.scopes, now.scopes))
      tell("removed", `The scope ${show(scope)} is no longer asked for`, scope);
  }
}

/** AsyncAPI 3 lists schemes with their scopes, AsyncAPI 2 maps the names of schemes to scopes. */
function alternativesOf(tree: ContractTree, layers: Layers): readonly Alternative[] {
  const security = field(layers, "security");
  if (security === null || !Array.isArray(security.value)) return [];
  return children(security).flatMap(([, at]) => {
    const schemes = isVersion3(tree) ? schemeOf(tree, at) : requiredOf(tree, at);
    return schemes.length === 0 ? [] : [{ at, schemes }];
  });
}

function schemeOf(tree: ContractTree, at: Located): readonly Scheme[] {
  const located = tree.deref(at);
  if (located === null || !isObject(located.value)) return [];
  const name = located.pointer.split("/").at(-1) ?? "";
  const type = member(located.value, "type");
  const isInline = /^\d+$/.test(name) && typeof type === "string";
  return [
    { name: isInline ? type : name, located, scopes: textsOf(child(located, "scopes").value) },
  ];
}

function requiredOf(tree: ContractTree, at: Located): readonly Scheme[] {
  const declared = child(child(tree.root, "components"), "securitySchemes");
  return children(at)
    .flatMap(([name, scopes]) => {
      const located = tree.deref(child(declared, name));
      if (located === null || !isObject(located.value)) return [];
      return [{ name, located, scopes: textsOf(scopes.value) }];
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** What of a scheme tells it from others. */
function identityOf({ located: { value } }: Scheme): readonly unknown[] {
  return ["type", "in", "name", "scheme"].map((key) => member(value, key) ?? null);
}

function nameOf({ schemes }: Alternative): string {
  return schemes.map(({ name }) => `\`${name}\``).join(" with ");
}
