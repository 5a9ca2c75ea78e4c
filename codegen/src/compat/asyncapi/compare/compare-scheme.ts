import { isObject, member } from "../../../load/pointer.ts";
import { child, children, type Located } from "../../../load/reference.ts";
import { type Comparison, type Found, report, type Scope, show } from "../context.ts";
import { missing } from "../equal.ts";
import { textAt } from "../view/layers.ts";

/** Two versions of a security scheme. */
export interface SchemePair {
  readonly name: string;
  readonly old: Located;
  readonly now: Located;
}

const fields = {
  type: "asyncapi/security-scheme-type-changed",
  in: "asyncapi/security-scheme-location-changed",
  name: "asyncapi/security-scheme-name-changed",
  scheme: "asyncapi/security-scheme-http-scheme-changed",
  bearerFormat: "asyncapi/security-scheme-bearer-format-changed",
  openIdConnectUrl: "asyncapi/security-scheme-url-changed",
} as const;

/** Compares two versions of a security scheme that is in use. */
export function compareScheme(
  comparison: Comparison,
  scopes: readonly Scope[],
  { name, old, now }: SchemePair,
): void {
  const tell = (found: Pick<Found, "rule" | "message" | "old" | "new" | "detail">, at: string) =>
    report(comparison, scopes, { ...found, at: ["security", name, ...at.split("/")] });
  for (const [key, rule] of Object.entries(fields)) {
    const [a, b] = [child(old, key), child(now, key)];
    // Schemes of HTTP are compared without case.
    const [before, after] = [a, b].map((node) =>
      key === "scheme" ? textAt(node)?.toLowerCase() : textAt(node),
    );
    if (before === after || (key === "bearerFormat" && (before == null || after == null))) continue;
    const message = `\`${key}\` of the security scheme ${show(name)} went from ${show(a.value)} to ${show(b.value)}`;
    tell(
      { rule, message, old: a.value === undefined ? old : a, new: b.value === undefined ? now : b },
      key,
    );
  }
  const flows = { old: child(old, "flows"), now: child(now, "flows") };
  for (const [flow, before] of objectsIn(flows.old)) {
    const after = child(flows.now, flow);
    if (isObject(after.value)) compareFlow(tell, { flow, old: before, now: after });
    else
      tell(
        {
          rule: "asyncapi/security-scheme-flow-removed",
          message: `The flow \`${flow}\` of ${show(name)} was removed`,
          old: before,
          new: now,
        },
        `flows/${flow}`,
      );
  }
  for (const [flow, after] of objectsIn(flows.now)) {
    if (isObject(child(flows.old, flow).value)) continue;
    const message = `The flow \`${flow}\` of ${show(name)} was added`;
    const rule = "asyncapi/security-scheme-flow-added";
    tell({ rule, message, old: null, new: after }, `flows/${flow}`);
  }
}

function objectsIn(node: Located): readonly (readonly [key: string, node: Located])[] {
  return children(node).filter(([, { value }]) => isObject(value));
}

type Tell = (found: Pick<Found, "rule" | "message" | "old" | "new" | "detail">, at: string) => void;

function compareFlow(
  tell: Tell,
  { flow, old, now }: { readonly flow: string; readonly old: Located; readonly now: Located },
): void {
  for (const key of ["authorizationUrl", "tokenUrl", "refreshUrl"]) {
    const [a, b] = [child(old, key), child(now, key)];
    if (textAt(a) === textAt(b)) continue;
    const message = `\`${key}\` of the flow \`${flow}\` went from ${show(a.value)} to ${show(b.value)}`;
    const rule = "asyncapi/security-scheme-url-changed";
    tell({ rule, message, old: a, new: b }, `flows/${flow}/${key}`);
  }
  const offered = { old: offeredBy(old), now: offeredBy(now) };
  for (const scope of missing(offered.old, offered.now)) {
    const message = `The flow \`${flow}\` no longer offers the scope ${show(scope)}`;
    const rule = "asyncapi/security-scheme-scope-removed";
    tell({ rule, message, old, new: now, detail: scope }, `flows/${flow}/scopes`);
  }
  for (const scope of missing(offered.now, offered.old)) {
    const message = `The flow \`${flow}\` now offers the scope ${show(scope)}`;
    const rule = "asyncapi/security-scheme-scope-added";
    tell({ rule, message, old, new: now, detail: scope }, `flows/${flow}/scopes`);
  }
}

/** AsyncAPI 3 calls them `availableScopes`. */
function offeredBy({ value }: Located): ReadonlySet<string> {
  const scopes = member(value, "availableScopes") ?? member(value, "scopes");
  return new Set(isObject(scopes) ? Object.keys(scopes) : []);
}
