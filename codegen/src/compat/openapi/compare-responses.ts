import { child, type Located } from "../../load/reference.ts";
import type { Change } from "../change.ts";
import { compareEnvelope } from "./compare-envelope.ts";
import { compareLinks } from "./compare-links.ts";
import { compareMediaTypes } from "./compare-media-types.ts";
import { compareResponseHeaders } from "./compare-response-headers.ts";
import { matchStatuses, type StatusMatch, statusClass } from "./match-statuses.ts";
import { entriesOf, memberPlace, objectIn, type Pair, placeOf } from "./read/located.ts";
import type { OpenapiRule } from "./rules.ts";
import { change, type Scope } from "./scope.ts";

/** Compares what may come back. The nodes are operations. */
export function compareResponses(scope: Scope, operations: Pair): readonly Change[] {
  const old = new Map(responsesOf(scope.old, operations.old));
  const now = new Map(responsesOf(scope.now, operations.now));
  const { met, narrowed, removed, added } = matchStatuses([...old.keys()], [...now.keys()]);
  return [
    ...narrowed.map((status) =>
      change(scope, "openapi/response-status-range-narrowed", {
        message: `Of \`${status}\` only the listed statuses may still come`,
        at: [status],
        old: placeOf(old.get(status) ?? null),
        new: memberPlace(operations.now, "responses"),
        direction: "response",
      }),
    ),
    ...removed.map((status) =>
      change(scope, removedRule(status), {
        message: `${statusName(status)} was removed`,
        at: [status],
        old: placeOf(old.get(status) ?? null),
        new: memberPlace(operations.now, "responses"),
        direction: "response",
      }),
    ),
    ...added.map((status) =>
      change(scope, addedRule(status), {
        message: `${statusName(status)} was added`,
        at: [status],
        old: null,
        new: placeOf(now.get(status) ?? null),
        direction: "response",
      }),
    ),
    ...met.flatMap((match) => {
      const before = old.get(match.old);
      const after = now.get(match.now);
      if (before === undefined || after === undefined) return [];
      const pair = { old: before, now: after };
      return [...relationChange(scope, match, pair), ...compareResponse(scope, pair, match)];
    }),
  ];
}

/** Responses by status; ranges in upper case. */
function responsesOf(
  tree: Scope["old"],
  operation: Located,
): readonly (readonly [status: string, node: Located])[] {
  return entriesOf(tree, child(operation, "responses")).flatMap(([key, node]) => {
    const status = key.replace(/^([1-5])xx$/i, "$1XX");
    return statusClass(status) === null ? [] : [[status, node] as const];
  });
}

function compareResponse(scope: Scope, pair: Pair, match: StatusMatch): readonly Change[] {
  const status = match.relation === "made-general" ? match.old : match.now;
  const at = [status];
  const links = match.relation === "same" ? compareLinks(scope, pair, at) : [];
  return [
    ...compareResponseHeaders(scope, pair, at),
    ...compareBodies(scope, pair, at),
    ...(statusClass(status) === "success" ? compareEnvelope(scope, pair, at) : []),
    ...links,
  ];
}

/** A body that came or went altogether is one change, not one for each media type. */
function compareBodies(scope: Scope, { old, now }: Pair, at: readonly string[]): readonly Change[] {
  const had = entriesOf(scope.old, objectIn(scope.old, old, "content")).length > 0;
  const has = entriesOf(scope.now, objectIn(scope.now, now, "content")).length > 0;
  if (had && has) return compareMediaTypes(scope, { old, now }, { direction: "response", at });
  if (!had && !has) return [];
  return [
    change(scope, has ? "openapi/response-body-added" : "openapi/response-body-removed", {
      message: has ? "The response now has a body" : "The response no longer has a body",
      at,
      old: memberPlace(old, "content"),
      new: memberPlace(now, "content"),
      direction: "response",
    }),
  ];
}

function relationChange(
  scope: Scope,
  { old, now, relation }: StatusMatch,
  pair: Pair,
): readonly Change[] {
  if (relation === "same") return [];
  const isSpecific = relation === "made-specific";
  const status = isSpecific ? now : old;
  const general = isSpecific ? old : now;
  return [
    change(scope, `openapi/response-status-${relation}`, {
      message: isSpecific
        ? `${statusName(status)} is now listed by itself; \`${general}\` stood for it`
        : `${statusName(status)} is no longer listed by itself; \`${general}\` stands for it`,
      at: [status],
      old: placeOf(pair.old),
      new: placeOf(pair.now),
      direction: "response",
    }),
  ];
}

function removedRule(status: string): OpenapiRule {
  switch (statusClass(status)) {
    case "success":
      return "openapi/success-status-removed";
    case "redirect":
      return "openapi/redirect-status-removed";
    case "default":
      return "openapi/default-response-removed";
    case "informational":
      return "openapi/informational-status-changed";
    case "error":
    case null:
      return "openapi/error-status-removed";
  }
}

/** Part of a document, and nothing new: they come only to those who asked for them by `Range` or `If-None-Match`. */
const askedFor: ReadonlySet<string> = new Set(["206", "304"]);

function addedRule(status: string): OpenapiRule {
  if (askedFor.has(status)) return "openapi/conditional-status-added";
  switch (statusClass(status)) {
    case "success":
      return "openapi/success-status-added";
    case "redirect":
      return "openapi/redirect-status-added";
    case "default":
      return "openapi/default-response-added";
    case "informational":
      return "openapi/informational-status-changed";
    case "error":
    case null:
      return "openapi/error-status-added";
  }
}

function statusName(status: string): string {
  return status === "default" ? "The default response" : `The status \`${status}\``;
}
