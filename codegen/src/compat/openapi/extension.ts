import type { Located } from "../../load/reference.ts";
import type { Change } from "../change.ts";
import { placeOf } from "./read/located.ts";
import type { OpenapiRule } from "./rules.ts";
import { change, type Scope } from "./scope.ts";

/** An extension of both versions with the operations that it belongs to. */
export interface ExtensionPair {
  readonly old: Located | null;
  readonly now: Located | null;
  readonly operations: { readonly old: Located; readonly now: Located };
}

/** One change of an extension. */
export function extensionChange(
  scope: Scope,
  { old, now, operations }: ExtensionPair,
  told: { readonly rule: OpenapiRule; readonly message: string; readonly detail?: string },
): Change {
  return change(scope, told.rule, {
    message: told.message,
    old: placeOf(old ?? operations.old),
    new: placeOf(now ?? operations.now),
    ...(told.detail === undefined ? {} : { detail: told.detail }),
  });
}
