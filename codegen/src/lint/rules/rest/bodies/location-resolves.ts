import { didYouMean } from "../../../../diagnostics/nearest.ts";
import { child } from "../../../../load/reference.ts";
import { operationRule } from "../view/define.ts";

/** `Location` leads to a resource of this API. */
export const locationResolves = operationRule(
  "rest/location-resolves",
  {
    title: "`x-berrys-location` that leads nowhere",
    level: "error",
    why: "The `Location` of every creation would be an address that the API does not have.",
    fix: "Write a path of the document, its parameters filled from `data`.",
    profile: "platform",
  },
  ({ node, owner }, { paths }) => {
    const at = [child(node, "x-berrys-location"), child(owner.node, "x-berrys-location")].find(
      ({ value }) => typeof value === "string",
    );
    if (at === undefined) return null;
    const plain = (path: string) => path.replaceAll(/\{[^{}]*\}/g, "{}");
    const known = paths.map(({ path }) => path);
    const location = String(at.value);
    return known.some((path) => plain(path) === plain(location))
      ? null
      : {
          message: `There is no path \`${location}\` in this document.`,
          at,
          part: "value",
          hint: didYouMean(location, known, "name a path of `paths`"),
        };
  },
);
