import { idOf } from "../../../load/reference.ts";
import type { LazyCheck } from "../../lint-rule.ts";
import { linkKey, linksOf } from "./view/links.ts";

/** A schema and a message or enum of one name are probably one entity. */
export const unlinked: LazyCheck = async (side) => {
  const links = await linksOf(side);
  if (links === null || side.model === null) return [];
  const { messages, enums, methods, placeOf } = links.proto;
  // Requests and responses of calls are no entities.
  const passing = new Set(methods.flatMap(({ input, output }) => [input, output]));
  const byName = new Map(
    [...messages.filter((message) => !passing.has(message)), ...enums].map((target) => [
      target.name,
      target,
    ]),
  );
  const linked = new Set(links.links.map(({ name }) => name));
  return side.model.schemas.flatMap(({ name, origin, id }) => {
    const target = byName.get(name);
    const isLinked =
      links.bySchema.has(id) ||
      links.bySchema.has(idOf(origin)) ||
      linked.has(target?.typeName ?? "");
    if (target === undefined || isLinked) return [];
    return [
      {
        rule: "entities/unlinked",
        kind: "workspace" as const,
        message: `The schema \`${name}\` is called like \`${target.typeName}\`, but is not linked to it.`,
        path: `entity ${name}`,
        place: origin,
        related: placeOf(target),
        hint: `add \`${linkKey}: ${target.typeName}\` so that both are compared`,
      },
    ];
  });
};
