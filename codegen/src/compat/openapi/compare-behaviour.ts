import type { Located } from "../../load/reference.ts";
import type { Change } from "../change.ts";
import { compareCache, compareEtag, compareRateLimit } from "./compare-limits.ts";
import { type ExtensionPair, extensionChange } from "./extension.ts";
import { textsIn } from "./read/located.ts";
import { type Layers, layered } from "./read/operations.ts";
import { shapeOf } from "./read/paths.ts";
import type { OpenapiRule } from "./rules.ts";
import type { Scope } from "./scope.ts";

/** An operation with what its extensions fall back to: the path items, the document. */
export interface Extended {
  readonly layers: Layers;
  /** Upper case. */
  readonly method: string;
}

/** Both versions of an operation. */
export interface ExtendedPair {
  readonly old: Extended;
  readonly now: Extended;
}

/** Compares the extensions that change how an operation behaves. */
export function compareBehaviour(scope: Scope, pair: ExtendedPair): readonly Change[] {
  return [
    ...compareRoles(scope, pair),
    ...compareRateLimit(scope, extensionPair(pair, "x-berrys-rate-limit")),
    ...compareTimeout(scope, extensionPair(pair, "x-berrys-timeout")),
    ...compareCache(scope, extensionPair(pair, "x-berrys-cache")),
    ...compareEtag(scope, extensionPair(pair, "x-berrys-etag")),
    ...compareIdempotence(scope, pair),
    ...compareOwner(scope, extensionPair(pair, "x-berrys-service")),
    ...compareLocation(scope, extensionPair(pair, "x-berrys-location")),
  ];
}

function extensionPair({ old, now }: ExtendedPair, key: string): ExtensionPair {
  return {
    old: layered(old.layers, key),
    now: layered(now.layers, key),
    operations: { old: old.layers[0], now: now.layers[0] },
  };
}

/** No list of roles: everyone who may call the API. An empty list: everyone at all. */
function compareRoles(scope: Scope, pair: ExtendedPair): readonly Change[] {
  const roles = extensionPair(pair, "x-berrys-roles");
  const was = rolesOf(pair.old.layers);
  const is = rolesOf(pair.now.layers);
  const report = (rule: OpenapiRule, message: string, detail: string): Change =>
    extensionChange(scope, roles, { rule, message, detail });
  if (was.open !== is.open) {
    const [before, after] = [openness[was.open], openness[is.open]];
    const rank = ["roles", "callers", "everyone"] as const;
    const isTighter = rank.indexOf(is.open) < rank.indexOf(was.open);
    return [
      report(
        isTighter ? "openapi/roles-tightened" : "openapi/roles-loosened",
        `The operation now answers ${after(is.names)} instead of ${before(was.names)}`,
        is.names.join(" "),
      ),
    ];
  }
  return [
    ...was.names
      .filter((role) => !is.names.includes(role))
      .map((role) =>
        report(
          "openapi/roles-tightened",
          `The operation no longer answers the role \`${role}\``,
          role,
        ),
      ),
    ...is.names
      .filter((role) => !was.names.includes(role))
      .map((role) =>
        report(
          "openapi/roles-loosened",
          `The operation now answers the role \`${role}\` too`,
          role,
        ),
      ),
  ];
}

interface Roles {
  readonly open: "roles" | "callers" | "everyone";
  readonly names: readonly string[];
}

const openness: Readonly<Record<Roles["open"], (names: readonly string[]) => string>> = {
  roles: (names) => `only ${names.map((name) => `\`${name}\``).join(", ")}`,
  callers: () => "every caller of the API",
  everyone: () => "everyone",
};

function rolesOf(layers: Layers): Roles {
  const found = layered(layers, "x-berrys-roles");
  if (found === null || !Array.isArray(found.value)) return { open: "callers", names: [] };
  const names = textsIn({ ...found, value: { roles: found.value } }, "roles");
  return { open: names.length === 0 ? "everyone" : "roles", names };
}

function compareTimeout(scope: Scope, pair: ExtensionPair): readonly Change[] {
  const was = numberOf(pair.old);
  const is = numberOf(pair.now);
  if (was === is) return [];
  const told = (rule: OpenapiRule, message: string) => [
    extensionChange(scope, pair, { rule, message }),
  ];
  if (was === null) {
    return told("openapi/timeout-added", `The operation now ends after ${is} ms`);
  }
  if (is === null) {
    return told("openapi/timeout-raised", `The operation no longer ends after ${was} ms`);
  }
  return told(
    is < was ? "openapi/timeout-lowered" : "openapi/timeout-raised",
    `The operation now ends after ${is} ms instead of ${was} ms`,
  );
}

function numberOf(node: Located | null): number | null {
  return typeof node?.value === "number" ? node.value : null;
}

const idempotentMethods: ReadonlySet<string> = new Set([
  "GET",
  "HEAD",
  "OPTIONS",
  "TRACE",
  "PUT",
  "DELETE",
  "QUERY",
]);

function compareIdempotence(scope: Scope, pair: ExtendedPair): readonly Change[] {
  const idempotent = extensionPair(pair, "x-berrys-idempotent");
  const was = isIdempotent(idempotent.old, pair.old.method);
  const is = isIdempotent(idempotent.now, pair.now.method);
  if (was === is) return [];
  return [
    extensionChange(scope, idempotent, {
      rule: is ? "openapi/idempotence-gained" : "openapi/idempotence-dropped",
      message: is
        ? "The operation may now be repeated safely"
        : "The operation must no longer be repeated: it has its effect twice",
    }),
  ];
}

function isIdempotent(stated: Located | null, method: string): boolean {
  return typeof stated?.value === "boolean" ? stated.value : idempotentMethods.has(method);
}

function compareOwner(scope: Scope, pair: ExtensionPair): readonly Change[] {
  const was = pair.old?.value;
  const is = pair.now?.value;
  if (typeof was !== "string" || typeof is !== "string" || was === is) return [];
  return [
    extensionChange(scope, pair, {
      rule: "openapi/owner-changed",
      message: `The operation now belongs to \`${is}\` instead of \`${was}\``,
    }),
  ];
}

function compareLocation(scope: Scope, pair: ExtensionPair): readonly Change[] {
  const was = shapeAt(pair.old);
  const is = shapeAt(pair.now);
  if (was === is) return [];
  const told = (rule: OpenapiRule, message: string) => [
    extensionChange(scope, pair, { rule, message }),
  ];
  const [before, after] = [String(pair.old?.value), String(pair.now?.value)];
  if (was === null) {
    return told("openapi/location-added", `\`Location\` now names \`${after}\``);
  }
  return is === null
    ? told("openapi/location-removed", `\`Location\` no longer names \`${before}\``)
    : told(
        "openapi/location-changed",
        `\`Location\` now names \`${after}\` instead of \`${before}\``,
      );
}

function shapeAt(node: Located | null): string | null {
  return typeof node?.value === "string" ? shapeOf(node.value) : null;
}
