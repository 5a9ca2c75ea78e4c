import type { DescEnum, DescField, DescMessage, DescMethod, DescService } from "@bufbuild/protobuf";
import type { Side } from "../../../../compat/side.ts";
import type { LazyCheck, LintMistake } from "../../../lint-rule.ts";
import { type Declared, nameOf, type ProtoView, protoOf } from "./proto-view.ts";

/** What a rule says about one declared thing. */
export type Said = Pick<LintMistake, "rule" | "message"> & Partial<LintMistake>;

/** A mistake of a declared thing; `operation` is filled in for methods. */
export function mistakeOf(view: ProtoView, declared: Declared, said: Said): LintMistake {
  const isMethod = declared.kind === "rpc";
  return {
    kind: "proto",
    path: pathOf(declared),
    place: view.placeOf(declared),
    ...(isMethod ? { operation: pathOf(declared) } : {}),
    ...said,
  };
}

/** `berrys.planning.v1.PlanningService/GetPlan` for methods, `message › field` for fields and values. */
export function pathOf(declared: Declared): string {
  switch (declared.kind) {
    case "rpc":
      return `${declared.parent.typeName}/${declared.name}`;
    case "field":
    case "enum_value":
      return `${declared.parent.typeName} › ${declared.name}`;
    default:
      return nameOf(declared);
  }
}

function each<T extends Declared>(
  pick: (view: ProtoView) => readonly T[],
  check: (declared: T, view: ProtoView, side: Side) => readonly Said[],
): LazyCheck {
  return async (side) => {
    const view = await protoOf(side);
    if (view === null) return [];
    return pick(view).flatMap((declared) =>
      check(declared, view, side).map((said) => mistakeOf(view, declared, said)),
    );
  };
}

/** A check of every method. */
export const eachMethod = (
  check: (method: DescMethod, view: ProtoView, side: Side) => readonly Said[],
): LazyCheck => each(({ methods }) => methods, check);

/** A check of every service. */
export const eachService = (
  check: (service: DescService, view: ProtoView, side: Side) => readonly Said[],
): LazyCheck => each(({ services }) => services, check);

/** A check of every message. */
export const eachMessage = (
  check: (message: DescMessage, view: ProtoView, side: Side) => readonly Said[],
): LazyCheck => each(({ messages }) => messages, check);

/** A check of every enum. */
export const eachEnum = (
  check: (declared: DescEnum, view: ProtoView, side: Side) => readonly Said[],
): LazyCheck => each(({ enums }) => enums, check);

/** A check of every field. */
export const eachField = (
  check: (field: DescField, view: ProtoView, side: Side) => readonly Said[],
): LazyCheck => each(({ messages }) => messages.flatMap(({ fields }) => fields), check);
