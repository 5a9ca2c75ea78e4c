import { member } from "../../load/pointer.ts";
import type { Located } from "../../load/reference.ts";
import type { Change } from "../change.ts";
import { memberPlace, placeOf } from "./read/located.ts";
import {
  answersAt,
  concreteUrls,
  readServers,
  type Server,
  type ServerVariable,
} from "./read/servers.ts";
import type { OpenapiRule } from "./rules.ts";
import { change, type Scope } from "./scope.ts";

/** A server of both versions. */
interface ServerPair {
  readonly old: Server;
  readonly now: Server;
}

/** Where servers stand. */
export interface ServerHolders {
  /** Operation, path items and document of the old version, strongest first. */
  readonly old: readonly Located[];
  readonly now: readonly Located[];
}

/** Compares the servers of two documents. `isMoved`: their base paths went into the paths, or came from there. */
export function compareDocumentServers(scope: Scope, isMoved: boolean): readonly Change[] {
  return compareServers(scope, { old: [scope.old.root], now: [scope.now.root] }, isMoved);
}

/** Compares the servers of one operation, where it or its path lists any of its own. */
export function compareOperationServers(
  scope: Scope,
  { old, now }: ServerHolders,
): readonly Change[] {
  const isOwn = (holders: readonly Located[]) =>
    holders.some(({ value }) => Array.isArray(member(value, "servers")));
  if (!isOwn(old) && !isOwn(now)) return [];
  // The default of a callback is the address that it was given, not the document's servers.
  const root = (tree: Scope["old"]) => (scope.isFlipped ? [] : [tree.root]);
  return compareServers(
    scope,
    { old: [...old, ...root(scope.old)], now: [...now, ...root(scope.now)] },
    false,
  );
}

function compareServers(scope: Scope, holders: ServerHolders, isMoved: boolean): readonly Change[] {
  const base = (servers: readonly Server[]) => (isMoved ? servers.map(withoutBase) : servers);
  const old = base(readServers(scope.old, holders.old));
  const now = base(readServers(scope.now, holders.now));
  const same = old.flatMap((before) => {
    const after = now.find(({ shape }) => shape === before.shape);
    return after === undefined ? [] : [{ old: before, now: after }];
  });
  const removed = old.filter(
    (server) =>
      !same.some((pair) => pair.old === server) &&
      !isCovered(server, now) &&
      !isImplied(server, now),
  );
  const added = now.filter(
    (server) => !same.some((pair) => pair.now === server) && !isCovered(server, old),
  );
  const moved = pairMoved(removed, added);
  const isPaired = new Set(moved.flatMap((pair) => [pair.old, pair.now]));
  const fallback = placeOf(holders.now[0] ?? null);
  return [
    ...moved.map((pair) => moveChange(scope, pair)),
    ...removed
      .filter((server) => !isPaired.has(server))
      .flatMap((server) =>
        lostUrls(server, now).map((url) =>
          change(scope, "openapi/server-removed", {
            message: `The server \`${url}\` was removed`,
            at: ["servers", url === server.url ? server.shape : url],
            old: placeOf(server.node) ?? placeOf(holders.old.at(-1) ?? null),
            new: memberPlace(holders.now[0] ?? null, "servers") ?? fallback,
            detail: url,
          }),
        ),
      ),
    ...added
      .filter((server) => !isPaired.has(server))
      .map((server) =>
        change(scope, "openapi/server-added", {
          message: `The server \`${server.url}\` was added`,
          at: ["servers", server.shape],
          old: null,
          new: placeOf(server.node) ?? fallback,
        }),
      ),
    ...same.flatMap((pair) => compareVariables(scope, pair)),
  ];
}

function withoutBase(server: Server): Server {
  const shape = server.shape.slice(0, server.shape.length - server.basePath.length);
  return { ...server, shape, basePath: "" };
}

/** A server that nobody listed is where the document came from: only what stands before the paths is known of it. */
function isImplied({ node, basePath }: Server, others: readonly Server[]): boolean {
  return node === null && others.some((other) => other.basePath === basePath);
}

/** The URLs that nothing answers any more: the server as it is written where that is all of them. */
function lostUrls(server: Server, others: readonly Server[]): readonly string[] {
  const urls = concreteUrls(server) ?? [];
  const lost = urls.filter((url) => !others.some((other) => answersAt(other, url)));
  return lost.length === urls.length ? [server.url] : lost;
}

/** True where every URL of the server is answered by another list. */
function isCovered(server: Server, others: readonly Server[]): boolean {
  const urls = concreteUrls(server);
  return urls?.every((url) => others.some((other) => answersAt(other, url))) ?? false;
}

/** A server that went and one that came are the same where one part of their URL alone differs. */
function pairMoved(removed: readonly Server[], added: readonly Server[]): readonly ServerPair[] {
  const left = new Set(added);
  return removed.flatMap((old) => {
    const now = [...left].find((server) => moveRule({ old, now: server }) !== null);
    if (now === undefined) return [];
    left.delete(now);
    return [{ old, now }];
  });
}

function moveRule({ old, now }: ServerPair): OpenapiRule | null {
  const isSameHost = old.host === now.host || old.node === null;
  if (isSameHost && old.basePath !== now.basePath) return "openapi/server-base-path-changed";
  if (old.host === now.host && old.protocol !== now.protocol) {
    return "openapi/server-protocol-changed";
  }
  const isElsewhere = old.host !== "" && now.host !== "" && old.host !== now.host;
  return isElsewhere && old.basePath === now.basePath && old.protocol === now.protocol
    ? "openapi/server-host-changed"
    : null;
}

function moveChange(scope: Scope, pair: ServerPair): Change {
  const { old, now } = pair;
  return change(scope, moveRule(pair) ?? "openapi/server-removed", {
    message: `The server is now \`${now.url}\` instead of \`${old.url}\``,
    at: ["servers", now.shape],
    old: memberPlace(old.node, "url") ?? placeOf(scope.old.root),
    new: memberPlace(now.node, "url") ?? placeOf(scope.now.root),
    detail: old.shape,
  });
}

function compareVariables(scope: Scope, { old, now }: ServerPair): readonly Change[] {
  return now.variables.flatMap((after, index) => {
    const before = old.variables[index];
    return before === undefined ? [] : compareVariable(scope, now, { old: before, now: after });
  });
}

function compareVariable(
  scope: Scope,
  server: Server,
  { old, now }: { readonly old: ServerVariable; readonly now: ServerVariable },
): readonly Change[] {
  const at = ["servers", server.shape, `variable ${server.variables.indexOf(now) + 1}`];
  const report = (rule: OpenapiRule, words: string, key: string, detail?: string): Change =>
    change(scope, rule, {
      message: `The variable \`${now.name}\` of \`${server.url}\` ${words}`,
      at,
      old: memberPlace(old.node, key),
      new: memberPlace(now.node, key),
      ...(detail === undefined ? {} : { detail }),
    });
  const changes: Change[] = [];
  if (old.values === null && now.values !== null) {
    changes.push(report("openapi/server-variable-closed", "now has a list of values", "enum"));
  }
  if (old.values !== null && now.values === null) {
    changes.push(report("openapi/server-variable-opened", "may now be anything", "enum"));
  }
  if (old.values !== null && now.values !== null) {
    for (const value of old.values.filter((item) => !now.values?.includes(item))) {
      const words = `may no longer be \`${value}\``;
      changes.push(report("openapi/server-variable-value-removed", words, "enum", value));
    }
    for (const value of now.values.filter((item) => !old.values?.includes(item))) {
      const words = `may now be \`${value}\``;
      changes.push(report("openapi/server-variable-value-added", words, "enum", value));
    }
  }
  if (old.default !== now.default) {
    const words = `is \`${now.default}\` by default instead of \`${old.default}\``;
    changes.push(report("openapi/server-variable-default-changed", words, "default"));
  }
  return changes;
}
