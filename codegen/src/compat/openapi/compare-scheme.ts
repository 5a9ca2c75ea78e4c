import { child, children } from "../../load/reference.ts";
import type { Change, Place } from "../change.ts";
import type { SchemePair } from "./match-schemes.ts";
import { memberPlace, type Pair, placeOf, textIn } from "./read/located.ts";
import { readFlows } from "./read/security.ts";
import type { OpenapiRule } from "./rules.ts";
import { change, type Scope } from "./scope.ts";

type Report = (
  rule: OpenapiRule,
  message: string,
  places: { readonly old: Place | null; readonly new: Place | null },
  detail?: string,
) => Change;

/**
 * Compares a security scheme. Every operation that uses it reports the same changes at the same path, so that they
 * count as one.
 */
export function compareScheme(scope: Scope, { old, now }: SchemePair): readonly Change[] {
  if (old.signature === now.signature) return [];
  const report: Report = (rule, message, places, detail) => ({
    ...change(scope, rule, {
      message,
      ...places,
      direction: "request",
      ...(detail === undefined ? {} : { detail }),
    }),
    path: `security › ${now.label}`,
  });
  const nodes: Pair = { old: old.node, now: now.node };
  const was = textIn(old.node, "type");
  const is = textIn(now.node, "type");
  if (was !== is) {
    const message = `The credential is now ${now.label} instead of ${old.label}`;
    return [report("openapi/security-scheme-type-changed", message, places(nodes, "type"))];
  }
  return is === "oauth2" ? compareFlows(scope, nodes, report) : compareMembers(nodes, report);
}

const members: readonly (readonly [string, OpenapiRule, string])[] = [
  ["in", "openapi/security-api-key-location-changed", "The API key is now sent in"],
  ["name", "openapi/security-api-key-name-changed", "The API key is now sent as"],
  [
    "scheme",
    "openapi/security-http-scheme-changed",
    "The `Authorization` header now has the scheme",
  ],
  ["bearerFormat", "openapi/security-bearer-format-changed", "The bearer token now has the format"],
  [
    "openIdConnectUrl",
    "openapi/security-open-id-url-changed",
    "OpenID Connect is now described at",
  ],
];

function compareMembers(nodes: Pair, report: Report): readonly Change[] {
  return members.flatMap(([key, rule, words]) => {
    const was = textIn(nodes.old, key);
    const is = textIn(nodes.now, key);
    const isSame =
      key === "openIdConnectUrl" ? was === is : was?.toLowerCase() === is?.toLowerCase();
    const isCookieOrQuery = key === "name" && textIn(nodes.now, "in") !== "header";
    if (was === is || (isSame && !isCookieOrQuery)) return [];
    return [
      report(
        rule,
        `${words} \`${is ?? "none"}\` instead of \`${was ?? "none"}\``,
        places(nodes, key),
      ),
    ];
  });
}

const urls: readonly (readonly [string, OpenapiRule, string])[] = [
  ["authorizationUrl", "openapi/oauth-authorization-url-changed", "The authorisation page"],
  ["tokenUrl", "openapi/oauth-token-url-changed", "The token address"],
  ["refreshUrl", "openapi/oauth-refresh-url-changed", "The refresh address"],
  ["deviceAuthorizationUrl", "openapi/oauth-device-url-changed", "The device address"],
];

function compareFlows(scope: Scope, nodes: Pair, report: Report): readonly Change[] {
  const before = new Map(readFlows(scope.old, nodes.old));
  const after = new Map(readFlows(scope.now, nodes.now));
  return [
    ...[...before]
      .filter(([name]) => !after.has(name))
      .map(([name, flow]) =>
        report(
          "openapi/oauth-flow-removed",
          `The OAuth flow \`${name}\` was removed`,
          { old: placeOf(flow), new: memberPlace(nodes.now, "flows") },
          name,
        ),
      ),
    ...[...after].flatMap(([name, flow]) => {
      const known = before.get(name);
      return known === undefined
        ? [
            report(
              "openapi/oauth-flow-added",
              `The OAuth flow \`${name}\` was added`,
              { old: null, new: placeOf(flow) },
              name,
            ),
          ]
        : compareFlow({ old: known, now: flow }, name, report);
    }),
  ];
}

function compareFlow(flows: Pair, name: string, report: Report): readonly Change[] {
  const scopesOf = (side: "old" | "now") =>
    new Map(children(child(flows[side], "scopes")).map(([key, node]) => [key, node] as const));
  const before = scopesOf("old");
  const after = scopesOf("now");
  return [
    ...urls.flatMap(([key, rule, noun]) => {
      const was = textIn(flows.old, key);
      const is = textIn(flows.now, key);
      // Where only one version names the address, nobody relied on another one.
      if (was === is || was === null) return [];
      const message = `${noun} of the flow \`${name}\` is ${is === null ? "gone" : `now \`${is}\``}`;
      return [report(rule, message, places(flows, key), name)];
    }),
    ...[...before]
      .filter(([scope]) => !after.has(scope))
      .map(([scope, node]) =>
        report(
          "openapi/oauth-scope-removed",
          `The scope \`${scope}\` was removed from the flow \`${name}\``,
          { old: placeOf(node), new: memberPlace(flows.now, "scopes") },
          `${name} ${scope}`,
        ),
      ),
    ...[...after]
      .filter(([scope]) => !before.has(scope))
      .map(([scope, node]) =>
        report(
          "openapi/oauth-scope-added",
          `The scope \`${scope}\` was added to the flow \`${name}\``,
          { old: null, new: placeOf(node) },
          `${name} ${scope}`,
        ),
      ),
  ];
}

function places(
  { old, now }: Pair,
  key: string,
): { readonly old: Place | null; readonly new: Place | null } {
  return { old: memberPlace(old, key), new: memberPlace(now, key) };
}
