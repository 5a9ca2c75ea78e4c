import { child } from "../../../load/reference.ts";
import { compareBindings } from "../bindings/compare-bindings.ts";
import { type Comparison, report, type Scope, show } from "../context.ts";
import type { Matched } from "../match/pairs.ts";
import { textAt } from "../view/layers.ts";
import type { Server } from "../view/view.ts";
import { compareSecurity } from "./compare-security.ts";
import { comparePlaceholders } from "./compare-values.ts";

/** Compares servers: which there are, where they are and how they are reached. */
export function compareServers(comparison: Comparison, servers: Matched<Server>): void {
  for (const server of servers.added) {
    report(comparison, [scopeOf(null, server)], {
      rule: "asyncapi/server-added",
      message: `The server ${nameOf(server)} was added`,
      old: null,
      new: server.located,
    });
  }
  for (const server of servers.removed) {
    report(comparison, [scopeOf(server, server)], {
      rule: "asyncapi/server-removed",
      message: `The server ${nameOf(server)} was removed`,
      old: server.located,
      new: child(comparison.now.root, "servers"),
    });
  }
  for (const [old, now] of servers.pairs) compareServer(comparison, old, now);
}

function compareServer(comparison: Comparison, old: Server, now: Server): void {
  const scopes = [scopeOf(old, now)];
  const tell = (
    rule: "host" | "path" | "protocol" | "protocol-version",
    [before, after]: readonly [string, string],
    key: string,
  ) => {
    const found = `The ${rule.replace("-", " ")} of the server ${show(now.key)} went from ${show(before)} to ${show(after)}`;
    report(comparison, scopes, {
      rule: `asyncapi/server-${rule}-changed`,
      message: found,
      at: [key],
      old: rule === "host" ? old.addressAt : rule === "path" ? old.pathAt : child(old.located, key),
      new: rule === "host" ? now.addressAt : rule === "path" ? now.pathAt : child(now.located, key),
    });
  };
  if (old.host !== now.host) tell("host", [old.host, now.host], "host");
  if (old.pathname !== now.pathname)
    tell("path", [old.pathname || "/", now.pathname || "/"], "pathname");
  if (old.protocol !== now.protocol) tell("protocol", [old.protocol, now.protocol], "protocol");
  const [before, after] = [old, now].map(({ located }) => versionOf(located));
  if (typeof before === "string" && typeof after === "string" && before !== after)
    tell("protocol-version", [before, after], "protocolVersion");
  comparePlaceholders(comparison, scopes, {
    kind: "server-variable",
    old: { names: old.placeholders, declared: child(old.located, "variables") },
    now: { names: now.placeholders, declared: child(now.located, "variables") },
  });
  compareSecurity(comparison, scopes, {
    surface: "server",
    old: [old.located],
    now: [now.located],
  });
  compareBindings(comparison, scopes, { holder: "server", old: [old.located], now: [now.located] });
}

function versionOf(located: Server["located"]): string | null {
  const { value } = child(located, "protocolVersion");
  return typeof value === "number" ? String(value) : textAt({ ...located, value });
}

function scopeOf(old: Server | null, now: Server): Scope {
  const holders = old === null ? [] : [old.located];
  return { role: "both", path: [`server ${textOf(now)}`], holders };
}

/** The address in the new spelling, without the scheme that `protocol` states. */
function textOf({ addressAt, pathAt, protocol }: Server): string {
  const url = `${textAt(addressAt) ?? ""}${pathAt === addressAt ? "" : (textAt(pathAt) ?? "")}`;
  return `${protocol}://${url.replace(/^[a-z][a-z0-9+.-]*:\/\//i, "")}`;
}

function nameOf(server: Server): string {
  return `${show(server.key)} at ${show(textOf(server))}`;
}
