import { isObject, member } from "../../../../load/pointer.ts";
import { child, type Located } from "../../../../load/reference.ts";
import type { RestApi, RestOperation } from "./api.ts";

/** The security requirements that count for an operation: its own, else those of the document; null: none are stated. */
export function securityOf({ tree }: RestApi, { node }: RestOperation): Located | null {
  const own = child(node, "security");
  if (Array.isArray(own.value)) return own;
  const common = child(tree.root, "security");
  return Array.isArray(common.value) ? common : null;
}

/** True where nobody gets in without credentials. */
export function needsCredentials(api: RestApi, operation: RestOperation): boolean {
  const requirements = securityOf(api, operation)?.value;
  if (!Array.isArray(requirements) || requirements.length === 0) return false;
  return requirements.every((entry) => isObject(entry) && Object.keys(entry).length > 0);
}

/** The roles that an operation is limited to; null: not stated. */
export function rolesOf({ node, owner }: RestOperation): Located | null {
  const own = child(node, "x-berrys-roles");
  if (own.value !== undefined) return own;
  const common = child(owner.node, "x-berrys-roles");
  return member(owner.node.value, "x-berrys-roles") === undefined ? null : common;
}
