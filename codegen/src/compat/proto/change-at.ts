import type { Change, Place, Stability } from "../change.ts";
import type { Side } from "../side.ts";
import type { ElementKind, ProtoElement, ProtoElements } from "./elements.ts";
import type { ProtoUse } from "./roles.ts";

/** Both versions of the proto files, as the rules see them. */
export interface ProtoPair {
  readonly old: ProtoElements;
  readonly now: ProtoElements;
  readonly oldSide: Side;
  readonly nowSide: Side;
  /** How an element of either version takes part in calls. */
  useOf(typeName: string): ProtoUse;
}

/** A change of one element; `now` may be the element around one that is gone. */
export function changeAt(
  pair: ProtoPair,
  rule: string,
  message: string,
  { old, now, about }: { old?: ProtoElement; now?: ProtoElement; about: ProtoElement },
): Change {
  const { role, direction } = pair.useOf(typeOf(about));
  const operation = operationOf(about);
  const stability = stabilityOf(about.package);
  return {
    rule,
    kind: "proto",
    role,
    message,
    path: operation ?? about.name,
    ...(operation === undefined ? {} : { operation }),
    ...(direction === undefined ? {} : { direction }),
    old: old === undefined ? null : placeOf(pair.oldSide, old),
    new: now === undefined ? null : placeOf(pair.nowSide, now),
    ...(stability === undefined ? {} : { stability }),
  };
}

/** The message, enum or service that an element is or belongs to. */
function typeOf({ kind, name, parent }: ProtoElement): string {
  return kind === "message" || kind === "enum" || parent === null ? name : parent;
}

/** `shop.v1.ShopService/GetThing` for an RPC. */
export function operationOf({ kind, name, parent }: ProtoElement): string | undefined {
  return kind === "rpc" && parent !== null
    ? `${parent}/${name.slice(parent.length + 1)}`
    : undefined;
}

/** Where an element stands in its version. */
export function placeOf(side: Side, { file, name, span }: ProtoElement): Place {
  const path = side.proto?.files.get(file) ?? file;
  return { file: path, pointer: name, ...(span === null ? {} : { span }) };
}

/** `v1alpha1`, `v1p1beta2` and `v1test` are versions that may still change. */
export function stabilityOf(packageName: string): Stability | undefined {
  const found = /(?:^|\.)v\d+(?:p\d+)?(alpha|beta|test)\w*$/.exec(packageName)?.[1];
  if (found === undefined) return undefined;
  return found === "beta" ? "beta" : "alpha";
}

/** What a kind of element is called. */
export const titles: Readonly<Record<ElementKind, string>> = {
  message: "message",
  field: "field",
  oneof: "oneof",
  extension: "extension",
  enum: "enum",
  "enum-value": "value",
  service: "service",
  rpc: "RPC",
};
