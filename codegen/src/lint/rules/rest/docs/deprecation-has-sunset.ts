import { isObject, member } from "../../../../load/pointer.ts";
import { child } from "../../../../load/reference.ts";
import { operationRule } from "../view/define.ts";

const sunset = /^x-(.+-)?sunset$/i;

/** What goes away says when. */
export const deprecationHasSunset = operationRule(
  "rest/deprecation-has-sunset",
  {
    title: "A deprecated operation without an end",
    level: "warn",
    elsewhere: "info",
    why: "Clients do not move before they know a date, and `berrys breaking` cannot tell whether removing it is announced.",
    fix: "Add `x-sunset: 2026-12-31` (or declare the header `Sunset`), and say in the description what to use instead.",
  },
  ({ node, label, responses }) => {
    if (member(node.value, "deprecated") !== true) return null;
    const keys = Object.keys(isObject(node.value) ? node.value : {});
    const hasHeader = responses.some(({ headers }) =>
      [...headers.keys()].some((name) => /^sunset$/i.test(name)),
    );
    return hasHeader || keys.some((key) => sunset.test(key))
      ? null
      : {
          message: `\`${label}\` is deprecated, but does not say until when it works.`,
          at: child(node, "deprecated"),
        };
  },
);
