import { nearest } from "../../../diagnostics/nearest.ts";
import { child } from "../../../load/reference.ts";
import type { LazyCheck } from "../../lint-rule.ts";
import { placeOf } from "../messages/view/message-view.ts";
import { linkKey, linksOf } from "./view/links.ts";

/** `x-berrys-proto` names a message or an enum. */
export const unknownLink: LazyCheck = async (side) => {
  const links = await linksOf(side);
  if (links === null) return [];
  const { messages, enums } = links.proto;
  const names = [...messages, ...enums].map(({ typeName }) => typeName);
  return links.links
    .filter(({ target }) => target === null)
    .map(({ name, schema }) => {
      const best = nearest(name, names);
      return {
        rule: "entities/unknown-link",
        kind: "workspace",
        message: `There is no message or enum \`${name}\` in the proto files.`,
        path: `entity ${name}`,
        place: placeOf(child(schema, linkKey), "value"),
        hint:
          best === null
            ? "write the qualified name, such as `berrys.projects.v1.Project`"
            : `did you mean \`${best}\`?`,
      };
    });
};
