import { type DescMethod, getOption, hasOption, type Registry } from "@bufbuild/protobuf";
import type { Change } from "../change.ts";
import { changeAt, operationOf, type ProtoPair, titles } from "./change-at.ts";
import type { ProtoElement } from "./elements.ts";

/** Changes of what options say about elements that both versions have. */
export function compareOptions(pair: ProtoPair): readonly Change[] {
  const read = { old: createReader(pair.old.registry), now: createReader(pair.now.registry) };
  return [...pair.now.byName.values()].flatMap((now) => {
    const old = pair.old.byName.get(now.name);
    if (old === undefined || old.kind !== now.kind) return [];
    const found = [...compareDeprecation(pair, old, now)];
    if (old.method === null || now.method === null) return found;
    const before = read.old(old.method);
    const after = read.now(now.method);
    return [
      ...found,
      ...compareRoles(pair, { old, now }, before.roles, after.roles),
      ...compareTimeout(pair, { old, now }, before.timeoutMs, after.timeoutMs),
    ];
  });
}

interface MethodOptions {
  /** Empty: every signed-in caller. */
  readonly roles: readonly string[];
  readonly timeoutMs: number | null;
}

/** Reads the options of `berrys/options/v1/options.proto`; without that file nobody can have set them. */
function createReader(registry: Registry): (method: DescMethod) => MethodOptions {
  const roles = registry.getExtension("berrys.options.v1.roles");
  const timeout = registry.getExtension("berrys.options.v1.timeout_ms");
  return (method) => {
    const listed: unknown =
      roles !== undefined && hasOption(method, roles) ? getOption(method, roles) : [];
    const limit: unknown =
      timeout !== undefined && hasOption(method, timeout) ? getOption(method, timeout) : null;
    return {
      roles: Array.isArray(listed) ? listed.filter((role) => typeof role === "string") : [],
      timeoutMs: typeof limit === "number" && limit > 0 ? limit : null,
    };
  };
}

interface Both {
  readonly old: ProtoElement;
  readonly now: ProtoElement;
}

function compareRoles(
  pair: ProtoPair,
  both: Both,
  before: readonly string[],
  after: readonly string[],
): readonly Change[] {
  const at = { ...both, about: both.now };
  const name = operationOf(both.now) ?? both.now.name;
  const lost = after.length === 0 ? [] : before.filter((role) => !after.includes(role));
  const won = before.length === 0 ? [] : after.filter((role) => !before.includes(role));
  const found: Change[] = [];
  if (before.length === 0 && after.length > 0) {
    const message = `\`${name}\` was open to every signed-in caller and now asks for ${listOf(after)}.`;
    found.push({
      ...changeAt(pair, "proto/roles-tightened", message, at),
      detail: after.join(" "),
    });
  }
  if (lost.length > 0) {
    const message = `Callers with ${listOf(lost)} may no longer call \`${name}\`, which asks for ${listOf(after)}.`;
    found.push({ ...changeAt(pair, "proto/roles-tightened", message, at), detail: lost.join(" ") });
  }
  if (won.length > 0) {
    const message = `Callers with ${listOf(won)} may now call \`${name}\` too.`;
    found.push({ ...changeAt(pair, "proto/roles-loosened", message, at), detail: won.join(" ") });
  }
  if (before.length > 0 && after.length === 0) {
    const message = `\`${name}\` asked for ${listOf(before)} and is now open to every signed-in caller.`;
    found.push(changeAt(pair, "proto/roles-loosened", message, at));
  }
  return found;
}

function listOf(roles: readonly string[]): string {
  return `the role ${roles.map((role) => `\`${role}\``).join(" or ")}`;
}

function compareTimeout(
  pair: ProtoPair,
  both: Both,
  before: number | null,
  after: number | null,
): readonly Change[] {
  if (before === after) return [];
  const isLower = (after ?? Number.POSITIVE_INFINITY) < (before ?? Number.POSITIVE_INFINITY);
  const name = operationOf(both.now) ?? both.now.name;
  const from = before === null ? "none" : `${before} ms`;
  const to = after === null ? "none" : `${after} ms`;
  const message = `The deadline of \`${name}\` went from ${from} to ${to}.`;
  const rule = isLower ? "proto/timeout-lowered" : "proto/timeout-raised";
  return [changeAt(pair, rule, message, { ...both, about: both.now })];
}

function compareDeprecation(
  pair: ProtoPair,
  old: ProtoElement,
  now: ProtoElement,
): readonly Change[] {
  if (old.isDeprecated === now.isDeprecated) return [];
  const what = `The ${titles[now.kind]} \`${operationOf(now) ?? now.name}\``;
  const [rule, message] = now.isDeprecated
    ? ["proto/deprecated-added", `${what} is now deprecated.`]
    : ["proto/deprecated-removed", `${what} is no longer deprecated.`];
  return [changeAt(pair, rule, message, { old, now, about: now })];
}
