import type { Located } from "../../load/reference.ts";
import type { Change } from "../change.ts";
import { compareScheme } from "./compare-scheme.ts";
import { matchSchemes, type SchemeMatches } from "./match-schemes.ts";
import { type Pair, placeOf } from "./read/located.ts";
import {
  type Requirement,
  readSecurity,
  readSecuritySchemes,
  type Security,
  type SecurityScheme,
} from "./read/security.ts";
import type { OpenapiRule } from "./rules.ts";
import { change, type Scope } from "./scope.ts";

/** The security schemes of two documents, read and matched once. */
export interface SecurityView {
  readonly old: ReadonlyMap<string, SecurityScheme>;
  readonly now: ReadonlyMap<string, SecurityScheme>;
  readonly matches: SchemeMatches;
}

/** Reads and matches the security schemes of two documents. */
export function viewSecurity(scope: Pick<Scope, "old" | "now">): SecurityView {
  const old = readSecuritySchemes(scope.old);
  const now = readSecuritySchemes(scope.now);
  return { old, now, matches: matchSchemes(old, now) };
}

/** Compares what the callers of an operation must prove, and the schemes that it uses. The nodes are operations. */
export function compareSecurity(
  scope: Scope,
  operations: Pair,
  view: SecurityView,
): readonly Change[] {
  // What a document asks of its callers does not bind the API itself where it calls.
  const root = (tree: Scope["old"]): readonly Located[] => (scope.isFlipped ? [] : [tree.root]);
  const old = readSecurity([operations.old, ...root(scope.old)]);
  const now = readSecurity([operations.now, ...root(scope.now)]);
  const before = identify(old, view.matches.old);
  const after = identify(now, view.matches.now);
  const labels: Labels = (id) => labelOf(view, id);
  const places = {
    old: placeOf(old.node ?? nearest(now, scope.old.root, operations.old)),
    new: placeOf(now.node ?? nearest(old, scope.now.root, operations.now)),
  };
  const told = unique([...strengthened(before, after, labels), ...weakened(before, after, labels)]);
  const used = new Set([...before, ...after].flatMap((requirement) => [...requirement.keys()]));
  return [
    ...told.map(({ rule, message, detail }) =>
      change(scope, rule, {
        message,
        at: ["security"],
        ...places,
        direction: "request",
        ...(detail === undefined ? {} : { detail }),
      }),
    ),
    ...[...used].flatMap((id) => {
      const pair = view.matches.pairs.get(id);
      return pair === undefined ? [] : compareScheme(scope, pair);
    }),
  ];
}

type Labels = (identity: string) => string;

interface Told {
  readonly rule: OpenapiRule;
  readonly message: string;
  readonly detail?: string;
}

/** Where something is missing that the other version says for the document or for the operation. */
function nearest({ node }: Security, root: Located, operation: Located): Located {
  return node?.pointer === "/security" ? root : operation;
}

/** Two alternatives may lose the same thing. */
function unique(told: readonly Told[]): readonly Told[] {
  return [...new Map(told.map((one) => [`${one.rule} ${one.message}`, one])).values()];
}

/** Requirements with the identities of schemes that both documents share. */
function identify(
  { alternatives }: Security,
  identities: ReadonlyMap<string, string>,
): readonly Requirement[] {
  return alternatives.map(
    (requirement) =>
      new Map(
        [...requirement].map(([key, scopes]) => [identities.get(key) ?? `key ${key}`, scopes]),
      ),
  );
}

function labelOf({ old, now, matches }: SecurityView, identity: string): string {
  const pair = matches.pairs.get(identity);
  const key = identity.replace(/^(old|new|both|key) /, "");
  return pair?.now.label ?? (identity.startsWith("old") ? old : now).get(key)?.label ?? key;
}

/** True where whoever meets the stronger requirement meets the weaker one too. */
function isWithin(weaker: Requirement, stronger: Requirement): boolean {
  return [...weaker].every(([scheme, scopes]) => {
    const given = stronger.get(scheme);
    return given !== undefined && [...scopes].every((scope) => given.has(scope));
  });
}

/** Old alternatives that no longer open the door. */
function strengthened(
  before: readonly Requirement[],
  after: readonly Requirement[],
  labels: Labels,
): readonly Told[] {
  return before
    .filter((old) => !after.some((now) => isWithin(now, old)))
    .flatMap((old): readonly Told[] => {
      if (old.size === 0) {
        return [
          {
            rule: "openapi/security-became-required",
            message: `Callers must now prove who they are: ${listOf(after, labels)}`,
          },
        ];
      }
      const same = after.find((now) => sameSchemes(now, old));
      if (same !== undefined) {
        return missing(same, old).map(([scheme, scope]) => ({
          rule: "openapi/security-scope-required",
          message: `The scope \`${scope}\` of ${labels(scheme)} is now required`,
          detail: scope,
        }));
      }
      const wider = after.find((now) => isSubset(old, now));
      return wider === undefined
        ? [
            {
              rule: "openapi/security-alternative-removed",
              message: `Callers may no longer prove who they are by ${nameOf(old, labels)}`,
              detail: nameOf(old, labels),
            },
          ]
        : [...wider.keys()]
            .filter((scheme) => !old.has(scheme))
            .map((scheme) => ({
              rule: "openapi/security-scheme-also-required",
              message: `Beside ${nameOf(old, labels)}, ${labels(scheme)} is now required`,
              detail: labels(scheme),
            }));
    });
}

/** New alternatives that open the door to callers who were refused before. */
function weakened(
  before: readonly Requirement[],
  after: readonly Requirement[],
  labels: Labels,
): readonly Told[] {
  return after
    .filter((now) => !before.some((old) => isWithin(old, now)))
    .flatMap((now): readonly Told[] => {
      if (now.size === 0) {
        return after.length === 1
          ? [
              {
                rule: "openapi/security-removed",
                message: "Callers need not prove who they are any more",
              },
            ]
          : [
              {
                rule: "openapi/security-became-optional",
                message: "Callers without credentials are answered too",
              },
            ];
      }
      const same = before.find((old) => sameSchemes(now, old));
      if (same !== undefined) {
        return missing(same, now).map(([scheme, scope]) => ({
          rule: "openapi/security-scope-no-longer-required",
          message: `The scope \`${scope}\` of ${labels(scheme)} is no longer required`,
          detail: scope,
        }));
      }
      const wider = before.find((old) => isSubset(now, old));
      return wider === undefined
        ? addedAlternative(now, before, labels)
        : [...wider.keys()]
            .filter((scheme) => !now.has(scheme))
            .map((scheme) => ({
              rule: "openapi/security-scheme-no-longer-required",
              message: `Beside ${nameOf(now, labels)}, ${labels(scheme)} is no longer required`,
              detail: labels(scheme),
            }));
    });
}

/** Beside a stricter form of what was asked before, nothing was opened. */
function addedAlternative(
  now: Requirement,
  before: readonly Requirement[],
  labels: Labels,
): readonly Told[] {
  if (before.some((old) => isSubset(old, now))) return [];
  return [
    {
      rule: "openapi/security-alternative-added",
      message: `Callers may now prove who they are by ${nameOf(now, labels)}`,
      detail: nameOf(now, labels),
    },
  ];
}

function sameSchemes(left: Requirement, right: Requirement): boolean {
  return left.size === right.size && isSubset(left, right);
}

function isSubset(inner: Requirement, outer: Requirement): boolean {
  return [...inner.keys()].every((scheme) => outer.has(scheme));
}

/** Scopes that the one asks for and the other does not give. */
function missing(asked: Requirement, given: Requirement): readonly (readonly [string, string])[] {
  return [...asked].flatMap(([scheme, scopes]) =>
    [...scopes]
      .filter((scope) => !(given.get(scheme)?.has(scope) ?? false))
      .map((scope) => [scheme, scope] as const),
  );
}

function nameOf(requirement: Requirement, labels: Labels): string {
  return [...requirement.keys()].map(labels).join(" and ");
}

function listOf(requirements: readonly Requirement[], labels: Labels): string {
  return requirements.map((requirement) => nameOf(requirement, labels)).join(", or ");
}
