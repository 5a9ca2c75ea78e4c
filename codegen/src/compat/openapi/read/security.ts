import { isObject, member } from "../../../load/pointer.ts";
import { child, children, type Located } from "../../../load/reference.ts";
import type { ContractTree } from "../../tree.ts";
import { entriesOf, objectIn, textIn } from "./located.ts";

/** A security scheme. */
export interface SecurityScheme {
  /** Its key in `components`: never reaches the wire. */
  readonly key: string;
  /** Of which kind it is and how it is sent, without names that never reach the wire: `api key in header x-api-key`. */
  readonly label: string;
  /** Everything that decides whether two schemes are the same. */
  readonly signature: string;
  readonly node: Located;
}

/** Schemes and scopes that must all be given together; no entry: nothing must be given. */
export type Requirement = ReadonlyMap<string, ReadonlySet<string>>;

/** What a caller must prove: any one of the alternatives. */
export interface Security {
  /** Never empty; scheme keys of its own document. */
  readonly alternatives: readonly Requirement[];
  /** Where it is written; null: nowhere. */
  readonly node: Located | null;
}

/** The security schemes of a document. */
export function readSecuritySchemes(tree: ContractTree): ReadonlyMap<string, SecurityScheme> {
  const components = objectIn(tree, tree.root, "components");
  const schemes = components === null ? null : objectIn(tree, components, "securitySchemes");
  return new Map(
    entriesOf(tree, schemes).map(([key, node]) => [
      key,
      { key, label: labelOf(node), signature: signatureOf(tree, node), node },
    ]),
  );
}

/** The flows of an OAuth scheme. */
export function readFlows(
  tree: ContractTree,
  scheme: Located,
): readonly (readonly [name: string, flow: Located])[] {
  return entriesOf(tree, objectIn(tree, scheme, "flows")).filter(
    ([name]) => !name.startsWith("x-"),
  );
}

function labelOf(scheme: Located): string {
  const type = textIn(scheme, "type") ?? "";
  switch (type) {
    case "apiKey": {
      const place = textIn(scheme, "in") ?? "";
      return `api key in ${place} ${nameOf(scheme, place)}`;
    }
    case "http":
      return `http ${(textIn(scheme, "scheme") ?? "").toLowerCase()}`;
    case "openIdConnect":
      return "openid";
    default:
      return type.toLowerCase();
  }
}

function nameOf(scheme: Located, place: string): string {
  const name = textIn(scheme, "name") ?? "";
  return place === "header" ? name.toLowerCase() : name;
}

function signatureOf(tree: ContractTree, scheme: Located): string {
  const flows = readFlows(tree, scheme).map(([name, flow]) => [
    name,
    ...urlKeys.map((key) => textIn(flow, key) ?? ""),
    ...children(child(flow, "scopes"))
      .map(([scope]) => scope)
      .sort(),
  ]);
  return JSON.stringify([
    labelOf(scheme),
    textIn(scheme, "openIdConnectUrl") ?? "",
    textIn(scheme, "bearerFormat")?.toLowerCase() ?? "",
    flows.sort(),
  ]);
}

const urlKeys = ["authorizationUrl", "tokenUrl", "refreshUrl", "deviceAuthorizationUrl"];

/** The requirements that the first of the holders that has any states. */
export function readSecurity(holders: readonly Located[]): Security {
  for (const holder of holders) {
    const stated = member(holder.value, "security");
    if (!Array.isArray(stated)) continue;
    const alternatives = stated.filter(isObject).map(readRequirement);
    const node = child(holder, "security");
    return { alternatives: alternatives.length === 0 ? [new Map()] : alternatives, node };
  }
  return { alternatives: [new Map()], node: null };
}

function readRequirement(value: Readonly<Record<string, unknown>>): Requirement {
  return new Map(
    Object.entries(value).map(([scheme, scopes]) => [
      scheme,
      new Set(Array.isArray(scopes) ? scopes.filter((scope) => typeof scope === "string") : []),
    ]),
  );
}
